"""Edits the cells of a list in place: opens the field's editor over the cell, and goes on by keys.

What is entered is saved by ``CellSaving``. The record is read when its first cell is opened, so the
editor shows what is stored, not what the list has room for. GUI thread only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QToolTip, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.card_fields.field import CardField
from crm_desktop.gui.kit.cell_editor import CellEditor, Going, Kept
from crm_desktop.gui.kit.row_drawing import TICK_WIDTH
from crm_desktop.gui.kit.speaking import announce
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.shell.card.part import IN_BIN
from crm_desktop.gui.shell.cells.drawing import drawn_as_entered
from crm_desktop.gui.shell.cells.kind import CellsKind
from crm_desktop.gui.shell.cells.saving import CellSaving

if TYPE_CHECKING:
    from crm_desktop.core.errors import Invalid
    from crm_desktop.features.common.similar import Similar
    from crm_desktop.gui.kit.row_source import Column
    from crm_desktop.gui.shell.card_fields.kind import FieldsRecord
    from crm_desktop.gui.shell.card_fields.saving import FieldSave
    from crm_desktop.gui.shell.list_page import ListPage

_BIN = "bin"
_TOLD_MS = 5_000
_Place = QModelIndex | QPersistentModelIndex


@dataclass
class _Asked:
    """A cell that shall be edited as soon as its record is read; ``step``: where to go on where
    it can't be, ``typed`` what was typed meanwhile."""

    cell: QPersistentModelIndex
    record_id: str
    step: int
    typed: str = ""


class CellEditing(QObject):
    """``began`` and ``ended``: rows stay where they are in between."""

    began = Signal()
    ended = Signal()

    def __init__(self, bridge: Bridge, page: ListPage, kind: CellsKind) -> None:
        super().__init__(page)
        self._bridge, self._page, self._kind = bridge, page, kind
        self._view = page.list
        self._table = page.list.table
        self._locked = bridge.locked(type(kind.fields.command("", 0, {})))
        self._record: FieldsRecord | None = None
        self._cell = QPersistentModelIndex()
        self._asked: _Asked | None = None
        self._anchor: QWidget | None = None
        self._edited: int | None = None  # the key of the row that was saved last
        self._is_with_edited = False
        self.editor: CellEditor | None = None
        self.saving = CellSaving(bridge, kind, self._table)
        self.saving.known.connect(self._note_newer)
        self.saving.refused.connect(self._open_again)
        self.saving.taken_back.connect(self._take_off)
        self.saving.settled.connect(self._forget_entered)
        self.saving.similar.found.connect(self._tell_similar)
        self._table.installEventFilter(self)
        self._view.model.order_about_to_change.connect(self._note_current)
        self._view.model.order_changed.connect(self._stay_with_edited)
        for moved in (
            self._table.verticalScrollBar().valueChanged,
            self._table.horizontalScrollBar().valueChanged,
            self._table.header.geometriesChanged,
            self._table.header.sectionResized,
            self._view.model.order_changed,
            self._view.model.columnsRemoved,
        ):
            moved.connect(self._follow)

    @property
    def is_under_way(self) -> bool:
        """Whether a cell is being edited, or will be at once."""
        return self.editor is not None or self._asked is not None

    # Beginning

    def begin(self, cell: _Place, *, step: int = 0) -> None:
        """Edit this cell; where it can't be the next one in the direction of ``step``, or it is
        said why."""
        is_here = self.editor is not None and self._cell == cell
        if self.editor is not None and (is_here or not self.editor.keep()):
            self.editor.editor.take_focus()
            return
        self._forget_asked()
        row = self._view.model.record_at(cell.row())
        if row is None or not cell.isValid():
            return
        self._table.setCurrentIndex(self._view.model.index(cell.row(), cell.column()))
        self._table.scrollTo(self._table.currentIndex())
        column = self._table.columns[cell.column()].name
        if self._page.asked.shelf == _BIN:
            self._tell(IN_BIN.text())
            return
        if not self._kind.can_be_typed(column) or self._locked:
            self._do_otherwise(column)
            return
        asked = _Asked(QPersistentModelIndex(self._table.currentIndex()), row.id, step)
        if self._record is not None and self._record.id == row.id:
            self._open(asked, self._record)
            return
        self._asked = asked
        self.began.emit()
        self._bridge.query(
            self.saving.read,
            row.id,
            then=partial(self._take, asked),
            failed=partial(self._fail, asked),
            owner=self,
            channel="cell",
        )

    def _do_otherwise(self, column: str) -> None:
        """Ask as the row's menu would, or say why nothing can be done."""
        deed = self._kind.deeds.get(column)
        row = self._view.model.record_at(self._table.currentIndex().row())
        rids = [] if row is None else [row.rid]
        offered = self._page.bulk.offered(lambda: rids, are_ticked=False) if deed else ()
        action = next((one for one in offered if one.name == deed), None)
        if action is None or action.locked:
            reason = (action.locked if action else "") or self._kind.reasons.get(column, "")
            self._tell(reason or self._locked or _("This can’t be changed here."))
        elif action.fill is not None:
            menu = QMenu(self._table)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            action.fill(menu)
            menu.popup(self._below())
        else:
            action.run(self._anchor_here())

    def _take(self, asked: _Asked, record: FieldsRecord | None) -> None:
        if asked is not self._asked:
            return
        self._asked = None
        if record is None or not asked.cell.isValid() or not self._table.isVisible():
            self._end()
            return
        self._record = record
        self._open(asked, record)

    def _fail(self, asked: _Asked, error: BaseException) -> None:
        if asked is self._asked:
            self._forget_asked()
        self._bridge.tell_failed_reading(error)

    def _open(self, asked: _Asked, record: FieldsRecord) -> None:
        fields = self.saving.fields_of(record)
        column = self._table.columns[asked.cell.column()]
        field = self._kind.field_of(column.name, fields, record)
        if field is None or field.make is None:
            if asked.step:
                self._go(asked.cell, asked.step)
            else:
                self._tell(_reason(field))
                self._end()
            return
        value = self.saving.value_of(record, field.name)
        self._show(asked, CellEditor(field, value, column.title, self._table.viewport()))
        for letter in asked.typed:
            _type(letter)

    def _show(self, asked: _Asked, editor: CellEditor) -> None:
        self.editor, self._cell = editor, asked.cell
        self.began.emit()
        column = self._table.columns[asked.cell.column()]
        editor.kept.connect(partial(self._keep, asked.cell, column, editor.field.name))
        editor.ended.connect(self._go_on)
        if column.right:
            editor.stand_right()
        editor.place(self._room_of(asked.cell))
        editor.begin()

    def _room_of(self, cell: QPersistentModelIndex) -> QRect:
        """Where the words of the cell stand: behind the tick and the initials."""
        rect, section = self._table.visualRect(_index(cell)), cell.column()
        if section == 0:
            behind = TICK_WIDTH if self._table.has_ticks else 0
            rect.setLeft(rect.left() + behind + self._table.columns[section].spare)
        return rect

    # The end

    def _keep(self, cell: QPersistentModelIndex, column: Column, name: str, kept: Kept) -> None:
        """Save it, though the row, or its column, may have left the list meanwhile."""
        if self._record is None:
            return
        self.saving.save(self._record, column.name, name, kept)
        if not cell.isValid():
            return
        row = self._view.model.record_at(cell.row())
        self._edited = self._table.key_of(cell.row())
        drawn = drawn_as_entered(column, row, kept.words)
        if row is not None and drawn is not None:
            self._table.awaited[row.rid, cell.column()] = drawn
            self._table.viewport().update()

    def _go_on(self, going: Going) -> None:
        cell, self.editor, self._cell = self._cell, None, QPersistentModelIndex()
        if going in (Going.NEXT, Going.BACK) and cell.isValid():
            self._go(cell, going.value)
        else:
            self._end()

    def _end(self) -> None:
        """The next cell is read anew: others may change the record meanwhile."""
        self._record = None
        self._table.is_cell_chosen = True
        self.ended.emit()

    def _go(self, cell: _Place, step: int) -> None:
        """To the next cell that can be typed into, in the next line after the last."""
        header, line = self._table.header, cell.row()
        place = header.visualIndex(cell.column()) + step
        while 0 <= line < self._view.model.rowCount():
            while 0 <= place < header.count():
                section = header.logicalIndex(place)
                is_shown = not header.isSectionHidden(section)
                if is_shown and self._kind.can_be_typed(self._table.columns[section].name):
                    self.begin(self._view.model.index(line, section), step=step)
                    if not self.is_under_way:
                        self._end()
                    return
                place += step
            line += step
            while self._view.model.is_heading(line):
                line += step
            place = 0 if step > 0 else header.count() - 1
        self._end()

    def _forget_asked(self) -> None:
        """The person wants something else than the cell that is being read."""
        if self._asked is not None:
            self._asked = None
            self._end()

    def give_up(self) -> None:
        """The list is not to be seen any more: keep what is right."""
        self._forget_asked()
        if self.editor is not None and not self.editor.keep(Going.AWAY):
            self.editor.restore()

    def unsaved(self) -> str:
        """What is wrong in the open cell, in words; what is right is saved by asking."""
        editor = self.editor
        if editor is None or editor.keep(Going.AWAY):
            return ""
        words = _("{field} isn’t saved: {reason}")
        return words.format(field=editor.field.label, reason=editor.mistake)

    # What happens meanwhile

    def _note_newer(self, record: FieldsRecord) -> None:
        """What was saved is known with its version."""
        if self._record is not None and self._record.id == record.id:
            self._record = record

    def _tell_similar(self, words: str, one: Similar) -> None:
        show = Button(_("Show in the list"), partial(self._page.begin_with, one.id))
        self._page.told.emit(words, show)

    def _forget_entered(self) -> None:
        """All is saved or given up, and read back, should it differ from what stood there."""
        self._table.awaited.clear()
        self._table.viewport().update()

    def _take_off(self, record_id: str, name: str) -> None:
        """What was entered there is refused; in other cells it stands until it is read back."""
        line, sections = self._view.model.line_of(record_id), self._sections_of(name)
        if line is not None and sections:
            self._table.awaited.pop((self._table.key_of(line) or 0, sections[0]), None)
        self._table.viewport().update()

    def _sections_of(self, name: str) -> list[int]:
        return [n for n, one in enumerate(self._table.columns) if one.name == name]

    def _open_again(self, save: FieldSave, record: FieldsRecord, name: str, error: Invalid) -> None:
        """What was entered is no value of the field: have it in the cell again. Where that can't
        be, the card offers it."""
        line, sections = self._view.model.line_of(record.id), self._sections_of(name)
        if self.is_under_way or line is None or not sections or not self._table.isVisible():
            self._bridge.tell_failed(error)
            return
        self._record = record
        cell = self._view.model.index(line, sections[0])
        self._table.setCurrentIndex(cell)
        self._open(_Asked(QPersistentModelIndex(cell), record.id, 0), record)
        if self.editor is not None:
            self.editor.refuse(save.draft, words_for(error))
            self.saving.forget(save)

    def _note_current(self) -> None:
        current = self._table.key_of(self._table.currentIndex().row())
        self._is_with_edited = current is not None and current == self._edited

    def _stay_with_edited(self) -> None:
        """What was entered has given the row another place: it stays the current one."""
        order, key = self._view.model.order, self._edited
        is_here = self._table.key_of(self._table.currentIndex().row()) == key
        if key is not None and self._is_with_edited and not is_here and key in order:
            self._table.choose(order.index(key))

    def _follow(self) -> None:
        if self.editor is None:
            return
        if self._cell.isValid():
            self.editor.place(self._room_of(self._cell))
        elif not self.editor.keep(Going.AWAY):
            self.editor.restore()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """What is typed while the record is being read goes into the cell."""
        if event.type() == QEvent.Type.Resize:
            self._follow()
        asked = self._asked
        if asked is None or event.type() not in (
            QEvent.Type.KeyPress,
            QEvent.Type.MouseButtonPress,
        ):
            return False
        if isinstance(event, QKeyEvent) and event.text().isprintable() and event.text():
            asked.typed += event.text()
            return True
        if isinstance(event, QKeyEvent) and event.key() in _MODIFIERS:
            return False
        self._forget_asked()
        return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape

    # Words

    def _tell(self, words: str) -> None:
        QToolTip.showText(self._below(), words, self._table, self._table.rect(), _TOLD_MS)
        announce(self._table, words)

    def _below(self) -> QPoint:
        rect = self._table.visualRect(self._table.currentIndex())
        return self._table.viewport().mapToGlobal(rect.bottomLeft())

    def _anchor_here(self) -> QWidget:
        """Something over the cell, for what asks beside a widget."""
        if self._anchor is None:
            self._anchor = QWidget(self._table.viewport())
        self._anchor.setGeometry(self._table.visualRect(self._table.currentIndex()))
        return self._anchor


_MODIFIERS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
)


def _reason(field: CardField | None) -> str:
    if field is None:
        return _("This can’t be changed here.")
    return field.locked or _("This value is worked out; nobody types it.")


def _index(cell: QPersistentModelIndex) -> QModelIndex:
    return cell.model().index(cell.row(), cell.column())


def _type(letter: str) -> None:
    focused = QApplication.focusWidget()
    if focused is not None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(focused, event)
