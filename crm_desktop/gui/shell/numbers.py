"""Numbers, sizes of files and moments as people read them in the current language
(interaction.md, section 22). Any thread.
"""

from __future__ import annotations

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from crm_desktop.core.i18n import _
from crm_desktop.core.late_pattern import late_pattern
from crm_desktop.gui.kit.days import is_english, short_date_pattern

_KILOBYTE = 1024
# What CLDR puts around day, month and year in a long date.
_WEEKDAY = late_pattern(r"dddd,?\s*|,?\s*dddd")
_ENGLISH_TEXT = "d MMMM yyyy"
_YEAR_SIGN = late_pattern(r"\s*'[^']*'\.?$")


def shown_number(number: int) -> str:
    """``1,302`` or ``1 302``, by the language."""
    return QLocale().toString(number)


def shown_percent(number: int) -> str:
    """``38%`` or ``38 %``, by the language."""
    return _("{number}%").format(number=shown_number(number))


def shown_size(size: int) -> str:
    """``412 KB``, ``1.8 MB`` for a file of ``size`` bytes; never less than one kilobyte, unless it
    is empty: who attached the wrong file shall see it."""
    is_empty, size = not size, max(size, _KILOBYTE)
    digits = 0 if size < _KILOBYTE**2 else 1
    words = QLocale().formattedDataSize(
        size, digits, QLocale.DataSizeFormat.DataSizeTraditionalFormat
    )
    if is_empty:
        words = words.replace("1", "0")  # Qt has but bytes for it, in a wrong plural
    return words.replace("kB", "KB").replace("кБ", "КБ")


def shown_date(day: QDate) -> str:
    """``18 March 1984``, as in a sentence."""
    if is_english():
        return QLocale().toString(day, _ENGLISH_TEXT)
    pattern = QLocale().dateFormat(QLocale.FormatType.LongFormat)
    return QLocale().toString(day, _YEAR_SIGN.sub("", _WEEKDAY.sub("", pattern)))


def shown_short_date(day: QDate) -> str:
    """``02.03.2026``, ``2 Mar 2026``, as in a table; the year is written in full."""
    return QLocale().toString(day, short_date_pattern())


def shown_time(time: QTime) -> str:
    """``9:30``, ``15:30``."""
    return QLocale().toString(time, _clock(QLocale().timeFormat(QLocale.FormatType.ShortFormat)))


def shown_moment(moment: QDateTime) -> str:
    """``14.10.2026 9:30``, ``14 Oct 2026, 09:30``, as in a table."""
    locale, form = QLocale(), QLocale.FormatType.ShortFormat
    whole, day = locale.dateTimeFormat(form), locale.dateFormat(form)
    return locale.toString(moment, _clock(whole.replace(day, short_date_pattern())))


def _clock(pattern: str) -> str:
    """Hours without a leading zero where the language writes them so."""
    languages = (QLocale.Language.Russian, QLocale.Language.Polish)
    return pattern.replace("HH", "H") if QLocale().language() in languages else pattern
