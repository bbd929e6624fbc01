"""The three panes of a card side by side: fields, what happened, and what belongs to the record.

Made by the card page. In a narrow window the right pane slides over the middle one. The card of
an entity may have two panes: what belongs to the record stands below its fields then. GUI thread
only.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from crm_desktop.core.settings import CardLook
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.theme.focus_ring import focus_by_keys
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.card.description import CardDescription
from crm_desktop.gui.shell.card.part import CardPart
from crm_desktop.gui.shell.card.sections import SectionsColumn
from crm_desktop.gui.shell.page import RecordRef

# With the line beside them 320, 360; 300, 260.
_FIELDS, _FIELDS_WIDE, _FIELDS_LEAST, _FIELDS_MOST = 319, 359, 240, 560
_STACKED = 295
_SIDE, _SIDE_NARROW, _SIDE_LEAST, _SIDE_MOST = 299, 259, 220, 480
_MIDDLE_LEAST = 320
# Widths of the window (interaction.md, section 20).
WIDE_FROM, NARROWS_BELOW, SLIDES_BELOW = 1720, 1360, 1120


class CardPanes(QWidget):
    """``open_wanted``: a part wants another record shown; ``look_changed``: the person moved a
    pane's edge or folded a section; ``side_shown``: the right pane came or went; ``done``: as of
    parts."""

    open_wanted = Signal(object, bool)
    done = Signal(str)
    look_changed = Signal()
    side_shown = Signal(bool)

    def __init__(self, bridge: Bridge, description: CardDescription, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = CardLook()
        self._is_narrow = False
        self._wants_side = True
        self._window = QSize()
        self.fields = description.make_fields(bridge)
        self.middle = description.make_middle(bridge)
        self._is_stacked = description.is_stacked
        above = self.fields if self._is_stacked else None
        self.sections = SectionsColumn(bridge, description.sections, self, above)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        ground = QWidget(self)
        ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dress(ground, kind="page")
        inside = QVBoxLayout(ground)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.middle)
        self._ground = ground
        self._left: QWidget = self.sections if self._is_stacked else self.fields
        for pane in (self._left, ground):
            self.splitter.addWidget(pane)
        if not self._is_stacked:
            self.splitter.addWidget(self.sections)
        self._limit()
        self.splitter.splitterMoved.connect(self._note_widths)
        for number in range(1, self.splitter.count()):
            self.splitter.handle(number).installEventFilter(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.splitter)
        for part in self.parts:
            part.open_wanted.connect(self.open_wanted)
            part.done.connect(self.done)
        self.sections.folded.connect(self.look_changed)

    def _limit(self) -> None:
        self._left.setMinimumWidth(_FIELDS_LEAST)
        self._left.setMaximumWidth(_FIELDS_MOST)
        self._ground.setMinimumWidth(_MIDDLE_LEAST)
        if not self._is_stacked:
            self.sections.setMinimumWidth(_SIDE_LEAST)
            self.sections.setMaximumWidth(_SIDE_MOST)
        for number, stretch in enumerate((0, 1, 0)[: self.splitter.count()]):
            self.splitter.setStretchFactor(number, stretch)

    @property
    def parts(self) -> tuple[CardPart, ...]:
        """All that the card is made of."""
        return (self.fields, self.middle, *self.sections.parts)

    def show_record(self, record: RecordRef, kept: Any) -> None:
        """Let all parts be about this record, as they were left if they were here before."""
        states = kept if isinstance(kept, dict) else {}
        named = {"fields": self.fields, "middle": self.middle, **self.sections.by_name}
        for name, part in named.items():
            if states.get(name) is not None:
                part.restore(states[name])
            part.show_record(record)
        self.sections.verticalScrollBar().setValue(states.get("side", 0))

    def kept(self) -> Any:
        """How all parts stand, and how far the panes are scrolled."""
        named = {"fields": self.fields, "middle": self.middle, **self.sections.by_name}
        return {
            **{name: part.kept() for name, part in named.items()},
            "side": self.sections.verticalScrollBar().value(),
        }

    # How wide the panes are

    def look(self) -> CardLook:
        """Widths and folded sections as the person has them."""
        return CardLook(self._look.fields, self._look.side, self.sections.folded_names)

    def apply_look(self, look: CardLook) -> None:
        """Arrange the panes like that; 0 is the width they are made with."""
        self._look = look
        self.sections.fold(look.folded)
        self._share()

    def reset(self) -> None:
        """The widths they are made with."""
        self._look = CardLook(folded=self._look.folded)
        self._share()
        self.look_changed.emit()

    def _note_widths(self) -> None:
        fields, _middle, *side = self.splitter.sizes()
        self._look = CardLook(fields, side[0] if side else self._look.side, self._look.folded)
        self.look_changed.emit()

    def fit(self, window: QSize) -> None:
        """Give up in turn what a window of this size has no room for."""
        was_wide, self._window = self._window.width(), window
        is_narrow = window.width() < SLIDES_BELOW and not self._is_stacked
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            if is_narrow:
                self.sections.setParent(self)
            else:
                self.splitter.addWidget(self.sections)
                self.splitter.setStretchFactor(2, 0)
            self.sections.setVisible(not is_narrow and self._wants_side)
        if was_wide != window.width():
            self._share()
        self._lay_over()

    def _share(self) -> None:
        room = self.splitter.width()
        if not room:
            return
        width = self._window.width()
        if self._is_stacked:
            left = self._look.fields or _STACKED
            self.splitter.setSizes([left, max(_MIDDLE_LEAST, room - left)])
            return
        fields = self._look.fields or (_FIELDS_WIDE if width >= WIDE_FROM else _FIELDS)
        usual = _SIDE_NARROW if width < NARROWS_BELOW else _SIDE
        side = 0 if self._is_narrow or not self._wants_side else self._look.side or usual
        sizes = [fields, max(_MIDDLE_LEAST, room - fields - side)]
        self.splitter.setSizes(sizes if self._is_narrow else [*sizes, side])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The pane that slides over keeps to the right edge."""
        super().resizeEvent(event)
        if event.oldSize().width() <= 0:
            self._share()
        self._lay_over()

    @property
    def is_side_shown(self) -> bool:
        """Whether the right pane is to be seen."""
        return not self.sections.isHidden()

    def show_side(self, is_shown: bool) -> None:
        """Show or hide the right pane; in a narrow window it slides over the middle."""
        if not self._is_narrow:
            self._wants_side = is_shown
        self.sections.setVisible(is_shown)
        self._lay_over()
        self.side_shown.emit(is_shown)

    def _lay_over(self) -> None:
        if self._is_narrow and not self.sections.isHidden():
            self.sections.setGeometry(self.width() - _SIDE, 0, _SIDE, self.height())
            self.sections.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Two presses on an edge between panes give them back their widths."""
        if event.type() == QEvent.Type.MouseButtonDblClick and isinstance(event, QMouseEvent):
            self.reset()
            return True
        return super().eventFilter(watched, event)

    # The keyboard

    def focus_next(self, *, backward: bool) -> bool:
        """To the next pane inside the card; whether there was one."""
        panes: list[QWidget] = [self._left, self.middle]
        if self._is_stacked and not self.is_side_shown:
            panes = [self.middle]
        elif self.is_side_shown and self.sections.parts and not self._is_stacked:
            panes.append(self.sections)
        focused = self.window().focusWidget()
        inside = [n for n, pane in enumerate(panes) if _holds(pane, focused)]
        if inside:
            number = inside[0] + (-1 if backward else 1)
        else:
            number = len(panes) - 1 if backward else 0
        if not 0 <= number < len(panes):
            return False
        _focus_inside(panes[number])
        return True


def _holds(pane: QWidget, focused: QWidget | None) -> bool:
    return focused is not None and (pane is focused or pane.isAncestorOf(focused))


def _focus_inside(pane: QWidget) -> None:
    """The pane itself if it takes the keyboard, else the first thing in it that does."""
    if pane.focusPolicy() != Qt.FocusPolicy.NoFocus or pane.focusProxy() is not None:
        focus_by_keys(pane)
        return
    for child in pane.findChildren(QWidget):
        takes = child.focusPolicy() & Qt.FocusPolicy.TabFocus
        if takes and child.isVisibleTo(pane) and child.isEnabled():
            focus_by_keys(child)
            return
    focus_by_keys(pane)
