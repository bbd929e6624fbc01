"""The pane of a stage: each field saves itself, wrong ones say so, and Ctrl+Z takes all back."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QMenu, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.pipelines.commands import UpdateStage
from crm_desktop.features.pipelines.queries import find_pipelines
from crm_desktop.features.pipelines.rows import Requirement, StageRow
from crm_desktop.gui.app import make_application
from crm_desktop.gui.bridge.bridge import Bridge, Written
from crm_desktop.gui.pages.settings.pipelines import PipelinesSection
from crm_desktop.gui.pages.settings.pipelines_stage import StagePane
from tests.gui.conftest import read, write

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")

LEFT = Qt.MouseButton.LeftButton
ENTER = Qt.Key.Key_Return


@pytest.fixture
def section(dressed: None, bridge: Bridge, qtbot: QtBot) -> PipelinesSection:
    """The section by itself, in English, with the pane of the third stage, “Proposal”."""
    make_application("en")
    made = PipelinesSection(bridge)
    qtbot.addWidget(made)
    made.resize(1100, 900)
    made.show()
    made.activateWindow()
    made.load()
    qtbot.waitUntil(lambda: made.table.lines.rowCount() == 5)
    QTest.mouseClick(
        made.table.viewport(), LEFT, pos=made.table.rect_of(made.table.lines.id_at(2)).center()
    )
    assert made.pane.isVisible()
    return made


@pytest.fixture
def pane(section: PipelinesSection) -> StagePane:
    """The pane of “Proposal”."""
    assert section.pane.heading.text() == "Stage “Proposal”"
    return section.pane


def stored(backend: Backend) -> StageRow:
    """The stage as it is stored."""
    row: StageRow = read(backend, find_pipelines)[0].stages[2]
    return row


def click(widget: QWidget) -> None:
    """In the middle; boxes on their mark."""
    is_box = isinstance(widget, QCheckBox)
    place = QPoint(8, widget.height() // 2) if is_box else widget.rect().center()
    QTest.mouseClick(widget, LEFT, pos=place)


def retype(widget: Any, text: str) -> None:
    """Type over all that stands there."""
    widget.setFocus()
    widget.selectAll()
    QTest.keyClicks(widget, text)


def test_every_field_saves_itself_when_it_is_left(
    pane: StagePane, backend: Backend, qtbot: QtBot
) -> None:
    retype(pane.name.line, "Offer")
    retype(pane.chance, "55")
    retype(pane.days, "14")
    retype(pane.instruction.area, "Send it the same day.")
    click(pane.colours.buttons["pink"])
    click(pane.intake)

    def told() -> tuple[Any, ...]:
        one = stored(backend)
        return one.name, one.probability, one.rot_days, one.instruction, one.colour

    wanted = ("Offer", 55, 14, "Send it the same day.", "pink")
    qtbot.waitUntil(lambda: told() == wanted or _first(backend) == wanted)


def _first(backend: Backend) -> tuple[Any, ...]:
    """The intake stage has gone to the front."""
    one = read(backend, find_pipelines)[0].stages[0]
    return one.name, one.probability, one.rot_days, one.instruction, one.colour


def test_changes_that_come_faster_than_they_are_written_are_all_kept(
    pane: StagePane, backend: Backend, qtbot: QtBot
) -> None:
    pane.chance.setFocus()
    for _step in range(12):
        QTest.keyClick(pane.chance, Qt.Key.Key_Up)
    for colour in ("teal", "green", "orange"):
        click(pane.colours.buttons[colour])
    qtbot.waitUntil(lambda: (stored(backend).probability, stored(backend).colour) == (62, "orange"))


def test_a_stage_without_days_never_rots(pane: StagePane, backend: Backend, qtbot: QtBot) -> None:
    retype(pane.days, "0")
    QTest.keyClick(pane.days, ENTER)
    qtbot.waitUntil(lambda: stored(backend).rot_days is None)
    assert pane.days.text() == "—"


@pytest.mark.parametrize(("name", "told"), [("", "empty"), ("contract", "there already")])
def test_a_wrong_name_says_so_at_its_field_and_the_old_one_is_kept(
    pane: StagePane, backend: Backend, qtbot: QtBot, name: str, told: str
) -> None:
    pane.name.line.setFocus()
    pane.name.line.clear()
    QTest.keyClicks(pane.name.line, name)
    QTest.keyClick(pane.name.line, ENTER)
    qtbot.waitUntil(lambda: not pane.name.mistake.isHidden())
    assert told in pane.name.mistake.text()
    assert (pane.name.text, stored(backend).name) == (name, "Proposal")
    QTest.keyClick(pane.name.line, Qt.Key.Key_Escape)
    assert (pane.name.text, pane.name.mistake.isHidden()) == ("Proposal", True)
    assert pane.isVisible()


def test_colours_are_chosen_by_arrows_and_named_for_the_ear(
    pane: StagePane, backend: Backend, qtbot: QtBot
) -> None:
    assert pane.colours.value == "violet"
    button = pane.colours.buttons["violet"]
    assert button.accessibleName() == "Violet"
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: stored(backend).colour == "pink")


# Required fields


def box(pane: StagePane, field: str) -> QCheckBox:
    """The box of a field of the deal."""
    return pane.required.boxes[Requirement("deal", field)]


def add(pane: StagePane, *path: str) -> None:
    """Choose a field in the menu of all."""
    whole = pane.required.make_menu()
    owner = next(one for one in whole.findChildren(QMenu) if one.title() == path[0])
    next(one for one in owner.actions() if one.text() == path[1]).trigger()
    whole.close()


def test_a_field_that_loses_its_tick_can_be_given_back(
    pane: StagePane, backend: Backend, qtbot: QtBot
) -> None:
    amount = box(pane, "amount")
    assert amount.isChecked()
    click(amount)
    qtbot.waitUntil(lambda: stored(backend).required == ())
    qtbot.wait(50)
    assert not box(pane, "amount").isChecked()
    click(box(pane, "amount"))
    qtbot.waitUntil(lambda: stored(backend).required == (Requirement("deal", "amount"),))


def test_what_an_earlier_stage_asks_for_is_told_with_its_name(pane: StagePane) -> None:
    source = box(pane, "source")
    assert source.isChecked()
    assert not source.isEnabled()
    assert source.accessibleDescription() == "from “Qualified”"


def test_many_fields_of_earlier_stages_are_folded_until_they_are_asked_for(
    pane: StagePane, backend: Backend, qtbot: QtBot
) -> None:
    assert not pane.required.earlier.isVisible()
    assert box(pane, "source").isVisible()
    earlier = read(backend, find_pipelines)[0].stages[1]
    more = [{"entity": "deal", "field": name} for name in ("source", "company", "note")]
    write(backend, UpdateStage(earlier.id, earlier.version, {"required": more}))
    qtbot.waitUntil(pane.required.earlier.isVisible)
    assert pane.required.earlier.text() == "3 more from earlier stages"
    qtbot.waitUntil(box(pane, "amount").isVisible)
    assert not box(pane, "source").isVisible()
    click(pane.required.earlier)
    assert box(pane, "source").isVisible()
    assert not pane.required.earlier.isVisible()


def test_fields_of_deal_contact_and_company_can_be_asked_for(
    pane: StagePane, backend: Backend, qtbot: QtBot
) -> None:
    given = {"entity": "company", "label": "Contract no.", "type": "text"}
    write(backend, CreateCustomField(given))
    qtbot.waitUntil(lambda: len(pane.required._fields.get("company", ())) == 1)
    add(pane, "Deal", "Products")
    add(pane, "Contact", "Phone")
    add(pane, "Company", "Contract no.")
    qtbot.waitUntil(lambda: len(stored(backend).required) == 4)
    asked = [(one.entity, one.field.partition(":")[0]) for one in stored(backend).required]
    assert asked == [
        ("deal", "amount"),
        ("deal", "lines"),
        ("contact", "phones"),
        ("company", "custom"),
    ]
    asks_phone = Requirement("contact", "phones")
    qtbot.waitUntil(lambda: asks_phone in pane.required.boxes)
    assert pane.required.boxes[asks_phone].accessibleDescription() == "contact"


def test_the_table_shows_what_is_asked_for(
    section: PipelinesSection, pane: StagePane, qtbot: QtBot
) -> None:
    add(pane, "Deal", "Company")
    qtbot.waitUntil(lambda: section.table.lines.line(2).required == ("Amount", "Company"))


# The pane itself


def test_what_a_colleague_changes_comes_by_itself_but_not_into_what_is_being_typed(
    pane: StagePane, backend: Backend, qtbot: QtBot
) -> None:
    pane.name.line.setFocus()
    pane.name.line.selectAll()
    QTest.keyClicks(pane.name.line, "Off")
    row = stored(backend)
    write(backend, UpdateStage(row.id, row.version, {"name": "X", "probability": 33}))
    qtbot.waitUntil(lambda: pane.chance.value() == 33)
    assert pane.name.text == "Off"


def test_what_was_typed_is_saved_when_another_stage_is_chosen(
    section: PipelinesSection, pane: StagePane, backend: Backend, qtbot: QtBot
) -> None:
    pane.instruction.area.setFocus()
    pane.instruction.area.selectAll()
    QTest.keyClicks(pane.instruction.area, "Call first.")
    section.table.setFocus()
    QTest.keyClick(section.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: pane.heading.text() == "Stage “Negotiation”")
    qtbot.waitUntil(lambda: stored(backend).instruction == "Call first.")
    assert pane.instruction.value() == "Settle price, dates and terms of payment."


def test_a_text_that_rests_saves_itself(pane: StagePane, backend: Backend, qtbot: QtBot) -> None:
    pane.instruction.area.setFocus()
    pane.instruction.area.selectAll()
    QTest.keyClicks(pane.instruction.area, "Rest.")
    qtbot.waitUntil(lambda: stored(backend).instruction == "Rest.")
    assert pane.instruction.area.hasFocus()


def test_esc_and_the_cross_close_the_pane(
    section: PipelinesSection, pane: StagePane, qtbot: QtBot
) -> None:
    pane.colours.buttons["blue"].setFocus()
    QTest.keyClick(pane.colours.buttons["blue"], Qt.Key.Key_Escape)
    assert not pane.isVisible()
    assert section.table.hasFocus()
    QTest.keyClick(section.table, ENTER)
    assert pane.isVisible()
    click(pane.close_button)
    assert not pane.isVisible()


def test_each_change_can_be_undone(
    pane: StagePane, backend: Backend, bridge: Bridge, qtbot: QtBot
) -> None:
    before = stored(backend)
    done: list[Written] = []
    bridge.written.connect(done.append)
    click(pane.colours.buttons["blue"])
    qtbot.waitUntil(lambda: stored(backend).colour == "blue")
    qtbot.waitUntil(lambda: len(done) == 1)
    assert done[0].label == "Change of a stage"
    operation = done[0].outcome.operation_id
    assert operation is not None
    write(backend, UndoOperation(operation))
    qtbot.waitUntil(lambda: stored(backend).colour == before.colour)
    qtbot.waitUntil(lambda: pane.colours.value == before.colour)
