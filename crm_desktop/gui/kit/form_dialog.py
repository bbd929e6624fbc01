"""A dialog around a form: what is wrong with the whole, the form, and the foot with its buttons.

Window-modal without a loop of its own. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.gui.kit.dialog import EDGE, Dialog, Foot
from crm_desktop.gui.kit.form import RecordForm
from crm_desktop.gui.kit.own_keys import ENTER_WITH_CTRL
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.scrolled import Scrolled
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.timers import single_shot

_WIDTH = 520


class Question(QFrame):
    """A question in the dialog itself, with a button for each answer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self, kind="banner", tone="warning")
        self.words = plain_label("")
        self.words.setWordWrap(True)
        self.buttons: list[QPushButton] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 10)
        layout.setSpacing(8)
        layout.addWidget(self.words)
        layout.addLayout(self._row)
        self.hide()

    def ask(self, words: str, answers: Sequence[Button]) -> None:
        """Show the question; the focus goes to the last answer, which changes nothing."""
        self.withdraw()
        self.words.setText(words)
        self.setAccessibleName(words)
        for answer in answers:
            button = QPushButton(answer.words, self)
            dress(button, scale="small")
            button.clicked.connect(lambda _checked=False, press=answer.press: press())
            self.buttons.append(button)
            self._row.addWidget(button)
        self._row.addStretch()
        self.show()
        self.buttons[-1].setFocus()

    def withdraw(self) -> None:
        """It is answered."""
        self.hide()
        self.buttons.clear()
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()


class FormDialog(Dialog):
    """``form`` in a scrolled body; ``save`` is the primary button, which Ctrl+Enter presses from
    any field."""

    def __init__(
        self, form: RecordForm, save_words: str, cancel_words: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.form = form
        self.be_at_least(_WIDTH)
        self.question = Question(self)
        self._may_shrink = False
        self._fitting = single_shot(self, self._fit)
        self.general = plain_label("", tone="danger")
        self.general.setWordWrap(True)
        self.general.hide()
        self.area = FormArea()
        self.area.column.addWidget(self.general)
        self.area.column.addWidget(form)
        self.area.column.addStretch()
        self.area.widget().installEventFilter(self)
        self._foot = self._make_foot(save_words, cancel_words)
        head = QVBoxLayout()
        head.setContentsMargins(EDGE, 20, EDGE, 0)
        head.addWidget(self.make_heading())
        asked = QVBoxLayout()
        asked.setContentsMargins(EDGE, 0, EDGE, 12)
        asked.addWidget(self.question)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.area, 1)
        layout.addLayout(asked)
        layout.addWidget(self._foot)

    def _make_foot(self, save_words: str, cancel_words: str) -> Foot:
        self.save = QPushButton(save_words, self)
        self.save.setDefault(True)
        dress(self.save, kind="primary")
        for key in ENTER_WITH_CTRL:
            QShortcut(QKeySequence(key), self, self._press_save)
        self.cancel = QPushButton(cancel_words, self)
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        foot = Foot(self, self.cancel, self.save)
        self.foot = foot.row
        return foot

    def _press_save(self) -> None:
        if self.save.isEnabled():
            self.save.setFocus()  # the field takes what was typed in it, as if the mouse pressed
            self.save.click()

    def tell(self, words: str) -> None:
        """Say what is wrong with the whole; nothing for nothing."""
        self.general.setText(words)
        self.general.setVisible(bool(words))

    def fit(self) -> None:
        """As high as the form, but never higher than most of the window; as soon as fields that
        came or went are laid out."""
        self._may_shrink = True
        self._fitting.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """A notice below a field asks for more room; what comes back later needs no less."""
        if watched is self.area.widget() and event.type() == QEvent.Type.LayoutRequest:
            self._fitting.start()
        return False

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
        needed = self._foot.minimumSizeHint().width() + 2 * measures.LINE
        self.be_at_least(max(_WIDTH, needed))  # of large letters
        panel = self.panel
        around = panel.height() - self.area.viewport().height()
        wanted = self.area.wanted_height(panel.width()) + around
        if wanted > panel.height() or self._may_shrink:
            self.resize_panel(panel.width(), min(wanted, self.most_height()))
        self._may_shrink = False


class FormArea(Scrolled):
    """Widgets in a column, as wide as the dialog and scrolled only downward."""

    def __init__(self) -> None:
        super().__init__()
        body = QWidget()
        dress(body, kind="clear")
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(EDGE, 16, EDGE, 20)
        self.column.setSpacing(12)
        self.setWidget(body)

    def wanted_height(self, width: int) -> int:
        """What the content would like to have when it is so wide; the hint of words that are
        wrapped is of a narrower column, and higher."""
        self.column.activate()
        if self.column.hasHeightForWidth():
            return int(self.column.totalHeightForWidth(width))
        return int(self.column.totalSizeHint().height())
