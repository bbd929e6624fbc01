"""Portions of an import are planned before those in front of them are written, and before others
may have written; what comes out is what would have come out one portion after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.backend import pace
from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Progress
from crm_desktop.core.errors import Cancelled
from crm_desktop.features.data.importing.portions import Session
from tests.store.importing import (
    bring_in,
    companies,
    company_names,
    import_of,
    people,
    sheet,
    values,
)
from tests.store.workshop import create_contact

HEADER = "Фамилия;Имя;Телефон;E-mail;Компания;ИНН"


@pytest.fixture
def portions_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each row is written in a transaction of its own."""
    for name in ("FIRST_ROWS", "LEAST_ROWS", "MOST_ROWS"):
        monkeypatch.setattr(pace, name, 1)


@pytest.mark.usefixtures("portions_of_one")
def test_a_row_meets_what_the_rows_before_it_bring(client: Backend, tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        HEADER,
        "Ким;Анна;+79120000001;anna@example.com;Свет;",
        "Ким;Анна;+79120000002;anna@example.com;;",  # she has another phone
        "Лев;Пётр;+79120000003;;Заря;",
        "Лев;Пётр;+79120000004;;Заря;",  # a namesake at the same firm
        "Гай;Олег;+79120000005;;Луч;",
        "Гай;Вера;+79120000006;;Луч;7707083893",  # more is told of the firm
    )
    result = bring_in(client, path)
    assert (result.contacts.created, result.contacts.updated) == (5, 0)
    assert result.companies.created == 3
    assert [told.row_number for told in result.possible_duplicates] == [5]
    anna = people(client)[0]
    assert values(anna, "phones") == ["+79120000001", "+79120000002"]
    firms = [company_names(client, one) for one in people(client)]
    assert firms == [["Свет"], ["Заря"], ["Заря"], ["Луч"], ["Луч"]]
    assert values(companies(client)[2], "tax_ids") == ["7707083893"]
    again = bring_in(client, path)
    assert (again.contacts.unchanged, again.companies.unchanged) == (5, 3)


@pytest.mark.usefixtures("portions_of_one")
def test_namesakes_are_told_of_at_a_firm_that_the_same_file_brought_and_at_one_that_was_here(
    client: Backend, tmp_path: Path
) -> None:
    before = ["Рой;Марк;+79120000001;;Луч;", "Чен;Вера;+79120000002;;Луч;"]
    bring_in(client, sheet(tmp_path, HEADER, *before))
    path = sheet(
        tmp_path,
        HEADER,
        "Гай;Олег;+79120000003;;Заря;",
        "Рой;Марк;+79120000001;;Заря;",  # he is here, and works there too
        "Рой;Марк;+79120000004;;Заря;",
        "Гай;Олег;+79120000005;;Заря;",
        "Чен;Вера;+79120000006;;Заря;",
        "Чен;Вера;+79120000007;;Луч;",
    )
    told = bring_in(client, path).possible_duplicates
    assert [(one.row_number, one.company) for one in told] == [(4, "Заря"), (5, "Заря"), (7, "Луч")]


@pytest.mark.usefixtures("portions_of_one")
def test_a_row_meets_what_the_row_before_it_tells_of_a_firm_that_was_here(
    client: Backend, tmp_path: Path
) -> None:
    bring_in(client, sheet(tmp_path, HEADER, "Гай;Олег;+79120000005;;Луч;", name="before.csv"))
    path = sheet(
        tmp_path,
        HEADER,
        "Ким;Анна;+79120000001;;Луч;7707083893",
        "Лев;Пётр;+79120000003;;ООО Лучезар;7707083893",  # by its tax number the same firm
        "Чен;Вера;+79120000007;;Заря;5024123459",
        "Дан;Инга;+79120000008;;Заря;5018154000",  # another firm of that name
        "Рой;Марк;+79120000009;;Заря;",
    )
    result = bring_in(client, path)
    assert (result.companies.created, result.companies.updated) == (2, 1)
    again = bring_in(client, path)
    assert (again.contacts.unchanged, again.companies.unchanged) == (5, 3)


@pytest.mark.usefixtures("portions_of_one")
def test_who_a_colleague_adds_after_the_planning_is_not_doubled(
    another_client: Callable[[], Backend], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    importer, colleague = another_client(), another_client()
    rows = ["Ким;Анна;+79120000001;;;", "Лев;Пётр;+79120000002;;;", "Гай;Олег;+79120000003;;;"]
    plain = importer.write

    def after_a_save(transaction: Any, **how: bool) -> Any:
        if len(people(colleague)) == 1:  # the first row is written, the second one planned
            create_contact(colleague, family_name="Лев", phones=[{"value": "+79120000002"}])
        return plain(transaction, **how)

    monkeypatch.setattr(importer, "write", after_a_save)
    result = bring_in(importer, sheet(tmp_path, HEADER, *rows))
    assert (result.contacts.created, result.contacts.updated) == (2, 1)
    assert sorted(one["family_name"] for one in people(importer)) == ["Гай", "Ким", "Лев"]


def test_rows_that_change_nothing_are_compared_many_at_once_but_none_too_many_written(
    client: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FIRST_ROWS", "LEAST_ROWS", "MOST_ROWS"):
        monkeypatch.setattr(pace, name, 2)
    known = [f"Ким;Анна;+7912000{number:04};;;" for number in range(8)]
    bring_in(client, sheet(tmp_path, HEADER, *known, name="before.csv"))
    new = [f"Лев;Пётр;+7913000{number:04};;;" for number in range(5)]
    compared, written = _sizes_of_portions(client, monkeypatch)
    result = bring_in(client, sheet(tmp_path, HEADER, *known, *new))
    assert (result.contacts.unchanged, result.contacts.created) == (8, 5)
    assert len(people(client)) == 13
    assert compared[:3] == [2, 4, 7]  # the third brings new ones: of it two at a time are written
    assert max(written) <= 2


@pytest.mark.usefixtures("portions_of_one")
def test_an_import_hears_that_it_shall_stop_while_it_only_compares(
    client: Backend, tmp_path: Path
) -> None:
    rows = [f"Ким;Анна;+7912000{number:04};;;" for number in range(5)]
    path = sheet(tmp_path, HEADER, *rows)
    bring_in(client, path)
    compared: list[int] = []
    began = threading.Event()

    def watch(progress: Progress) -> None:
        if progress.phase == "write":
            compared.append(progress.done)
            began.wait()
            running.cancel()

    running = client.start(import_of([path]), on_progress=watch)
    began.set()
    with pytest.raises(Cancelled):
        running.future.result()
    assert compared == [1]


def _sizes_of_portions(
    client: Backend, monkeypatch: pytest.MonkeyPatch
) -> tuple[list[int], list[int]]:
    """How many rows each portion compares, and how many each transaction writes; filled later."""
    compared: list[int] = []
    written: list[int] = []
    plan, write = Session.plan, Session.write

    def noted_plan(self: Session, reader: Any, rows: Any, *unseen: Any) -> Any:
        compared.append(len(rows))
        return plan(self, reader, rows, *unseen)

    def noted_write(self: Session, work: Any, planned: Any) -> None:
        written.append(len(planned.rows))
        write(self, work, planned)

    monkeypatch.setattr(Session, "plan", noted_plan)
    monkeypatch.setattr(Session, "write", noted_write)
    return compared, written
