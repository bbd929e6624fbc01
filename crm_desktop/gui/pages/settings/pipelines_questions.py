"""The questions of Settings → Pipelines: where the deals of a stage go, and whether a pipeline
with deals shall be deleted. Window-modal; the safe answer has the focus. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.text.folding import clean_line
from crm_desktop.features.pipelines.rows import PipelineRow, StageRow
from crm_desktop.gui.kit.question_dialog import QuestionDialog
from crm_desktop.gui.shell.numbers import shown_number


class RemoveStageDialog(QuestionDialog):
    """Where the deals of a stage go before it does."""

    def __init__(
        self, stage: StageRow, others: Sequence[StageRow], number: int, parent: QWidget
    ) -> None:
        words = ngettext(
            "{number} deal moves to the stage you choose here.",
            "{number} deals move to the stage you choose here.",
            number,
        )
        super().__init__(
            _("Remove the stage “{stage}”?").format(stage=stage.name),
            words.format(number=shown_number(number)),
            _("Remove the stage"),
            _("Keep"),
            parent,
            is_grave=True,
        )
        self.goal = QComboBox()
        self.goal.setAccessibleName(_("Stage for the deals"))
        for one in others:
            self.goal.addItem(one.name, one.id)
        self.body.addWidget(self.goal)

    @property
    def goal_id(self) -> str:
        """The id of the stage that was chosen."""
        return str(self.goal.currentData())


class DeletePipelineDialog(QuestionDialog):
    """A pipeline goes to the recycle bin; its name is to be typed."""

    def __init__(self, pipeline: PipelineRow, parent: QWidget) -> None:
        super().__init__(
            _("Delete the pipeline “{pipeline}”?").format(pipeline=pipeline.name),
            _("It goes to the recycle bin with its stages. Type its name to delete it."),
            _("Delete the pipeline"),
            _("Keep"),
            parent,
            is_grave=True,
        )
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Name of the pipeline"))
        self.name.setPlaceholderText(pipeline.name)
        self.do.setEnabled(False)
        wanted = clean_line(pipeline.name).casefold()
        self.name.textChanged.connect(
            lambda text: self.do.setEnabled(clean_line(text).casefold() == wanted)
        )
        self.body.addWidget(self.name)


def ask(dialog: QuestionDialog, answered: Callable[[], object]) -> None:
    """Show the question over its window; ``answered`` is called when it is accepted."""
    dialog.accepted.connect(answered)
    dialog.open()
