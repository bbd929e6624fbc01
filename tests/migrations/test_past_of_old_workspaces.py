"""Revision 0018: what became of closed deals is counted of those that are here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.bootstrap import check_workspace, open_backend
from crm_desktop.features.deals.chance.rule import ENOUGH
from crm_desktop.features.deals.commands import DeleteDeals, WinDeals
from crm_desktop.features.pipelines.commands import MoveStage, RemoveStage
from crm_desktop.store.engine import Database
from crm_desktop.store.location import parse_location
from tests.migrations.once_more import migrate_once_more
from tests.store.dealing import Desk, desk
from tests.store.pasts import Kept, kept_pasts
from tests.store.test_past_of_stages import close


@pytest.fixture
def database(empty_workspace_url: str) -> Iterator[Database]:
    opened = Database(parse_location(empty_workspace_url))
    yield opened
    opened.close()


def a_year_of_sales(backend: Backend) -> Desk:
    """A pipeline whose stages changed places, and one of which went, after deals closed in all."""
    trial = desk(backend, "New", "Offer", "Contract", "Signing")
    for number, stage in enumerate(trial.stages):
        close(trial, 5 - number, 3 + number, stage)
    backend.execute(DeleteDeals(tuple(close(trial, 2, 2))))
    backend.execute(MoveStage(trial.stages["Signing"], 1))
    backend.execute(RemoveStage(trial.stages["Contract"], trial.stages["Offer"]))
    quiet = desk(backend)
    backend.execute(WinDeals((quiet.deal(),)))
    return trial


def test_a_workspace_from_before_knows_the_past_that_was_kept_since(
    empty_workspace_url: str, database: Database
) -> None:
    backend = open_backend(empty_workspace_url, create=True)
    trial = a_year_of_sales(backend)
    kept: Kept = backend.ask(kept_pasts)
    shown = trial.read(trial.deal("Open", "Signing")).chance
    backend.close()
    assert max(won + lost for won, lost, _percent in kept.values()) >= ENOUGH
    migrate_once_more(database, "0018", "DROP TABLE stage_past")
    backend = open_backend(empty_workspace_url, create=False)
    now = backend.ask(kept_pasts)
    assert {rid: row for rid, row in now.items() if rid in kept} == kept
    assert {row for rid, row in now.items() if rid not in kept} == {(0, 0, None)}
    trial.client = backend
    assert trial.read(trial.deal("Another", "Signing")).chance == shown == 58
    assert check_workspace(backend).problems == ()
    backend.close()
