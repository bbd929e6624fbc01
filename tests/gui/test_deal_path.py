"""Where a deal is on its way, in words; and the path that draws it, at any width."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.core.values.money import Money
from crm_desktop.features.deals.rows import DealRow, StageVisit
from crm_desktop.features.pipelines.rows import PipelineRow, StageRow
from crm_desktop.gui.pages.deals.path_rules import (
    AHEAD,
    CURRENT,
    LOST,
    PASSED,
    DealPath,
    PathStage,
    make_path,
    with_average,
)
from crm_desktop.gui.pages.deals.stage_path import StagePath
from crm_desktop.gui.pages.deals.words import short_length, weighted
from tests.gui.deals import press

NOW = datetime(2026, 10, 14, 12, tzinfo=timezone.utc)
NAMES = ("New", "Qualified", "Offer", "Approval", "Contract")
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")


def stage(number: int, name: str, rot_days: int | None = None) -> StageRow:
    return StageRow(
        number, f"s{number}", 1, "p", name, "blue", 10, rot_days, "", None, (), is_intake=False
    )


def pipeline(rot_days: int | None = None) -> PipelineRow:
    stages = tuple(stage(number, name, rot_days) for number, name in enumerate(NAMES))
    return PipelineRow(1, "p", 1, "New clients", "RUB", False, True, None, False, stages)


def visit(number: int, entered: int, left: int | None) -> StageVisit:
    """Days before now."""
    end = None if left is None else NOW - timedelta(days=left)
    return StageVisit(f"s{number}", NOW - timedelta(days=entered), end)


def deal(*visits: StageVisit, status: str = "open") -> DealRow:
    closed = NOW if status != "open" else None
    here = visits[-1].stage_id if visits else "s0"
    return DealRow(
        rid=1,
        id="d",
        version=1,
        title="Office",
        pipeline_id="p",
        stage_id=here,
        status=status,
        amount=Money(100_01, "RUB"),
        currency="RUB",
        is_amount_from_lines=False,
        chance=50,
        is_chance_own=False,
        expected_close=None,
        closed_at=closed,
        lost_reason="",
        lost_detail="",
        lost_comment="",
        company=None,
        participants=(),
        owner=None,
        source="",
        note="",
        tags=(),
        lines=(),
        visits=visits,
        custom={},
        is_archived=False,
        is_deleted=False,
        created_at=NOW - timedelta(days=11),
    )


WAY = (visit(0, 11, 9), visit(1, 9, 5), visit(2, 5, 2), visit(3, 2, None))


def path_of(row: DealRow, rot_days: int | None = None) -> DealPath:
    return make_path(row, pipeline(rot_days), NOW)


def test_each_stage_has_the_time_that_was_spent_in_it() -> None:
    path = path_of(deal(*WAY))
    assert [one.length for one in path.stages] == ["2d", "4d", "3d", "2d", ""]
    assert [one.state for one in path.stages] == [PASSED, PASSED, PASSED, CURRENT, AHEAD]


def test_the_present_stage_is_told_as_the_rules_have_it() -> None:
    path = path_of(deal(*WAY))
    assert path.stages[3].spoken == "Stage 4 of 5: Approval, current, 2 days"


def test_visits_of_a_stage_add_up() -> None:
    row = deal(visit(0, 10, 8), visit(1, 8, 5), visit(0, 5, None))
    assert [one.length for one in path_of(row).stages][:2] == ["7d", "3d"]


def test_less_than_a_day_is_told_in_hours() -> None:
    begin = NOW - timedelta(hours=5)
    row = deal(StageVisit("s0", begin, None))
    assert path_of(row).stages[0].length == "5h"


@pytest.mark.parametrize(("minutes", "told"), [(0, "<1h"), (59, "<1h"), (60, "1h"), (119, "1h")])
def test_in_its_first_hour_a_deal_is_there_for_less_than_one(minutes: int, told: str) -> None:
    assert short_length(NOW - timedelta(minutes=minutes), NOW) == told


def test_a_stage_that_was_passed_by_has_no_time() -> None:
    path = path_of(deal(visit(0, 3, 1), visit(3, 1, None)))
    assert [one.length for one in path.stages] == ["2d", "", "", "1d", ""]
    assert path.stages[1].state == PASSED


@pytest.mark.parametrize(
    ("average", "note"),
    [(24, "In work for 11 days, 24 on average"), (None, "In work for 11 days")],
)
def test_the_note_compares_with_the_average(average: int | None, note: str) -> None:
    assert with_average(path_of(deal(*WAY)), average) == note


def test_a_closed_deal_is_compared_with_nothing() -> None:
    assert with_average(path_of(deal(*WAY, status="won")), 24) == "Won in 11 days"


def test_a_won_deal_passed_all_stages() -> None:
    path = path_of(deal(*WAY, status="won"))
    assert {one.state for one in path.stages} == {PASSED}
    assert path.note == "Won in 11 days"
    assert not path.is_open


def test_a_lost_deal_shows_where_it_was_lost() -> None:
    path = path_of(deal(*WAY, status="lost"))
    assert path.stages[3].state == LOST
    assert path.stages[3].spoken.endswith("lost here, 2 days")
    assert path.note == "Lost after 11 days"


@pytest.mark.parametrize(("limit", "rots"), [(1, True), (2, False), (None, False)])
def test_a_deal_rots_past_the_days_of_its_stage(limit: int | None, rots: bool) -> None:
    assert path_of(deal(*WAY), rot_days=limit).stages[3].is_rotting is rots


def test_a_deal_in_a_stage_that_went_has_no_present_one() -> None:
    row = replace(deal(*WAY), stage_id="gone")
    assert CURRENT not in [one.state for one in path_of(row).stages]


def test_what_is_weighted_is_rounded_half_up() -> None:
    assert weighted(deal(*WAY)) == Money(50_01, "RUB")


# Drawing


@pytest.fixture
def path(dressed: None, qtbot: QtBot) -> StagePath:
    path = StagePath()
    qtbot.addWidget(path)
    path.show()
    return path


def stages(number: int) -> list[PathStage]:
    states = [PASSED] * (number // 2) + [CURRENT] + [AHEAD] * (number - number // 2 - 1)
    return [PathStage(f"s{n}", f"Stage {n}", state, "2d", "") for n, state in enumerate(states)]


@pytest.mark.parametrize("number", [1, 5, 15, 30])
@pytest.mark.parametrize("width", [1200, 760])
def test_stages_share_the_width_without_a_gap(path: StagePath, number: int, width: int) -> None:
    path.resize(width, 34)
    path.show_stages(stages(number), is_open=True)
    places = [one.geometry() for one in path.chevrons]
    assert places[-1].right() <= width
    for left, right in pairwise(places):
        assert right.left() - left.right() == 2
    assert not path.grab().isNull()


def test_a_path_that_only_changed_keeps_the_keyboard(path: StagePath, qtbot: QtBot) -> None:
    path.resize(1000, 34)
    path.show_stages(stages(5), is_open=True)
    path.chevrons[1].setFocus()
    chevron = path.chevrons[1]
    path.show_stages(stages(5), is_open=True)
    assert path.chevrons[1] is chevron


def test_a_locked_path_tells_nothing(path: StagePath, qtbot: QtBot) -> None:
    path.resize(1000, 34)
    path.show_stages(stages(5), is_open=False)
    with qtbot.assertNotEmitted(path.wanted, wait=20):
        press(path.chevrons[4])
