"""The pane of the reasons for which deals are lost: their order, names and what they ask.

The pane only tells what is wanted; the section writes it. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.features.pipelines.rows import LostReasonRow
from crm_desktop.gui.kit.buttons import small_button
from crm_desktop.gui.kit.form_field import FormField
from crm_desktop.gui.kit.own_keys import claim_keys
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.settings.pipelines_stage import SidePane
from crm_desktop.gui.pages.settings.section import sentence

_ID = Qt.ItemDataRole.UserRole
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: +1}
_DELETE_ON_CLOSE = Qt.WidgetAttribute.WA_DeleteOnClose


class ReasonsPane(SidePane):
    """``added`` gives the name of a new reason, ``edited`` an id and what shall change, ``moved``
    an id and its new place, ``put_away`` an id, ``brought_back`` an id."""

    added = Signal(str)
    edited = Signal(str, dict)
    moved = Signal(str, int)
    put_away = Signal(str)
    brought_back = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reasons: dict[str, LostReasonRow] = {}
        self._away: Sequence[LostReasonRow] = ()
        self.heading.setText(_("Lost reasons"))
        self.list = _List()
        self.name = FormField(_("Name of the reason"))
        self.detail = QCheckBox(_("Ask for a detail"))
        dress(self.detail, kind="switch")
        self.new = FormField(_("New reason"))
        self.add = small_button(_("Add reason"), self._add)
        self.away = small_button(_("No longer offer"), self._put_away)
        self.back = small_button(_("Offer again…"), self._open_back)
        column = self.column
        column.addWidget(sentence(_("Whoever marks a deal as lost chooses one of these.")))
        column.addWidget(self.list)
        column.addWidget(self.name)
        column.addWidget(self.detail)
        column.addWidget(sentence(_("Such as whom they chose.")))
        row = QHBoxLayout()
        row.addWidget(self.away)
        row.addStretch()
        column.addLayout(row)
        column.addSpacing(8)
        column.addWidget(self.new)
        last = QHBoxLayout()
        last.addWidget(self.add)
        last.addWidget(self.back)
        last.addStretch()
        column.addLayout(last)
        column.addStretch(1)
        self._connect()

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(self._show_current)
        self.list.moved.connect(self.moved)
        self.list.removed.connect(self._put_away)
        self.list.itemDoubleClicked.connect(lambda _item: self.edit_name())
        self.list.wanted.connect(self.edit_name)
        self.name.left.connect(self._save_name)
        self.detail.toggled.connect(self._save_detail)
        self.new.line.returnPressed.connect(self._add)

    def show_reasons(self, reasons: Sequence[LostReasonRow], away: Sequence[LostReasonRow]) -> None:
        """Show these reasons, and offer again those that were put away."""
        current = self.current
        self._reasons = {one.id: one for one in reasons}
        self._away = away
        with QSignalBlocker(self.list):
            self.list.show_reasons(reasons, current)
        self.back.setVisible(bool(away))
        self._show_current()

    @property
    def current(self) -> str:
        """The id of the chosen reason, or nothing."""
        item = self.list.currentItem()
        return str(item.data(_ID)) if item is not None else ""

    def _show_current(self) -> None:
        reason = self._reasons.get(self.current)
        for widget in (self.name, self.detail, self.away):
            widget.setEnabled(reason is not None)
        if reason is None:
            self.name.clear()
            return
        if not self.name.line.hasFocus():
            self.name.load(reason.name)
        with QSignalBlocker(self.detail):
            self.detail.setChecked(reason.asks_detail)

    def edit_name(self) -> None:
        """Put the caret into the name."""
        self.name.line.setFocus()
        self.name.line.selectAll()

    def show_mistake(self, words: str, *, is_new: bool) -> None:
        """Say what is wrong with a name."""
        (self.new if is_new else self.name).show_mistake(words)

    # What is wanted

    def _save_name(self) -> None:
        reason = self._reasons.get(self.current)
        if reason is not None and self.name.text != reason.name:
            self.edited.emit(reason.id, {"name": self.name.text})

    def _save_detail(self, is_on: bool) -> None:
        if self.current:
            self.edited.emit(self.current, {"asks_detail": is_on})

    def _put_away(self) -> None:
        if self.current:
            self.put_away.emit(self.current)

    def _add(self) -> None:
        if self.new.text:
            self.added.emit(self.new.text)
        else:
            self.new.line.setFocus()

    def _open_back(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(_DELETE_ON_CLOSE)
        for one in self._away:
            action = menu.addAction(one.name.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, key=one.id: self.brought_back.emit(key))
        menu.popup(self.back.mapToGlobal(self.back.rect().bottomLeft()))


class _List(QListWidget):
    """The names in order; dragging or Alt with an arrow moves one."""

    moved = Signal(str, int)
    removed = Signal()
    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._manager = ThemeManager.instance()
        self._keys: list[str] = []
        self.setAccessibleName(_("Lost reasons"))
        self.setAccessibleDescription(
            _("Enter edits a reason, Alt with an arrow moves it, Delete no longer offers it.")
        )
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        claim_keys(self, "Alt+Up", "Alt+Down", "Del")
        self.model().rowsMoved.connect(self._tell_drop)
        self._manager.changed.connect(self._fit)

    def show_reasons(self, reasons: Sequence[LostReasonRow], current: str) -> None:
        """Show these, the current one marked, or else the first."""
        self.clear()
        for one in reasons:
            item = QListWidgetItem(one.name, self)
            item.setData(_ID, one.id)
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
        self._keys = [one.id for one in reasons]
        self.setCurrentRow(self._keys.index(current) if current in self._keys else 0)
        self._fit()

    @property
    def keys(self) -> list[str]:
        """The ids as they stand."""
        return [str(self.item(row).data(_ID)) for row in range(self.count())]

    def _tell_drop(self) -> None:
        """The one whose place differs most was dragged; it alone is told."""
        now = self.keys
        moved = next((key for key in now if _without(now, key) == _without(self._keys, key)), "")
        if moved and now != self._keys:
            self._keys = now
            self.moved.emit(moved, now.index(moved))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Alt with an arrow moves, Enter and F2 edit, Delete puts away."""
        key = Qt.Key(event.key())
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and key in _STEPS:
            place = self.currentRow() + _STEPS[key]
            if 0 <= place < self.count() and self.currentRow() >= 0:
                self.moved.emit(str(self.currentItem().data(_ID)), place)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.wanted.emit()
        elif key == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        rows = self.count() * max(self.sizeHintForRow(0), 1)
        self.setFixedHeight(rows + 2 * self.frameWidth() + 2)


def _without(keys: Sequence[str], key: str) -> list[str]:
    return [one for one in keys if one != key]
