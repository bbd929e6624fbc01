"""What is done with pipelines and stages as a whole: added, moved, duplicated, put away, removed.

Made by the section of pipelines, which reads everything anew when a command is over. What can't be
undone at a glance asks first. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.backend.work import Outcome
from crm_desktop.core.i18n import _
from crm_desktop.features.deals.staged.queries import count_in_stage
from crm_desktop.features.pipelines import commands
from crm_desktop.features.pipelines.rows import PipelineRow, StageRow
from crm_desktop.features.pipelines.rules import next_stage
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.settings.pipelines_questions import (
    DeletePipelineDialog,
    RemoveStageDialog,
    ask,
)


class PipelineActions(QObject):
    """``ended``: a command is over, well or not; just before, ``pipeline_made`` and ``stage_made``
    give the id of what it made. ``done`` says in words what went out of sight and can be undone."""

    ended = Signal()
    done = Signal(str)
    pipeline_made = Signal(str)
    stage_made = Signal(str)

    def __init__(self, bridge: Bridge, section: QWidget) -> None:
        super().__init__(section)
        self._bridge = bridge
        self._section = section

    def do(self, command: Any, then: Callable[[Outcome], object] | None = None) -> None:
        """Carry out; what goes wrong the window tells."""
        done, fail = self._answers(then)
        self._bridge.execute(command, then=done, failed=fail, owner=self)

    def _answers(
        self, then: Callable[[Outcome], object] | None
    ) -> tuple[Callable[[Outcome], None], Callable[[BaseException], None]]:
        def done(outcome: Outcome) -> None:
            if then is not None:
                then(outcome)
            self.ended.emit()

        def fail(error: BaseException) -> None:
            self._bridge.tell_failed(error)
            self.ended.emit()

        return done, fail

    # Pipelines

    def duplicate(self, pipeline: PipelineRow) -> None:
        """Another with the same stages."""
        self.do(
            commands.DuplicatePipeline(pipeline.id),
            lambda outcome: self.pipeline_made.emit(str(outcome.result)),
        )

    def archive(self, pipeline: PipelineRow, *, archived: bool) -> None:
        """Into the archive, or out of it."""
        words = _("The pipeline is in the archive now.")
        self.do(
            commands.ArchivePipelines((pipeline.id,), archived=archived),
            (lambda _outcome: self.done.emit(words)) if archived else None,
        )

    def ask_delete(self, pipeline: PipelineRow) -> None:
        """Delete the pipeline, if the person means it."""
        dialog = DeletePipelineDialog(pipeline, self._section.window())
        words = _("The pipeline is in the recycle bin now.")
        command = commands.DeletePipelines((pipeline.id,))
        ask(dialog, lambda: self.do(command, lambda _outcome: self.done.emit(words)))

    # Stages

    def add_stage(self, pipeline: PipelineRow) -> None:
        """One more at the end."""
        values = next_stage(pipeline, _("New stage"), _("New stage {number}"))
        self.do(
            commands.CreateStage(values), lambda outcome: self.stage_made.emit(str(outcome.result))
        )

    def add_intake(self, pipeline: PipelineRow) -> None:
        """One before all others, where unsorted requests wait."""
        usual = {"colour": "grey", "probability": 0, "is_intake": True}
        values = {"pipeline": pipeline.id, "name": _("Unsorted requests"), **usual}
        self.do(
            commands.CreateStage(values), lambda outcome: self.stage_made.emit(str(outcome.result))
        )

    def count_deals(self, stage: StageRow, then: Callable[[int], None]) -> None:
        """How many deals stand in the stage; only the newest question is answered."""
        self._bridge.query(count_in_stage, stage.rid, then=then, owner=self, channel="count")

    def remove_stage(self, pipeline: PipelineRow, stage: StageRow, number: int) -> None:
        """Remove the stage; where its ``number`` of deals go, the person is asked."""
        others = [one for one in pipeline.stages if one.id != stage.id]
        if not number or not others:
            self._remove(commands.RemoveStage(stage.id))
            return
        dialog = RemoveStageDialog(stage, others, number, self._section.window())
        ask(dialog, lambda: self._remove(commands.RemoveStage(stage.id, dialog.goal_id)))

    def _remove(self, command: commands.RemoveStage) -> None:
        """However many deals move on with it: the status line shows how far it is."""
        words = _("The stage was removed.")
        done, fail = self._answers(lambda _outcome: self.done.emit(words))
        title = _("Removing the stage")
        self._bridge.start(command, title, then=done, failed=fail, owner=self)
