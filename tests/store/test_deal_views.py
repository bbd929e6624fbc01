"""Saved views of deals: of which pipeline, as what they are shown, and how many deals they have."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.features.deals import columns
from crm_desktop.features.deals.commands import WinDeals
from crm_desktop.features.views.commands import SaveView
from crm_desktop.features.views.looks import values_of_view
from crm_desktop.features.views.modes import BOARD, FORECAST, LIST
from crm_desktop.features.views.queries import count_view, get_view, list_order
from crm_desktop.features.views.rows import ViewLook, ViewRow
from crm_desktop.filters.ast import EVERYTHING, Condition, Node, Operator
from tests.store.dealing import Desk, desk, there

WON = Condition("status", Operator.IS, "won")
CALLED = Condition("title", Operator.IS, "Office")


@pytest.fixture
def trial(client: Backend) -> Desk:
    """Two open deals and a won one in a pipeline, an open one in another."""
    elsewhere = desk(client)
    elsewhere.deal()
    here = desk(client)
    here.deal()
    here.deal("Warehouse")
    client.execute(WinDeals((here.deal("Sold"),)))
    return here


def saved(trial: Desk, root: Node = EVERYTHING, **look: Any) -> ViewRow:
    values = values_of_view("deal", "Mine", root, ViewLook(**look))
    view_id = str(trial.client.execute(SaveView(values)).result)
    return there(trial.client.ask(get_view, view_id))


def listed(trial: Desk, view: ViewRow) -> list[int]:
    """The records of the view as an export writes them."""
    return list(
        trial.client.ask(lambda reader: columns.find_order(reader, list_order(reader, view)))
    )


@pytest.mark.parametrize(("mode", "number"), [(BOARD, 2), (FORECAST, 2), (LIST, 3), ("", 3)])
def test_a_view_counts_what_it_shows_of_its_pipeline(trial: Desk, mode: str, number: int) -> None:
    view = saved(trial, mode=mode, pipeline=trial.pipeline)
    assert trial.client.ask(count_view, view) == number
    assert len(listed(trial, view)) == number


def test_a_view_without_a_pipeline_counts_those_of_all(trial: Desk) -> None:
    assert trial.client.ask(count_view, saved(trial, CALLED)) == 2


def test_a_board_of_closed_deals_counts_them_as_the_list_that_is_shown_instead(
    trial: Desk,
) -> None:
    assert trial.client.ask(count_view, saved(trial, WON, mode=BOARD)) == 1


@pytest.mark.parametrize("mode", [BOARD, LIST, FORECAST, "recurring"])
def test_views_saved_when_one_word_said_how_they_are_shown_go_on_working(
    trial: Desk, mode: str
) -> None:
    view = saved(trial, CALLED, group=mode, sort="hand")
    expected = ViewLook(mode="" if mode == "recurring" else mode, cards="hand")
    assert view.look == replace(expected, widths=view.look.widths)
    assert listed(trial, view)


@pytest.mark.parametrize("sort", ["amount", "gone", "custom:01a201df-0885-777e-84b2-ebb74cb8a2e9"])
def test_a_view_whose_order_is_gone_is_listed_by_name(trial: Desk, sort: str) -> None:
    view = ViewRow("", 0, "deal", "Mine", look=ViewLook(sort=sort))
    assert len(listed(trial, view)) == 4
