"""A question over the window: a heading, a sentence, whatever is asked besides, and two buttons.

The safe answer has the focus, stands first and is what Enter and Esc mean. Window-modal without a
loop of its own. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from crm_desktop.gui.kit.dialog import EDGE, Dialog, Foot
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress

_WIDTH = 480


class QuestionDialog(Dialog):
    """``accepted`` is told when ``do``, with these words, is pressed; ``keep`` leaves all as it is.
    ``body`` takes what is asked besides; ``is_grave`` makes the answer a red one."""

    def __init__(
        self, heading: str, sentence: str, do: str, keep: str, parent: QWidget, *, is_grave: bool
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(heading)
        self.setAccessibleDescription(sentence)
        self.be_as_wide_as(_WIDTH)
        self.heading = self.make_heading()
        self.sentence = plain_label(sentence, tone="secondary")
        self.sentence.setWordWrap(True)
        self.sentence.setHidden(not sentence)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(EDGE, 20, EDGE, 20)
        self.body.setSpacing(8)
        self.body.addWidget(self.heading)
        self.body.addWidget(self.sentence)
        self.keep, self.do = QPushButton(keep, self), QPushButton(do, self)
        self.do.setAutoDefault(False)
        if is_grave:
            dress(self.do, kind="danger")
        self.keep.setDefault(True)
        self.keep.clicked.connect(self.reject)
        self.do.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self.body, 1)
        self.foot = Foot(self, self.keep, self.do)
        layout.addWidget(self.foot)
        self.keep.setFocus()
