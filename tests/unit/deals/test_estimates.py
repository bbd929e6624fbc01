"""What deals come to by their chances, in words."""

from __future__ import annotations

import pytest

from crm_desktop.core.values.money import LARGEST_MINOR, Money
from crm_desktop.gui.pages.deals.words import estimate_words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Money(382_570_50, "USD"), "$382,571"),
        (Money(49, "USD"), "$0"),
        (Money(1_234, "JPY"), "¥1,234"),
        (Money(10_500, "KWD"), "11 KWD"),
        (Money(2 * LARGEST_MINOR, "USD"), "$2,000,000,000,000,000"),
    ],
)
def test_an_estimate_has_no_minor_units(amount: Money, words: str) -> None:
    assert estimate_words(amount).replace("\u00a0", " ") == words
