"""What the window says of progress, imports and values, in words a person would use."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale

from crm_desktop.backend.work import Progress
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.features.data.entries.commands import EntriesImported
from crm_desktop.features.data.importing.commands import (
    BarredDeal,
    Counts,
    ImportResult,
    Missed,
    MissedCell,
    PossibleDuplicate,
)
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.bridge.tasks import LongTask
from crm_desktop.gui.pages.importing.actions import entries_words, import_words
from crm_desktop.gui.pages.importing.problem_table import ProblemLine, problem_lines
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.status_line import progress_words


@pytest.fixture(autouse=True)
def _english_numbers() -> Any:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


def task(progress: Progress | None, seconds: float = 0) -> LongTask:
    made = LongTask("Import")
    made.progress = progress
    made._phase_began = time.monotonic() - seconds
    return made


@pytest.mark.parametrize(
    ("progress", "seconds", "words"),
    [
        (None, 0, "Import"),
        (Progress("read", 4, 0), 1, "Import: reading the file, 4 done"),
        (Progress("write", 806, 1302), 0, "Import: saving, 62%"),
        (Progress("write", 9_999, 10_000), 0, "Import: saving, 99%"),
        (Progress("write", 500, 1000), 30, "Import: saving, 50%, about 30 seconds left"),
        (Progress("clean", 1, 4), 60, "Import: checking the values, 25%, about 3 minutes left"),
    ],
)
def test_progress_is_told_as_far_as_it_is_known(
    progress: Progress | None, seconds: float, words: str
) -> None:
    assert progress_words(task(progress, seconds)) == words


def test_stopping_says_that_everything_is_taken_back() -> None:
    stopping = task(Progress("write", 1, 2))
    stopping.cancel()
    assert progress_words(stopping) == "Import: stopping, everything is being taken back"


def result(**values: Any) -> ImportResult:
    plain: dict[str, Any] = {
        "kind": "excel",
        "encoding": None,
        "delimiter": None,
        "rows": 0,
        "columns": (),
        "contacts": Counts(),
        "companies": Counts(),
        "errors": 0,
        "notes": 0,
        "error_file": None,
        "possible_duplicates": (),
    }
    return ImportResult(**(plain | values))


def test_links_that_were_not_found_are_told_with_their_rows_and_in_the_end() -> None:
    cell = MissedCell(7, "Ольга Ким", "Поставщик: nothing is called “Вектор”.")
    outcome = result(contacts=Counts(1), notes=1, missed=Missed(1, (cell,)))
    assert problem_lines(outcome) == [
        ProblemLine(7, "Ольга Ким", cell.reason, "The value is in the note.")
    ]
    said = "Imported 1 contact. 1 link wasn’t found; its value is in the note."
    assert import_words(outcome) == said
    entries = EntriesImported(2, (), Counts(2), 0, 2, missed=Missed(2, (cell, cell)))
    said = "2 entries were imported. 2 links weren’t found; their values are in the notes."
    assert entries_words(entries) == said


def test_possible_duplicates_are_told_with_the_company_or_by_their_name_alone() -> None:
    pairs = (
        PossibleDuplicate(3, "Ann Lee", "Vega"),
        PossibleDuplicate(4, "Rose", ""),
        PossibleDuplicate(5, "Vega Trade", "", "Vega"),
    )
    reached = "A company with the same phone, e-mail or e-mail domain is here already: Vega"
    assert problem_lines(result(possible_duplicates=pairs)) == [
        ProblemLine(
            3, "Ann Lee", "There is a contact of that name at Vega already.", "Both were kept."
        ),
        ProblemLine(4, "Rose", "That name is here already.", "Both were kept."),
        ProblemLine(5, "Vega Trade", reached, "Both were kept."),
    ]


def test_deals_of_clients_on_the_blacklist_are_told_with_their_rows_and_in_the_end() -> None:
    outcome = result(deals=Counts(2), barred=(BarredDeal(7, "Gym", "Rogue"),))
    [line] = problem_lines(outcome)
    assert line._replace(wrong=line.wrong.replace("\u2068", "").replace("\u2069", "")) == (
        ProblemLine(7, "Gym", "Rogue is on the blacklist", "The deal was created.")
    )
    said = "Imported 2 deals. 1 deal has a client on the blacklist."
    assert import_words(outcome) == said


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (result(contacts=Counts(1302)), "Imported 1,302 contacts."),
        (
            result(contacts=Counts(1, 2), companies=Counts(1)),
            "Imported 1 contact. Imported 1 company. Completed 2 records.",
        ),
        (
            result(contacts=Counts(unchanged=9)),
            "Everything in the file was here already. Nothing was changed.",
        ),
        (
            result(contacts=Counts(5), errors=2, error_file=Path("errors.xlsx")),
            "Imported 5 contacts. 2 rows weren’t imported. The rows that need a look are in "
            "errors.xlsx.",
        ),
    ],
)
def test_an_import_is_told_in_sentences(outcome: ImportResult, words: str) -> None:
    assert import_words(outcome) == words


def test_a_phone_is_grouped_and_has_its_type_and_extension() -> None:
    phone = {"value": "+48600555114", "extension": "12", "type": "work", "primary": True}
    assert values.phones([phone]) == "+48 600 555 114 ext. 12 (work)"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("1984-03-18", "18 March 1984"), ("--02-29", "29 February"), (None, "")],
)
def test_a_birthday_may_have_no_year(stored: str | None, shown: str) -> None:
    assert values.birthday(stored) == shown


def test_what_is_no_day_stays_as_it_is() -> None:
    assert values.day("in spring") == "in spring"


def test_expected_errors_speak_for_themselves_and_bugs_are_admitted() -> None:
    assert words_for(Invalid(msg("The phone number is too short."))) == (
        "The phone number is too short."
    )
    assert words_for(KeyError("rid")).startswith("The program made a mistake")
