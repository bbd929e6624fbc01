"""The list of a timeline: painted rows, keys and mouse, menus, an editor in the place of a row.

Knows the entries, not where they come from: the timeline part reads and writes. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QCursor,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QListView, QMenu, QToolTip, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.locking import lock_action
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.activities.entries import Entry, Shape
from crm_desktop.gui.pages.activities.measured_list import MeasuredList
from crm_desktop.gui.pages.activities.story_rows import Patch
from crm_desktop.gui.pages.activities.timeline_actions import (
    COPY,
    DELETE,
    EDIT,
    ICONS,
    KEYS,
    actions_of,
)
from crm_desktop.gui.pages.activities.timeline_drawing import Drawing
from crm_desktop.gui.pages.activities.timeline_model import TimelineModel
from crm_desktop.gui.pages.activities.timeline_places import (
    DONE,
    EXPAND,
    Looks,
    RowPlaces,
)

EDGE = 20
_WHEEL_STEP = 24
_MORE_BEFORE = 600  # pixels before either end at which more is read


class TimelineView(MeasuredList):
    """``locked`` says why nothing but copying can be done with entries, where it is so. ``acted``
    tells an entry and what shall be done with it; ``link_opened`` an address and
    whether in a window of its own; ``more_wanted``: older entries come into sight;
    ``newer_wanted``: those above the first one."""

    acted = Signal(object, str)  # Entry, action
    link_opened = Signal(str, bool)
    more_wanted = Signal()
    newer_wanted = Signal()
    left_upward = Signal()

    def __init__(self, model: TimelineModel, parent: QWidget | None = None) -> None:
        self.rows = model
        self.looks = Looks()
        self.locked = ""
        self._manager = ThemeManager.instance()
        self._draw_by_theme()
        self._hot = (-1, "")
        self._editor: tuple[str, QWidget] | None = None
        super().__init__(model, parent)
        dress(self, kind="timeline")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("Timeline"))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(_WHEEL_STEP)
        self.verticalScrollBar().valueChanged.connect(self.look_for_more)
        self._manager.changed.connect(self._dress_anew)

    # Looks

    def _dress_anew(self) -> None:
        self._draw_by_theme()
        self.measure_all_again()

    def _draw_by_theme(self) -> None:
        self._places = RowPlaces(self._manager.theme, self.looks)
        self._drawing = Drawing(self._places)

    @property
    def room(self) -> int:
        """The width between the empty edges."""
        return self.viewport().width() - self._edges

    def guess(self, row: int) -> int:
        """About how high a row is."""
        return self._places.guess(self.rows.rows[row], self.room)

    def measure(self, row: int) -> int:
        """How high a row is."""
        return self._places.height(self.rows.rows[row], self.room)

    def paint_row(self, painter: QPainter, rect: QRect, row: int) -> None:
        """Draw a row in ``rect``."""
        entry, following = self.rows.rows[row], self.rows.entry(row + 1)
        states = set()
        if row == self.currentIndex().row() and self.hasFocus():
            states.add("current")
        if following is None or following.shape is Shape.HEADING:
            states.add("last")
        if self._hot[0] == row:
            states.add(self._hot[1])
        place = QRectF(rect).adjusted(EDGE, 0, EDGE - self._edges, 0)
        self._drawing.paint(painter, place, entry, states)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Texts run anew; there may be room for more."""
        super().resizeEvent(event)
        self.look_for_more()

    @property
    def _edges(self) -> int:
        """Empty pixels at both sides; the scroll bar stands in those at the right."""
        bar = self.verticalScrollBar()
        return 2 * EDGE - (bar.width() if bar.isVisible() else 0)

    # Place

    def begin_anew(self) -> None:
        """Another record comes: nothing is shown, nor remembered of the entries of this one."""
        self.close_editor()
        self.looks.expanded.clear()
        self.show_rows([])
        self._places.forget()

    def show_rows(self, rows: Sequence[Entry]) -> None:
        """Show these; what is under the eye stays there, also when something comes above it."""
        self.patch(Patch(0, self.rows.rowCount(), rows))

    def patch(self, patch: Patch) -> None:
        """The same where only some rows are others."""
        first, top = self.first_in_sight()
        held, chosen = self.rows.follow(first), self.rows.follow(self.currentIndex())
        focused = self.focusWidget()
        self.rows.show(patch.rows, patch.begin, patch.end)
        self._keep_editor(focused)
        if (row := held()) >= 0:
            self.hold(row, top)
        if (row := chosen()) >= 0:
            self.setCurrentIndex(self.rows.index(row))

    def anchor(self) -> tuple[str, int] | None:
        """The first entry in sight and where it stands; nothing at the very top."""
        index, top = self.first_in_sight()
        entry = self.rows.entry(index.row()) if index.isValid() else None
        return (entry.key, top) if entry is not None else None

    def look_for_more(self) -> None:
        """Ask for older entries if the end is near, for newer ones near the beginning."""
        above = self.verticalOffset()
        below = self.heights.total - above - self.viewport().height()
        if below < _MORE_BEFORE and self.rows.rowCount():
            self.more_wanted.emit()
        if above < _MORE_BEFORE and self.rows.rowCount():
            self.newer_wanted.emit()

    def current_entry(self) -> Entry | None:
        """The chosen entry."""
        index = self.currentIndex()
        return self.rows.entry(index.row()) if index.isValid() else None

    def choose(self, key: str) -> None:
        """Make this entry the current one and bring it into sight."""
        row = self.rows.row_of(key)
        if row >= 0:
            self.setCurrentIndex(self.rows.index(row))
            self.scrollTo(self.rows.index(row))

    # An editor in the place of a row

    def open_editor(self, key: str, editor: QWidget, height: int) -> None:
        """Let ``editor`` stand where the entry is drawn otherwise."""
        self.close_editor()
        row = self.rows.row_of(key)
        if row < 0:
            editor.deleteLater()
            return
        self._editor = (key, editor)
        self.looks.editing = {key: height}
        self._embed(editor, row)
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.scrollTo(self.rows.index(row))

    def _embed(self, editor: QWidget, row: int) -> None:
        holder = QWidget(self.viewport())
        editor.setParent(holder)
        self.setIndexWidget(self.rows.index(row), holder)
        holder.installEventFilter(self)
        self.measure_again(row)
        self._place_editor(holder)
        editor.show()

    def _keep_editor(self, focused: QWidget | None) -> None:
        """It goes along with an entry that moved, from whose old row Qt took it away."""
        if self._editor is None:
            return
        key, editor = self._editor
        row = self.rows.row_of(key)
        if row < 0:
            self.close_editor()
        elif self.indexWidget(self.rows.index(row)) is None:
            self._embed(editor, row)
            if focused is not None and editor.isAncestorOf(focused):
                focused.setFocus(Qt.FocusReason.OtherFocusReason)

    def resize_editor(self, height: int) -> None:
        """The editor needs another height."""
        if self._editor is not None:
            self.looks.editing = {self._editor[0]: height}
            self._measure_entry_again(self._editor[0])

    def close_editor(self) -> None:
        """Draw the entry again."""
        if self._editor is None:
            return
        (key, _editor), self._editor = self._editor, None
        self.looks.editing = {}
        row = self.rows.row_of(key)
        had_focus = _editor.isAncestorOf(self.focusWidget() or self)
        if row >= 0:
            self.setIndexWidget(self.rows.index(row), None)  # type: ignore[arg-type]
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._measure_entry_again(key)

    def _measure_entry_again(self, key: str) -> None:
        row = self.rows.row_of(key)
        if row >= 0:
            self.measure_again(row)

    @property
    def editor(self) -> QWidget | None:
        """What stands in the place of an entry now."""
        return self._editor[1] if self._editor is not None else None

    def eventFilter(self, watched: object, event: QEvent) -> bool:  # noqa: N802
        """The editor is as wide as a card."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self._place_editor(watched)
        return False

    def _place_editor(self, holder: QWidget) -> None:
        if self._editor is None:
            return
        frame = self._places.frame(holder.width() - self._edges)
        left, top = int(frame.left()) + EDGE, int(frame.top())
        height = self.looks.editing.get(self._editor[0], 0)
        self._editor[1].setGeometry(left, top, int(frame.width()), height)

    # Mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Buttons and links under the pointer say that they can be pressed."""
        super().mouseMoveEvent(event)
        row, part, link = self._under(event.position())
        wants_hand = bool(part or link)
        shape = Qt.CursorShape.PointingHandCursor if wants_hand else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        if self._hot != (row, part):
            self._hot = (row, part)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A press on a button, a link or a long text."""
        super().mouseReleaseEvent(event)
        middle = event.button() == Qt.MouseButton.MiddleButton
        if event.button() != Qt.MouseButton.LeftButton and not middle:
            return
        row, part, link = self._under(event.position())
        entry = self.rows.entry(row)
        if entry is None:
            return
        if link:
            apart = middle or bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.link_opened.emit(link, apart)
        elif part == EXPAND:
            self.toggle_text(entry)
        elif part:
            self._do(entry, part)

    def _under(self, place: QPointF) -> tuple[int, str, str]:
        index = self.indexAt(place.toPoint())
        entry = self.rows.entry(index.row()) if index.isValid() else None
        if entry is None or entry.key in self.looks.editing:
            return -1, "", ""
        rect = self.visualRect(index)
        inside = place - QPointF(rect.left() + EDGE, rect.top())
        width = rect.width() - self._edges
        part = self._places.part_at(entry, width, inside)
        return index.row(), part, "" if part else self._places.link_at(entry, width, inside)

    def toggle_text(self, entry: Entry) -> None:
        """Show all of a long text, or its beginning only."""
        self.looks.expanded ^= {entry.key}
        self._measure_entry_again(entry.key)

    # Keys and menus

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """The keys of an entry; arrows go from one to the next, past the headings."""
        entry = self.current_entry()
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Copy):
            self._act(COPY)
        elif key == Qt.Key.Key_F2 or (key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            self._act(EDIT)
        elif key == Qt.Key.Key_Delete:
            self._act(DELETE)
        elif key == Qt.Key.Key_Space and entry is not None:
            if entry.shape is Shape.PLANNED:
                self._act(DONE)
            else:
                self.toggle_text(entry)
        elif key == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_upward.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(-1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        index = self.next_choosable(self.currentIndex().row() + by, by)
        if index.isValid():
            self.setCurrentIndex(index)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Somebody comes by the keyboard: the first entry is the current one."""
        super().focusInEvent(event)
        entry = self.current_entry()
        if entry is None or entry.shape is Shape.HEADING:
            self._step(1)

    def _act(self, action: str) -> None:
        entry = self.current_entry()
        if entry is not None and action in actions_of(entry):
            self._do(entry, action)

    def _do(self, entry: Entry, action: str) -> None:
        if not self.locked or action == COPY:
            self.acted.emit(entry, action)
        else:
            QToolTip.showText(QCursor.pos(), self.locked, self)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """The menu of an entry, by the mouse or the menu key."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(event.pos())
            if index.isValid():
                self.setCurrentIndex(index)
        entry = self.current_entry()
        menu = self.make_menu(entry) if entry is not None else None
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            place = event.globalPos()
            if event.reason() != QContextMenuEvent.Reason.Mouse:
                rect = self.visualRect(self.currentIndex())
                place = self.viewport().mapToGlobal(rect.topLeft() + QPoint(EDGE + 60, 30))
            menu.popup(place)

    def make_menu(self, entry: Entry) -> QMenu | None:
        """What can be done with an entry; of thin lines only copying."""
        menu = QMenu(self)
        for name, words in actions_of(entry).items():
            if name == DELETE:
                menu.addSeparator()
            action = menu.addAction(words)
            action.setObjectName(name)
            role = IconRole.MENU_DANGER if name == DELETE else IconRole.MENU
            self._manager.set_icon(action, ICONS[name], role)
            if name in KEYS:
                action.setShortcut(QKeySequence(KEYS[name]))
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(partial(self.acted.emit, entry, name))
            lock_action(action, self.locked if name != COPY else "")
        return menu if menu.actions() else None
