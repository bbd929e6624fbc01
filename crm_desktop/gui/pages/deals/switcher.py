"""Cards dropped on the chooser of pipelines: it opens while they hang over it.

The board asks it at every move of what is dragged. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QPushButton, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.timers import single_shot

SWITCHER = "switcher"
"""The key of the chooser itself: neither pipeline nor stage is known yet."""
_OPEN_MS, _REST_MS = 600, 120
_WIDTH, _MARGIN, _GAP = 220, 6, 4

Others = Callable[[], Sequence[PipelineRow]]


class SwitcherDrop(QObject):
    """The chooser as a place that takes cards: gives the id of a pipeline, or of its stage."""

    def __init__(self, button: QPushButton, others: Others) -> None:
        """``others`` gives the pipelines that the cards can go to."""
        super().__init__(button)
        self._button, self._others = button, others
        self.panel: PipelinePanel | None = None
        self._opening = single_shot(self, self._open, _OPEN_MS)

    def follow(self, pointer: QPoint | None) -> str | None:
        """See ``Outside``."""
        if pointer is not None and self.panel is not None and self.panel.holds(pointer):
            return self.panel.follow(pointer)
        if pointer is None or not _is_over(self._button, pointer) or not self._others():
            self._close()
            return None
        self._button.setDown(True)
        if self.panel is None and not self._opening.isActive():
            self._opening.start()
        return SWITCHER

    def _open(self) -> None:
        self.panel = PipelinePanel(self._others(), self._button.window())
        self.panel.open_below(self._button)

    def _close(self) -> None:
        self._opening.stop()
        self._button.setDown(False)
        panel, self.panel = self.panel, None
        if panel is not None:
            panel.hide()
            panel.deleteLater()


class PipelinePanel(QFrame):
    """The other pipelines, and the stages of the one under the pointer. A part of the window, so
    that the drag goes on."""

    def __init__(self, pipelines: Sequence[PipelineRow], window: QWidget) -> None:
        super().__init__(window)
        self._pipelines = pipelines
        dress(self, kind="popover")
        self.setAccessibleName(_("Pipelines"))
        self.names = self._list([one.name for one in pipelines], _("Pipelines"))
        self.stages = self._list([], _("Stages"))
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        row.setSpacing(_MARGIN)
        for each in (self.names, self.stages):
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
        self.stages.hide()
        self._wanted = -1
        self._rest = single_shot(self, self._show_stages, _REST_MS)

    def _list(self, names: Sequence[str], called: str) -> QListWidget:
        made = QListWidget(self)
        made.setAccessibleName(called)
        made.setFixedWidth(_WIDTH)
        made.addItems(list(names))
        return made

    def open_below(self, button: QWidget) -> None:
        """Stand below the chooser."""
        place = button.mapTo(self.window(), QPoint(0, button.height() + _GAP))
        self.move(place)
        self._fit()
        self.show()
        self.raise_()

    def _fit(self) -> None:
        """As high as what is in it, within the window."""
        room = self.window().height() - self.y() - 4 * _MARGIN
        for each in (self.names, self.stages):
            rows = sum(each.sizeHintForRow(row) for row in range(each.count()))
            each.setFixedHeight(min(rows + 2 * each.frameWidth(), room))
        self.adjustSize()

    def holds(self, pointer: QPoint) -> bool:
        """Whether the pointer is over it, or between it and the chooser."""
        return self.rect().adjusted(0, -_GAP, 0, 0).contains(self.mapFromGlobal(pointer))

    def follow(self, pointer: QPoint) -> str:
        """The id of the pipeline or stage under the pointer, which is marked; or ``""``."""
        stage = _row_at(self.stages, pointer) if not self.stages.isHidden() else -1
        self.stages.setCurrentRow(stage)
        if stage >= 0:
            self._rest.stop()
            return self._pipelines[self.names.currentRow()].stages[stage].id
        here = _row_at(self.names, pointer)
        if here < 0:
            return ""
        if here != self._wanted:
            self._wanted = here
            # On the way to the stages the pointer may touch other pipelines.
            self._rest.start()
        return self._pipelines[here].id

    def _show_stages(self) -> None:
        self.names.setCurrentRow(self._wanted)
        self.stages.clear()
        self.stages.addItems([stage.name for stage in self._pipelines[self._wanted].stages])
        self.stages.show()
        self._fit()


def _is_over(widget: QWidget, pointer: QPoint) -> bool:
    return widget.isVisible() and widget.rect().contains(widget.mapFromGlobal(pointer))


def _row_at(found: QListWidget, pointer: QPoint) -> int:
    viewport = found.viewport()
    return found.indexAt(viewport.mapFromGlobal(pointer)).row()
