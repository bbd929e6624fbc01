"""Whoever doesn't want to wait for a filter has the list back as it was, and the database rests."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.views.rows import ViewRow
from crm_desktop.filters.ast import And, Condition, Operator
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.list_source import Asked
from crm_desktop.gui.kit import row_model
from crm_desktop.gui.kit.filters.world import Known
from crm_desktop.gui.pages.contacts.page import make_page
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.views import list_views
from tests.gui.conftest import write

pytestmark = pytest.mark.usefixtures("dressed")

# Counts for minutes.
_ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) "
    "SELECT count(*) FROM n"
)

Order = Callable[[Reader, "int | None", Asked], "array[int]"]


class Endless:
    """Answers at once, but to what is sought of names, or ordered downwards, never; or with the
    first lines only, if it ``begins``."""

    begins = False

    def __init__(self, order: Order) -> None:
        self._order = order
        self.begun, self.stopped = threading.Event(), threading.Event()

    def __call__(self, reader: Reader, limit: int | None, asked: Asked) -> array[int]:
        is_slow = asked.quick or asked.sorting.descending
        if not is_slow or (self.begins and limit is not None):
            return self._order(reader, limit, asked)
        self.begun.set()
        try:
            reader.connection.exec_driver_sql(_ENDLESS)
        finally:
            self.stopped.set()
        raise AssertionError("it came to an end")


@pytest.fixture
def page(backend: Backend, bridge: Bridge, qtbot: QtBot) -> Iterator[ListPage]:
    """The list of two people in a window of its own."""
    for name in ("Anna", "Borys"):
        write(backend, CreateContact({"given_name": name}))
    page = make_page(bridge, ())
    qtbot.addWidget(page)
    page.resize(1100, 500)
    page.show()
    page.load()
    qtbot.waitUntil(lambda: page.is_ready)
    yield page
    page.hide()


@pytest.fixture
def order(page: ListPage, monkeypatch: pytest.MonkeyPatch) -> Endless:
    """How the page reads its order from now on."""
    source = page._source
    endless = Endless(source._reads.order)
    monkeypatch.setattr(source, "_reads", replace(source._reads, order=endless))
    return endless


def names(page: ListPage) -> list[str]:
    model = page.list.model
    return [model.text_at(line, 0) or "?" for line in range(model.rowCount())]


def ask_for_ever(page: ListPage, order: Endless, qtbot: QtBot) -> None:
    page.find_here()
    QTest.keyClicks(page.quick.line, "ann")
    qtbot.waitUntil(order.begun.is_set)


def test_values_are_counted_among_what_the_other_chips_leave(
    page: ListPage, backend: Backend, qtbot: QtBot
) -> None:
    for name, tag, source in (("A", "VIP", "Fair"), ("B", "VIP", "Web"), ("C", "Old", "Web")):
        tagged = {"given_name": name, "tags": [{"name": tag}], "source": source}
        write(backend, CreateContact(tagged))
    told: list[list[tuple[str, int | None]]] = []
    views = page.views
    views.root = And((Condition("source", Operator.ANY_OF, ("Web",)),))

    def take(found: Sequence[Known]) -> None:
        told.append([(one.label, one.count) for one in found])

    views._find_values("contact", "tags", "", take)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert sorted(told[0]) == [("Old", None), ("VIP", None)], "all are there at once"
    assert sorted(told[1]) == [("Old", 1), ("VIP", 1)]
    views._find_values("contact", "source", "", take)
    qtbot.waitUntil(lambda: len(told) == 3)
    assert told[2] == [("Web", 2), ("Fair", 1)], "its own chip leaves nothing out"


def test_a_cancelled_filter_leaves_the_list_as_it_was_and_stops_the_database(
    page: ListPage, order: Endless, qtbot: QtBot
) -> None:
    page.slow._still.setInterval(0)
    page.slow._long.setInterval(0)
    ask_for_ever(page, order, qtbot)
    qtbot.waitUntil(page.slow.cancel.isVisible)
    assert page.slow.words.text() == "Looking through all records for those that match…"
    assert names(page) == ["Anna", "Borys"], "what was there stays while it is looked for"
    QTest.mouseClick(page.slow.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(order.stopped.is_set)
    assert (page.asked.quick, page.quick.line.text()) == ("", "")
    assert not page.slow.isVisible()
    qtbot.waitUntil(lambda: not page.list.model.is_behind)
    assert names(page) == ["Anna", "Borys"]


def test_a_newer_question_stops_what_the_last_one_asked_of_the_database(
    page: ListPage, order: Endless, qtbot: QtBot
) -> None:
    ask_for_ever(page, order, qtbot)
    page.show_shelf("archive")
    QTest.keyClick(page.quick.line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.list.model.is_behind and names(page) == [])
    qtbot.waitUntil(order.stopped.is_set)


def test_the_first_who_match_are_shown_while_the_others_are_counted(
    page: ListPage, order: Endless, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_model, "_FIRST", 1)
    order.begins = True
    page.slow._long.setInterval(0)
    ask_for_ever(page, order, qtbot)
    qtbot.waitUntil(lambda: names(page) == ["Anna", "?"])
    assert page.count_words() == "Counting…"
    qtbot.waitUntil(page.slow.cancel.isVisible)
    QTest.mouseClick(page.slow.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(order.stopped.is_set)
    qtbot.waitUntil(lambda: names(page) == ["Anna", "Borys"])
    qtbot.waitUntil(lambda: page.count_words() == "2 contacts")


def test_the_first_lines_of_an_order_are_shown_while_the_whole_is_worked_out(
    page: ListPage, order: Endless, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_model, "_FIRST", 1)
    order.begins = True
    page.sort_by(0, descending=True)
    qtbot.waitUntil(lambda: names(page)[0] == "Borys")
    assert not page.list.model.is_whole
    assert page.count_words() == "2 contacts"
    qtbot.waitUntil(order.begun.is_set)
    page.sort_by(0, descending=False)
    qtbot.waitUntil(order.stopped.is_set)
    qtbot.waitUntil(lambda: names(page) == ["Anna", "Borys"])


def test_who_leaves_the_list_stops_its_numbers_and_comes_back_to_them(
    page: ListPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = page.views
    views.tabs.show()
    begun, stopped = threading.Event(), threading.Event()

    def count_for_ever(reader: Reader, _view: ViewRow) -> int:
        begun.set()
        try:
            reader.connection.exec_driver_sql(_ENDLESS)
        finally:
            stopped.set()
        raise AssertionError("it came to an end")

    told: list[str] = []
    views.counted.connect(lambda view_id, _number: told.append(view_id))
    with monkeypatch.context() as patched:
        patched.setattr(list_views, "count_view", count_for_ever)
        views.count_views()
        qtbot.waitUntil(begun.is_set)
        page.hide()
        qtbot.waitUntil(stopped.is_set)
    assert told == []
    page.show()
    qtbot.waitUntil(lambda: len(told) == len(views.views))
