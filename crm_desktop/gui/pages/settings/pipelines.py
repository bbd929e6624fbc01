"""Settings → Pipelines and stages: tabs of pipelines, the stages of one, a pane for one of them.

Everything saves itself and Ctrl+Z takes it back. What is done with a pipeline or a stage as a whole
is done by ``pipelines_actions``. Made by ``page.make_page``; GUI thread only.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _
from crm_desktop.features.deals.chance.rule import Tally
from crm_desktop.features.pipelines import commands
from crm_desktop.features.pipelines.rows import PipelineRow, StageRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.buttons import CutButton, icon_button
from crm_desktop.gui.kit.scrolled import Scrolled
from crm_desktop.gui.kit.states import Button, ContentOrState
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.settings.pipelines_actions import PipelineActions
from crm_desktop.gui.pages.settings.pipelines_ends import EndRows
from crm_desktop.gui.pages.settings.pipelines_lines import CHANCE, NAME, REQUIRED, ROT, StageLine
from crm_desktop.gui.pages.settings.pipelines_menus import pipeline_menu, stage_menu
from crm_desktop.gui.pages.settings.pipelines_options import PipelineOptions
from crm_desktop.gui.pages.settings.pipelines_reading import PipelineSettings, read
from crm_desktop.gui.pages.settings.pipelines_reasons import ReasonsPane
from crm_desktop.gui.pages.settings.pipelines_saving import Saver
from crm_desktop.gui.pages.settings.pipelines_stage import StagePane
from crm_desktop.gui.pages.settings.pipelines_table import StageTable
from crm_desktop.gui.pages.settings.pipelines_tabs import TAB_LEFT, PipelineTab, PipelineTabs
from crm_desktop.gui.pages.settings.section import Section, line
from crm_desktop.gui.shell.new_pipeline import ask_new_pipeline
from crm_desktop.gui.shell.requirement_words import requirement_words
from crm_desktop.gui.shell.stage_words import stage_tag

_READ_ANEW = {"pipeline", "stage", "lost_reason", "deal", "custom_field", "user"}
_PLUS = 16


class PipelinesSection(Section):
    """The pipelines, their stages and the reasons for which deals are lost."""

    def __init__(self, bridge: Bridge) -> None:
        hint = _("Drag stages to put them in order; deals stay where they are.")
        super().__init__("pipelines", _("Pipelines and stages"), "funnel-simple", hint)
        self.words = [_("Stage"), _("Chance"), _("Required fields"), _("Lost reasons")]
        self._bridge = bridge
        self._known = PipelineSettings()
        self._wanted = ""
        self._wanted_stage = ""
        self._is_to_be_named = False
        self._added = self._fresh = ""
        self.new = CutButton(_("New pipeline"), self)
        self.tabs = PipelineTabs(self)
        self.more = icon_button("dots-three-bold", _("More actions"), self)
        self.table = StageTable()
        self.ends = EndRows()
        self.options = PipelineOptions()
        self.pane = StagePane(self)
        self.reasons = ReasonsPane(self)
        self._place()
        self._connect(bridge)

    def _place(self) -> None:
        dress(self.new, scale="small")
        ThemeManager.instance().set_icon(self.new, "plus", size=_PLUS)
        self.head.addWidget(self.new)
        row = QHBoxLayout()
        row.addSpacing(-TAB_LEFT)  # the words stand below the title
        row.addWidget(self.tabs, 1)
        row.addWidget(self.more)
        self.body.setSpacing(0)
        self.body.addLayout(row)
        self.body.addWidget(line())
        inside = QFrame()
        dress(inside, kind="clear")
        frame = QFrame(inside)
        dress(frame, kind="card")
        tile = QVBoxLayout(frame)
        tile.setContentsMargins(1, 1, 1, 1)
        tile.setSpacing(0)
        tile.addWidget(self.table)
        tile.addWidget(self.ends)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 16, 0, 24)
        column.setSpacing(0)
        column.addWidget(frame)
        column.addWidget(self.options)
        column.addStretch()
        self.states = ContentOrState(Scrolled(None, inside, sideways=True), self)
        self.body.addWidget(self.states, 1)
        for pane in (self.pane, self.reasons):
            self.beside.addWidget(pane)
            pane.hide()

    def _connect(self, bridge: Bridge) -> None:
        self._stage_saver = Saver(bridge, commands.UpdateStage, self)
        self._pipeline_saver = Saver(bridge, commands.UpdatePipeline, self)
        self._reason_saver = Saver(bridge, commands.UpdateLostReason, self)
        for saver in (self._stage_saver, self._pipeline_saver, self._reason_saver):
            saver.saved.connect(self.load)
            saver.failed.connect(self._fail)
        self._actions = actions = PipelineActions(bridge, self)
        actions.ended.connect(self.load)
        actions.done.connect(self.done)
        actions.pipeline_made.connect(self._want_pipeline)
        actions.stage_made.connect(self._take_new_stage)
        self.new.clicked.connect(self._ask_new)
        self.more.clicked.connect(lambda: self._open_menu(self._below(self.more)))
        self.tabs.chosen.connect(self._choose)
        self.tabs.moved.connect(lambda key, place: actions.do(commands.MovePipeline(key, place)))
        self.tabs.menu_wanted.connect(self._open_menu)
        self.table.chosen.connect(self._open_stage)
        self.table.wanted.connect(self._edit_stage)
        self.table.moved.connect(self._move_stage)
        self.table.removed.connect(self._remove_stage)
        self.table.menu_wanted.connect(self._open_stage_menu)
        self.table.fitted.connect(self._line_up)
        self.ends.add_wanted.connect(self._add_stage)
        self.ends.intake_wanted.connect(self._add_intake)
        self.ends.reasons_wanted.connect(self._open_reasons)
        self.options.edited.connect(self._pipeline_saver.save)
        self.pane.edited.connect(self._stage_saver.save)
        self.pane.named.connect(self._go_on)
        self.pane.remove_wanted.connect(self._remove_stage)
        self.pane.closed.connect(self._close_panes)
        self.reasons.closed.connect(self._close_panes)
        self.reasons.edited.connect(self._reason_saver.save)
        self.reasons.moved.connect(lambda key, n: actions.do(commands.MoveLostReason(key, n)))
        self.reasons.put_away.connect(lambda key: actions.do(commands.ArchiveLostReasons((key,))))
        self.reasons.brought_back.connect(
            lambda key: actions.do(commands.ArchiveLostReasons((key,), archived=False))
        )
        self.reasons.added.connect(self._add_reason)
        bridge.changed.connect(self._follow)

    # Reading

    def load(self) -> None:
        """Ask what there is."""
        failed = partial(self.tell_unread, self._bridge, self.states)
        self._bridge.query(read, then=self._show, failed=failed, owner=self, channel="pipelines")

    def kept(self) -> Any:
        """Which pipeline and which stage are shown."""
        return self.tabs.current, self.pane.stage_id if not self.pane.isHidden() else ""

    def restore(self, kept: Any) -> None:
        """As it was before the language changed."""
        self._wanted, self._wanted_stage = kept

    def _follow(self, changes: Changes) -> None:
        if changes.touch(_READ_ANEW) and self.isVisible():
            self.load()

    def hideEvent(self, event: Any) -> None:  # noqa: N802
        """What was typed and not left is saved too."""
        super().hideEvent(event)
        self.pane.flush()

    @property
    def pipeline(self) -> PipelineRow | None:
        """The pipeline that is shown."""
        return self._known.pipeline(self.tabs.current)

    def _show(self, known: PipelineSettings) -> None:
        self._known, self.is_read = known, True
        self.ends.add.setEnabled(True)
        stages = [stage for one in known.pipelines for stage in one.stages]
        reasons = (*known.reasons, *known.put_away)
        self._stage_saver.know({one.id: one.version for one in stages})
        self._pipeline_saver.know({one.id: one.version for one in known.pipelines})
        self._reason_saver.know({one.id: one.version for one in reasons})
        tabs = [
            PipelineTab(one.id, one.name, known.count(one), one.is_archived)
            for one in known.pipelines
        ]
        self.tabs.show_tabs(tabs, self._wanted or self.tabs.current)
        self._wanted = ""
        self.more.setEnabled(bool(tabs))
        if not self._reason_saver.is_busy(self.reasons.current):
            self.reasons.show_reasons(known.reasons, known.put_away)
        if tabs:
            self.states.show_content()
            self._show_pipeline()
        else:
            self._close_panes()
            self.states.show_state(
                _("There is no pipeline yet"),
                _("A pipeline is the way of a deal from the first call to the payment."),
                [Button(_("Choose a pipeline"), self._ask_new)],
                self.icon,
            )

    def _choose(self, _pipeline_id: str) -> None:
        self.pane.flush()
        self.pane.hide()
        self._show_pipeline()

    def _show_pipeline(self) -> None:
        pipeline = self.pipeline
        if pipeline is None:
            return
        shown = self._wanted_stage or (self.pane.stage_id if not self.pane.isHidden() else "")
        self._wanted_stage = ""
        self.table.show_lines([self._line(one) for one in pipeline.stages], shown)
        self.ends.show_reasons(len(self._known.reasons))
        self.ends.intake.setVisible(not any(stage.is_intake for stage in pipeline.stages))
        others = [one for one in self._known.pipelines if not one.is_archived]
        if not self._pipeline_saver.is_busy(pipeline.id):
            self.options.show_pipeline(pipeline, others, self._known.users)
        if stage := pipeline.stage(shown):
            self._show_stage(pipeline, stage)
            self._name_new(stage.id)
        else:
            self.pane.hide()
        self._begin_with(pipeline)

    def _name_new(self, stage_id: str) -> None:
        if self._is_to_be_named:
            self._is_to_be_named = False
            self._added = stage_id
            self._edit_stage(stage_id)

    def _go_on(self) -> None:
        """Whoever has named a new stage may want one more."""
        if self.pane.stage_id == self._added:
            self.ends.add.setFocus(Qt.FocusReason.TabFocusReason)

    def _line_up(self) -> None:
        columns = (NAME, CHANCE, ROT, REQUIRED)
        self.ends.stand_below(*map(self.table.left_of, columns))

    def _line(self, stage: StageRow) -> StageLine:
        fields = tuple(requirement_words(one, self._known.fields) for one in stage.required)
        return StageLine(
            stage.id,
            stage.name,
            stage_tag(stage.colour),
            stage.probability,
            stage.rot_days,
            fields,
            self._known.pasts.get(stage.id, Tally()),
        )

    # The panes

    def _open_stage(self, stage_id: str) -> None:
        pipeline = self.pipeline
        stage = pipeline.stage(stage_id) if pipeline is not None else None
        if pipeline is not None and stage is not None:
            self._show_stage(pipeline, stage)

    def _show_stage(self, pipeline: PipelineRow, stage: StageRow) -> None:
        self.reasons.hide()
        self.table.mark(stage.id)
        if not self._stage_saver.is_busy(stage.id) or self.pane.stage_id != stage.id:
            self.pane.show_stage(pipeline, stage, self._known.fields, self._known.users)
        self.pane.show_past(self._known.pasts.get(stage.id, Tally()))
        self.pane.show()

    def _edit_stage(self, stage_id: str) -> None:
        self._open_stage(stage_id)
        self.pane.name.line.setFocus()
        self.pane.name.line.selectAll()

    def _open_reasons(self) -> None:
        self.pane.flush()
        self.pane.hide()
        self.reasons.show()
        self.reasons.list.setFocus()

    def _close_panes(self) -> None:
        self.pane.flush()
        had_stage = self.pane.isVisible()
        self.pane.hide()
        self.reasons.hide()
        (self.table if had_stage else self.ends.reasons).setFocus()

    # Writing

    def _fail(self, record_id: str, error: BaseException) -> None:
        """At the field, if it is in sight; else the window tells."""
        field = error.field if isinstance(error, Invalid) else None
        words = words_for(error)
        is_told = False
        if field and record_id == self.pane.stage_id:
            is_told = self.pane.show_mistake(field, words)
        elif field and record_id == self.tabs.current:
            is_told = self.options.show_mistake(field, words)
        elif field == "name" and record_id == self.reasons.current:
            self.reasons.show_mistake(words, is_new=False)
            is_told = True
        if not is_told:
            self._bridge.tell_failed(error)
            self.load()

    def _ask_new(self) -> None:
        ask_new_pipeline(self._bridge, self.window(), self._take_new)

    def _take_new(self, pipeline_id: str) -> None:
        self._wanted = self._fresh = pipeline_id
        self.load()

    def _want_pipeline(self, pipeline_id: str) -> None:
        self._wanted = pipeline_id

    def _begin_with(self, pipeline: PipelineRow) -> None:
        """The keyboard goes to where a new pipeline is worked on."""
        if self._fresh == pipeline.id:
            self._fresh = ""
            first = self.table if pipeline.stages else self.ends.add
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _add_stage(self) -> None:
        if (pipeline := self.pipeline) is not None:
            self.ends.add.setEnabled(False)  # until it is there, its name would be taken
            self._actions.add_stage(pipeline)

    def _add_intake(self) -> None:
        if (pipeline := self.pipeline) is not None:
            self.ends.intake.hide()  # one is enough
            self._actions.add_intake(pipeline)

    def _take_new_stage(self, stage_id: str) -> None:
        """Its name is to be typed next."""
        self._wanted_stage, self._is_to_be_named = stage_id, True

    def _move_stage(self, stage_id: str, place: int) -> None:
        self._wanted_stage = stage_id if not self.pane.isHidden() else ""
        self._actions.do(commands.MoveStage(stage_id, place))

    def _remove_stage(self, stage_id: str) -> None:
        if (stage := self._known.stage(stage_id)) is not None:
            self._actions.count_deals(stage, partial(self._ask_where, stage_id))

    def _ask_where(self, stage_id: str, number: int) -> None:
        pipeline = self.pipeline  # by now perhaps another one
        stages = pipeline.stages if pipeline is not None else ()
        stage = next((one for one in stages if one.id == stage_id), None)
        if pipeline is not None and stage is not None:
            self._actions.remove_stage(pipeline, stage, number)

    def _add_reason(self, name: str) -> None:
        def done(_outcome: object) -> None:
            self.reasons.new.clear()
            self.load()

        def fail(error: BaseException) -> None:
            self.reasons.show_mistake(words_for(error), is_new=True)

        command = commands.CreateLostReason({"name": name})
        self._bridge.execute(command, then=done, failed=fail, owner=self)

    # Menus

    def _below(self, widget: Any) -> QPoint:
        return QPoint(widget.mapToGlobal(widget.rect().bottomLeft()))

    def _open_menu(self, where: QPoint) -> None:
        if (pipeline := self.pipeline) is not None:
            self.make_menu(pipeline).popup(where)

    def make_menu(self, pipeline: PipelineRow) -> QMenu:
        """What can be done with a pipeline."""
        return pipeline_menu(self, pipeline, self._actions, rename=self._rename)

    def _rename(self) -> None:
        self.options.name.line.setFocus()
        self.options.name.line.selectAll()

    def _open_stage_menu(self, stage_id: str, where: QPoint) -> None:
        ids = self.table.lines.ids
        menu = stage_menu(
            self,
            ids.index(stage_id),
            len(ids),
            change=lambda: self._edit_stage(stage_id),
            move=partial(self._move_stage, stage_id),
            remove=lambda: self._remove_stage(stage_id),
        )
        menu.popup(where)
