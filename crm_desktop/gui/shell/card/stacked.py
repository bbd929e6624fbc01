"""Several parts of a card as one: in tabs (``tabs``), or one below the other. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.gui.kit.scrolled import Scrolled
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.card.part import CardPart, Guard
from crm_desktop.gui.shell.page import RecordRef


class JoinedParts(CardPart):
    """``parts`` are all about the same record."""

    def __init__(self, parts: Sequence[CardPart]) -> None:
        super().__init__()
        self.parts = tuple(parts)
        for part in self.parts:
            part.open_wanted.connect(self.open_wanted)
            part.done.connect(self.done)

    def guard(self, ask_first: Guard) -> None:
        """Each goes through it."""
        for part in self.parts:
            part.guard(ask_first)

    def show_record(self, record: RecordRef) -> None:
        """Let all be about this record."""
        for part in self.parts:
            part.show_record(record)

    def unsaved(self) -> str:
        """What would be lost in any of them."""
        return " ".join(filter(None, (part.unsaved() for part in self.parts)))

    def discard(self) -> None:
        """Leave without that."""
        for part in self.parts:
            part.discard()


class StackedPart(JoinedParts):
    """One below the other, to be scrolled where there is no room for all; the first one is what
    is counted."""

    def __init__(self, parts: Sequence[CardPart]) -> None:
        super().__init__(parts)
        body = _Body()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in self.parts:
            column.addWidget(part)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Scrolled(self, body))
        self.parts[0].count_changed.connect(self.count_changed)

    def lock(self, reason: str) -> None:
        """Nothing of any of them may be changed."""
        for part in self.parts:
            part.lock(reason)

    def kept(self) -> Any:
        """How each stands."""
        return [part.kept() for part in self.parts]

    def restore(self, kept: Any) -> None:
        """Take up what ``kept`` gave."""
        if isinstance(kept, list):
            for part, state in zip(self.parts, kept, strict=False):
                if state is not None:
                    part.restore(state)


class _Body(QWidget):
    """As high as its place while the parts can do with that."""

    def __init__(self) -> None:
        super().__init__()
        dress(self, kind="clear")

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """The least height: what scrolls by itself shall not be scrolled from outside."""
        layout = self.layout()
        return layout.minimumHeightForWidth(width) if layout is not None else 0
