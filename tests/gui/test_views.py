"""Saved views as tabs above a list: chosen, made, changed, shared, put in order, taken away; and
the list that follows the filter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QTabBar, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core.settings import ListLook, Settings
from crm_desktop.core.settings_file import SettingsFile
from crm_desktop.features.contacts.commands import ArchiveContacts, CreateContact
from crm_desktop.features.views.commands import SaveView
from crm_desktop.features.views.looks import values_of_view
from crm_desktop.features.views.queries import find_views
from crm_desktop.features.views.rows import ViewLook, ViewRow
from crm_desktop.filters.ast import EVERYTHING, And, Condition, Node, Operator
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.pages.contacts.page import make_page
from crm_desktop.gui.shell.delete_question import DeleteQuestion
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.list_toolbar import ListToolbar
from crm_desktop.gui.shell.page import Chosen
from crm_desktop.gui.shell.views.list_views import ListViews
from crm_desktop.gui.shell.views.name_popover import NamePopover
from tests.gui.conftest import OpenWindow, column, contacts, read, there, view_of, write

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints"),
]

Key, Modifier = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton
PEOPLE = (("Anna", "Kraków"), ("Borys", "Gdańsk"), ("Celina", "Kraków"), ("Daria", "Opole"))
KRAKOW = And((Condition("city", Operator.HAS_ANY, ("Kraków",)),))
GDANSK = And((Condition("city", Operator.HAS_ANY, ("Gdańsk",)),))
ALL = "preset:contact:all"


class Desk(QWidget):
    """A list of people with its tools above it."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.page = make_page(bridge, ())
        self.tools = ListToolbar(self)
        self.page.count_changed.connect(self._tell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tools)
        layout.addWidget(self.page, 1)
        self.resize(1200, 600)

    def _tell(self) -> None:
        self.tools.tell(self.page.count_words(), self.page.list.count)

    @property
    def views(self) -> ListViews:
        return self.page.views

    def names(self) -> list[str]:
        model = self.page.list.model
        return [(model.text_at(line, 0) or "?").split()[0] for line in range(model.rowCount())]

    def tab(self, view_id: str) -> QPoint:
        tabs = self.views.tabs
        return tabs.bar.tabRect(tabs.ids.index(view_id)).center()


def save(backend: Backend, name: str, root: Node = EVERYTHING, *, shared: bool = False) -> str:
    values = values_of_view("contact", name, root, ViewLook(), shared=shared)
    return str(write(backend, SaveView(values)))


def saved(backend: Backend) -> list[ViewRow]:
    return [view for view in read(backend, find_views, "contact") if not view.preset]


@pytest.fixture
def people(backend: Backend) -> list[str]:
    """Four people in three cities."""
    return [
        write(
            backend,
            CreateContact({"given_name": name, "addresses": [{"type": "work", "city": city}]}),
        )
        for name, city in PEOPLE
    ]


@pytest.fixture
def desk(people: list[str], bridge: Bridge, qtbot: QtBot) -> Iterator[Desk]:
    """The list of these people, with its views."""
    desk = Desk(bridge)
    qtbot.addWidget(desk)
    desk.show()
    desk.tools.show_page(desk.page)
    desk.page.load()
    qtbot.waitUntil(lambda: desk.page.is_ready and bool(desk.views.views))
    desk.activateWindow()
    yield desk
    desk.hide()


def test_views_of_the_program_stand_first_and_tell_their_numbers(desk: Desk, qtbot: QtBot) -> None:
    tabs = desk.views.tabs
    assert tabs.ids[:2] == [ALL, "preset:contact:mine"]
    qtbot.waitUntil(lambda: tabs.count_of(ALL) == 4)
    assert tabs.bar.accessibleTabName(0) == "All, 4 records"


def test_the_count_of_a_view_ends_where_the_line_below_its_tab_does(
    desk: Desk, qtbot: QtBot
) -> None:
    tabs = desk.views.tabs
    qtbot.waitUntil(lambda: tabs.count_of(ALL) == len(PEOPLE))
    count = tabs.bar.tabButton(0, QTabBar.ButtonPosition.RightSide)
    assert count is not None
    margin_of_the_line = 4  # window.qss
    line_end = tabs.bar.tabRect(0).right() - margin_of_the_line
    assert abs(count.geometry().right() - line_end) <= 1


def test_rows_of_tools_are_lower_in_a_low_window(desk: Desk, qtbot: QtBot) -> None:
    low = desk.tools.height()
    desk.resize(1200, 800)
    qtbot.waitUntil(lambda: desk.tools.height() > low)
    assert desk.tools.height() - low == 10
    desk.resize(1200, 640)
    qtbot.waitUntil(lambda: desk.tools.height() == low)


def test_a_filter_narrows_the_list_says_how_many_were_found_and_offers_to_save(
    desk: Desk, qtbot: QtBot
) -> None:
    assert not desk.tools.save.isVisible()
    desk.views.ask(KRAKOW)
    qtbot.waitUntil(lambda: desk.names() == ["Anna", "Celina"])
    assert desk.tools.count.text() == "Found 2"
    assert desk.tools.save.isVisible()
    QTest.mouseClick(desk.views.filters.clear, LEFT)
    qtbot.waitUntil(lambda: len(desk.names()) == 4)
    assert not desk.tools.save.isVisible()


def test_what_is_current_and_ticked_stays_so_whatever_is_asked(desk: Desk, qtbot: QtBot) -> None:
    table = desk.page.list.table
    table.choose(2)
    table.flip(0)
    table.flip(1)
    desk.views.ask(KRAKOW)
    qtbot.waitUntil(lambda: desk.names() == ["Anna", "Celina"])
    assert table.currentIndex().row() == 1
    qtbot.waitUntil(lambda: [table.is_ticked(line) for line in (0, 1)] == [True, False])
    assert len(table.ticks) == 2
    desk.page.reset_filter()
    qtbot.waitUntil(lambda: len(desk.names()) == 4)
    qtbot.waitUntil(lambda: not table.unseen)
    assert [table.is_ticked(line) for line in range(4)] == [True, True, False, False]


def test_a_filter_that_nothing_matches_offers_to_be_reset(desk: Desk, qtbot: QtBot) -> None:
    desk.views.ask(And((Condition("city", Operator.HAS_ANY, ("Radom",)),)))
    pane = desk.page.list.states.pane
    qtbot.waitUntil(pane.isVisible)
    assert pane.heading.text() == "Nothing matches these filters"
    [button] = [b for b in pane.findChildren(QWidget) if b.property("kind") == "soft"]
    QTest.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: len(desk.names()) == 4)
    assert not pane.isVisible()


def test_a_filter_over_a_field_that_is_gone_offers_to_remove_the_condition(
    desk: Desk, qtbot: QtBot
) -> None:
    gone = Condition("custom:018f0000-0000-7000-8000-000000000000", Operator.IS, "x")
    desk.views.ask(And((*KRAKOW.parts, gone)))
    pane = desk.page.list.states.pane
    qtbot.waitUntil(pane.isVisible)
    assert "is not there" in pane.sentence.text()
    [button] = [b for b in pane.findChildren(QWidget) if b.property("kind") == "soft"]
    QTest.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: desk.names() == ["Anna", "Celina"])
    assert desk.views.root == KRAKOW


def test_saving_makes_a_view_of_ones_own_whose_tab_is_marked(
    desk: Desk, backend: Backend, qtbot: QtBot
) -> None:
    desk.views.ask(KRAKOW)
    QTest.mouseClick(desk.tools.save, LEFT)
    popover = desk.views.keeping.popover
    assert isinstance(popover, NamePopover)
    QTest.keyClicks(popover.line, "South")
    QTest.keyClick(popover.line, Key.Key_Return)
    qtbot.waitUntil(lambda: there(desk.views.view).name == "South")
    [view] = saved(backend)
    assert (view.name, view.filter, view.shared) == ("South", KRAKOW, False)
    qtbot.waitUntil(lambda: not desk.tools.save.isVisible())
    qtbot.waitUntil(lambda: desk.views.tabs.count_of(view.id) == 2)


def test_a_name_that_is_taken_is_said_in_the_pop_over(
    desk: Desk, backend: Backend, qtbot: QtBot
) -> None:
    save(backend, "South", KRAKOW)
    QTest.mouseClick(desk.views.tabs.add, LEFT)
    popover = desk.views.keeping.popover
    assert isinstance(popover, NamePopover)
    QTest.keyClicks(popover.line, "south")
    QTest.mouseClick(popover.save, LEFT)
    qtbot.waitUntil(popover.mistake.isVisible)
    assert "already" in popover.mistake.text()
    QTest.keyClick(popover, Key.Key_Escape)
    assert len(saved(backend)) == 1


def test_tabs_are_chosen_by_a_press_and_by_arrows(
    desk: Desk, backend: Backend, qtbot: QtBot
) -> None:
    south = save(backend, "South", KRAKOW)
    tabs = desk.views.tabs
    qtbot.waitUntil(lambda: south in tabs.shown_ids)
    QTest.mouseClick(tabs.bar, LEFT, pos=desk.tab(south))
    qtbot.waitUntil(lambda: desk.names() == ["Anna", "Celina"])
    assert desk.views.filters.chips[0].accessibleName() == "City: Kraków"
    tabs.bar.setFocus()
    QTest.keyClick(tabs.bar, Key.Key_Home)
    qtbot.waitUntil(lambda: len(desk.names()) == 4)
    assert desk.views.view_id == ALL


def test_a_changed_view_can_be_kept_in_itself(desk: Desk, backend: Backend, qtbot: QtBot) -> None:
    south = save(backend, "South", KRAKOW)
    qtbot.waitUntil(lambda: south in desk.views.tabs.ids)
    desk.views.choose(south)
    assert not desk.tools.save.isVisible()
    desk.views.ask(GDANSK)
    QTest.mouseClick(desk.tools.save, LEFT)
    [menu] = [m for m in desk.views.filters.findChildren(QMenu) if m.isVisible()]
    update, _new = menu.actions()
    assert update.text() == "Keep in “South”"
    update.trigger()
    menu.close()
    qtbot.waitUntil(lambda: saved(backend)[0].filter == GDANSK)
    qtbot.waitUntil(lambda: not desk.tools.save.isVisible())


def test_a_column_that_was_sized_is_a_change_of_a_saved_view(
    desk: Desk, backend: Backend, qtbot: QtBot
) -> None:
    south = save(backend, "South", KRAKOW)
    qtbot.waitUntil(lambda: south in desk.views.tabs.ids)
    desk.views.choose(south)
    header = desk.page.list.table.header
    edge = QPoint(header.sectionSize(0) - 1, 8)
    QTest.mousePress(header.viewport(), LEFT, Modifier.NoModifier, edge)
    QTest.mouseMove(header.viewport(), edge + QPoint(40, 0))
    QTest.mouseRelease(header.viewport(), LEFT, Modifier.NoModifier, edge + QPoint(40, 0))
    qtbot.waitUntil(desk.tools.save.isVisible)
    desk.views.keeping.update_view()
    qtbot.waitUntil(lambda: not desk.tools.save.isVisible())
    assert there(saved(backend)[0].look.widths)


def test_the_menu_of_a_tab_renames_shares_copies_and_deletes(
    desk: Desk, backend: Backend, qtbot: QtBot
) -> None:
    south = save(backend, "South", KRAKOW)
    views, tabs = desk.views, desk.views.tabs
    qtbot.waitUntil(lambda: south in tabs.ids)

    def press(number: int) -> None:
        tabs.menu_wanted.emit(south, QPoint(10, 10))
        menu = tabs.findChildren(QMenu)[-1]
        [a for a in menu.actions() if not a.isSeparator()][number].trigger()
        menu.close()

    press(0)
    popover = views.keeping.popover
    assert isinstance(popover, NamePopover)
    popover.line.selectAll()
    QTest.keyClicks(popover.line, "Down south")
    QTest.keyClick(popover.line, Key.Key_Return)
    qtbot.waitUntil(lambda: "Down south" in [view.name for view in views.views])
    press(1)
    qtbot.waitUntil(lambda: "Down south (copy)" in [view.name for view in views.views])
    press(2)
    qtbot.waitUntil(lambda: [v.shared for v in saved(backend) if v.id == south] == [True])
    qtbot.waitUntil(lambda: any(view.shared for view in views.views))
    with qtbot.waitSignal(desk.page.done) as told:
        press(4)
    assert told.args == ["The view “Down south” is gone."]
    qtbot.waitUntil(lambda: south not in tabs.ids)


def test_views_of_the_program_can_be_copied_but_not_renamed(desk: Desk) -> None:
    desk.views.tabs.menu_wanted.emit(ALL, QPoint(10, 10))
    menu = desk.views.tabs.findChildren(QMenu)[-1]
    entries = [action for action in menu.actions() if not action.isSeparator()]
    assert [action.isEnabled() for action in entries] == [False, True, False, True, False]
    menu.close()


def test_a_tab_is_dragged_among_the_saved_ones(desk: Desk, backend: Backend, qtbot: QtBot) -> None:
    first, second = save(backend, "First"), save(backend, "Second")
    tabs = desk.views.tabs
    qtbot.waitUntil(lambda: tabs.ids[-2:] == [first, second])
    start, end = desk.tab(second), desk.tab(first) - QPoint(20, 0)
    QTest.mousePress(tabs.bar, LEFT, Modifier.NoModifier, start)
    for part in range(1, 11):
        way = end - start
        QTest.mouseMove(tabs.bar, start + QPoint(way.x() * part // 10, way.y() * part // 10))
    QTest.mouseRelease(tabs.bar, LEFT, Modifier.NoModifier, end)
    qtbot.waitUntil(lambda: [view.id for view in saved(backend)] == [second, first])
    qtbot.waitUntil(lambda: tabs.ids[-2:] == [second, first])


def test_tabs_without_room_go_under_more_but_never_the_current_one(
    desk: Desk, backend: Backend, qtbot: QtBot
) -> None:
    south = save(backend, "South", KRAKOW)
    tabs = desk.views.tabs
    qtbot.waitUntil(lambda: south in tabs.ids)
    desk.resize(700, 600)
    qtbot.waitUntil(tabs.more.isVisible)
    assert south not in tabs.shown_ids
    QTest.mouseClick(tabs.more, LEFT)
    menu = tabs.findChildren(QMenu)[-1]
    [entry] = [a for a in menu.actions() if a.text().startswith("South")]
    entry.trigger()
    menu.close()
    qtbot.waitUntil(lambda: desk.names() == ["Anna", "Celina"])
    assert south in tabs.shown_ids


def test_ctrl_f_narrows_the_list_as_one_types_and_esc_widens_it(desk: Desk, qtbot: QtBot) -> None:
    desk.page.find_here()
    QTest.keyClicks(desk.page.quick.line, "cel")
    qtbot.waitUntil(lambda: desk.names() == ["Celina"])
    assert desk.tools.count.text() == "Found 1"
    QTest.keyClick(desk.page.quick.line, Key.Key_Escape)
    qtbot.waitUntil(lambda: len(desk.names()) == 4)
    assert desk.page.quick.isHidden()


def test_the_archive_is_a_shelf_of_the_list(
    desk: Desk, people: list[str], backend: Backend, qtbot: QtBot
) -> None:
    write(backend, ArchiveContacts((people[0],)))
    qtbot.waitUntil(lambda: len(desk.names()) == 3)
    QTest.mouseClick(desk.tools.more, LEFT)
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    menu = desk.tools.findChildren(QMenu, options=direct)[-1]
    [archive] = [a for a in menu.actions() if a.text() == "In the &archive"]
    archive.trigger()
    menu.close()
    qtbot.waitUntil(lambda: desk.names() == ["Anna"])
    line = desk.page.shelf
    assert line.isVisible()
    assert line.words.text() == "In the archive"
    QTest.mouseClick(line.back, LEFT)
    qtbot.waitUntil(lambda: len(desk.names()) == 3)
    assert line.isHidden()


def test_what_a_colleague_changes_leaves_a_filtered_list(
    desk: Desk, people: list[str], backend: Backend, qtbot: QtBot
) -> None:
    desk.views.ask(KRAKOW)
    qtbot.waitUntil(lambda: desk.names() == ["Anna", "Celina"])
    write(backend, ArchiveContacts((people[2],)))
    qtbot.waitUntil(lambda: desk.names() == ["Anna"] or not desk.page.list.waiting.isHidden())


def test_a_view_is_left_and_found_as_the_person_had_it(
    desk: Desk, backend: Backend, qtbot: QtBot
) -> None:
    south = save(backend, "South", KRAKOW)
    qtbot.waitUntil(lambda: south in desk.views.tabs.ids)
    kept: dict[str, ListLook] = {}
    desk.page.remember_by(kept.get)
    desk.page.look_changed.connect(lambda: kept.update({desk.views.view_id: desk.page.look()}))
    desk.views.choose(south)
    desk.views.ask(GDANSK)
    desk.views.choose(ALL)
    qtbot.waitUntil(lambda: len(desk.names()) == 4)
    desk.views.choose(south)
    qtbot.waitUntil(lambda: desk.names() == ["Borys"])
    assert desk.tools.save.isVisible(), "it still differs from what was saved"


def test_the_view_of_all_is_found_with_the_columns_it_was_left_with(
    desk: Desk, backend: Backend, qtbot: QtBot
) -> None:
    south = save(backend, "South", KRAKOW)
    qtbot.waitUntil(lambda: south in desk.views.tabs.ids)
    kept: dict[str, ListLook] = {}
    desk.page.remember_by(kept.get)
    desk.page.look_changed.connect(lambda: kept.update({desk.views.view_id: desk.page.look()}))
    columns = desk.page.list.table.layout_of_columns
    columns.choose(("name", "city"))
    desk.views.choose(south)
    assert len(columns.shown) > len(("name", "city"))
    desk.views.choose(ALL)
    assert columns.keys == ("name", "city")


def test_the_settings_keep_view_and_filter(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.toml")
    look = ListLook(view="v", filter='{"version":1,"filter":{"and":[]}}', group="city")
    file.change(lambda settings: settings.with_list("contact", look))
    read_again: Settings = file.read()
    assert read_again.lists["contact"] == look


def test_ctrl_shift_k_leads_to_the_filters_of_the_window(
    open_window: OpenWindow, people: list[str], workspace: Path, qtbot: QtBot
) -> None:
    session = open_window(workspace)
    qtbot.waitUntil(lambda: contacts(session).count == 4)
    both = Modifier.ControlModifier | Modifier.ShiftModifier
    qtbot.waitUntil(session.window.isActiveWindow)
    view_of(session).focus_list()
    QTest.keyClick(session.window, Key.Key_K, both)
    page = view_of(session).pages[0]
    assert isinstance(page, ListPage)
    qtbot.waitUntil(lambda: page.views.filters.isAncestorOf(there(session.window.focusWidget())))


def test_the_archive_gives_back_and_deletes_after_a_question(
    open_window: OpenWindow, people: list[str], workspace: Path, backend: Backend, qtbot: QtBot
) -> None:
    write(backend, ArchiveContacts((people[0], people[1])))
    session = open_window(workspace)
    view = view_of(session)
    page = view.pages[0]
    assert isinstance(page, ListPage)
    page.show_shelf("archive")
    qtbot.waitUntil(lambda: column(session) == ["Anna", "Borys"])
    page.list.table.choose(0)
    view.archive()
    qtbot.waitUntil(lambda: bool(view.findChildren(DeleteQuestion)))
    [box] = view.findChildren(DeleteQuestion)
    assert box.focusWidget() is box.keep
    assert box.do.text() == "Delete the record"
    qtbot.waitUntil(box.do.isVisible)
    QTest.mouseClick(box.do, LEFT)
    qtbot.waitUntil(lambda: column(session) == ["Borys"])
    page.show_shelf("bin")
    qtbot.waitUntil(lambda: column(session) == ["Anna"])
    view.removing.restore(Chosen("contact", (people[0],)), "bin")
    qtbot.waitUntil(page.list.states.pane.isVisible)
    assert page.list.states.pane.heading.text() == "The recycle bin is empty"


def test_a_saved_view_has_its_own_density_and_preview_and_others_that_of_the_person(
    desk: Desk, backend: Backend, qtbot: QtBot
) -> None:
    preview: list[bool] = []
    desk.tools.preview_wanted.connect(preview.append)
    desk.tools.preview_wanted.connect(desk.tools.show_preview)
    look = ViewLook(density="compact", preview=False)
    values = values_of_view("contact", "Dense", EVERYTHING, look)
    dense = str(write(backend, SaveView(values)))
    qtbot.waitUntil(lambda: dense in desk.views.tabs.ids)
    assert density() == "comfortable"
    desk.views.choose(dense)
    assert density() == "compact"
    assert preview == [False]
    kept = desk.page.view_look()
    assert (kept.density, kept.preview) == ("compact", False), "what is saved next"
    desk.views.choose(ALL)
    assert density() == "comfortable"
    assert preview == [False, True]


def density() -> str:
    return ThemeManager.instance().theme.density
