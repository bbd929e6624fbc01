"""What could not be read: a card and its parts, the board, and how they come when it can be."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core.errors import Invalid, Unavailable
from crm_desktop.core.i18n import msg
from crm_desktop.core.ids import new_id
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.deals.commands import CreateDeal
from crm_desktop.gui.bridge import bridge as bridges
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.calls import ask
from crm_desktop.gui.cards import make_card
from crm_desktop.gui.kit.states import StatePane
from crm_desktop.gui.kit.unread import Unread
from crm_desktop.gui.pages.activities.next_steps import NextSteps
from crm_desktop.gui.pages.activities.timeline_part import TimelinePart
from crm_desktop.gui.pages.contacts.kind import make_kind
from crm_desktop.gui.pages.deals.board_page import BoardPage
from crm_desktop.gui.pages.deals.modes import BOARD, FORECAST, LIST, RECURRING
from crm_desktop.gui.pages.deals.page import DealsPage
from crm_desktop.gui.pages.deals.participants import Participants
from crm_desktop.gui.pages.deals.products_part import ProductsPart
from crm_desktop.gui.pages.deals.reads import Asked
from crm_desktop.gui.pages.files.section import Files
from crm_desktop.gui.pages.settings.catalogue import CatalogueSection
from crm_desktop.gui.pages.settings.change_log import ChangeLogSection
from crm_desktop.gui.pages.settings.custom_lists import CustomListsSection
from crm_desktop.gui.pages.settings.fields import FieldsSection
from crm_desktop.gui.pages.settings.pipelines import PipelinesSection
from crm_desktop.gui.shell.card.page import CardPage
from crm_desktop.gui.shell.card.part import CardPart
from crm_desktop.gui.shell.card.tabs import HistoryPart, TabbedPart
from crm_desktop.gui.shell.card.window import RecordWindow
from crm_desktop.gui.shell.card_fields.part import FieldsPart
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.preview import PreviewPane
from tests.gui.conftest import there, wait_for_answers, write
from tests.gui.deals import Sale, make_sale, open_card, press

pytestmark = [
    pytest.mark.qt_log_ignore("does not support", "propagateSizeHints"),
    pytest.mark.usefixtures("dressed"),
]
Part = TypeVar("Part", bound=CardPart)
Break = Callable[[Callable[[Any], bool]], None]
SHORT = "This couldn’t be read. Everything saved before is safe."


@pytest.fixture
def break_reads(monkeypatch: pytest.MonkeyPatch) -> Break:
    """From now on reads for which it is so fail as on a line that was cut."""

    def break_(is_broken: Callable[[Any], bool]) -> None:
        def lose(read: Any, args: Any, reader: Any) -> Any:
            if is_broken(read):
                raise Unavailable(msg("The workspace doesn’t answer."))
            return ask(read, args, reader)

        monkeypatch.setattr(bridges, "ask", lose)

    return break_


@pytest.fixture
def sale(backend: Backend) -> Sale:
    line = {"name": "Lamp", "quantity": "2", "price_minor": 100_00}
    return make_sale(backend, {"lines": [line]})


@pytest.fixture
def second(backend: Backend, sale: Sale) -> str:
    """Another deal, with one step and one product."""
    line = {"name": "Track", "quantity": "1", "price_minor": 50_00}
    values = {"title": "Gym", "pipeline": sale.pipeline, "stage": sale.stages[0], "lines": [line]}
    deal = str(write(backend, CreateDeal({**values, "currency": "EUR"})))
    step = {"kind": "task", "title": "Call", "due_on": "2026-10-14", "deals": [sale.deal]}
    write(backend, CreateActivity(step))
    return deal


@pytest.fixture
def card(bridge: Bridge, sale: Sale, second: str, qtbot: QtBot) -> CardPage:
    """The card of the first deal; the second one is there too."""
    card = open_card(bridge, sale.deal, qtbot)
    steps = part_of(card, NextSteps)
    qtbot.waitUntil(lambda: len(steps.rows) == 1)
    qtbot.waitUntil(lambda: card.panes.fields.isVisible() and fields_of(card).record is not None)
    wait_for_answers(bridge, qtbot)  # a late one would say that it isn't slow any more
    return card


def part_of(card: CardPage, kind: type[Part]) -> Part:
    return card.findChildren(kind)[0]


def fields_of(card: CardPage) -> FieldsPart:
    return cast(FieldsPart, card.panes.fields)


def visible(unread: list[Unread]) -> list[str]:
    return [type(one.parent()).__name__ for one in unread if one.isVisible()]


def go_without_parts(card: CardPage, deal: str, break_reads: Break, qtbot: QtBot) -> None:
    """To another deal, of which nothing but the head can be read."""
    head = card.description.read_head
    break_reads(lambda read: read is not head)
    card.show_record(RecordRef("deal", deal))
    qtbot.waitUntil(lambda: card.head is not None and fields_of(card).unread.isVisible())


def test_parts_that_could_not_be_read_show_nothing_of_the_record_before_and_offer_to_try_again(
    card: CardPage, second: str, break_reads: Break, qtbot: QtBot
) -> None:
    boxes, products = card.panes.sections.boxes, part_of(card, ProductsPart)
    qtbot.waitUntil(lambda: len(products.lines.lines) == 1)
    assert any(box.count.text() for box in boxes)
    go_without_parts(card, second, break_reads, qtbot)
    unread = [fields_of(card).unread, *(box.part.findChildren(Unread)[0] for box in boxes)]
    qtbot.waitUntil(lambda: all(one.isVisible() for one in unread))
    qtbot.waitUntil(lambda: not any(one.again.rect().isEmpty() for one in unread))  # laid out
    qtbot.waitUntil(lambda: products.none.heading.text() == "The products couldn’t be read")
    assert {one.words.text() for one in unread} == {SHORT}
    assert not fields_of(card).pane.isVisible()
    assert [box.count.text() for box in boxes] == [""] * len(boxes)
    break_reads(lambda _read: False)
    for way in (*(one.again for one in unread), there(products.none.usual)):
        press(way)
    qtbot.waitUntil(lambda: visible(unread) == [])
    qtbot.waitUntil(lambda: [line.name for line in products.lines.lines] == ["Track"])
    assert there(fields_of(card).record).id == second
    assert fields_of(card).pane.isVisible()
    assert not products.none.isVisible()


def test_nobody_is_told_that_there_is_no_next_step_before_that_is_known(
    card: CardPage, second: str, break_reads: Break, qtbot: QtBot
) -> None:
    steps = part_of(card, NextSteps)
    go_without_parts(card, second, break_reads, qtbot)
    qtbot.waitUntil(steps.unread.isVisible)
    steps.plan()
    QTest.keyClick(there(steps.new).task.line, Qt.Key.Key_Escape)
    assert steps.new is None
    assert not steps.none.isVisible()


def test_the_history_and_the_timeline_of_a_card_offer_to_be_read_again(
    card: CardPage, second: str, break_reads: Break, qtbot: QtBot
) -> None:
    tabs, story = cast(TabbedPart, card.panes.middle), part_of(card, TimelinePart)
    history = part_of(card, HistoryPart).view
    go_without_parts(card, second, break_reads, qtbot)
    tabs.show_tab("history")
    qtbot.waitUntil(history.unread.isVisible)
    tabs.show_tab("timeline")
    qtbot.waitUntil(story.state.pane.isVisible)
    assert tabs.bar.accessibleTabName(1) == "Timeline"
    break_reads(lambda _read: False)
    press(there(story.state.pane.usual))
    qtbot.waitUntil(lambda: story.model.rowCount() > 0)
    tabs.show_tab("history")
    qtbot.waitUntil(lambda: bool(history.entries))
    assert not history.unread.isVisible()
    break_reads(lambda _read: True)
    history.by_field.setCurrentIndex(1)
    qtbot.waitUntil(history.unread.isVisible)
    assert not any(label.isVisible() for label in history.area.widget().findChildren(QLabel))


def test_what_was_read_stays_and_a_mistake_in_reading_it_again_is_told(
    card: CardPage, bridge: Bridge, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    record = there(card.record)
    parts = part_of(card, NextSteps), part_of(card, Participants), part_of(card, Files)
    wait_for_answers(bridge, qtbot)

    def refuse(*_asked: object) -> None:
        raise Invalid(msg("This can’t be read by anybody."))

    monkeypatch.setattr(bridges, "ask", refuse)
    for part in parts:
        with qtbot.waitSignal(bridge.failed):
            part.show_record(record)
        assert not part.unread.isVisible()
    assert len(part_of(card, NextSteps).rows) == 1


def test_while_the_workspace_is_away_one_banner_says_so_and_no_part_besides(
    card: CardPage, bridge: Bridge, break_reads: Break, qtbot: QtBot
) -> None:
    story, told = part_of(card, TimelinePart), list[object]()
    qtbot.waitUntil(lambda: story.model.rowCount() > 0)
    bridge.failed.connect(told.append)
    break_reads(lambda _read: True)
    with qtbot.waitSignal(bridge.lost):
        card.load()
    wait_for_answers(bridge, qtbot)
    assert told == []


def test_a_card_that_takes_long_says_so_and_one_that_could_not_be_read_leads_back(
    card: CardPage, second: str, break_reads: Break, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    card.slow._still.setInterval(0)
    with monkeypatch.context() as silent:
        silent.setattr(Bridge, "query", lambda *_asked, **_more: None)
        card.show_record(RecordRef("deal", second))
        qtbot.waitUntil(card.slow.isVisible)
    assert not part_of(card, ProductsPart).none.isVisible(), "nobody knows yet"
    assert (card.slow.words.text(), card.slow.cancel.isVisible()) == ("Still loading…", False)
    card.slow._long.timeout.emit()
    assert card.slow.words.text() == "Reading the card…"
    with qtbot.waitSignal(card.left):
        press(card.slow.cancel)
    break_reads(lambda _read: True)
    card.load()
    pane = next(one for one in card.findChildren(StatePane) if one.parent() is card._body)
    qtbot.waitUntil(pane.isVisible)
    assert not card.slow.isVisible()
    assert pane.heading.text() == "The card couldn’t be read"
    assert "doesn’t answer" in pane.sentence.text()
    again, back = pane.findChildren(QPushButton)
    with qtbot.waitSignal(card.left):
        press(back)
    break_reads(lambda _read: False)
    press(again)
    qtbot.waitUntil(card.panes.isVisible)
    assert there(card.head).name == "Gym"


def test_cards_of_the_board_that_were_lost_on_the_way_come_when_the_workspace_is_back(
    bridge: Bridge, sale: Sale, break_reads: Break, qtbot: QtBot
) -> None:
    page = BoardPage(bridge)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    page.show_asked(Asked(sale.pipeline))
    qtbot.waitUntil(lambda: page.board.cards.count == 1)
    break_reads(lambda _read: True)
    page.board.cards.keep_only(())
    with qtbot.waitSignal(bridge.lost):
        page.board.pane_of(sale.stages[3]).view.ask_again()
    break_reads(lambda _read: False)
    with qtbot.waitSignal(bridge.returned):
        bridge.look()
    qtbot.waitUntil(lambda: page.board.cards.count == 1)


def test_beside_a_row_never_stands_the_record_of_another_one(
    bridge: Bridge, sale: Sale, break_reads: Break, qtbot: QtBot
) -> None:
    pane = PreviewPane(bridge, {"contact": make_kind()})
    qtbot.addWidget(pane)
    pane.show()
    marina, vera = (RecordRef("contact", person) for person in sale.people)
    pane.follow(marina)
    qtbot.waitUntil(lambda: pane.shown is not None and pane.shown.title == "Marina Kim")
    break_reads(lambda _read: True)
    pane.follow(vera)
    qtbot.waitUntil(lambda: pane.shown is None)
    assert SHORT in [label.text() for label in pane.findChildren(QLabel)]
    break_reads(lambda _read: False)
    bridge.look()
    qtbot.waitUntil(lambda: pane.shown is not None and pane.shown.title == "Vera Nikitina")
    pane.follow(RecordRef("contact", str(new_id())))
    qtbot.waitUntil(lambda: pane.shown is None)
    said = pane.widget().findChildren(QLabel)
    assert SHORT not in [label.text() for label in said], "it could be read: nobody is there"


def test_before_deals_are_known_they_are_not_counted(bridge: Bridge, qtbot: QtBot) -> None:
    page = DealsPage(bridge)
    qtbot.addWidget(page)
    page.furnish()
    for mode in (BOARD, FORECAST, LIST, RECURRING):
        page.show_mode(mode)
        assert (page.count_words(), page.toolbar.totals_words.strip()) == ("", ""), mode


def test_a_card_in_a_window_of_its_own_comes_when_the_workspace_is_back(
    bridge: Bridge, break_reads: Break, qtbot: QtBot
) -> None:
    break_reads(lambda _read: True)
    apart = RecordWindow(
        bridge, RecordRef("product", str(new_id())), partial(make_card, bridge), None, {}
    )
    qtbot.addWidget(apart)
    apart.begin()
    apart.show()
    qtbot.waitUntil(lambda: apart.way.card is not None)
    card = there(apart.way.card)
    pane = next(one for one in card.findChildren(StatePane) if one.parent() is card._body)
    qtbot.waitUntil(pane.isVisible)
    break_reads(lambda _read: False)
    bridge.look()
    qtbot.waitUntil(lambda: card.is_ready)


SECTIONS: list[Callable[[Bridge], Any]] = [
    PipelinesSection,
    FieldsSection,
    CustomListsSection,
    CatalogueSection,
    lambda bridge: ChangeLogSection(bridge, lambda _step: None),
]


@pytest.mark.parametrize(
    "make", SECTIONS, ids=["pipelines", "fields", "lists", "catalogue", "change log"]
)
def test_a_section_of_the_settings_that_could_not_be_read_says_so_and_is_read_when_asked(
    make: Callable[[Bridge], Any], bridge: Bridge, sale: Sale, break_reads: Break, qtbot: QtBot
) -> None:
    section = make(bridge)
    qtbot.addWidget(section)
    section.show()
    pane: StatePane = section.states.pane
    break_reads(lambda _read: True)
    section.load()
    qtbot.waitUntil(lambda: pane.isVisible() and pane.sentence.text() == SHORT)
    break_reads(lambda _read: False)
    press(there(pane.usual))
    wait_for_answers(bridge, qtbot)
    assert not pane.isVisible() or pane.sentence.text() != SHORT
    break_reads(lambda _read: True)
    section.load()
    wait_for_answers(bridge, qtbot)
    assert not pane.isVisible() or pane.sentence.text() != SHORT
