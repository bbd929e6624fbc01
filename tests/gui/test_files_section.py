"""Files on a card: dropped, opened as copies, saved, renamed, deleted; programs never opened."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core import clock
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.files.commands import AttachFiles, RenameAttachment
from crm_desktop.features.files.queries import find_files
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.files.section import Files, make_section
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import read, there, write

MB = 1 << 20
NOON = datetime(2026, 10, 14, 9, 40, tzinfo=timezone.utc)
Key = Qt.Key

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("This plugin does not support"),
]


@pytest.fixture(autouse=True)
def noon() -> None:
    clock.set_source(lambda: NOON)


@pytest.fixture
def person(backend: Backend) -> RecordRef:
    return RecordRef("contact", str(write(backend, CreateContact({"given_name": "Marina"}))))


@pytest.fixture
def part(bridge: Bridge, person: RecordRef, qtbot: QtBot) -> Files:
    """The files of Marina, who has none."""
    part = Files(bridge)
    qtbot.addWidget(part)
    part.resize(270, 500)
    part.show()
    with qtbot.waitSignal(part.count_changed):
        part.show_record(person)
    part.activateWindow()
    return part


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What was given to the system to open."""
    found: list[Path] = []

    def open_(url: QUrl) -> bool:
        found.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_)
    return found


Bring = Callable[..., Path]


@pytest.fixture
def bring(backend: Backend, person: RecordRef, part: Files, tmp_path: Path, qtbot: QtBot) -> Bring:
    """Attaches a file from outside and waits until it is seen."""

    def attach(name: str, data: bytes = b"data") -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        before = len(part.rows)
        command = AttachFiles((path,), {"contacts": (person.id,)})
        backend.start(command).future.result(timeout=20)
        qtbot.waitUntil(lambda: len(part.rows) > before)
        return path

    return attach


def names(part: Files) -> list[str]:
    return [row.file.name for row in part.rows]


def drop(part: Files, *paths: Path) -> QDropEvent:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place, none = QPoint(20, 10), Qt.KeyboardModifier.NoModifier
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(place, copy, data, left, none)
    QApplication.sendEvent(part, enter)
    assert enter.isAccepted()
    event = QDropEvent(QPointF(place), copy, data, left, none)
    QApplication.sendEvent(part, event)
    return event


def test_the_section_is_called_files_and_can_be_added_to() -> None:
    section = make_section()
    assert (section.name, section.title) == ("files", "Files")
    assert section.add is not None


def test_without_files_it_says_where_to_drop_one(part: Files) -> None:
    assert part.none.isVisible()
    assert part.none.text() == "Drop a file here"


def test_files_that_are_dropped_are_attached(part: Files, tmp_path: Path, qtbot: QtBot) -> None:
    paths = [tmp_path / "Offer.pdf", tmp_path / "Plan.jpg"]
    for path in paths:
        path.write_bytes(path.name.encode() * 1000)
    drop(part, *paths)
    qtbot.waitUntil(lambda: len(part.rows) == 2)
    assert sorted(names(part)) == ["Offer.pdf", "Plan.jpg"]
    assert not part.none.isVisible()
    row = next(row for row in part.rows if row.file.name == "Offer.pdf")
    assert row.facts.text().startswith("9 KB · 14 Oct · ")
    assert row.accessibleName() == "File: Offer.pdf"
    qtbot.waitUntil(lambda: not part.progress.isVisible())


def test_a_refused_file_is_named_below_the_heading_and_the_others_come(
    part: Files, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "good.txt").write_text("good")
    (tmp_path / "folder").mkdir()
    drop(part, tmp_path / "folder", tmp_path / "good.txt")
    qtbot.waitUntil(lambda: names(part) == ["good.txt"])
    qtbot.waitUntil(part.mistake.isVisible)
    assert "folder is a folder" in part.mistake.text()


def test_what_is_too_large_says_the_limit(part: Files, tmp_path: Path, qtbot: QtBot) -> None:
    with (tmp_path / "film.mp4").open("wb") as file:
        file.truncate(51 * MB)
    drop(part, tmp_path / "film.mp4")
    qtbot.waitUntil(part.mistake.isVisible)
    assert "larger than 50 MB" in part.mistake.text()
    assert not part.progress.isVisible()


def test_attaching_can_be_stopped_and_leaves_nothing(
    part: Files, person: RecordRef, backend: Backend, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "large.bin").write_bytes(os.urandom(30 * MB))
    part.attach([tmp_path / "large.bin"])
    assert part.progress.isVisible()
    qtbot.waitUntil(lambda: part.progress.bar.value() > 0)
    QTest.mouseClick(part.progress.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not part.progress.isVisible())
    assert read(backend, find_files, *person) == []
    assert not part.mistake.isVisible()


def test_enter_opens_a_copy_that_nobody_can_write_to(
    part: Files, bring: Bring, opened: list[Path], qtbot: QtBot
) -> None:
    bring("Offer v2.pdf", b"%PDF-1.7 offer")
    part.rows[0].setFocus()
    QTest.keyClick(part.rows[0], Key.Key_Return)
    qtbot.waitUntil(lambda: len(opened) == 1)
    (copy,) = opened
    assert copy.name == "Offer v2.pdf"
    assert copy.read_bytes() == b"%PDF-1.7 offer"
    if os.name != "nt":
        assert stat.S_IMODE(copy.stat().st_mode) == 0o400
        assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "program", [("setup.exe", b"data"), ("invoice.pdf", b"MZ\x90"), ("run.sh", b"ls")]
)
def test_a_program_is_never_opened_and_can_only_be_saved(
    part: Files, bring: Bring, opened: list[Path], qtbot: QtBot, program: tuple[str, bytes]
) -> None:
    bring(*program)
    QTest.keyClick(part.rows[0], Key.Key_Return)
    assert part.mistake.isVisible()
    assert "is a program" in part.mistake.text()
    menu = part.make_menu(part.rows[0])
    assert [a.objectName() for a in menu.actions() if a.objectName()] == [
        "save",
        "rename",
        "delete",
    ]
    qtbot.wait(50)
    assert opened == []


def test_saving_writes_the_file_and_then_its_folder_can_be_shown(
    part: Files, bring: Bring, opened: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    bring("Offer.pdf", b"offer")
    part.save_as(part.rows[0].file)
    dialog = there(part.findChild(QFileDialog))
    assert dialog.isVisible()
    dialog.fileSelected.emit(str(tmp_path / "saved.pdf"))
    dialog.close()
    qtbot.waitUntil(lambda: "show" in entries(part))
    assert (tmp_path / "saved.pdf").read_bytes() == b"offer"
    menu = part.make_menu(part.rows[0])
    next(a for a in menu.actions() if a.objectName() == "show").trigger()
    assert opened == [tmp_path]


def entries(part: Files) -> list[str]:
    menu = part.make_menu(part.rows[0])
    names = [action.objectName() for action in menu.actions()]
    menu.deleteLater()
    return names


def test_a_folder_that_takes_no_file_is_told(
    part: Files, bring: Bring, tmp_path: Path, qtbot: QtBot
) -> None:
    bring("Offer.pdf", b"offer")
    part.save_to(part.rows[0].file, tmp_path / "nowhere" / "Offer.pdf")
    qtbot.waitUntil(part.mistake.isVisible)
    assert "couldn’t be saved" in part.mistake.text()


def test_f2_renames_in_place_with_the_ending_left_out(
    part: Files, bring: Bring, qtbot: QtBot
) -> None:
    bring("Offer.pdf")
    row = part.rows[0]
    QTest.keyClick(row, Key.Key_F2)
    editor = there(row.findChild(QLineEdit))
    assert editor.selectedText() == "Offer"
    QTest.keyClicks(editor, "Price list")
    QTest.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: names(part) == ["Price list.pdf"])
    assert part.rows[0] is row


def test_escape_keeps_the_old_name(part: Files, bring: Bring, qtbot: QtBot) -> None:
    bring("Offer.pdf")
    QTest.keyClick(part.rows[0], Key.Key_F2)
    editor = there(part.rows[0].editor)
    QTest.keyClicks(editor, "Other")
    QTest.keyClick(editor, Key.Key_Escape)
    qtbot.wait(50)
    assert names(part) == ["Offer.pdf"]
    assert part.rows[0].name.isVisible()


def test_delete_puts_it_into_the_bin_and_says_so(part: Files, bring: Bring, qtbot: QtBot) -> None:
    bring("Offer.pdf")
    part.rows[0].setFocus()
    with qtbot.waitSignal(part.done) as told:
        QTest.keyClick(part.rows[0], Key.Key_Delete)
    assert told.args == ["The file is in the recycle bin now."]
    qtbot.waitUntil(part.none.isVisible)


def test_what_a_colleague_renames_changes_in_place(
    part: Files, bring: Bring, backend: Backend, qtbot: QtBot
) -> None:
    bring("Offer.pdf")
    row = part.rows[0]
    row.setFocus()
    write(backend, RenameAttachment(row.file.id, 1, "Contract.pdf"))
    qtbot.waitUntil(lambda: names(part) == ["Contract.pdf"])
    assert part.rows[0] is row


def test_arrows_go_from_file_to_file(part: Files, bring: Bring) -> None:
    bring("a.txt", b"a")
    bring("b.txt", b"b")
    part.rows[0].setFocus()
    QTest.keyClick(part.rows[0], Key.Key_Down)
    assert part.rows[1].hasFocus()


def test_of_many_files_the_newest_are_shown_first(
    part: Files, person: RecordRef, backend: Backend, tmp_path: Path, qtbot: QtBot
) -> None:
    for number in range(13):
        (tmp_path / f"{number}.txt").write_text(str(number))
    paths = tuple(tmp_path / f"{number}.txt" for number in range(13))
    backend.start(AttachFiles(paths, {"contacts": (person.id,)})).future.result(timeout=20)
    qtbot.waitUntil(part.more.isVisible)
    qtbot.waitUntil(lambda: part.more.text() == "3 more")
    assert len(part.rows) == 10
    QTest.mouseClick(part.more, Qt.MouseButton.LeftButton)
    assert len(part.rows) == 13
