"""Numbers as people write and read them, in three languages.

Used for amounts, quantities, rates and the values of custom fields, by the window, imports and
handlers, on any thread. Reading takes what comes from any of the languages and from
spreadsheets; showing follows the current language (interaction.md, section 22). Pure.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import current_language, msg
from crm_desktop.core.late_pattern import late_pattern

LARGEST = 2**53
"""Up to here every whole number is exact in JSON too."""

NO_BREAK = "\u00a0"
MINUS = "\u2212"

_BETWEEN = late_pattern("[\\s\u00a0\u2009\u202f'\u2019_]")
_THOUSANDS = late_pattern(r"[+-]?\d{1,3}(?:(?:\.\d{3}){2,}|(?:,\d{3}){2,})")
_ONE_THOUSAND = late_pattern(r"[+-]?[1-9]\d{0,2}([.,])\d{3}")
# The Polish language leaves four digits together.
_POLISH_TOGETHER = 4
_MOST_DECIMALS = 6


def parse_number(text: str, *, is_money: bool = False) -> Decimal:
    """The number in a text: spaces between thousands, a comma or a point before decimals, any
    minus. Of both signs the last one stands before decimals; where one could stand for either
    (``1,180``), the current language decides. Amounts have no third decimal: in ``is_money`` a
    point before three digits parts thousands in Russian and Polish too. ``Invalid`` if it is no
    number, or a larger one than is kept."""
    written = _BETWEEN.sub("", text).replace(MINUS, "-")
    comma, point = written.rfind(","), written.rfind(".")
    if comma >= 0 and point >= 0:
        thousands = "," if comma < point else "."
        written = written.replace(thousands, "")
    elif _THOUSANDS.fullmatch(written) or _is_one_thousand(written, is_money):
        written = written.replace(",", "").replace(".", "")
    try:
        number = Decimal(written.replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise Invalid(
            msg("“{value}” is not a number. Write it like 1250 or 12.5.", value=text[:60])
        )
    if abs(number) > LARGEST:
        raise Invalid(
            msg(
                "“{value}” is too large. Nothing was saved; check the number of zeros.",
                value=text[:60],
            )
        )
    return number


def _is_one_thousand(written: str, is_money: bool) -> bool:
    found = _ONE_THOUSAND.fullmatch(written)
    if found is None:
        return False
    return found[1] == "," if current_language() == "en" else is_money and found[1] == "."


def shown_decimal(value: Decimal | float, decimals: int | None = None) -> str:
    """A number as the current language writes it, with so many decimals, or as many as it has
    (six at most)."""
    text = f"{abs(value):.{_MOST_DECIMALS if decimals is None else decimals}f}"
    whole, _point, rest = text.partition(".")
    rest = rest.rstrip("0") if decimals is None else rest
    language = current_language()
    thousands, point = (",", ".") if language == "en" else (NO_BREAK, ",")
    if not (language == "pl" and len(whole) <= _POLISH_TOGETHER):
        whole = f"{int(whole):,}".replace(",", thousands)
    sign = MINUS if value < 0 and (int(whole.replace(thousands, "")) or rest.strip("0")) else ""
    return sign + whole + (point + rest if rest else "")
