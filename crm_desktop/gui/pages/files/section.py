"""The files of a record: the section 'Files' of its card.

Files are dropped here or chosen, opened as copies that can't be written to, saved, renamed,
deleted, dragged out. What could run is never opened. Made by ``gui/cards.py``. GUI thread; reads
and writes go over the bridge.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QVBoxLayout, QWidget

from crm_desktop.backend.work import Outcome
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.files.commands import (
    Attached,
    AttachFiles,
    DeleteAttachments,
    RenameAttachment,
)
from crm_desktop.features.files.queries import find_files
from crm_desktop.features.files.records import FIELDS
from crm_desktop.features.files.rows import FileRow
from crm_desktop.features.files.rules import is_runnable
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.bridge.faults import was_wanted, words_for
from crm_desktop.gui.kit.buttons import DashedButton
from crm_desktop.gui.kit.file_drops import local_files
from crm_desktop.gui.kit.locking import lock, lock_action
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.files.copies import copy_for_looking, save_copy
from crm_desktop.gui.pages.files.progress import AttachProgress
from crm_desktop.gui.pages.files.row import FileLine
from crm_desktop.gui.pages.files.words import refused_to_open
from crm_desktop.gui.shell.card.part import CardPart, Section
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.row_dragging import drag_file, is_held
from crm_desktop.gui.shell.unread_part import UnreadPart

_SHOWN = 10
_BELOW = 6


def make_section() -> Section:
    """The section for the right column of a card."""
    return Section(
        "files",
        _("Files"),
        Files,
        add=lambda part: cast(Files, part).choose(),
        add_title=_("Attach files…"),
        adds=AttachFiles,
    )


class Files(CardPart):
    """The files of one record, the newest on top."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._record: RecordRef | None = None
        self._files: list[FileRow] = []
        self._most = _SHOWN
        self._saved: dict[str, Path] = {}
        self._is_target = False
        self._locked = ""
        self._is_left = False
        self.rows: list[FileLine] = []
        self.setAcceptDrops(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 4)
        self._column.setSpacing(0)
        self.none = DashedButton(_("Drop a file here"), self)
        self.none.setToolTip(_("Choose a file"))
        ThemeManager.instance().set_icon(self.none, "paperclip", IconRole.DEFAULT, size=14)
        self.none.clicked.connect(self.choose)
        self.none.hide()
        self.unread = UnreadPart(bridge, self)
        self.unread.retry.connect(self._read)
        self.progress = AttachProgress(self)
        self.mistake = plain_label("", type="hint")
        self.mistake.setWordWrap(True)
        self.mistake.setContentsMargins(0, 0, 0, _BELOW)
        self.mistake.hide()
        self.more = QPushButton(self)
        dress(self.more, kind="link")
        self.more.setAutoDefault(False)
        self.more.clicked.connect(self._show_more)
        self.more.hide()
        for part in (self.progress, self.mistake, self.unread, self.none, self.more):
            self._column.addWidget(part)
        bridge.changed.connect(self._note_changes)

    def lock(self, reason: str) -> None:
        """Files can be looked at and saved only."""
        self._locked = reason
        lock(self.none, reason)

    def show_record(self, record: RecordRef) -> None:
        """Be about this record."""
        self._is_left = False
        if record != self._record:
            self._record = record
            self._most = _SHOWN
            self._saved.clear()
            self.mistake.hide()
            self.unread.begin()
            self._show([])
            self.none.hide()
        self._read()

    def leave_record(self) -> None:
        """Changes are nothing to it until a record is shown again."""
        self._is_left = True

    # Reading

    def _read(self) -> None:
        assert self._record is not None
        self._bridge.query(
            find_files,
            *self._record,
            then=self._take,
            failed=self._fail_reading,
            owner=self,
            channel="files",
        )

    def _take(self, files: Sequence[FileRow]) -> None:
        self.unread.note_read()
        self._show(files)
        self.none.setVisible(not files)
        self.count_changed.emit(len(files))

    def _fail_reading(self, error: BaseException) -> None:
        if self.unread.note_failed(error):
            self.count_changed.emit(0)

    def _fail(self, error: BaseException) -> None:
        if not was_wanted(error):
            self._say(words_for(error))

    def _say(self, words: str) -> None:
        self.mistake.setText(words)
        self.mistake.setAccessibleName(words)
        self.mistake.show()

    def _show(self, files: Sequence[FileRow]) -> None:
        """Rows of files that stay are kept, so that focus and what is typed stay too."""
        self._files = list(files)
        known = {row.file.id: row for row in self.rows}
        focused = next((row.file.id for row in self.rows if row.hasFocus()), None)
        self.rows = []
        for number, file in enumerate(files[: self._most]):
            row = known.pop(file.id, None) or self._make_row(file)
            row.tell(file)
            self.rows.append(row)
            self._column.removeWidget(row)
            self._column.insertWidget(2 + number, row)
        for gone in known.values():
            gone.hide()
            gone.deleteLater()
        if focused in known:
            (self.rows[0] if self.rows else self.none).setFocus()
        left = len(files) - len(self.rows)
        self.more.setVisible(left > 0)
        shown = ngettext("{number} more", "{number} more", left)
        self.more.setText(shown.format(number=shown_number(left)))

    def _make_row(self, file: FileRow) -> FileLine:
        row = FileLine(file, self)
        row.open_wanted.connect(partial(self._open, row))
        row.menu_wanted.connect(partial(self._open_menu, row))
        row.is_locked = bool(self._locked)
        row.delete_wanted.connect(partial(self._delete, row))
        row.step_wanted.connect(partial(self._go, row))
        row.drag_wanted.connect(partial(self._drag, row))
        row.renamed.connect(partial(self._rename, row))
        return row

    def _show_more(self) -> None:
        self._most += 5 * _SHOWN
        self._show(self._files)

    def _note_changes(self, changes: Changes) -> None:
        is_seen = self._record is not None and not self._is_left
        if is_seen and changes.touch(("attachment",)):
            self._read()

    def _go(self, row: FileLine, by: int) -> None:
        place = self.rows.index(row) + by
        if 0 <= place < len(self.rows):
            self.rows[place].setFocus(Qt.FocusReason.TabFocusReason)

    # Attaching

    def choose(self) -> None:
        """Let the person choose files on the disk."""
        dialog = QFileDialog(self, _("Attach files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.attach([Path(name) for name in names]))
        dialog.open()

    def attach(self, paths: Sequence[Path]) -> None:
        """Hang copies of these files on the record."""
        if self._record is None or not paths:
            return
        self.mistake.hide()
        command = AttachFiles(tuple(paths), {FIELDS[self._record.entity]: (self._record.id,)})
        task = self._bridge.start(
            command, _("Attaching files"), then=self._attached, failed=self._fail, owner=self
        )
        self.progress.follow(task)

    def _attached(self, outcome: Outcome) -> None:
        result = outcome.result
        if isinstance(result, Attached) and result.refused:
            self._say("\n".join(refused.reason.text() for refused in result.refused))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Any file is welcome."""
        if self._record is not None and not self._locked and local_files(event.mimeData()):
            self._light(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802
        """Not here after all."""
        self._light(False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Attach what was dropped."""
        self._light(False)
        event.setDropAction(Qt.DropAction.CopyAction)  # nobody takes the original away
        event.accept()
        self.attach(local_files(event.mimeData()))

    def _light(self, is_target: bool) -> None:
        self._is_target = is_target
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Tinted while files hang over it."""
        if self._is_target:
            painter = QPainter(self)
            painter.fillRect(self.rect(), ThemeManager.instance().theme.colours.drop_target)
            painter.end()

    # Doing

    def _open(self, row: FileLine) -> None:
        if is_runnable(row.file.name, row.file.media_type):
            self._say(refused_to_open())
            return
        self.mistake.hide()
        self._bridge.query(
            copy_for_looking, row.file, then=self._look, failed=self._fail, owner=self
        )

    def _look(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._say(
                _("No program on this computer opens this file. Save it and choose one yourself.")
            )

    def _drag(self, row: FileLine) -> None:
        """The copy is made while the button is held; a program only leaves by 'Save as'."""
        if is_runnable(row.file.name, row.file.media_type):
            self._say(refused_to_open())
            return

        def drag(path: Path) -> None:
            if is_held():
                drag_file(path, row.file.name, row)

        self._bridge.query(
            copy_for_looking, row.file, then=drag, failed=self._fail, owner=row, channel="drag"
        )

    def save_as(self, file: FileRow) -> None:
        """Ask where to."""
        dialog = QFileDialog(self, _("Save the file as"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.selectFile(file.name)
        dialog.fileSelected.connect(lambda name: self.save_to(file, Path(name)))
        dialog.open()

    def save_to(self, file: FileRow, path: Path) -> None:
        """Save a copy there."""
        self.mistake.hide()

        def saved(path: Path) -> None:
            self._saved[file.id] = path

        self._bridge.query(save_copy, file.digest, path, then=saved, failed=self._fail, owner=self)

    def _show_in_folder(self, file: FileRow) -> None:
        folder = self._saved[file.id].parent
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _rename(self, row: FileLine, name: str) -> None:
        command = RenameAttachment(row.file.id, row.file.version, name)
        self._bridge.execute(command, failed=self._fail, owner=self)

    def _delete(self, row: FileLine) -> None:
        def tell(_outcome: Outcome) -> None:
            self.done.emit(_("The file is in the recycle bin now."))

        command = DeleteAttachments((row.file.id,))
        self._bridge.execute(command, then=tell, failed=self._fail, owner=self)

    def _open_menu(self, row: FileLine, place: QPoint) -> None:
        menu = self.make_menu(row)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def make_menu(self, row: FileLine) -> QMenu:
        """What can be done with a file (interaction.md, section 11)."""
        menu, file = QMenu(self), row.file
        entries = [
            ("open", _("Open"), "arrow-square-out", partial(self._open, row)),
            (
                "show",
                _("Show in the folder"),
                "folder-simple",
                partial(self._show_in_folder, file),
            ),
            ("save", _("Save as…"), "download-simple", partial(self.save_as, file)),
            ("rename", _("Rename"), "pencil-simple", row.rename),
            ("delete", _("Delete"), "trash-simple", partial(self._delete, row)),
        ]
        hidden = set()
        if file.id not in self._saved:
            hidden.add("show")
        if is_runnable(file.name, file.media_type):
            hidden.add("open")
        for name, words, icon, do in entries:
            if name in hidden:
                continue
            if name == "delete":
                menu.addSeparator()
            action = menu.addAction(words)
            action.setObjectName(name)
            role = IconRole.MENU_DANGER if name == "delete" else IconRole.MENU
            ThemeManager.instance().set_icon(action, icon, role)
            action.triggered.connect(lambda _checked=False, do=do: do())
            lock_action(action, self._locked if name in ("rename", "delete") else "")
        return menu
