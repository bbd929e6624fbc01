"""The picture of a record on its card, a photo or a logo: shown, chosen, dropped, pasted, taken
away.

Reads and decodes on reader threads; everything else on the GUI thread. Whoever shows the card
tells whose it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, cast

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEvent,
    QFile,
    QIODevice,
    QMimeData,
    QObject,
    QPoint,
    Qt,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QImageWriter,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from crm_desktop.backend.work import Reader
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _, msg
from crm_desktop.features.common.pictures import LARGEST_PICTURE, get_picture, picture_type
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.kit.avatar import Avatar, decode_picture, reduce_picture
from crm_desktop.gui.kit.locking import lock_action
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.store.loading import Loaded

_PATTERNS = "*.png *.jpg *.jpeg *.webp"
_OPENING_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class PictureWords:
    """What the picture is called, and what can be done with it."""

    name: str
    choosing: str
    choose: str
    paste: str
    remove: str


@dataclass(frozen=True)
class PictureKind:
    """The picture of records of ``entity``: in which ``field`` its digest stands, how a record is
    got, and the command made of id, version and picture."""

    entity: str
    field: str
    get: Callable[[Reader, str], Loaded | None]
    command: Callable[[str, int, bytes | None], Any]
    words: PictureWords


class _Shown(NamedTuple):
    """What was read: the version of the record, and the picture if there is one to show."""

    version: int
    picture: QImage | None


class RecordPicture(QObject):
    """Attends to one avatar."""

    def __init__(self, bridge: Bridge, avatar: Avatar, kind: PictureKind) -> None:
        super().__init__(avatar)
        self._bridge = bridge
        self._kind = kind
        self._avatar = avatar
        self._record_id: str | None = None
        self._version = 0
        self._locked = bridge.locked(type(kind.command("", 0, None)))
        avatar.setAcceptDrops(not self._locked)
        avatar.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        avatar.setCursor(Qt.CursorShape.PointingHandCursor)
        avatar.setToolTip(kind.words.name)
        avatar.setAccessibleDescription(kind.words.name)
        avatar.installEventFilter(self)
        bridge.changed.connect(self._note_changes)

    def show_record(self, record_id: str) -> None:
        """Be about this record."""
        if record_id != self._record_id:
            self._record_id = record_id
            self._avatar.show_picture(None)
            self._read()

    def _read(self) -> None:
        read = partial(read_shown, kind=self._kind)
        self._bridge.query(read, self._record_id, then=self._take, owner=self, channel="picture")

    def _take(self, shown: _Shown | None) -> None:
        if shown is not None:
            self._version = shown.version
            self._avatar.show_picture(shown.picture)

    def _note_changes(self, changes: Changes) -> None:
        if self._record_id is not None and changes.concern(self._kind.entity, self._record_id):
            self._read()

    # Changing

    def choose(self) -> None:
        """Let the person choose a picture on the disk."""
        dialog = QFileDialog(self._avatar, self._kind.words.choosing)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_("Pictures ({patterns})").format(patterns=_PATTERNS))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.take_file(Path(name)))
        dialog.open()

    def take_file(self, path: Path) -> None:
        """Take the picture in the file, for the record shown now: the disk may be slow, and
        another one be shown when it has been read."""
        take = partial(self._set, self._record_id, self._version)
        self._bridge.query(
            read_picture, path, then=take, failed=self._bridge.tell_failed, owner=self
        )

    def paste(self) -> None:
        """Take the picture, or the file, that was copied."""
        copied = _copied()
        urls = [url for url in copied.urls() if url.isLocalFile()]
        if urls:
            self.take_file(Path(urls[0].toLocalFile()))
        elif copied.hasImage():
            take = partial(self._set, self._record_id, self._version)
            image = QApplication.clipboard().image()
            self._bridge.query(pack_picture, image, then=take, owner=self)

    def remove(self) -> None:
        """Show the initials again."""
        self._set(self._record_id, self._version, None)

    def _set(self, record_id: str | None, version: int, picture: bytes | None) -> None:
        if record_id is not None:
            self._bridge.execute(self._kind.command(record_id, version, picture), owner=self)

    def make_menu(self) -> QMenu:
        """What can be done with the picture."""
        menu, icons = QMenu(self._avatar), ThemeManager.instance()
        words = self._kind.words
        choose = menu.addAction(words.choose, self.choose)
        choose.setObjectName("choose")
        icons.set_icon(choose, "image", IconRole.MENU)
        paste = menu.addAction(words.paste, self.paste)
        paste.setObjectName("paste")
        paste.setShortcut(QKeySequence.StandardKey.Paste)
        copied = _copied()
        paste.setEnabled(copied.hasImage() or copied.hasUrls())
        if self._avatar.picture is not None:
            remove = menu.addAction(words.remove, self.remove)
            remove.setObjectName("remove")
            icons.set_icon(remove, "trash-simple", IconRole.MENU_DANGER)
        for action in menu.actions():
            lock_action(action, self._locked)
        return menu

    def _open_menu(self, place: QPoint) -> None:
        menu = self.make_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """A press, Enter and the menu key open the menu, Ctrl+V pastes, files can be dropped."""
        if watched is not self._avatar or self._record_id is None:
            return False
        if isinstance(event, QDropEvent):  # drags that come in are such too
            return self._drop(event)
        if isinstance(event, QContextMenuEvent):
            self._open_menu(event.globalPos())
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press_key(event)
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            if event.button() == Qt.MouseButton.LeftButton:
                self._open_menu(event.globalPosition().toPoint())
            return True
        return False

    def _press_key(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Paste):
            if not self._locked:
                self.paste()
        elif event.key() in _OPENING_KEYS:
            self._open_menu(self._avatar.mapToGlobal(self._avatar.rect().bottomLeft()))
        else:
            return False
        return True

    def _drop(self, event: QDropEvent) -> bool:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if len(files) != 1:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop and not isinstance(event, QDragEnterEvent):
            self.take_file(Path(files[0]))
        return True


def _copied() -> QMimeData:
    """What was copied; some systems answer with nothing at all."""
    return cast("QMimeData | None", QApplication.clipboard().mimeData()) or QMimeData()


def read_shown(reader: Reader, record_id: str, kind: PictureKind) -> _Shown | None:
    """The picture of a record, made ready to be shown."""
    loaded = kind.get(reader, record_id)
    if loaded is None:
        return None
    digest = loaded.state[kind.field]
    return _Shown(loaded.version, read_kept(reader, digest) if digest else None)


def read_kept(reader: Reader, digest: str) -> QImage | None:
    """The picture with this digest, made ready to be shown; a damaged one is as none."""
    kept = get_picture(reader, digest)
    try:
        return decode_picture(kept.data) if kept is not None else None
    except Invalid:
        return None


def pack_picture(_reader: Reader, image: QImage) -> bytes:
    """A copied picture as a PNG file, made smaller where it would be too large; on a reader's
    thread because a whole screen takes long."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    if buffer.size() > LARGEST_PICTURE:
        buffer.close()
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        return reduce_picture(buffer)
    return bytes(buffer.data().data())


def read_picture(_reader: Reader, path: Path) -> bytes:
    """The bytes of a picture on the disk, made smaller where it is too large, once it is sure that
    it can be shown; else ``Invalid``. On a reader's thread because disks may be slow."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_PICTURE + 1)
    except OSError as error:
        raise Invalid(
            msg(
                "The picture can’t be read: {reason}. Nothing was changed; choose another one.",
                reason=error.strerror or type(error).__name__,
            ),
            "photo",
        ) from error
    if len(data) > LARGEST_PICTURE:
        whole = QFile(str(path))
        whole.open(QIODevice.OpenModeFlag.ReadOnly)
        data = reduce_picture(whole)
    picture_type(data)
    decode_picture(data)
    return data
