"""What a person pinned, in the sidebar: views and records, in the order that the person gives.

Reads over the bridge and follows changes, also those made in another window. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.features.views.commands import MoveFavourite, Pin, Unpin
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.kit.locking import lock_action
from crm_desktop.gui.kit.paint.marks import paint_icon
from crm_desktop.gui.kit.paint.words import paint_text
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.theme.theme import colours_apart
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.row_dragging import dropped_rows, workspace_of

if TYPE_CHECKING:
    from crm_desktop.features.views.rows import FavouriteRow
    from crm_desktop.gui.shell.row_drops import RowDrops

_ROW = int(Qt.ItemDataRole.UserRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_COLOUR = int(Qt.ItemDataRole.UserRole) + 1
_SQUARE, _SQUARE_RADIUS = 8, 2
_AIM = 1.5
_ICON = 16
_LEFT, _MARK, _GAP = 8, 18, 10
_ICONS = {"contact": "user", "company": "buildings"}
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: +1}
_UNPINNING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Favourites(QWidget):
    """The heading and the pinned things. ``wanted`` gives the ``FavouriteRow`` to open."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge: Bridge | None = None
        self._rows: list[FavouriteRow] = []
        self._locked = ""
        self.drops: RowDrops | None = None
        """What rows do on the records that are pinned; given by the window."""
        self._is_folded = False
        self.setAccessibleName(_("Favourites"))
        self._heading = QLabel(_("Favourites"), self)
        dress(self._heading, type="section")
        self._heading.setContentsMargins(8, 14, 8, 4)
        self.hint = QLabel(_("Pin a view to keep it close"), self)
        self.hint.setWordWrap(True)
        self.hint.setContentsMargins(8, 0, 8, 0)
        dress(self.hint, type="hint")
        self.list = _List(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 8, 0)
        column.setSpacing(0)
        for widget in (self._heading, self.hint, self.list):
            column.addWidget(widget)
        self.setFocusProxy(self.list)
        self.list.opened.connect(self._open)
        self.list.moved.connect(self._move)
        self.list.unpinned.connect(self._unpin)
        self.list.menu_wanted.connect(self._open_menu)
        ThemeManager.instance().changed.connect(self._show)
        self.setAcceptDrops(True)
        self.hide()

    # Rows of lists are pinned by dropping them here

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Rows of a list may be dropped."""
        if self._rows_of(event) is not None:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        """Anywhere in the group; a record that takes them lights up."""
        self._aim(self._pinned_at(event))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Pin them; of more than there is room for, the first ones."""
        from crm_desktop.features.common.listing import ids_of  # not in the first look
        from crm_desktop.features.views.rows import MOST_FAVOURITES

        rows, bridge = self._rows_of(event), self._bridge
        if rows is None or bridge is None:
            return
        pinned = self._pinned_at(event)
        if pinned is not None and self.drops is not None:
            self._aim(None)
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.drops.drop(event.mimeData(), RecordRef(pinned.entity, pinned.target_id))
            return
        entity, rids = rows
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        known = {row.target_id for row in self._rows}

        def pin(ids: Sequence[str]) -> None:
            for record_id in ids:
                if record_id not in known:
                    bridge.execute(Pin(entity, record_id), owner=self)

        room = rids[: max(1, MOST_FAVOURITES - len(self._rows))]
        bridge.query(ids_of, entity, room, then=pin, owner=self)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802
        """Nothing is aimed at any more."""
        self._aim(None)

    def _rows_of(self, event: QDropEvent) -> tuple[str, list[int]] | None:
        bridge = self._bridge
        return None if bridge is None else dropped_rows(event.mimeData(), workspace_of(bridge))

    def _pinned_at(self, event: QDropEvent) -> FavouriteRow | None:
        """The pinned record below the pointer that would take the rows, if one would."""
        place = self.list.viewport().mapFrom(self, event.position().toPoint())
        item = self.list.itemAt(place)
        row = self._rows[self.list.row(item)] if item is not None else None
        if row is None or self.drops is None:
            return None
        return row if self.drops.words_of(event.mimeData(), row.entity, row.name) else None

    def _aim(self, row: FavouriteRow | None) -> None:
        self.list.aim_at(-1 if row is None else self._rows.index(row))

    def begin(self, bridge: Bridge) -> None:
        """Read what is pinned, and keep to it."""
        self._bridge = bridge
        self._locked = bridge.locked(Unpin)
        self.setAcceptDrops(not self._locked)
        self.list.setDragEnabled(not self._locked)
        bridge.changed.connect(self._note_changes)
        self.setVisible(not self._is_folded)
        self.load()

    def load(self) -> None:
        """Read what is pinned."""
        from crm_desktop.features.views.queries import find_favourites  # not in the first look

        if self._bridge is not None:
            self._bridge.query(find_favourites, then=self._take, owner=self, channel="favourites")

    def _note_changes(self, changes: Changes) -> None:
        kinds = {"favourite", "view", *(row.entity for row in self._rows)}
        if changes.touch(kinds):
            self.load()

    def _take(self, rows: Sequence[FavouriteRow]) -> None:
        self._rows = list(rows)
        self._show()

    def fold(self, is_folded: bool) -> None:
        """Icons alone have no room for names."""
        self._is_folded = is_folded
        self.setVisible(not is_folded and self._bridge is not None)

    @property
    def rows(self) -> tuple[FavouriteRow, ...]:
        """What is pinned, from above."""
        return tuple(self._rows)

    def _show(self) -> None:
        place, item = max(self.list.currentRow(), 0), self.list.currentItem()
        current = item.data(_ROW) if item is not None else None
        self.list.show_rows(self._rows)
        known = [(row.entity, row.target_id) for row in self._rows]
        place = known.index(current) if current in known else min(place, len(known) - 1)
        self.list.setCurrentRow(place)
        self.list.setVisible(bool(self._rows))
        self.hint.setVisible(not self._rows)

    def _open(self, place: int) -> None:
        if 0 <= place < len(self._rows):
            self.wanted.emit(self._rows[place])

    def _move(self, came_from: int, went_to: int) -> None:
        if self._locked:
            return
        row = self._rows.pop(came_from)
        self._rows.insert(went_to, row)
        self._show()
        self.list.setCurrentRow(went_to)
        if self._bridge is not None:
            self._bridge.execute(MoveFavourite(row.id, went_to), owner=self)

    def _unpin(self, place: int) -> None:
        if self._bridge is not None and not self._locked and 0 <= place < len(self._rows):
            self._bridge.execute(Unpin(self._rows[place].id), owner=self)

    def _open_menu(self, place: int, where: QPoint) -> None:
        if not 0 <= place < len(self._rows):
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        manager = ThemeManager.instance()
        entries = (
            (_("&Open"), "arrow-square-out", lambda: self._open(place), True),
            (_("Move &up"), "caret-up", lambda: self._move(place, place - 1), place > 0),
            (
                _("Move &down"),
                "caret-down",
                lambda: self._move(place, place + 1),
                place < len(self._rows) - 1,
            ),
            (_("U&npin"), "push-pin-simple-fill", lambda: self._unpin(place), True),
        )
        for number, (words, icon, press, can) in enumerate(entries):
            action = menu.addAction(words)
            manager.set_icon(action, icon, IconRole.MENU)
            action.setEnabled(can)
            action.triggered.connect(lambda _checked=False, press=press: press())
            if number:  # all but opening
                lock_action(action, self._locked)
        menu.popup(where)


class _List(QListWidget):
    """The lines; as high as they are many."""

    opened = Signal(int)
    moved = Signal(int, int)
    unpinned = Signal(int)
    menu_wanted = Signal(int, QPoint)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Favourites"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("background: transparent;")
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setItemDelegate(_Line(self))
        self.itemClicked.connect(lambda item: self.opened.emit(self.row(item)))
        self.aimed_at = -1
        """The line that would take what is dragged over it."""

    def aim_at(self, place: int) -> None:
        """Light this line up, or none (-1)."""
        if place != self.aimed_at:
            self.aimed_at = place
            self.viewport().update()

    def show_rows(self, rows: Sequence[FavouriteRow]) -> None:
        """Show these."""
        self.clear()
        kinds = {"view": _("View"), "contact": _("Contact"), "company": _("Company")}
        colours = colours_apart(row.target_id for row in rows if row.entity not in _ICONS)
        for row in rows:
            item = QListWidgetItem(row.name, self)
            item.setData(_ROW, (row.entity, row.target_id))
            item.setData(_COLOUR, colours.get(row.target_id))
            item.setData(_SPOKEN, f"{kinds.get(row.entity, '')}: {row.name}".lstrip(": "))
            item.setToolTip(row.name)
        height = ThemeManager.instance().theme.size.nav - 1
        self.setFixedHeight(height * len(rows))

    def dropEvent(self, event: object) -> None:  # noqa: N802
        """One line was dragged to another place."""
        came_from = self.currentRow()
        moved = self.item(came_from).data(_ROW) if came_from >= 0 else None
        super().dropEvent(event)  # type: ignore[arg-type]
        places = [self.item(place).data(_ROW) for place in range(self.count())]
        if moved in places and places.index(moved) != came_from:
            self.moved.emit(came_from, places.index(moved))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter opens, Delete unpins, Alt with arrows moves."""
        place, key = self.currentRow(), Qt.Key(event.key())
        if key in _OPENING:
            self.opened.emit(place)
        elif key in _UNPINNING:
            self.unpinned.emit(place)
        elif key in _STEPS and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if 0 <= place + _STEPS[key] < self.count():
                self.moved.emit(place, place + _STEPS[key])
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """What can be done with a line."""
        item = self.itemAt(event.pos())
        place = self.row(item) if item is not None else self.currentRow()
        self.menu_wanted.emit(place, event.globalPos())


class _Line(QStyledItemDelegate):
    """A coloured square for a view, an icon for a record, and the name."""

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, ThemeManager.instance().theme.size.nav - 1)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme = ThemeManager.instance().theme
        colours = theme.colours
        whole: QRect = option.rect.adjusted(0, 0, 0, -1)  # type: ignore[attr-defined]
        rect = QRectF(whole)
        state = option.state  # type: ignore[attr-defined]
        entity, _target = index.data(_ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        has_focus = bool(state & QStyle.StateFlag.State_HasFocus)
        if state & QStyle.StateFlag.State_MouseOver or has_focus:
            painter.setBrush(colours.hover_sidebar)
            painter.drawRoundedRect(rect, theme.radius.md, theme.radius.md)
        if index.row() == cast(_List, self.parent()).aimed_at:
            painter.setPen(QPen(colours.focus, _AIM))
            painter.setBrush(colours.drop_target)
            half = _AIM / 2
            inner = rect.adjusted(half, half, -half, -half)
            painter.drawRoundedRect(inner, theme.radius.md, theme.radius.md)
            painter.setPen(Qt.PenStyle.NoPen)
        mark = QRectF(rect.left() + _LEFT, rect.top(), _MARK, rect.height())
        if entity in _ICONS:
            paint_icon(painter, mark, _ICONS[entity], colours.text_tertiary, _ICON)
        else:
            square = QRectF(0, 0, _SQUARE, _SQUARE)
            square.moveCenter(mark.center())
            painter.setBrush(theme.tag(index.data(_COLOUR)).solid)
            painter.drawRoundedRect(square, _SQUARE_RADIUS, _SQUARE_RADIUS)
        left = mark.right() + _GAP
        words = QRectF(left, rect.top(), rect.right() - left - _LEFT, rect.height())
        ink = colours.text if has_focus else colours.text_secondary
        paint_text(painter, words, index.data(), theme.faces.body, ink)
        painter.restore()
