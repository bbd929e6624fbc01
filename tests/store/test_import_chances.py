"""Sheets of other programs tell a chance in every deal: the stage's is the stage's, and only one
that differs was set by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.features.deals.records import DEAL
from crm_desktop.features.pipelines.commands import CreatePipeline, CreateStage
from crm_desktop.features.pipelines.queries import find_pipelines
from tests.store.importing import bring_in, sheet, states_of

HUBSPOT = "Record ID;Deal Name;Deal Stage;Pipeline;Deal owner;Amount;Deal probability;Deal Type"
HUBSPOT_ROWS = (
    "1;A;Proposal;Sales;;100;0.4;new",
    "2;B;Proposal;Sales;;100;0.4;new",
    "3;C;Proposal;Sales;;100;0.75;new",
    "4;D;Closed Won;Sales;;100;1.0;new",
    "5;E;Closed Lost;Sales;;100;0.0;new",
    "6;F;Signed;Sales;;100;0.9;new",
)
PIPEDRIVE = "Deal - ID;Deal - Title;Deal - Value;Deal - Pipeline;Deal - Stage;Deal - Status"
PIPEDRIVE += ";Deal - Probability"
PIPEDRIVE_ROWS = (
    "1;A;100;Sales;Proposal;Open;40",
    "2;B;100;Sales;Proposal;Open;40",
    "3;C;100;Sales;Proposal;Open;75",
    "4;D;100;Sales;Proposal;Won;100",
    "5;E;100;Sales;Proposal;Lost;0",
    "6;F;100;Sales;Signed;Open;90",
)
BITRIX24 = "ID;Воронка;Стадия сделки;Название сделки;Сумма;Вероятность;Сделка закрыта;Товар;Цена"
BITRIX24_ROWS = (
    "1;Sales;Proposal;A;100;40;нет;Лампа;50",
    "2;Sales;Proposal;B;100;40;нет;Лампа;50",
    "3;Sales;Proposal;C;100;75;нет;Лампа;50",
    "3;Sales;Proposal;C;100;75;нет;Кабель;30",
    "3;Sales;Proposal;C;100;75;нет;Муфта;20",
    "4;Sales;Сделка успешна;D;100;100;да;Лампа;50",
    "5;Sales;Сделка провалена;E;100;0;да;Лампа;50",
    "6;Sales;Signed;F;100;90;нет;Лампа;50",
)


def percents(client: Backend) -> dict[str, int]:
    """The stages' own."""
    [pipeline] = [one for one in client.ask(find_pipelines) if one.name == "Sales"]
    return {stage.name: stage.probability for stage in pipeline.stages}


def set_by_hand(client: Backend) -> dict[str, int | None]:
    return {one["title"]: one["chance"] for one in states_of(client, DEAL)}


@pytest.mark.parametrize(
    ("header", "rows"),
    [(HUBSPOT, HUBSPOT_ROWS), (PIPEDRIVE, PIPEDRIVE_ROWS), (BITRIX24, BITRIX24_ROWS)],
    ids=["hubspot", "pipedrive", "bitrix24"],
)
def test_a_new_stage_has_the_percent_of_most_of_its_open_deals_and_others_keep_theirs(
    client: Backend, tmp_path: Path, header: str, rows: tuple[str, ...]
) -> None:
    bring_in(client, sheet(tmp_path, header, *rows), language="en")
    found = percents(client)
    assert (found["Proposal"], found["Signed"]) == (40, 90)
    nothing = dict.fromkeys("ABDEF")
    assert set_by_hand(client) == nothing | {"C": 75}


def test_in_a_stage_that_is_here_only_another_chance_than_its_own_was_set_by_hand(
    client: Backend, tmp_path: Path
) -> None:
    sales = client.execute(CreatePipeline({"name": "Sales"})).result
    values = {"pipeline": str(sales), "name": "Proposal", "probability": 75}
    client.execute(CreateStage(values))
    bring_in(client, sheet(tmp_path, PIPEDRIVE, *PIPEDRIVE_ROWS), language="en")
    assert percents(client)["Proposal"] == 75
    nothing = dict.fromkeys("CDEF")
    assert set_by_hand(client) == nothing | {"A": 40, "B": 40}


def test_where_most_deals_tell_no_chance_those_told_were_set_by_hand(
    client: Backend, tmp_path: Path
) -> None:
    rows = (
        *(f"{n};X{n};100;Sales;Proposal;Open;" for n in range(2)),
        "9;C;1;Sales;Proposal;Open;7",
    )
    bring_in(client, sheet(tmp_path, PIPEDRIVE, *rows), language="en")
    assert percents(client)["Proposal"] == 50
    assert set_by_hand(client) == {"X0": None, "X1": None, "C": 7}
