"""A move that the database itself refuses: it shows at once, comes back, and the reason is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from pytestqt.qtbot import QtBot

from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.pipelines.commands import RemoveStage
from tests.gui.conftest import Open, OpenWindow, read, there, write
from tests.gui.deal_pages import DealsWindow

pytestmark = pytest.mark.qt_log_ignore("does not support", "propagateSizeHints")


@pytest.fixture
def deals(
    workspace_url: str, open_window: OpenWindow, open_workspace: Open, qtbot: QtBot
) -> DealsWindow:
    return DealsWindow(open_window, workspace_url, open_workspace(workspace_url), qtbot)


@contextmanager
def only_read(deals: DealsWindow) -> Iterator[None]:
    """The window's database takes no changes: a file that lost its right, a server's double."""

    def protect(connection: sa.Connection) -> None:
        is_server = connection.dialect.name == "postgresql"
        words = "SET TRANSACTION READ ONLY" if is_server else "PRAGMA query_only = 1"
        driver = there(connection.connection.driver_connection)
        driver.execute(words)

    writer = there(deals.session.bridge)._backend.database._writer
    sa.event.listen(writer, "begin", protect, insert=True)
    yield
    sa.event.remove(writer, "begin", protect)


WAYS: dict[str, Callable[[DealsWindow], None]] = {
    "drag": lambda deals: deals.drag("Gym", 1),
    "key": lambda deals: deals.move_on("Gym"),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_card_goes_back_from_a_database_that_can_only_be_read_and_goes_on_later(
    deals: DealsWindow, way: Callable[[DealsWindow], None]
) -> None:
    with only_read(deals):
        way(deals)
        assert (deals.titles(0), deals.titles(1)) == (["Warehouse"], ["Gym"])
        deals.wait(lambda: any("only be read" in words for words in deals.notes()))
        deals.wait(lambda: (deals.titles(0), deals.titles(1)) == (["Warehouse", "Gym"], []))
    assert len(deals.notes()) == 1
    assert read(deals.backend, get_deal, deals.second).stage_id == deals.sale.stages[0]
    way(deals)
    deals.wait(lambda: read(deals.backend, get_deal, deals.second).stage_id == deals.sale.stages[1])
    assert (deals.titles(0), deals.titles(1)) == (["Warehouse"], ["Gym"])


def test_a_card_goes_back_from_a_stage_that_another_machine_has_just_removed(
    deals: DealsWindow,
) -> None:
    """The window has not heard of it yet: nothing is told to it before the key is pressed."""
    gone, follows = deals.sale.stages[1:3]
    write(deals.backend, RemoveStage(gone, follows))
    deals.move_on("Gym")
    assert deals.titles(1) == ["Gym"]
    deals.wait(lambda: bool(deals.notes()))
    deals.wait(lambda: gone not in deals.board.order.columns)
    deals.wait(lambda: deals.titles(0) == ["Warehouse", "Gym"])
    [words] = deals.notes()
    assert "stage" in words
    assert read(deals.backend, get_deal, deals.second).stage_id == deals.sale.stages[0]
