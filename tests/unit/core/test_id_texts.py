"""Keys are written as Python's ``uuid`` writes them, which a start does without."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.id_texts import id_text, is_id


@given(st.binary(min_size=16, max_size=16))
def test_a_key_is_written_as_uuid_writes_it(key: bytes) -> None:
    assert id_text(key) == str(UUID(bytes=key))
    assert is_id(id_text(key))


@pytest.mark.parametrize(
    "value",
    [
        *("", "7", "'; DROP TABLE contact", "0190-0000", "g" * 36, "-" * 36),
        *("0" * 32, "A" * 8 + "-0000-0000-0000-" + "0" * 12, None, 7, ["id"]),
    ],
)
def test_what_is_no_key_is_told(value: object) -> None:
    assert not is_id(value)
