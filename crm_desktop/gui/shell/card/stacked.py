"""Several parts of a card as one: in tabs (``tabs``), or one below the other. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from crm_desktop.gui.shell.card.part import CardPart
from crm_desktop.gui.shell.page import RecordRef


class JoinedParts(CardPart):
    """``parts`` are all about the same record."""

    def __init__(self, parts: Sequence[CardPart]) -> None:
        super().__init__()
        self.parts = tuple(parts)
        for part in self.parts:
            part.open_wanted.connect(self.open_wanted)
            part.done.connect(self.done)

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
    """One below the other; the first one is what is counted."""

    def __init__(self, parts: Sequence[CardPart]) -> None:
        super().__init__(parts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in self.parts:
            column.addWidget(part)
        column.addStretch(1)
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
