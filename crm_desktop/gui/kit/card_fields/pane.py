"""The pane of a card's fields: groups of rows that are read and changed in place.

Given descriptions and values, it knows no entity; whoever owns it saves what it tells. The keys
go through it from top to bottom, whatever was opened when. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.card_fields.field import CardField, CardGroup
from crm_desktop.gui.kit.card_fields.field_label import label_room
from crm_desktop.gui.kit.card_fields.group import GroupHead
from crm_desktop.gui.kit.card_fields.row import FieldRow
from crm_desktop.gui.kit.card_fields.told import Told
from crm_desktop.gui.kit.scrolled import Scrolled
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.timers import single_shot

_EDGE = 8
_LINE_EDGE = 6
_GEAR = 24
# Rows come and go together by so many: to show hundreds takes longer than the card may.
_PORTION = 8
_AT_ONCE = 40  # rows of a pane that was never in sight
_NEAR = 1.2  # heights of the pane down to which rows stand there at once: others wrap otherwise
_LAID_OUT_MS = 40  # a few rounds of layouts within layouts
_REST_MS = 150  # after which the card is painted


class CardFieldsPane(Scrolled):
    """Rows by the name of their field; ``told`` is what they tell."""

    folded = Signal()
    arrange_wanted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.told = Told(self)
        self._caret_later = single_shot(self, self._show_caret, _LAID_OUT_MS)
        self.told.opened.connect(lambda _name: self._caret_later.start())
        self.told.typed.connect(lambda _name: self._caret_later.start())
        # An editor has its height later than its focus, and another one with each tag.
        self.verticalScrollBar().rangeChanged.connect(
            lambda _least, _most: self._caret_later.start()
        )
        self.rows: dict[str, FieldRow] = {}
        self.heads: dict[str, GroupHead] = {}
        self.gear: QToolButton | None = None
        ThemeManager.instance().changed.connect(self._arrange)
        self._bodies: dict[str, QWidget] = {}
        self._portions: list[QWidget] = []
        self._rest_later = single_shot(self, self._show_rest_in_sight, _REST_MS)
        self._groups: tuple[CardGroup, ...] = ()
        self._closed: set[str] = set()
        self._room = 0
        self._grows = False

    def grow(self) -> None:
        """Be as high as all fields together; whatever is around scrolls."""
        self._grows = True
        self.show_all()
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    # What is shown

    def plan(self, groups: Sequence[CardGroup], *, has_gear: bool = False) -> None:
        """Show these groups in place of those there were. What is open for editing is lost:
        the owner asks before."""
        if _outline(groups) == _outline(self._groups) and has_gear == (self.gear is not None):
            self._take_fields(groups)
            return
        self._groups = tuple(groups)
        self.rows, self.heads, self._bodies, self._portions, self.gear = {}, {}, {}, [], None
        sheet = QWidget()
        sheet.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dress(sheet, kind="surface")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        column.setSpacing(0)
        self._room = label_room(field.label for group in groups for field in group.fields)
        for number, group in enumerate(self._groups):
            if number:
                column.addLayout(_line(sheet))
            column.addLayout(self._head(group, sheet, has_gear=has_gear and not number))
            column.addWidget(self._body(group, sheet))
        column.addStretch(1)
        self.setWidget(sheet)
        if self._grows:
            sheet.installEventFilter(self)
            self._fit()

    def _take_fields(self, groups: Sequence[CardGroup]) -> None:
        """The same fields, of which some may be edited otherwise, or not at all: to make all rows
        anew would take longer than all else on a card."""
        self._groups = tuple(groups)
        for body, field in ((self._bodies[one.name], f) for one in groups for f in one.fields):
            row = self.rows[field.name]
            if row.can_take(field):
                row.take(field)
                continue
            place = row.parentWidget() or body
            new = self.rows[field.name] = FieldRow(field, self.told, self._room, place)
            column = place.layout()
            assert column is not None
            column.replaceWidget(row, new)
            QWidget.setTabOrder(row, new)  # else the last field would lead back to it
            row.hide()
            row.deleteLater()
            new.show()

    @property
    def fields(self) -> dict[str, CardField]:
        """The fields that are shown, by their names."""
        return {name: row.field for name, row in self.rows.items()}

    @property
    def closed(self) -> frozenset[str]:
        """The groups that are folded up."""
        return frozenset(self._closed)

    def fold(self, closed: Collection[str]) -> None:
        """Fold these groups up, and no others."""
        self._closed = set(closed)
        for name, head in self.heads.items():
            head.setChecked(name not in self._closed)
            self._bodies[name].setVisible(name not in self._closed)

    def _arrange(self) -> None:
        for row in self.rows.values():
            row.arrange()

    def open_rows(self) -> list[FieldRow]:
        """The fields that are being edited."""
        return [row for row in self.rows.values() if row.editor is not None]

    # Height

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Fields came, went, or need more room."""
        is_news = event.type() == QEvent.Type.LayoutRequest and watched is self.widget()
        if is_news and self._grows:  # a scroll area watches what is in it in any case
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Lines wrap otherwise in another width."""
        super().resizeEvent(event)
        if self._grows and event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        layout = self.widget().layout() if self.widget() is not None else None
        if layout is not None:
            layout.activate()
            grows = layout.hasHeightForWidth()
            wanted = layout.totalHeightForWidth(self.width()) if grows else 0
            self.setFixedHeight(max(wanted, layout.totalMinimumSize().height()))

    # Making

    def _head(self, group: CardGroup, sheet: QWidget, *, has_gear: bool) -> QHBoxLayout:
        head = self.heads[group.name] = GroupHead(group.title, sheet)
        head.setChecked(group.name not in self._closed)
        head.toggled.connect(lambda is_open: self._fold_one(group.name, is_open=is_open))
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(head, 1)
        if has_gear:
            self.gear = self._gear(sheet)
            line.addWidget(self.gear)
        return line

    def _gear(self, sheet: QWidget) -> QToolButton:
        gear = QToolButton(sheet)
        dress(gear, kind="icon")
        gear.setFixedSize(_GEAR, _GEAR)
        words = _("Set up the fields")
        gear.setToolTip(words)
        gear.setAccessibleName(words)
        ThemeManager.instance().set_icon(gear, "gear-six", size=measures.ICON_SMALL + 1)
        gear.clicked.connect(self.arrange_wanted)
        return gear

    def _body(self, group: CardGroup, sheet: QWidget) -> QWidget:
        body = self._bodies[group.name] = QWidget(sheet)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        is_all = self._grows or self.isVisible()
        for start in range(0, len(group.fields), _PORTION):
            portion = QWidget(body)
            portion.setVisible(is_all or len(self.rows) < _AT_ONCE)
            self._portions.append(portion)
            column.addWidget(portion)
            self._fill(portion, group.fields[start : start + _PORTION])
        body.setVisible(group.name not in self._closed)
        return body

    def _fill(self, portion: QWidget, fields: Sequence[CardField]) -> None:
        column = QVBoxLayout(portion)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for field in fields:
            row = self.rows[field.name] = FieldRow(field, self.told, self._room, portion)
            column.addWidget(row)

    # What stands farther down

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """The rows that can't be in sight yet come when the others are painted."""
        super().showEvent(event)
        self._rest_later.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """They go first, so that the others come back without them, unless somebody has scrolled
        down to them."""
        super().hideEvent(event)
        self._rest_later.stop()
        is_at_top = not self._grows and self.verticalScrollBar().value() == 0
        if is_at_top and not event.spontaneous():
            self._hide_far(_NEAR * self.viewport().height())

    def _hide_far(self, near: float) -> None:
        """By the heights they ask for: portions just shown are not laid out yet, and all lie at
        the top."""
        top = 0
        for portion in self._portions:
            if top > near:
                portion.hide()
            if portion.isVisibleTo(self.widget()):
                top += portion.sizeHint().height()

    def show_all(self) -> None:
        """Show all rows."""
        self._rest_later.stop()
        for portion in self._portions:
            portion.show()

    def _show_rest_in_sight(self) -> None:
        if self.isVisible():
            self.show_all()

    def _fold_one(self, name: str, *, is_open: bool) -> None:
        if is_open:
            self._closed.discard(name)
        else:
            self._closed.add(name)
        self._bodies[name].setVisible(is_open)
        self.folded.emit()

    # The way of the keyboard

    def focusNextPrevChild(self, forwards: bool) -> bool:  # noqa: N802
        """From top to bottom; at either end the window goes on."""
        self.show_all()
        stops = list(self._stops())
        here = QApplication.focusWidget()
        place = next((n for n, stop in enumerate(stops) if stop is here), None)
        if place is None:
            return super().focusNextPrevChild(forwards)
        place += 1 if forwards else -1
        if not 0 <= place < len(stops):
            return super().focusNextPrevChild(forwards)
        reason = Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason
        stops[place].setFocus(reason)
        self._scrolling().ensureWidgetVisible(stops[place], 0, _GEAR)
        return True

    def _show_caret(self) -> None:
        """Whoever types sees where: behind many tags the line lies far below the field's name."""
        line, area = QApplication.focusWidget(), self._scrolling()
        edited = (row for row in self.rows.values() if row.editor is not None)
        is_edited = line is not None and any(row.isAncestorOf(line) for row in edited)
        if line is not None and is_edited and line.height() < area.viewport().height():
            area.ensureWidgetVisible(line, 0, _GEAR)

    def _scrolling(self) -> QScrollArea:
        """What scrolls the fields: this, or what is around."""
        place = self.parentWidget() if self._grows else None
        while place is not None and not isinstance(place, QScrollArea):
            place = place.parentWidget()
        return place or self

    def _stops(self) -> Iterator[QWidget]:
        """All that the Tab key stops at, from top to bottom."""
        for group in self._groups:
            yield self.heads[group.name]
            if self.gear is not None and group is self._groups[0]:
                yield self.gear
            if group.name in self._closed:
                continue
            for field in group.fields:
                row = self.rows[field.name]
                if row.editor is None:
                    yield row
                yield from filter(_takes_tab, row.findChildren(QWidget))


def _takes_tab(widget: QWidget) -> bool:
    takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(takes) and widget.focusProxy() is None and widget.isVisible() and widget.isEnabled()


def _outline(groups: Sequence[CardGroup]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """What stands under what, in words."""
    return [(one.name, one.title, [(f.name, f.label) for f in one.fields]) for one in groups]


def _line(sheet: QWidget) -> QHBoxLayout:
    holder = QHBoxLayout()
    holder.setContentsMargins(_EDGE, _LINE_EDGE, _EDGE, _LINE_EDGE)
    line = QFrame(sheet)
    dress(line, kind="line")
    holder.addWidget(line)
    return holder
