"""The right column of cards: companies, relations with their inverse, people, daughters."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core.text.direction import isolated
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.companies.queries import get_company
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.form_suggest import Suggested
from crm_desktop.gui.pages.companies.sections import People, RelatedCompanies
from crm_desktop.gui.pages.contacts.sections import Employers, Relations
from crm_desktop.gui.shell.card.lines_part import LinesPart
from crm_desktop.gui.shell.card.part import Section
from crm_desktop.gui.shell.card.sections import SectionBox
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import read, there, wait_for_answers, write

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("This plugin does not support"),
]


def person(backend: Backend, name: str, **values: Any) -> str:
    return str(write(backend, CreateContact({"given_name": name, **values})))


def company(backend: Backend, name: str, **values: Any) -> str:
    return str(write(backend, CreateCompany({"name": name, **values})))


def show(part: LinesPart, record: RecordRef, qtbot: QtBot) -> list[str]:
    qtbot.addWidget(part)
    part.resize(270, 400)
    part.show()
    with qtbot.waitSignal(part.count_changed):
        part.show_record(record)
    part.activateWindow()
    return said(part)


def said(part: LinesPart) -> list[str]:
    return [line.accessibleName() for line in part.lines.lines]


def test_relations_are_shown_from_both_sides_with_the_inverse_word(
    backend: Backend, bridge: Bridge, qtbot: QtBot
) -> None:
    boss = person(backend, "Marina")
    helper = person(backend, "Vera", relations=[{"kind": "assistant_of", "contact": boss}])
    one = Relations(bridge)
    assert show(one, RecordRef("contact", boss), qtbot) == ["Vera, assistant"]
    other = Relations(bridge)
    said_there = show(other, RecordRef("contact", helper), qtbot)
    assert said_there == ["Marina, has this contact as assistant"]


def test_a_blacklisted_person_is_marked(backend: Backend, bridge: Bridge, qtbot: QtBot) -> None:
    bad = person(backend, "Oleg", blacklisted="Doesn't pay")
    one = person(backend, "Marina", relations=[{"kind": "recommended_by", "contact": bad}])
    part = Relations(bridge)
    shown = show(part, RecordRef("contact", one), qtbot)
    assert shown == ["Oleg, recommends · blacklisted"]
    assert part.lines.lines[0].words.warning


def test_a_relation_that_is_added_stands_with_both(
    backend: Backend, bridge: Bridge, qtbot: QtBot
) -> None:
    boss, helper = person(backend, "Marina"), person(backend, "Vera")
    part = Relations(bridge)
    show(part, RecordRef("contact", boss), qtbot)
    part.add()
    adding = there(part.adding)
    adding.kinds.setCurrentIndex(adding.kinds.findData("has_assistant"))
    QTest.keyClicks(adding.line, "Vera")
    qtbot.waitUntil(lambda: there(adding.line.entered()).id == helper)
    QTest.keyClick(adding.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said(part) == ["Vera, assistant"])
    assert part.adding is None
    loaded = there(read(backend, get_contact, helper))
    assert loaded.state["relations"] == [{"kind": "assistant_of", "contact": boss}]


def test_enter_on_a_suggestion_picks_it_and_once_more_adds_it(
    backend: Backend, bridge: Bridge, qtbot: QtBot
) -> None:
    boss, helper = person(backend, "Marina"), person(backend, "Vera")
    part = Relations(bridge)
    before = QLineEdit(part)
    show(part, RecordRef("contact", boss), qtbot)
    before.setFocus()
    qtbot.waitUntil(before.hasFocus)
    part.add()
    adding = there(part.adding)
    popup = adding.line.suggestions.popup()
    qtbot.waitUntil(adding.line.hasFocus)
    QTest.keyClicks(adding.line, "Ve")
    qtbot.waitUntil(popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert there(adding.line.entered()).id == helper
    assert adding.mistake.isHidden()
    QTest.keyClick(adding.line, Qt.Key.Key_Return)
    assert before.hasFocus()  # where it was
    qtbot.waitUntil(lambda: len(said(part)) == 1)
    part.add()
    elsewhere = QLineEdit(part)
    elsewhere.show()
    elsewhere.setFocus()
    part.end_adding()
    assert elsewhere.hasFocus()


def test_a_name_that_nobody_has_is_a_mistake(
    backend: Backend, bridge: Bridge, qtbot: QtBot
) -> None:
    part = Relations(bridge)
    show(part, RecordRef("contact", person(backend, "Marina")), qtbot)
    part.add()
    adding = there(part.adding)
    QTest.keyClicks(adding.line, "Nobody")
    adding.commit()
    assert adding.mistake.isVisible()
    QTest.keyClick(adding.line, Qt.Key.Key_Escape)
    assert part.adding is None


def test_delete_takes_an_inverse_relation_away_from_the_other_person(
    backend: Backend, bridge: Bridge, qtbot: QtBot
) -> None:
    boss = person(backend, "Marina")
    helper = person(backend, "Vera", relations=[{"kind": "assistant_of", "contact": boss}])
    part = Relations(bridge)
    show(part, RecordRef("contact", boss), qtbot)
    part_name = part.lines.lines[0].words.name
    part.lines.lines[0].setFocus()
    with qtbot.waitSignal(part.done) as told:
        QTest.keyClick(part.lines.lines[0], Qt.Key.Key_Delete)
    assert told.args == [f"“{isolated(part_name)}” was taken off the card."]
    qtbot.waitUntil(lambda: said(part) == [])
    assert there(read(backend, get_contact, helper)).state["relations"] == []


def test_companies_of_a_person_open_by_enter_and_by_the_middle_button(
    backend: Backend, bridge: Bridge, qtbot: QtBot
) -> None:
    firm = company(backend, "Firm", industry="Light")
    one = person(backend, "Marina", companies=[{"company": firm, "position": "Director"}])
    part = Employers(bridge)
    shown = show(part, RecordRef("contact", one), qtbot)
    assert shown == ["Firm, Light · 1 contact"]
    opened: list[tuple[Any, bool]] = []
    part.open_wanted.connect(lambda record, apart: opened.append((record, apart)))
    QTest.keyClick(part.lines.lines[0], Qt.Key.Key_Return)
    QTest.mouseClick(part.lines.lines[0], Qt.MouseButton.MiddleButton)
    assert opened == [(RecordRef("company", firm), False), (RecordRef("company", firm), True)]


def test_a_new_company_is_made_by_its_name(backend: Backend, bridge: Bridge, qtbot: QtBot) -> None:
    part = Employers(bridge)
    show(part, RecordRef("contact", person(backend, "Marina")), qtbot)
    part.add()
    adding = there(part.adding)
    QTest.keyClicks(adding.line, "New Firm")
    QTest.keyClick(adding.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said(part) == ["New Firm, 1 contact"])


def test_many_people_of_a_company_say_how_many_more_there_are(
    backend: Backend, bridge: Bridge, qtbot: QtBot
) -> None:
    firm = company(backend, "Firm")
    for number in range(13):
        person(backend, f"P{number:02}", companies=[{"company": firm, "position": "Clerk"}])
    part = People(bridge)
    shown = show(part, RecordRef("company", firm), qtbot)
    assert shown[0] == "P00, Clerk"
    assert len(shown) == 10
    assert part.lines.more.text() == "3 more"
    QTest.mouseClick(part.lines.more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(said(part)) == 13)


def test_of_lines_taken_away_at_once_all_go_and_each_is_said_once(
    backend: Backend, bridge: Bridge, qtbot: QtBot
) -> None:
    firm = company(backend, "Vektor")
    for name in ("Marina", "Vera"):
        person(backend, name, companies=[{"company": firm}])
    part, told = People(bridge), list[str]()
    part.done.connect(told.append)
    show(part, RecordRef("company", firm), qtbot)
    keys = [line.words.key for line in part.lines.lines]
    for key in (*keys, keys[1]):
        part.remove(key)
    qtbot.waitUntil(lambda: said(part) == [])
    wait_for_answers(bridge, qtbot)
    names = (isolated("Marina"), isolated("Vera"))
    assert sorted(told) == [f"“{name}” was taken off the card." for name in names]


def test_a_person_joins_and_leaves_a_company(
    backend: Backend, bridge: Bridge, qtbot: QtBot
) -> None:
    firm, one = company(backend, "Firm"), person(backend, "Marina")
    part = People(bridge)
    show(part, RecordRef("company", firm), qtbot)
    part.add_chosen(Suggested(one, "Marina"), "")
    qtbot.waitUntil(lambda: said(part) == ["Marina"])
    with qtbot.waitSignal(part.done):
        part.remove(part.lines.lines[0].words.key)
    qtbot.waitUntil(lambda: said(part) == [])


def test_parent_and_daughters_are_told_apart_and_added(
    backend: Backend, bridge: Bridge, qtbot: QtBot
) -> None:
    top, middle = company(backend, "Top"), company(backend, "Middle")
    low = company(backend, "Low", parent=middle)
    part = RelatedCompanies(bridge)
    assert show(part, RecordRef("company", middle), qtbot) == ["Low, daughter company"]
    part.add_chosen(Suggested(top, "Top"), "parent")
    expected = ["Top, parent company", "Low, daughter company"]
    qtbot.waitUntil(lambda: said(part) == expected)
    part.remove(part.lines.lines[1].words.key)
    qtbot.waitUntil(lambda: said(part) == expected[:1])
    assert there(read(backend, get_company, low)).state["parent"] is None


def test_nothing_is_added_to_a_barred_section_while_the_record_is_on_the_blacklist(
    bridge: Bridge, qtbot: QtBot
) -> None:
    section = Section(
        "kin", "Kin", RelatedCompanies, lambda _part: None, "Add", barred="Closed: blacklist."
    )
    column = QWidget()
    qtbot.addWidget(column)
    box = SectionBox(section, RelatedCompanies(bridge), column)
    box.bar(True)
    assert not box.barred.isHidden()
    assert (box.add.isEnabled(), box.add.toolTip()) == (False, "Closed: blacklist.")
    box.bar(False)
    assert box.barred.isHidden()
    assert (box.add.isEnabled(), box.add.toolTip()) == (True, "Add")
