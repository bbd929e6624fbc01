"""The questions of Settings → Pipelines: where the deals of a stage go, and whether a pipeline
with deals shall be deleted. Window-modal; the safe answer has the focus. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.text.folding import clean_line
from crm_desktop.features.pipelines.rows import PipelineRow, StageRow
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.numbers import shown_number

_WIDTH = 440
_EDGE = 24


class _Question(QDialog):
    """A heading, a sentence, whatever is asked, and two buttons: the red one and Keep."""

    def __init__(self, heading: str, sentence: str, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(heading)
        self.setMinimumWidth(_WIDTH)
        title = plain_label(heading, type="heading")
        self.sentence = plain_label(sentence, tone="secondary")
        for label in (title, self.sentence):
            label.setWordWrap(True)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(_EDGE, 20, _EDGE, 20)
        self.body.setSpacing(8)
        self.body.addWidget(title)
        self.body.addWidget(self.sentence)
        self.do = QPushButton(words)
        self.do.setAutoDefault(False)
        dress(self.do, kind="danger")
        self.keep = QPushButton(_("Keep"))
        self.keep.setDefault(True)
        self.keep.clicked.connect(self.reject)
        self.do.clicked.connect(self.accept)
        foot = QFrame()
        dress(foot, kind="dialogFoot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(_EDGE, 12, _EDGE, 12)
        row.addStretch()
        row.addWidget(self.keep)
        row.addWidget(self.do)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self.body, 1)
        layout.addWidget(foot)


class RemoveStageDialog(_Question):
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
            parent,
        )
        self.goal = QComboBox()
        self.goal.setAccessibleName(_("Stage for the deals"))
        for one in others:
            self.goal.addItem(one.name, one.id)
        self.body.addWidget(self.goal)
        self.keep.setFocus()

    @property
    def goal_id(self) -> str:
        """The id of the stage that was chosen."""
        return str(self.goal.currentData())


class DeletePipelineDialog(_Question):
    """A pipeline goes to the recycle bin; its name is to be typed."""

    def __init__(self, pipeline: PipelineRow, parent: QWidget) -> None:
        super().__init__(
            _("Delete the pipeline “{pipeline}”?").format(pipeline=pipeline.name),
            _("It goes to the recycle bin with its stages. Type its name to delete it."),
            _("Delete the pipeline"),
            parent,
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


def ask(dialog: QDialog, answered: Callable[[], object]) -> None:
    """Show the question over its window; ``answered`` is called when it is accepted."""
    dialog.accepted.connect(answered)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.open()
