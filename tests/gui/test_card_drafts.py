"""What was typed on a card and not saved survives a crash of the program, and is offered again."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.card_fields.notice import NoticeBox
from crm_desktop.gui.kit.form_suggest import Suggested
from crm_desktop.gui.shell.card_fields.drafts import Drafts, Place, decoded, encoded
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.card_fields import Card, press
from tests.gui.conftest import read, there, write

pytestmark = pytest.mark.usefixtures("dressed")

CRASH = """
    import os, sys
    from pathlib import Path
    from crm_desktop.gui.shell.card_fields.drafts import Drafts, Place

    drafts = Drafts(Path(sys.argv[1]))
    drafts.taken_over.result()
    drafts.note(Place(*sys.argv[2:6]), sys.argv[6])
    drafts.flush()
    os._exit(9)
"""


def crash_while_typing(folder: Path, place: Place, text: str) -> None:
    """A program that ends without a word, with ``text`` typed and not saved."""
    arguments = [sys.executable, "-c", textwrap.dedent(CRASH), str(folder), *place, text]
    root = Path(__file__).parents[2]
    done = subprocess.run(arguments, check=False, env={**os.environ, "PYTHONPATH": str(root)})
    assert done.returncode == 9


@pytest.fixture
def kim(backend: Backend) -> RecordRef:
    """Marina Kim, director."""
    values = {"given_name": "Marina", "family_name": "Kim", "position": "Director"}
    return RecordRef("contact", write(backend, CreateContact(values)))


def place_of(bridge: Bridge, ref: RecordRef, field: str) -> Place:
    return Place(bridge.settings["id"], *ref, field)


def offers(card: Card, name: str) -> list[NoticeBox]:
    return [box for box in card.row(name).findChildren(NoticeBox) if box.isVisible()]


def test_what_was_typed_before_a_crash_is_offered_again(
    bridge: Bridge, backend: Backend, kim: RecordRef, tmp_path: Path, qtbot: QtBot
) -> None:
    crash_while_typing(tmp_path / "drafts", place_of(bridge, kim, "position"), "Head of purc")
    card = Card(bridge, kim, tmp_path, qtbot)
    (box,) = offers(card, "position")
    assert box.words == "Not saved last time: Head of purc"
    assert card.text("position") == "Director"
    QTest.mouseClick(box.buttons[0], Qt.MouseButton.LeftButton)
    press(card.focused(), Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: there(read(backend, get_contact, kim.id)).state["position"] == "Head of purc"
    )
    qtbot.waitUntil(lambda: not card.part.saver.of(kim.id))
    card.drafts.flush()
    assert not list((tmp_path / "drafts").glob("*.json"))


def test_what_is_not_needed_is_not_offered_twice(
    bridge: Bridge, kim: RecordRef, tmp_path: Path, qtbot: QtBot
) -> None:
    crash_while_typing(tmp_path / "drafts", place_of(bridge, kim, "position"), "Head of purc")
    card = Card(bridge, kim, tmp_path, qtbot)
    QTest.mouseClick(offers(card, "position")[0].buttons[1], Qt.MouseButton.LeftButton)
    assert not offers(card, "position")
    card.drafts.close()
    assert not Card(bridge, kim, tmp_path, qtbot).row("position").findChildren(NoticeBox)


def test_typing_is_written_down_while_it_goes_on(
    bridge: Bridge, kim: RecordRef, tmp_path: Path, qtbot: QtBot
) -> None:
    card = Card(bridge, kim, tmp_path, qtbot)
    card.enter("position", "Head of")

    def is_written() -> bool:
        return any("Head of" in f.read_text() for f in (tmp_path / "drafts").glob("*.json"))

    qtbot.waitUntil(is_written)
    press(card.focused(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not is_written())


def test_what_is_wrong_waits_for_the_person_to_come_back(
    bridge: Bridge, backend: Backend, kim: RecordRef, tmp_path: Path, qtbot: QtBot
) -> None:
    other = RecordRef("contact", write(backend, CreateContact({"given_name": "Boris"})))
    card = Card(bridge, kim, tmp_path, qtbot)
    press(card.enter("emails", "m.kim@vek"), Qt.Key.Key_Return)
    card.show(other)
    assert not offers(card, "emails")
    card.show(kim)
    assert offers(card, "emails")[0].words == "Not saved last time: m.kim@vek"


def test_a_running_program_keeps_its_drafts_to_itself(tmp_path: Path) -> None:
    place = Place("w", "contact", "1", "position")
    one = Drafts(tmp_path)
    one.note(place, "Head of")
    one.flush()
    other = Drafts(tmp_path)
    other.taken_over.result()
    assert other.left("w", "contact", "1") == {}
    one.close()
    third = Drafts(tmp_path)
    third.taken_over.result()
    assert third.left("w", "contact", "1") == {"position": "Head of"}
    other.close()
    third.close()


def test_a_file_that_is_cut_off_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text('[["w", "contact", "1", "posi')
    drafts = Drafts(tmp_path)
    drafts.taken_over.result()
    assert drafts.left("w", "contact", "1") == {}
    drafts.close()


def test_choices_and_lists_come_back_as_they_were() -> None:
    draft = [{"company": Suggested("1", "Vektor"), "position": None, "primary": True}]
    assert decoded(encoded(draft)) == draft
