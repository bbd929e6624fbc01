"""Demo data fills boards: pipelines, deals in their stages, the catalogue and next steps."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.features.custom_fields.queries import find_custom_fields
from crm_desktop.features.custom_lists.queries import find_lists
from crm_desktop.features.custom_lists.records import entry_type
from crm_desktop.features.data.commands import FillWithDemo
from crm_desktop.features.data.demo import Scale
from crm_desktop.features.deals.queries import read_board, read_cards
from crm_desktop.features.deals.records import DEAL
from crm_desktop.features.pipelines.queries import find_pipelines
from crm_desktop.features.products.records import PRODUCT
from crm_desktop.features.users.records import USER
from tests.store.importing import states_of
from tests.store.pasts import assert_pasts_follow_the_deals

TODAY = datetime(2026, 10, 14, 9, 40, tzinfo=timezone.utc)


@pytest.fixture
def filled(client: Backend) -> Backend:
    client.execute(FillWithDemo("ru", today=TODAY))
    return client


def test_three_pipelines_have_deals_in_their_stages(filled: Backend) -> None:
    pipelines = filled.ask(find_pipelines)
    boards = [filled.ask(read_board, one.id) for one in pipelines]
    assert len(boards) == 3
    assert all(sum(bool(column.rids) for column in board.columns) >= 3 for board in boards)
    assert sum(board.won for board in boards) > sum(board.lost for board in boards) > 0
    assert len(states_of(filled, DEAL)) == 150
    assert_pasts_follow_the_deals(filled)


def test_cards_have_clients_amounts_and_next_steps(filled: Backend) -> None:
    board = filled.ask(read_board, filled.ask(find_pipelines)[0].id)
    rids = [rid for column in board.columns for rid in column.rids]
    cards = filled.ask(read_cards, rids).values()
    assert all(card.client for card in cards)
    assert sum(card.amount is not None for card in cards) > 0.8 * len(rids)
    assert sum(card.next_step is not None for card in cards) > 0.4 * len(rids)


def test_lines_are_of_the_catalogue(filled: Backend) -> None:
    catalogue = {product["id"]: product for product in states_of(filled, PRODUCT)}
    lines = [line for deal in states_of(filled, DEAL) for line in deal["lines"]]
    assert len(catalogue) == 25
    assert lines
    assert all(catalogue[line["product"]]["name"] == line["name"] for line in lines)


def test_deals_lead_to_objects_of_their_clients(filled: Backend) -> None:
    (made,) = filled.ask(find_lists)
    fields = {one.label: one.id for one in filled.ask(find_custom_fields, made.entity)}
    entries = {one["id"]: one for one in states_of(filled, entry_type(made.entity))}
    assert (made.name, len(entries)) == ("Объекты", 30)
    linked = [deal for deal in states_of(filled, DEAL) if deal["custom"]]
    assert len(linked) > 20
    for deal in linked:
        of = {
            item["field"]: item["value"] for item in entries[deal["custom"][0]["value"]]["custom"]
        }
        assert set(of) == set(fields.values())
        assert of[fields["Клиент"]] == deal["company"]


def test_people_alone_may_be_asked_for_and_whoever_asks_is_their_owner(client: Backend) -> None:
    client.execute(FillWithDemo("ru", today=TODAY, with_deals=False))
    assert states_of(client, DEAL) == []
    assert len(client.ask(find_pipelines)) == 1
    users = {user["full_name"]: user for user in states_of(client, USER)}
    owners = [name for name, user in users.items() if user["role"] == "owner"]
    assert owners == ["Игорь Белов"]
    assert users["Игорь Белов"]["account"]
    assert len(users) == Scale.SMALL.users
