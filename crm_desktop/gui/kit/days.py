"""How a day is written by the language, in fields and in tables (interaction.md, section 22).

Any thread.
"""

from __future__ import annotations

from PySide6.QtCore import QLocale

from crm_desktop.core.late_pattern import late_pattern

_ENGLISH = "d MMM yyyy"
_YEAR = late_pattern(r"y+")
_by_the_system = False


def short_date_pattern() -> str:
    """Qt's pattern of a day in a table. English writes the month's name: readers from two shores
    of an ocean would take ``03/04/2026`` for different days."""
    if is_english():
        return _ENGLISH
    return _YEAR.sub("yyyy", QLocale().dateFormat(QLocale.FormatType.ShortFormat))


def write_days_as_the_system(wanted: bool) -> None:
    """Whether the person chose the system's way to write days, in English too."""
    global _by_the_system  # noqa: PLW0603 - the process has one language
    _by_the_system = wanted


def is_english() -> bool:
    """Whether days are written as English is written here, whatever shore of the ocean the
    system's English comes from."""
    return not _by_the_system and QLocale().language() == QLocale.Language.English
