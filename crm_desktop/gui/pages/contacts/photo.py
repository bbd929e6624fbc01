"""The photo of a person on their card: shown, chosen, dropped, pasted, taken away.

Reads and decodes on reader threads; everything else on the GUI thread. ``attend`` gives an avatar
its behaviour; whoever shows the card tells whose it is.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, cast

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QMimeData, QObject, QPoint, Qt
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
from crm_desktop.features.contacts.commands import SetContactPhoto
from crm_desktop.features.contacts.queries import get_contact, get_photo
from crm_desktop.features.contacts.rules import LARGEST_PICTURE, picture_type
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.kit.avatar import Avatar, decode_picture
from crm_desktop.gui.kit.locking import lock_action
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager

_ENTITY = "contact"
_PATTERNS = "*.png *.jpg *.jpeg *.webp"
_OPENING_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Photo(NamedTuple):
    """What was read: the version of the person, and the picture if there is one to show."""

    version: int
    picture: QImage | None


class ContactPhoto(QObject):
    """Attends to one avatar."""

    def __init__(self, bridge: Bridge, avatar: Avatar) -> None:
        super().__init__(avatar)
        self._bridge = bridge
        self._avatar = avatar
        self._contact: str | None = None
        self._version = 0
        self._locked = bridge.locked(SetContactPhoto)
        avatar.setAcceptDrops(not self._locked)
        avatar.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        avatar.setCursor(Qt.CursorShape.PointingHandCursor)
        avatar.setToolTip(_("Photo"))
        avatar.setAccessibleDescription(_("Photo"))
        avatar.installEventFilter(self)
        bridge.changed.connect(self._note_changes)

    def show_contact(self, contact_id: str) -> None:
        """Be about this person."""
        if contact_id != self._contact:
            self._contact = contact_id
            self._avatar.show_picture(None)
            self._read()

    def _read(self) -> None:
        self._bridge.query(read_photo, self._contact, then=self._take, owner=self, channel="photo")

    def _take(self, photo: _Photo | None) -> None:
        if photo is not None:
            self._version = photo.version
            self._avatar.show_picture(photo.picture)

    def _note_changes(self, changes: Changes) -> None:
        if self._contact is not None and changes.concern(_ENTITY, self._contact):
            self._read()

    # Changing

    def choose(self) -> None:
        """Let the person choose a picture on the disk."""
        dialog = QFileDialog(self._avatar, _("Choose a photo"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(
            _("Pictures ({patterns})").format(patterns="*.png *.jpg *.jpeg *.webp")
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.take_file(Path(name)))
        dialog.open()

    def take_file(self, path: Path) -> None:
        """Take the picture in the file."""
        self._bridge.query(
            read_picture, path, then=self._set, failed=self._bridge.tell_failed, owner=self
        )

    def paste(self) -> None:
        """Take the picture, or the file, that was copied."""
        copied = _copied()
        urls = [url for url in copied.urls() if url.isLocalFile()]
        if urls:
            self.take_file(Path(urls[0].toLocalFile()))
        elif copied.hasImage():
            buffer = QBuffer()
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            QImageWriter(buffer, QByteArray(b"png")).write(QApplication.clipboard().image())
            self._set(bytes(buffer.data().data()))

    def remove(self) -> None:
        """Show the initials again."""
        self._set(None)

    def _set(self, picture: bytes | None) -> None:
        if self._contact is not None:
            command = SetContactPhoto(self._contact, self._version, picture)
            self._bridge.execute(command, owner=self)

    def make_menu(self) -> QMenu:
        """What can be done with the photo."""
        menu, icons = QMenu(self._avatar), ThemeManager.instance()
        choose = menu.addAction(_("Choose a photo…"), self.choose)
        choose.setObjectName("choose")
        icons.set_icon(choose, "image", IconRole.MENU)
        paste = menu.addAction(_("Paste a photo"), self.paste)
        paste.setObjectName("paste")
        paste.setShortcut(QKeySequence.StandardKey.Paste)
        copied = _copied()
        paste.setEnabled(copied.hasImage() or copied.hasUrls())
        if self._avatar.picture is not None:
            remove = menu.addAction(_("Remove the photo"), self.remove)
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
        if watched is not self._avatar or self._contact is None:
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


def read_photo(reader: Reader, contact_id: str) -> _Photo | None:
    """The photo of a person, made ready to be shown; a damaged one is as none."""
    loaded = get_contact(reader, contact_id)
    if loaded is None:
        return None
    digest = loaded.state["photo"]
    kept = get_photo(reader, digest) if digest else None
    if kept is None:
        return _Photo(loaded.version, None)
    try:
        return _Photo(loaded.version, decode_picture(kept.data))
    except Invalid:
        return _Photo(loaded.version, None)


def read_picture(_reader: Reader, path: Path) -> bytes:
    """The bytes of a picture on the disk, once it is sure that it can be shown; else ``Invalid``.
    On a reader's thread because disks may be slow."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_PICTURE + 1)
    except OSError as error:
        raise Invalid(
            msg(
                "The picture can't be read: {reason}. Nothing was changed; choose another one.",
                reason=error.strerror or type(error).__name__,
            ),
            "photo",
        ) from error
    picture_type(data)
    decode_picture(data)
    return data
