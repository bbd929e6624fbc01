"""The gear of a card opens its layout: fields are ordered, hidden and shown, for one or for all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.custom_fields.commands import SaveCardLayout
from crm_desktop.features.custom_fields.queries import find_layout
from crm_desktop.features.custom_fields.rows import CardGroup, CardLayout
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.group_tree import stepped
from crm_desktop.gui.pages.settings.fields import FieldsSection
from crm_desktop.gui.pages.settings.page import SettingsPage
from crm_desktop.gui.shell.card_fields.layout_dialog import LayoutDialog, moved
from crm_desktop.gui.shell.card_fields.part import FieldsPart
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.card_fields import Card
from tests.gui.conftest import OpenWindow, read, there, view_of, write

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints"),
]
OpenLayout = Callable[[Card], LayoutDialog]
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def kim(backend: Backend) -> RecordRef:
    """Marina Kim."""
    return RecordRef("contact", write(backend, CreateContact({"given_name": "Marina"})))


@pytest.fixture
def card(bridge: Bridge, kim: RecordRef, tmp_path: Path, qtbot: QtBot) -> Card:
    """The pane about her."""
    return Card(bridge, kim, tmp_path, qtbot)


@pytest.fixture
def open_layout(qtbot: QtBot) -> OpenLayout:
    """Presses the gear and waits for the dialog."""

    def open_(card: Card) -> LayoutDialog:
        QTest.mouseClick(there(card.part.pane.gear), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: any(d.isVisible() for d in card.part.findChildren(LayoutDialog)))
        return next(d for d in card.part.findChildren(LayoutDialog) if d.isVisible())

    return open_


def shown(card: Card) -> list[str]:
    return list(card.part.pane.rows)


def press_save(dialog: LayoutDialog) -> None:
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)


def test_a_hidden_field_is_gone_until_it_is_ticked_again(
    card: Card, open_layout: OpenLayout, qtbot: QtBot
) -> None:
    there(card.part.tools.actions.hide)("middle_name")
    qtbot.waitUntil(lambda: "middle_name" not in shown(card))
    dialog = open_layout(card)
    dialog.tree.choose("middle_name")
    assert dialog.tree.current == "middle_name"
    dialog.tree.setFocus()
    QTest.keyClick(dialog.tree, Qt.Key.Key_Space)
    press_save(dialog)
    qtbot.waitUntil(lambda: "middle_name" in shown(card))


def test_alt_and_an_arrow_move_a_field_and_the_other_window_follows_at_once(
    card: Card,
    open_layout: OpenLayout,
    bridge: Bridge,
    kim: RecordRef,
    *,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    other = Card(bridge, kim, tmp_path / "other", qtbot)
    first, second = shown(card)[:2]
    dialog = open_layout(card)
    dialog.tree.choose(second)
    dialog.tree.setFocus()
    QTest.keyClick(dialog.tree, Qt.Key.Key_Up, ALT)
    assert dialog.tree.current == second
    assert shown(card)[:2] == [first, second]  # nothing is written yet
    press_save(dialog)
    qtbot.waitUntil(lambda: shown(card)[:2] == [second, first])
    qtbot.waitUntil(lambda: shown(other)[:2] == [second, first])


def test_giving_up_changes_nothing(
    card: Card, open_layout: OpenLayout, backend: Backend, qtbot: QtBot
) -> None:
    dialog = open_layout(card)
    dialog.tree.setFocus()
    QTest.keyClick(dialog.tree, Qt.Key.Key_Down, ALT)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not any(d.isVisible() for d in card.part.findChildren(LayoutDialog)))
    assert read(backend, find_layout, "contact") == CardLayout()


def test_a_layout_for_all_takes_the_place_of_ones_own(
    card: Card, open_layout: OpenLayout, backend: Backend, qtbot: QtBot
) -> None:
    there(card.part.tools.actions.hide)("middle_name")
    qtbot.waitUntil(lambda: "middle_name" not in shown(card))
    dialog = open_layout(card)
    dialog.whose.load("all")
    press_save(dialog)

    def layout() -> CardLayout:
        found: CardLayout = read(backend, find_layout, "contact")
        return found

    qtbot.waitUntil(lambda: bool(layout().groups) and not layout().own)
    assert layout().hidden == {"middle_name"}


def test_reset_gives_the_card_its_former_look(
    card: Card, open_layout: OpenLayout, backend: Backend, qtbot: QtBot
) -> None:
    natural = shown(card)
    write(backend, SaveCardLayout("contact", CardLayout(hidden=frozenset({natural[0]}))))
    qtbot.waitUntil(lambda: natural[0] not in shown(card))
    QTest.mouseClick(open_layout(card).reset, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(card) == natural)


def test_whoever_may_not_change_fields_lays_out_only_the_own_card(
    card: Card, open_layout: OpenLayout, backend: Backend
) -> None:
    backend.actor = replace(backend.actor, role="read_only")
    dialog = open_layout(card)
    assert not dialog.whose.isVisible()
    assert dialog.make_fields.isHidden()


GROUPS = (CardGroup("one", ("a", "b")), CardGroup("two", ("c",)))


@pytest.mark.parametrize(
    ("name", "place", "group", "wanted"),
    [
        ("a", 1, "one", [("b", "a"), ("c",)]),
        ("c", 0, "one", [("c", "a", "b"), ()]),
        ("b", 1, "two", [("a",), ("b", "c")]),
        ("b", 2, "two", [("a",), ("c", "b")]),
    ],
)
def test_a_field_goes_to_its_place_in_a_group(
    name: str, place: int, group: str, wanted: list[tuple[str, ...]]
) -> None:
    assert [one.fields for one in moved(GROUPS, name, place, group)] == wanted


def test_a_step_at_the_edge_of_a_group_leads_into_the_next_one() -> None:
    order = [("a", "one"), ("b", "one"), ("c", "two")]
    assert stepped(order, "a", +1) == (1, "one")
    assert stepped(order, "b", +1) == (1, "two")
    assert stepped(order, "c", -1) == (2, "one")
    assert stepped(order, "c", +1) is None


def test_the_way_to_new_fields_leads_to_their_settings(
    open_window: OpenWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    session = open_window(tmp_path / "own.db")
    view = view_of(session)
    bridge = there(session.bridge)
    bridge.execute(
        CreateContact({"given_name": "Marina"}),
        then=lambda done: view.open_record(RecordRef("contact", done.result)),
    )
    qtbot.waitUntil(lambda: session.window.findChildren(FieldsPart) != [])
    (part,) = session.window.findChildren(FieldsPart)
    qtbot.waitUntil(lambda: part.pane.gear is not None)
    part.tools.open_layout()
    qtbot.waitUntil(lambda: part.findChildren(LayoutDialog) != [])
    (dialog,) = part.findChildren(LayoutDialog)
    QTest.mouseClick(dialog.make_fields, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(view.page, SettingsPage))
    assert there(session.window.findChild(FieldsSection)).isVisible()
