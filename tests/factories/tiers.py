"""What the commit tier leaves to the long one where a twin costs seconds and rarely tells more."""

from __future__ import annotations

import pytest

postgresql_when_long = pytest.mark.parametrize(
    "workspace_url",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)],
    indirect=True,
)
# English is what the source says: what goes wrong in words goes wrong in the other two.
LANGUAGES = ["ru", "pl", pytest.param("en", marks=pytest.mark.long)]
