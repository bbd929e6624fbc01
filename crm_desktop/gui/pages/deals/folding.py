"""Which columns of the board are folded: of every pipeline as they were left.

Kept by the page of deals, which lets the settings remember it. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.board_page import BoardPage


class Folding(QObject):
    """``folded`` are the stages whose columns are, of all pipelines; ``changed``: the person
    folded one or unfolded it."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.folded: tuple[str, ...] = ()
        self._shown_for = ""
        self._part: BoardPage | None = None

    def begin_with(self, folded: tuple[str, ...]) -> None:
        """The board comes as it was left."""
        self.folded, self._shown_for = folded, ""

    def join(self, part: BoardPage) -> None:
        """Be about this board."""
        self._part = part
        part.read_done.connect(self._follow)
        part.board.folded_changed.connect(self._note)

    def _follow(self) -> None:
        """Columns of another pipeline have come."""
        pipeline = self._part.pipeline if self._part is not None else None
        if self._part is not None and pipeline is not None and pipeline.id != self._shown_for:
            self._shown_for = pipeline.id
            self._part.board.set_folded(self.folded)

    def _note(self, folded: Sequence[str]) -> None:
        """Remember it; what belongs to pipelines that are gone goes too."""
        pipelines = self._part.other_pipelines if self._part is not None else ()
        others = {stage.id for one in pipelines for stage in one.stages}
        self.folded = (*(key for key in self.folded if key in others), *folded)
        self.changed.emit()
