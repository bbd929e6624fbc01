"""The page of deals in a real window, for tests: its board, its cards, a mouse over them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.deals.commands import CreateDeal
from crm_desktop.gui.kit.board.board import Board
from crm_desktop.gui.pages.deals.page import DealsPage
from crm_desktop.gui.session import Session
from tests.gui.conftest import OpenWindow, there, view_of, write
from tests.gui.deals import Sale, make_sale

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
PLACE = 2
"""The number of the page among the places of the window."""


class DealsWindow:
    """A window at the page of deals, with three deals in the first pipeline."""

    def __init__(
        self, open_window: OpenWindow, workspace: Path | str, backend: Backend, qtbot: QtBot
    ) -> None:
        self.qtbot = qtbot
        self.backend = backend
        self.sale: Sale = make_sale(backend)
        self.second = self.add("Gym", 0, 480_000_00)
        self.third = self.add("Warehouse", 0, 415_000_00)
        self.session: Session = open_window(workspace)
        view = view_of(self.session)
        view.show_place(PLACE)
        assert isinstance(view.page, DealsPage)
        self.page: DealsPage = view.page
        self.page.choose_pipeline(self.sale.pipeline)
        self.wait(lambda: self.titles(0) == ["Warehouse", "Gym"])
        self.page.setFocus()

    @property
    def board(self) -> Board:
        """What is to be seen of it."""
        return self.page.board.board

    def add(self, title: str, stage: int, minor: int) -> str:
        """Another deal, on top of a column."""
        values = {
            "title": title,
            "pipeline": self.sale.pipeline,
            "stage": self.sale.stages[stage],
            "amount_minor": minor,
            "currency": "EUR",
        }
        return str(write(self.backend, CreateDeal(values)))

    def wait(self, condition: Callable[[], bool | None]) -> None:
        """Until it is so."""
        self.qtbot.waitUntil(condition)

    def titles(self, stage: int) -> list[str]:
        """The cards of a column from above, by their titles."""
        columns = self.board.order.columns
        rids = columns.get(self.sale.stages[stage], ())
        rows = self.page.board.rows
        return [rows[rid].title if rid in rows else "…" for rid in rids]

    def rid(self, title: str) -> int:
        """The key of a card."""
        return next(rid for rid, row in self.page.board.rows.items() if row.title == title)

    def choose(self, title: str) -> None:
        """Make a card current."""
        assert self.board.choose(self.rid(title))

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        """Press a key where the keyboard is."""
        pane = self.board.pane_of(self.board.current_column)
        QTest.keyClick(pane.view, key, modifiers)

    def move_on(self, title: str) -> None:
        """Move a card into the next column, by its key."""
        self.choose(title)
        self.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)

    def drag(self, title: str, stage: int) -> None:
        """Drag a card into the middle of a column, with the mouse."""
        lies = there(self.board.order.place_of(self.rid(title)))
        view = self.board.pane_of(lies.column).view
        place = view.rect_of(lies.line).topLeft() + QPoint(40, 12)
        target = self.board.pane_of(self.sale.stages[stage]).view.viewport()
        goal = view.viewport().mapFromGlobal(target.mapToGlobal(target.rect().center()))
        QTest.mousePress(view.viewport(), LEFT, PLAIN, place)
        QTest.mouseMove(view.viewport(), place + QPoint(10, 10))
        QTest.mouseMove(view.viewport(), goal)
        QTest.mouseRelease(view.viewport(), LEFT, PLAIN, goal)

    def notes(self) -> list[str]:
        """What the window says below."""
        return [note.words for note in self.session.window.notifications.notes]
