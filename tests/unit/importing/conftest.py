"""Files that don’t tell their time zone are read where the clock is that of Greenwich."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.factories.zones import computer_in


@pytest.fixture(autouse=True)
def _in_greenwich() -> Iterator[None]:
    with computer_in("UTC"):
        yield
