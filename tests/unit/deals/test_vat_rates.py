"""Which rates of VAT are offered."""

from __future__ import annotations

import pytest

from crm_desktop.core.errors import Invalid
from crm_desktop.features.products.vat import checked_rates, read, usual_rates, written


def test_rates_are_kept_once_the_highest_first() -> None:
    assert checked_rates([0, 800, 2300, 800]) == (2300, 800, 0)
    assert read(written((2300, 800, 0))) == (2300, 800, 0)


@pytest.mark.parametrize("rate", [-1, 10_001])
def test_what_is_no_share_is_refused(rate: int) -> None:
    with pytest.raises(Invalid):
        checked_rates([rate])


def test_countries_have_their_own() -> None:
    assert usual_rates("PL")[0] == 2300
    assert usual_rates("RU")[0] == 2200
    assert usual_rates("XX")
