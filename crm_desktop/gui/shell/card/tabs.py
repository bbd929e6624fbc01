"""The middle of a card in tabs: several parts of one record, one of them to be seen.

Pages and ``gui/cards.py`` put it together of parts that stand alone elsewhere. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.scrolled import Scrolled
from crm_desktop.gui.kit.tab_counts import TabCounts
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.card.description import Composes, ShowsItems
from crm_desktop.gui.shell.card.part import CardPart, Section
from crm_desktop.gui.shell.card.stacked import JoinedParts
from crm_desktop.gui.shell.card_fields.history_view import HistoryView
from crm_desktop.gui.shell.card_fields.kind import FieldsKind
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import RecordRef

_HEIGHT, _EDGE, _TOP, _AROUND = 40, 20, 14, 12
_RIGHT = QTabBar.ButtonPosition.RightSide


@dataclass(frozen=True)
class CardTab:
    """A tab by a stable name and a translated title; ``make`` gives its part."""

    name: str
    title: str
    make: Callable[[Bridge], CardPart]


class TabbedPart(JoinedParts):
    """``parts`` are those of the tabs, all of them about the same record."""

    def __init__(self, bridge: Bridge, tabs: Sequence[CardTab]) -> None:
        super().__init__([tab.make(bridge) for tab in tabs])
        self._tabs = tuple(tabs)
        self.bar = _TabBar(self)
        self._stack = QStackedWidget(self)
        for number, (tab, part) in enumerate(zip(self._tabs, self.parts, strict=True)):
            self.bar.addTab(tab.title.replace("&", "&&"))
            self._stack.addWidget(part)
            part.count_changed.connect(partial(self._show_count, number))
        self.bar.currentChanged.connect(self._stack.setCurrentIndex)
        head = QFrame(self)
        dress(head, kind="bar")
        line = QHBoxLayout(head)
        line.setContentsMargins(8, 0, 8, 0)
        line.addStrut(_HEIGHT)  # large letters need more
        line.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._stack, 1)

    def show_tab(self, name: str) -> None:
        """Go to the tab of this name."""
        names = [tab.name for tab in self._tabs]
        with suppress(ValueError):
            self.bar.setCurrentIndex(names.index(name))

    @property
    def tab(self) -> str:
        """The name of the tab that is to be seen."""
        return self._tabs[self.bar.currentIndex()].name

    def _show_count(self, place: int, number: int) -> None:
        title, shown = self._tabs[place].title, shown_number(number)
        self.bar.show_count(place, shown if number else "")
        spoken = _("{tab}, {number}").format(tab=title, number=shown)
        self.bar.setAccessibleTabName(place, spoken if number else title)

    # The card's part

    def kept(self) -> Any:
        """Which tab is to be seen, and how each stands."""
        named = zip((tab.name for tab in self._tabs), self.parts, strict=True)
        return {"tab": self.tab, "parts": {name: part.kept() for name, part in named}}

    def restore(self, kept: Any) -> None:
        """Take up what ``kept`` gave."""
        if not isinstance(kept, dict):
            return
        self.show_tab(str(kept.get("tab", "")))
        states = kept.get("parts")
        for tab, part in zip(self._tabs, self.parts, strict=True):
            state = states.get(tab.name) if isinstance(states, dict) else None
            if state is not None:
                part.restore(state)

    # Where something is written down or found

    def compose(self, kind: str) -> None:
        """Begin a ``note`` or a ``task``, in the tab that can."""
        for number, part in self._able(Composes):
            self.bar.setCurrentIndex(number)
            part.compose(kind)
            return

    def find_here(self) -> None:
        """Find in the tab that can."""
        for number, part in self._able(Composes):
            self.bar.setCurrentIndex(number)
            part.find_here()
            return

    def show_item(self, item_id: str) -> None:
        """Lead to one of the things of the story."""
        for number, part in self._able(ShowsItems):
            self.bar.setCurrentIndex(number)
            part.show_item(item_id)
            return

    def _able(self, ability: type) -> Iterator[tuple[int, Any]]:
        return ((n, part) for n, part in enumerate(self.parts) if isinstance(part, ability))


class _TabBar(QTabBar):
    """Tabs that Home and End go through too."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._counts = TabCounts(self)
        self.setAccessibleName(_("Parts of the card"))
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def show_count(self, place: int, shown: str) -> None:
        """How much a tab holds; an empty one says nothing of it."""
        if shown or self.tabButton(place, _RIGHT) is not None:
            self._counts.show(place, shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """To the first or the last tab; arrows as everywhere."""
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.count() - 1}
        key = Qt.Key(event.key())
        if key in ends:
            self.setCurrentIndex(ends[key])
        else:
            super().keyPressEvent(event)


class SectionTab(CardPart):
    """A section of a card that has a tab to itself: its part in a sheet that scrolls, and the
    button that adds. ``is_framed``: not where its lines have a frame each."""

    def __init__(self, bridge: Bridge, section: Section, *, is_framed: bool = True) -> None:
        super().__init__()
        self.part = section.make(bridge)
        self.part.open_wanted.connect(self.open_wanted)
        self.part.done.connect(self.done)
        self.part.count_changed.connect(self.count_changed)
        sheet = QFrame()
        dress(sheet, kind="tile" if is_framed else "clear")
        inside = QVBoxLayout(sheet)
        around = _AROUND if is_framed else 0
        inside.setContentsMargins(around, around, around, around)
        inside.addWidget(self.part)
        body = QWidget()
        dress(body, kind="clear")
        column = QVBoxLayout(body)
        column.setContentsMargins(_EDGE, _TOP, _EDGE, _TOP)
        column.setSpacing(10)
        if section.add is not None:
            self.add = QPushButton(section.add_title or section.title, body)
            dress(self.add, scale="small")
            add = section.add
            self.add.clicked.connect(lambda: add(self.part))
            column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(sheet)
        column.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Scrolled(self, body))

    def show_record(self, record: RecordRef) -> None:
        """Be about this record."""
        self.part.show_record(record)

    def unsaved(self) -> str:
        """What would be lost."""
        return self.part.unsaved()

    def discard(self) -> None:
        """Leave without it."""
        self.part.discard()


class HistoryPart(CardPart):
    """The history of the record as a tab; read when it is seen first."""

    def __init__(self, bridge: Bridge, kind: FieldsKind) -> None:
        super().__init__()
        self.view = HistoryView(bridge, kind, self)
        self._record: RecordRef | None = None
        sheet = QFrame(self)
        dress(sheet, kind="tile")
        inside = QVBoxLayout(sheet)
        inside.setContentsMargins(1, 0, 1, 1)
        inside.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _TOP, _EDGE, _TOP)
        column.addWidget(sheet)

    def show_record(self, record: RecordRef) -> None:
        """Be about this record."""
        self._record = record
        if self.isVisible():
            self.view.show_record(record.id)

    def showEvent(self, event: Any) -> None:  # noqa: N802
        """Somebody wants to see it."""
        super().showEvent(event)
        if self._record is not None:
            self.view.show_record(self._record.id)
