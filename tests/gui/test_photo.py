"""A photo of a person, a logo of a company: decoded within bounds, chosen, dropped, taken away."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage, QImageWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.core.errors import Invalid, Unavailable
from crm_desktop.core.i18n import msg
from crm_desktop.features.common.pictures import LARGEST_PICTURE
from crm_desktop.features.common.timeline import TimelineQuery
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import CreateContact, SetContactPhoto
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import Failure
from crm_desktop.gui.kit.avatar import SIDE, Avatar, decode_picture, reduce_picture
from crm_desktop.gui.pages.activities.entries import entry_of
from crm_desktop.gui.pages.activities.reads import field_labels, read_portion
from crm_desktop.gui.pages.companies.card import logo_kind
from crm_desktop.gui.pages.contacts.card import photo_kind
from crm_desktop.gui.pages.contacts.kind import make_kind
from crm_desktop.gui.shell.card.picture import RecordPicture, read_picture
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.preview import PreviewPane
from tests.gui.conftest import read, there, write

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("This plugin does not support"),
]


def picture(width: int = 40, height: int = 30, kind: str = "PNG") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(kind.lower().encode())).write(image)
    return bytes(buffer.data().data())


def bomb(side: int) -> bytes:
    """A picture that says to be ``side`` dots square."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    body = struct.pack(">I", len(head)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return b"\x89PNG\r\n\x1a\n" + body + picture()[33:]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("size", [(1, 1), (40, 30), (30, 400), (2000, 1), (1500, 1500)])
def test_a_picture_of_any_shape_becomes_a_square(kind: str, size: tuple[int, int]) -> None:
    image = decode_picture(picture(*size, kind))
    assert (image.width(), image.height()) == (SIDE, SIDE)
    assert image.pixelColor(SIDE // 2, SIDE // 2).red() > 240


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a\x01\x00\x01\x00",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        picture()[:60],
        bomb(100_000),
    ],
    ids=["empty", "gif", "svg", "garbage", "cut", "bomb"],
)
@pytest.mark.qt_log_ignore("libpng|qt.gui.imageio|QImage")
def test_what_is_no_picture_or_too_large_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid, match="Nothing was changed"):
        decode_picture(data)


def test_a_picture_of_more_than_five_megabytes_is_made_smaller(
    backend: Backend, tmp_path: Path
) -> None:
    """As cameras make them; before, it was refused."""
    path = tmp_path / "camera.jpg"
    path.write_bytes(picture(3000, 2000, "JPEG") + bytes(LARGEST_PICTURE))
    reduced = QImage.fromData(read(backend, read_picture, path))
    assert (reduced.width(), reduced.height()) == (1024, 682)
    assert reduced.pixelColor(500, 300).red() > 250


def test_what_is_seen_through_stays_so_when_it_is_made_smaller() -> None:
    image = QImage(1100, 1300, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 255, 0))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.ReadWrite)
    assert QImageWriter(buffer, QByteArray(b"png")).write(image)
    buffer.seek(0)
    reduced = QImage.fromData(reduce_picture(buffer))
    assert (reduced.height(), reduced.pixelColor(9, 9).alpha()) == (1024, 0)


@pytest.mark.qt_log_ignore("libpng|qt.gui.imageio|QImage")
def test_a_large_file_that_is_no_picture_is_refused(backend: Backend, tmp_path: Path) -> None:
    for name, head in (("text.png", b"words"), ("bomb.png", bomb(100_000))):
        (tmp_path / name).write_bytes(head + bytes(LARGEST_PICTURE))
        with pytest.raises(Invalid, match="Nothing was changed"):
            read(backend, read_picture, tmp_path / name)


@pytest.fixture
def person(backend: Backend) -> str:
    return str(write(backend, CreateContact({"given_name": "Marina", "family_name": "Kim"})))


@pytest.fixture
def avatar(person: str, qtbot: QtBot) -> Avatar:
    avatar = Avatar(48)
    qtbot.addWidget(avatar)
    avatar.show_name("Marina Kim", person)
    avatar.show()
    return avatar


@pytest.fixture
def photo(bridge: Bridge, avatar: Avatar, person: str, qtbot: QtBot) -> RecordPicture:
    photo = RecordPicture(bridge, avatar, photo_kind())
    photo.show_record(person)
    qtbot.waitUntil(lambda: photo._version == 1)
    return photo


def test_a_dropped_picture_is_shown_and_can_be_removed(
    photo: RecordPicture, avatar: Avatar, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "marina.png").write_bytes(picture())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "marina.png"))])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    left = Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, none)
    QApplication.sendEvent(avatar, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(avatar, QDropEvent(QPointF(5, 5), copy, data, left, none))
    qtbot.waitUntil(lambda: avatar.picture is not None)
    assert avatar.grab().toImage().pixelColor(24, 24).red() > 240
    menu = photo.make_menu()
    next(a for a in menu.actions() if a.objectName() == "remove").trigger()
    qtbot.waitUntil(lambda: avatar.picture is None)


def test_a_copied_picture_is_pasted(photo: RecordPicture, avatar: Avatar, qtbot: QtBot) -> None:
    image = QImage(30, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    QApplication.clipboard().setImage(image)
    avatar.setFocus()
    QTest.keyClick(avatar, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: avatar.picture is not None)
    assert there(avatar.picture).pixelColor(SIDE // 2, SIDE // 2).blue() > 240
    QApplication.clipboard().clear()


def test_a_photo_is_of_who_was_shown_when_it_was_chosen(
    photo: RecordPicture, backend: Backend, person: str, tmp_path: Path, qtbot: QtBot
) -> None:
    other = str(write(backend, CreateContact({"given_name": "Oleg"})))
    (tmp_path / "marina.png").write_bytes(picture())
    photo.take_file(tmp_path / "marina.png")
    photo.show_record(other)
    qtbot.waitUntil(lambda: there(read(backend, get_contact, person)).version == 2)
    assert there(read(backend, get_contact, person)).state["photo"] is not None
    assert there(read(backend, get_contact, other)).state["photo"] is None


def test_a_file_that_is_no_picture_is_told_and_changes_nothing(
    photo: RecordPicture, bridge: Bridge, avatar: Avatar, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "text.png").write_text("not a picture")
    with qtbot.waitSignal(bridge.failed) as told:
        photo.take_file(tmp_path / "text.png")
    failure = told.args[0]
    assert isinstance(failure, Failure)
    assert "no picture" in str(failure.error)
    assert avatar.picture is None


def test_a_colleagues_photo_appears_by_itself(
    photo: RecordPicture, backend: Backend, person: str, avatar: Avatar, qtbot: QtBot
) -> None:
    assert photo is not None
    write(backend, SetContactPhoto(person, 1, picture()))
    qtbot.waitUntil(lambda: avatar.picture is not None)


def test_the_preview_beside_a_list_shows_the_photo(
    bridge: Bridge, backend: Backend, person: str, qtbot: QtBot
) -> None:
    other = str(write(backend, CreateContact({"given_name": "Oleg"})))
    write(backend, SetContactPhoto(person, 1, picture()))
    pane = PreviewPane(bridge, {"contact": make_kind()})
    qtbot.addWidget(pane)
    pane.show()

    def shown() -> QImage | None:
        found = pane.widget().findChild(Avatar)
        return found.picture if found is not None else None

    pane.follow(RecordRef("contact", person))
    qtbot.waitUntil(lambda: shown() is not None)
    pane.follow(RecordRef("contact", other))
    qtbot.waitUntil(lambda: there(pane.shown).key == other)
    assert shown() is None
    pane.follow(RecordRef("contact", person))
    qtbot.waitUntil(lambda: shown() is not None)
    write(backend, SetContactPhoto(person, 2, None))
    qtbot.waitUntil(lambda: shown() is None)


def test_a_photo_lost_on_the_way_to_the_preview_comes_when_the_workspace_is_back(
    bridge: Bridge, backend: Backend, person: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(*_asked: object) -> None:
        raise Unavailable(msg("The workspace doesn’t answer."))

    write(backend, SetContactPhoto(person, 1, picture()))
    pane = PreviewPane(bridge, {"contact": make_kind()})
    qtbot.addWidget(pane)
    pane.show()
    with monkeypatch.context() as away:
        away.setattr("crm_desktop.gui.shell.card.picture.get_picture", lose)
        with qtbot.waitSignal(bridge.lost):
            pane.follow(RecordRef("contact", person))
    bridge.look()
    qtbot.waitUntil(lambda: there(pane.widget().findChild(Avatar)).picture is not None)


def test_a_company_has_a_logo_in_the_same_way(
    bridge: Bridge, backend: Backend, tmp_path: Path, qtbot: QtBot
) -> None:
    company = str(write(backend, CreateCompany({"name": "Vektor"})))
    avatar = Avatar(48)
    qtbot.addWidget(avatar)
    logo = RecordPicture(bridge, avatar, logo_kind())
    logo.show_record(company)
    qtbot.waitUntil(lambda: logo._version == 1)
    (tmp_path / "logo.png").write_bytes(picture())
    logo.take_file(tmp_path / "logo.png")
    qtbot.waitUntil(lambda: avatar.picture is not None)
    write(backend, UndoOperation())
    qtbot.waitUntil(lambda: avatar.picture is None)


def test_the_timeline_tells_of_a_photo_without_its_digest(backend: Backend, person: str) -> None:
    for version, data in enumerate((picture(), picture(20, 20), None), start=1):
        write(backend, SetContactPhoto(person, version, data))
    items = backend.ask(read_portion, TimelineQuery("contact", person), False).items
    entries = [entry_of(item, field_labels("contact")) for item in items if item.kind == "change"]
    told = [" ".join(piece.text for piece in entry.pieces) for entry in entries if entry]
    assert [line.partition(",")[0] for line in told] == ["Photo: empty", *2 * ["Photo: a picture"]]
