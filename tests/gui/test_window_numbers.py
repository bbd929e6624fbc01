"""Numbers, sizes and moments as people of each language read them (interaction.md, section 22)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from crm_desktop.core.i18n import current_language, set_language
from crm_desktop.gui.kit.days import write_days_as_the_system
from crm_desktop.gui.shell.numbers import (
    shown_date,
    shown_moment,
    shown_percent,
    shown_short_date,
    shown_size,
    shown_time,
)

LOCALES = {"ru": "ru_RU", "en": "en_GB", "pl": "pl_PL"}
NO_BREAK = "\N{NO-BREAK SPACE}"


@pytest.fixture
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Words and formats of one language."""
    before, locale = current_language(), QLocale()
    set_language(request.param)
    QLocale.setDefault(QLocale(LOCALES[request.param]))
    yield request.param
    set_language(before)
    QLocale.setDefault(locale)


def each(**expected: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("language", "words"), expected.items(), indirect=["language"])


@each(ru="18 марта 1984", en="18 March 1984", pl="18 marca 1984")
def test_a_date_in_a_text_has_no_day_of_the_week(language: str, words: str) -> None:
    assert shown_date(QDate(1984, 3, 18)) == words


@each(ru="14.10.2026", en="14 Oct 2026", pl="14.10.2026")
def test_a_date_in_a_table_is_taken_for_no_other_day(language: str, words: str) -> None:
    assert shown_short_date(QDate(2026, 10, 14)) == words
    assert shown_moment(QDateTime(QDate(2026, 10, 14), QTime(9, 5))).startswith(words)


def test_english_days_of_the_system_s_own_kind_are_written_only_where_the_person_chose_it() -> None:
    day, before = QDate(2026, 10, 14), QLocale()
    QLocale.setDefault(QLocale("en_US"))
    try:
        assert (shown_date(day), shown_short_date(day)) == ("14 October 2026", "14 Oct 2026")
        assert shown_moment(QDateTime(day, QTime(9, 5))).startswith("14 Oct 2026 9:05")
        write_days_as_the_system(True)
        assert (shown_date(day), shown_short_date(day)) == ("October 14, 2026", "10/14/2026")
    finally:
        write_days_as_the_system(False)
        QLocale.setDefault(before)


@each(ru="9:05", en="09:05", pl="9:05")
def test_hours_have_no_leading_zero_where_nobody_writes_it(language: str, words: str) -> None:
    assert shown_time(QTime(9, 5)) == words
    assert shown_moment(QDateTime(QDate(2026, 10, 14), QTime(9, 5))).endswith(f" {words}")


@each(ru="412 КБ", en="412 KB", pl="412 KB")
def test_kilobytes_are_whole(language: str, words: str) -> None:
    assert shown_size(412 * 1024).replace(NO_BREAK, " ") == words


@each(ru="1,8 МБ", en="1.8 MB", pl="1,8 MB")
def test_megabytes_have_one_digit(language: str, words: str) -> None:
    assert shown_size(int(1.8 * 1024**2)).replace(NO_BREAK, " ") == words


@each(ru="1 КБ", en="1 KB", pl="1 KB")
def test_nothing_is_smaller_than_a_kilobyte(language: str, words: str) -> None:
    assert shown_size(17).replace(NO_BREAK, " ") == words


@each(ru="0 КБ", en="0 KB", pl="0 KB")
def test_an_empty_file_is_said_to_be_one(language: str, words: str) -> None:
    assert shown_size(0).replace(NO_BREAK, " ") == words


@each(ru=f"38{NO_BREAK}%", en="38%", pl="38%")
def test_percent_stands_as_the_language_has_it(language: str, words: str) -> None:
    assert shown_percent(38) == words
