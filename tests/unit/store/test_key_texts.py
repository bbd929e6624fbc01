"""Keys that came as one text are the keys in their order, wherever the text is cut."""

from __future__ import annotations

from array import array

import pytest

from crm_desktop.store import key_texts
from crm_desktop.store.key_texts import keys_in


def test_nothing_is_no_key() -> None:
    assert keys_in(None) == keys_in("") == array("q")


@pytest.mark.parametrize("portion", [1, 2, 3, 5, 1000])
def test_no_key_is_lost_or_torn_between_portions(
    monkeypatch: pytest.MonkeyPatch, portion: int
) -> None:
    monkeypatch.setattr(key_texts, "_PORTION", portion)
    keys = [7, 100_000, 3, 2**62, 12, 5]
    assert keys_in(",".join(map(str, keys))) == array("q", keys)
