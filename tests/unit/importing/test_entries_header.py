"""Which row of a sheet names the columns of a custom list."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.features.custom_lists.rows import CustomListRow
from crm_desktop.features.data.entries.columns import Cells, draft_at, drafts_of, plan_sheet
from crm_desktop.features.data.importing.recognise import NO_HEADER
from crm_desktop.integrations.tabular.table import Table

SITES = CustomListRow(1, "1", 1, "Sites", "Site", "", "", False)
CITY = CustomFieldRow(1, "city", 1, "list:1", "City", "text")
ROWS = [["Sites", "2026"], ["Name", "City"], ["Tower", "Riga"], ["Hall", ""]]


@pytest.mark.parametrize(
    ("header_row", "wanted", "names"),
    [
        (None, {}, ["Tower", "Hall"]),  # the row with the most names that are known
        (1, {}, ["Tower", "Hall"]),
        (0, {}, ["Name", "Tower", "Hall"]),
        (NO_HEADER, {}, ["Sites", "Name", "Tower", "Hall"]),
        (NO_HEADER, {"B": "title"}, ["2026", "City", "Riga", ""]),
    ],
)
def test_the_rows_below_the_names_are_entries(
    header_row: int | None, wanted: dict[str, str], names: list[str]
) -> None:
    table = Table("csv", ROWS, range(1, 5))
    plan = plan_sheet(table, SITES, [CITY], wanted, header_row)
    drafts = drafts_of(0, table, plan, Cells.of({CITY.key: CITY}, "PL", table, plan))
    assert [draft.name for draft in drafts] == names


def test_columns_without_names_are_called_by_their_letters() -> None:
    table = Table("csv", ROWS[2:], range(1, 3))
    wanted = {"B": CITY.key}
    plan = plan_sheet(table, SITES, [CITY], wanted, NO_HEADER)
    assert plan.headers == ("A", "B")
    draft = draft_at(0, table, plan, Cells.of({CITY.key: CITY}, "PL", table, plan))
    assert draft is not None
    assert (draft.name, draft.custom) == ("Tower", {CITY.id: "Riga"})


@pytest.mark.parametrize(("day_first", "day"), [(True, "2026-04-03"), (False, "2026-03-04")])
def test_the_order_of_dates_may_be_said(day_first: bool, day: str) -> None:
    built = replace(CITY, label="Built", type="date")
    table = Table("csv", [["Name", "Built"], ["Tower", "03/04/2026"]], range(1, 3))
    plan = plan_sheet(table, SITES, [built], {})
    cells = Cells.of({built.key: built}, "PL", table, plan, day_first=day_first)
    (draft,) = drafts_of(0, table, plan, cells)
    assert draft.custom == {built.id: day}
