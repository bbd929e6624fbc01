"""Portions of an import are planned before those in front of them are written, and before others
may have written, on a thread or in a process beside; what comes out is what would have come out one
portion after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest

from crm_desktop.backend import pace
from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import LongWork, Progress
from crm_desktop.core.errors import Cancelled
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.data.importing import beside, planner, row_workers
from crm_desktop.features.data.importing.beside import PlannedBeside
from crm_desktop.features.data.importing.planner import Planner
from crm_desktop.features.data.importing.portions import Session
from crm_desktop.features.data.importing.row_workers import Cleaned, Packed, RowWorkers, made_ready
from tests.store.importing import (
    bring_in,
    companies,
    company_names,
    import_of,
    many_people,
    people,
    sheet,
    values,
)
from tests.store.workshop import create_contact

Test = TypeVar("Test", bound=Callable[..., None])
HEADER = "Фамилия;Имя;Телефон;E-mail;Компания;ИНН"


@pytest.fixture
def portions_of_one(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Each row is written in a transaction of its own, as it is planned on a thread of the import
    or, ``beside``, by what otherwise runs in a process of its own."""
    for name in ("FIRST_ROWS", "LEAST_ROWS", "MOST_ROWS"):
        monkeypatch.setattr(pace, name, 1)
    with ThreadPoolExecutor(1) as thread:
        if request.param == "beside":
            monkeypatch.setattr(RowWorkers, "planning", lambda _workers: thread)
        yield
        thread.submit(planner.end_reading).result()


def in_portions_of_one(test: Test) -> Test:
    """The test on both engines, and on a file as it is planned beside."""
    ways = [("sqlite", "here"), ("postgresql", "here"), ("sqlite", "beside")]
    names = ("workspace_url", "portions_of_one")
    each: Callable[[Test], Test] = pytest.mark.parametrize(names, ways, indirect=True)
    used: Callable[[Test], Test] = pytest.mark.usefixtures("portions_of_one")
    return each(used(test))


@in_portions_of_one
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


@in_portions_of_one
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


@in_portions_of_one
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


@in_portions_of_one
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


@in_portions_of_one
def test_rows_that_change_many_who_are_here_are_written_like_new_ones(
    client: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = [f"Ким{n};Анна;+7912000{n:04};;Свет;" for n in range(0, 14, 2)]
    bring_in(client, sheet(tmp_path, HEADER, *known, name="before.csv"))
    planned = _planned_beside(monkeypatch)
    # Every second one is here and gets an e-mail; at the end there are only new ones.
    rows = [f"Ким{n};Анна;+7912000{n:04};p{n}@example.com;Свет {n};" for n in range(14)]
    rows += [f"Лев{n};Пётр;;;Заря;" for n in range(3)]
    result = bring_in(client, sheet(tmp_path, HEADER, *rows, rows[-1]))
    assert (result.contacts.created, result.contacts.updated) == (11, 7)
    assert result.companies.created == 15
    met = people(client)
    assert [values(one, "emails") for one in met[:7]] == [
        [f"p{n}@example.com"] for n in range(0, 14, 2)
    ]
    assert [one["family_name"] for one in met[-4:]] == ["Лев0", "Лев1", "Лев2", "Лев2"]
    assert len(planned) < 12  # more than every third had to be planned here
    assert bring_in(client, sheet(tmp_path, HEADER, *rows, rows[-1])).contacts.unchanged == 18


@in_portions_of_one
def test_rows_may_fill_fields_that_people_added(client: Backend, tmp_path: Path) -> None:
    wish = {"entity": "contact", "label": "Размер обуви", "type": "number"}
    field = client.execute(CreateCustomField(wish)).result
    rows = [f"Ким{n};+7912000{n:04};{38 + n}" for n in range(4)]
    bring_in(client, sheet(tmp_path, "Фамилия;Телефон;Размер обуви", *rows))
    came = [one["custom"] for one in people(client)]
    assert came == [[{"field": field, "value": 38 + n}] for n in range(4)]


@in_portions_of_one
def test_people_keep_their_firm_when_too_many_names_are_known_to_remember_all(
    client: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.store.labels._REMEMBERED", 0)
    firms = ["Свет", "Заря", "Свет", "Луч", "Заря", "Луч"]
    rows = [f"Ким{n};Анна;+7912000{n:04};;{firm};" for n, firm in enumerate(firms)]
    bring_in(client, sheet(tmp_path, HEADER, *rows))
    assert [company_names(client, one) for one in people(client)] == [[firm] for firm in firms]


@in_portions_of_one
def test_rows_that_are_planned_again_are_no_namesakes_of_themselves(
    another_client: Callable[[], Backend], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    importer, colleague = another_client(), another_client()
    bring_in(importer, sheet(tmp_path, HEADER, "Гай;Олег;+79120000005;;Луч;", name="before.csv"))
    plain = importer.write

    def after_a_save(transaction: Any, **how: bool) -> Any:
        if len(people(colleague)) == 2:  # the first row is written, those behind it are planned
            create_contact(colleague, family_name="Пак")
        return plain(transaction, **how)

    monkeypatch.setattr(importer, "write", after_a_save)
    rows = [f"Ким{n};Анна;+7912001{n:04};;Луч;" for n in range(5)]
    result = bring_in(importer, sheet(tmp_path, HEADER, *rows))
    assert (result.contacts.created, result.possible_duplicates) == (5, ())


@pytest.mark.parametrize(
    ("workspace_url", "portions_of_one"), [("sqlite", "beside")], indirect=True
)
@pytest.mark.usefixtures("portions_of_one")
def test_rows_that_the_process_beside_cannot_take_end_the_import(
    client: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_rows: object) -> None:
        raise ValueError("no rows")

    monkeypatch.setattr(planner, "feed_drafts", fail)
    monkeypatch.setattr(planner, "feed_ready", fail)
    with pytest.raises(ValueError, match="no rows"):
        bring_in(client, many_people(tmp_path, 3))
    assert not people(client)


@pytest.mark.parametrize(
    ("workspace_url", "portions_of_one"), [("sqlite", "beside")], indirect=True
)
@pytest.mark.usefixtures("portions_of_one")
def test_rows_made_ready_while_the_planning_is_waited_for_come_in_their_order(
    client: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_workers, "_CHUNK", 2)
    made_two = threading.Event()
    made: list[Packed] = []

    def noted(rows: Cleaned, system: str) -> Packed:
        made.append(made_ready(rows, system))
        if len(made) == 2:
            made_two.set()
        return made[-1]

    def waits(size: int, written: int) -> planner.Answer:
        assert made_two.wait(timeout=30)
        return plan(size, written)

    plan = planner.plan
    monkeypatch.setattr(beside, "made_ready", noted)
    monkeypatch.setattr(planner, "plan", waits)
    bring_in(client, many_people(tmp_path, 14))
    assert [one["family_name"] for one in people(client)] == [f"Иванов{n}" for n in range(14)]


@pytest.mark.parametrize("workspace_url", ["sqlite"], indirect=True)
def test_another_process_plans_what_this_one_would(
    client: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_workers, "_PARALLEL_FROM_ROWS", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    late: list[bool] = []
    bring_in_one = PlannedBeside.bring_in

    def noted(self: PlannedBeside, work: LongWork, session: Session) -> bool:
        late.append(not bring_in_one(self, work, session))
        return not late[-1]

    monkeypatch.setattr(PlannedBeside, "bring_in", noted)
    result = bring_in(client, many_people(tmp_path, 500))
    assert (result.contacts.created, result.companies.created) == (500, 100)
    assert len(late) > 1
    assert not any(late)
    assert not result.possible_duplicates
    came = people(client)
    assert [one["family_name"] for one in came] == [f"Иванов{n}" for n in range(500)]
    assert company_names(client, came[-1]) == ["ООО «Свет 99»"]


def _planned_beside(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the portions that are planned beside; filled later."""
    planned: list[int] = []
    plan = Planner.plan

    def noted(self: Planner, size: int, written: int) -> planner.Answer:
        answer = plan(self, size, written)
        planned.extend([answer.number] if answer.noted else [])
        return answer

    monkeypatch.setattr(Planner, "plan", noted)
    return planned


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


@in_portions_of_one
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
