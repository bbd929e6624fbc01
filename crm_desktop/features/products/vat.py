"""Which rates of VAT are offered: those of the workspace, else those of its country.

Pure; any thread. Rates are in hundredths of a percent (2200 is 22 %).
"""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.features.products.rules import vat

_MOST_RATES = 20
# As the countries' laws on VAT say in 2026.
_BY_COUNTRY = {
    "RU": (2200, 1000, 700, 500, 0),
    "PL": (2300, 800, 500, 0),
    "BY": (2000, 1000, 0),
    "UA": (2000, 1400, 700, 0),
    "DE": (1900, 700, 0),
    "CZ": (2100, 1200, 0),
    "GB": (2000, 500, 0),
}
_USUAL = (2000, 1000, 500, 0)


def usual_rates(country: str) -> tuple[int, ...]:
    """Those of a country by its two letters."""
    return _BY_COUNTRY.get(country, _USUAL)


def checked_rates(rates: Sequence[int]) -> tuple[int, ...]:
    """The rates, each once, the highest first. ``Invalid`` for what is none."""
    found = sorted({rate for one in rates if (rate := vat(one)) is not None}, reverse=True)
    if len(found) > _MOST_RATES:
        raise Invalid(
            msg("There is room for {limit} rates of VAT. Nothing was saved.", limit=_MOST_RATES)
        )
    return tuple(found)


def written(rates: Sequence[int]) -> str:
    """Rates as their record holds them."""
    return " ".join(map(str, rates))


def read(text: str) -> tuple[int, ...]:
    """The rates that a record holds."""
    return tuple(map(int, text.split()))
