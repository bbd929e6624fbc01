"""From the first call to the repeat sale: how an office sells, by mouse and keys, with a colleague
at the same workspace. Once on a file in Russian, once on a server in Polish."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from crm_desktop.backend.backend import Backend
from crm_desktop.bootstrap import open_backend
from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.core.threads import allow_waiting
from crm_desktop.features.deals.commands import CreateDeal, UpdateDeal
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.deals.rows import DealRow
from crm_desktop.features.pipelines.commands import CreateStage, UpdateStage
from crm_desktop.features.pipelines.queries import find_pipelines
from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.gui.pages.activities.timeline_part import TimelinePart
from crm_desktop.gui.pages.deals.attaching import AttachDialog
from crm_desktop.gui.pages.deals.deal_board import DealBoard
from crm_desktop.gui.pages.deals.gate_pane import GatePane
from crm_desktop.gui.pages.deals.losing import LosingDialog
from crm_desktop.gui.pages.deals.modes import FORECAST
from crm_desktop.gui.pages.deals.new_deal import NewDealDialog
from crm_desktop.gui.pages.deals.page import DealsPage
from crm_desktop.gui.pages.settings.page import SettingsPage
from crm_desktop.gui.pages.settings.pipelines import PipelinesSection
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.new_pipeline import NewPipelineDialog
from tests.gui.conftest import new_contact_of, read, there, view_of
from tests.gui.conftest import write as execute
from tests.journeys.program import exported
from tests.journeys.window import (
    Start,
    card_of,
    click,
    end,
    focused,
    press,
    to_front,
    window_of,
    write,
)

# Of the screen that the tests draw on, not of the program.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagateSizeHints)")

Key, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CONTROL | Qt.KeyboardModifier.ShiftModifier
FIRST_DAY = datetime(2026, 10, 14, 12, 40, tzinfo=clock.LOCAL_ZONE)
CALLER, NUMBER = "Łucja Ёлкина", "+48 601 756 250"
LAMPS = {"product": None, "name": "Лампы", "sku": "", "unit": "", "discount": 0, "vat": None}
PLAN = {"ru": "позвонить завтра 15:30", "pl": "zadzwonić jutro 15:30"}
DEALS = 2


class Office:
    """The head of sales at the window, and a colleague at another one."""

    def __init__(self, session: Session, colleague: Backend, qtbot: QtBot) -> None:
        self.session, self.colleague, self.qtbot = session, colleague, qtbot

    def wait(self, condition: Any) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()))

    @property
    def page(self) -> DealsPage:
        page = view_of(self.session).page
        assert isinstance(page, DealsPage)
        return page

    @property
    def part(self) -> DealBoard:
        part = self.page.part
        assert isinstance(part, DealBoard)
        return part

    def pipelines(self) -> tuple[PipelineRow, ...]:
        found: tuple[PipelineRow, ...] = read(self.colleague, find_pipelines)
        return found

    def deal(self, key: str) -> DealRow:
        found: DealRow = there(read(self.colleague, get_deal, key))
        return found

    def change(self, key: str, **values: Any) -> None:
        """The colleague changes a deal."""
        row = self.deal(key)
        execute(self.colleague, UpdateDeal(key, row.version, values))

    def titles(self) -> dict[str, list[str]]:
        """What stands in the columns that are not empty."""
        rows = self.part.rows
        columns = self.part.board.order.columns.items()
        named = {
            key: [rows[rid].title for rid in rids if rid in rows] for key, rids in columns if rids
        }
        return {key: titles for key, titles in named.items() if titles}

    def to_deals(self, pipeline: PipelineRow) -> None:
        """To the board of a pipeline."""
        view_of(self.session).show_place(DEALS)
        self.page.choose_pipeline(pipeline.id)
        self.wait(lambda: self.page.is_ready and self.part.pipeline is not None)
        self.wait(lambda: there(self.part.pipeline).id == pipeline.id)
        self.page.setFocus()

    def choose(self, title: str) -> str:
        """Make a card current; gives the deal's id."""
        self.wait(lambda: any(title in titles for titles in self.titles().values()))
        part = self.part
        rids = [rid for rids in part.board.order.columns.values() for rid in rids]
        key = next(part.rows[rid].id for rid in rids if part.rows[rid].title == title)
        part.choose(key)
        return key

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
        """Press a key on the board."""
        board = self.part.board
        press(board.pane_of(board.current_column).view, key, modifier)

    def shown(self, kind: type[Any]) -> Any:
        """The one widget of this kind, once it is there."""
        widgets = QApplication.allWidgets
        self.wait(lambda: any(type(one) is kind and one.isVisible() for one in widgets()))
        return next(one for one in widgets() if type(one) is kind and one.isVisible())

    def named(self, kind: type[QWidget], name: str) -> QWidget:
        """The widget of this kind that a screen reader calls so, once it is there."""

        def found() -> list[QWidget]:
            inside = self.session.window.findChildren(kind)
            return [one for one in inside if one.isVisible() and one.accessibleName() == name]

        self.wait(found)
        return found()[0]

    def said(self) -> str:
        """What the window said last."""
        notes = self.session.window.notifications.notes
        return notes[-1].words if notes else ""


@pytest.fixture
def colleague(new_workspace_url: str) -> Iterator[Backend]:
    """A colleague's program at the same workspace, which is made here."""
    language = "pl" if "://" in new_workspace_url else "ru"
    with ThreadPoolExecutor(1) as apart:
        made = apart.submit(
            open_backend, new_workspace_url, create=True, language=language
        ).result()
        yield made
        apart.submit(made.close).result()


def test_from_the_first_call_to_the_repeat_sale(
    new_workspace_url: str, colleague: Backend, start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    clock.set_source(lambda: FIRST_DAY)
    language = "pl" if "://" in new_workspace_url else "ru"
    program = start(language, new_workspace_url)
    session = window_of(program, qtbot)
    office = Office(session, colleague, qtbot)
    window, view = session.window, view_of(session)
    window.resize(1440, 900)
    to_front(window, qtbot)

    # The head of sales sets up: a pipeline is there, two more come from templates, and whoever
    # bought once goes on in the second. The offer needs a day on which the client will decide.
    click(view.sidebar.buttons[-1])
    settings = view.page
    assert isinstance(settings, SettingsPage)
    settings.show_section("pipelines")
    section = settings.section
    assert isinstance(section, PipelinesSection)
    qtbot.waitUntil(lambda: section.tabs.count() == 1)
    for number, template in enumerate(("repeat-sales", "projects"), start=2):
        click(section.new)
        question = office.shown(NewPipelineDialog)
        click_mark(question.templates.buttons[template])
        click(question.save)
        office.wait(lambda number=number: section.tabs.count() == number)
        office.wait(lambda question=question: not isValid(question))
    clients, repeat, _projects = office.pipelines()
    section.tabs.setCurrentIndex(0)
    following = section.options.following
    qtbot.waitUntil(lambda: following.box.findData(repeat.id) >= 0)
    following.box.setCurrentIndex(following.box.findData(repeat.id))
    following.box.activated.emit(following.box.currentIndex())
    office.wait(lambda: office.pipelines()[0].next_pipeline == repeat.id)
    for stage in clients.stages:
        is_offer = stage is clients.stages[2]
        needed = [{"entity": "deal", "field": "expected_close"}] if is_offer else []
        execute(colleague, UpdateStage(stage.id, stage.version, {"required": needed}))

    # An unknown number calls. It becomes a person, and with two presses a deal of that person.
    to_front(window, qtbot)
    press(window, Key.Key_P, CTRL_SHIFT)
    dialog = new_contact_of(session)
    qtbot.waitUntil(dialog.isVisible)
    to_front(dialog, qtbot)
    write(CALLER)
    press(focused(), Key.Key_Tab)
    write(NUMBER)
    press(focused(), Key.Key_Return)
    qtbot.waitUntil(dialog.isHidden)
    to_front(window, qtbot)
    press(window, Key.Key_K, CONTROL)
    palette = there(window.search_palette)
    qtbot.waitUntil(palette.line.hasFocus)
    write(NUMBER[-7:])
    press(palette.line, Key.Key_Return)
    card = card_of(session, CALLER, qtbot)
    click(office.named(QToolButton, _("New deal")))
    form = office.shown(NewDealDialog)
    to_front(form, qtbot)
    write("Свет łazienki")
    click(form.save)
    office.wait(form.isHidden)
    to_front(window, qtbot)

    # What is to be done next is written on the card of the deal, in plain words.
    office.to_deals(clients)
    deal = office.choose("Свет łazienki")
    office.key(Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    card = card_of(session, "Свет łazienki", qtbot)
    press(window, Key.Key_T, CTRL_SHIFT)
    (timeline,) = card.findChildren(TimelinePart)
    qtbot.waitUntil(timeline.composer.task.line.hasFocus)
    write(PLAN[language])
    press(focused(), Key.Key_Return, CONTROL)
    press(window, Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    office.wait(lambda: view.page.objectName() == "deal" and view.way.card is None)
    office.wait(lambda: any(row.next_step is not None for row in office.part.rows.values()))

    # The deal goes on, until the offer asks for what is missing.
    office.choose("Свет łazienki")
    office.key(Key.Key_Right, CONTROL)
    office.wait(lambda: office.deal(deal).stage_id == clients.stages[1].id)
    office.choose("Свет łazienki")
    office.key(Key.Key_Right, CONTROL)
    pane = office.shown(GatePane)
    qtbot.waitUntil(lambda: pane.isAncestorOf(focused()))
    write("30.10.2026")
    press(focused(), Key.Key_Return)
    office.wait(lambda: office.deal(deal).stage_id == clients.stages[2].id)

    # The colleague puts the products in; the column comes to their sum, and the deal is won.
    lines = [{**LAMPS, "quantity": "3", "price_minor": 450_00}]
    office.change(deal, lines=lines)
    office.wait(lambda: "1350" in digits(office.page.toolbar.totals_words))
    office.choose("Свет łazienki")
    press(window, Key.Key_Y, CTRL_SHIFT)
    pane = office.shown(GatePane)
    assert pane.anew.isChecked()
    click(pane.move_button)
    office.wait(lambda: office.deal(deal).status == "won")

    # A month later the client buys again: the deal waits where the office goes on with clients.
    clock.set_source(lambda: FIRST_DAY + timedelta(30))
    office.to_deals(office.pipelines()[1])
    again = office.choose("Свет łazienki")
    assert again != deal
    office.change(again, lines=lines)
    office.wait(lambda: "1350" in digits(office.page.toolbar.totals_words))
    press(window, Key.Key_Y, CTRL_SHIFT)
    click(office.shown(GatePane).without)  # the head may
    office.wait(lambda: office.deal(again).status == "won")

    # So the person is a recurring client now, expected in another month.
    menu = there(office.page.toolbar.pipeline.menu())
    menu.aboutToShow.emit()
    menu.actions()[-1].trigger()
    office.wait(lambda: office.page.recurring is not None and office.page.is_ready)
    recurring = there(office.page.recurring)
    office.wait(lambda: [one.name for one in recurring.clients.values()] == [CALLER])
    assert there(next(iter(recurring.clients.values())).cycle.amount).minor == 1350_00
    assert "225" in digits(office.page.toolbar.totals_words)  # two purchases in a year

    # Another deal is lost, with the reason; that was a slip and is taken back.
    office.to_deals(clients)
    office.page.begin_new()
    quick = there(office.page.board.quick_add)
    qtbot.waitUntil(quick.title.hasFocus)
    write("Łuna")
    press(focused(), Key.Key_Return)
    office.wait(lambda: ["Łuna"] in office.titles().values())
    press(focused(), Key.Key_Escape)
    other = office.choose("Łuna")
    press(window, Key.Key_X, CTRL_SHIFT)
    losing = office.shown(LosingDialog)
    click_mark(losing.reasons[0].button)
    click(losing.close_deals)
    office.wait(lambda: office.deal(other).status == "lost")
    assert office.deal(other).lost_reason
    office.wait(lambda: "Łuna" in office.said())
    to_front(window, qtbot)
    press(window, Key.Key_Z, CONTROL)
    office.wait(lambda: office.deal(other).status == "open")

    # At night somebody asked for the same once more: the request is attached to that deal.
    values = {"pipeline": clients.id, "name": "Заявки", "is_intake": True}
    intake = execute(colleague, CreateStage(values))
    asked = {"title": "Łazienka", "stage": intake, "owner": None, "note": "Pilnie"}
    execute(colleague, CreateDeal(asked))
    office.choose("Łazienka")
    press(window, Key.Key_K, CONTROL)
    qtbot.waitUntil(palette.line.hasFocus)
    write(">" + _("Attach the req&uest…").replace("&", ""))
    press(palette.line, Key.Key_Return)
    attaching = office.shown(AttachDialog)
    to_front(attaching, qtbot)
    write("Łuna")
    office.wait(lambda: attaching.chosen is not None and attaching.chosen.id == other)
    press(focused(), Key.Key_Return)
    office.wait(lambda: "Pilnie" in office.deal(other).note)
    office.wait(lambda: office.titles().get(intake) is None)
    to_front(window, qtbot)

    # The forecast has it as soon as the colleague says when; then it is taken home as a file.
    click(office.page.toolbar.modes.buttons[FORECAST])
    office.change(other, expected_close="2026-12-18", amount_minor=700_00)
    office.wait(lambda: office.titles().get("2026-12") == ["Łuna"])
    end(program, qtbot)
    allow_waiting()
    deals = {one["id"]: one for one in exported(new_workspace_url, "deals", tmp_path)}
    assert {key: deals[key]["title"] for key in (deal, other)} == {
        deal: "Свет łazienki",
        other: "Łuna",
    }
    assert [line["name"] for line in deals[again]["products"]] == ["Лампы"]
    assert deals[deal]["contacts"] == deals[again]["contacts"]


def click_mark(button: QWidget) -> None:
    """On the mark of a choice, which stands at its left."""
    place = QPoint(8, button.height() // 2)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def digits(words: str) -> str:
    """The digits of what is said, without the marks between them."""
    return "".join(letter for letter in words if letter.isdecimal())
