"""One step that is still to be done, as a row: what it is and when it is due.

Shown by the section 'Next steps' of a card; its badge by the preview of a record too. A row writes
nothing, it tells what is wanted with its step. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.features.activities.rows import ActivityRow
from crm_desktop.gui.kit.locking import lock
from crm_desktop.gui.kit.paint.marks import paint_next_step
from crm_desktop.gui.kit.painted import CutLabel, IconMark
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.activities import words

_ICON = 15
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class StepRow(QFrame):
    """A step: a circle to finish it, its kind and title, when it is due; ``locked`` says why it
    can't be changed. ``menu_wanted`` tells a place on the screen, ``step_wanted`` an arrow."""

    finish_wanted = Signal()
    menu_wanted = Signal(QPoint)
    delete_wanted = Signal()
    step_wanted = Signal(int)

    def __init__(self, step: ActivityRow, locked: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.step = step
        self._locked = locked
        dress(self, kind="stepRow")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.circle = QCheckBox(self)
        dress(self.circle, kind="task")
        self.circle.setFixedWidth(measures.TASK_CIRCLE)
        self.circle.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.circle.clicked.connect(self.finish_wanted)
        self.mark = IconMark("check-square", "text_secondary", _ICON, self)
        self.flag = IconMark("flag-fill", "danger", 12, self)
        self.title = CutLabel(lambda theme: theme.faces.body)
        self.badge = StepBadge(self)
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.mark)
        top.addWidget(self.title, 1)
        top.addWidget(self.flag)
        words_ = QVBoxLayout()
        words_.setSpacing(4)
        words_.addLayout(top)
        words_.addWidget(self.badge)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(8)
        row.addWidget(self.circle, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words_, 1)
        self.tell(step)

    def tell(self, step: ActivityRow) -> None:
        """Show this, which may be the same at another time."""
        self.step = step
        look = words.look_of(step.kind.value)
        self.mark.show_icon(look.icon, f"tag:{look.colour}")
        self.title.setText(words.title_of(step))
        self.flag.setVisible(step.important)
        self.badge.tell(step)
        self.setAccessibleName(words.spoken_step(step))
        self.circle.setAccessibleName(_("Finish: {title}").format(title=words.title_of(step)))
        self.circle.setToolTip(_("Finish"))
        lock(self.circle, self._locked)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Space and Enter finish it, Delete deletes it, arrows go on."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish_wanted.emit()
        elif key == Qt.Key.Key_Delete:
            self.delete_wanted.emit()
        elif key in _STEPS:
            self.step_wanted.emit(_STEPS[key])
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """The menu, by the mouse or the menu key."""
        self.menu_wanted.emit(event.globalPos())


class StepBadge(QWidget):
    """When a step is due, in the colour of its urgency."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self._manager.changed.connect(self.updateGeometry)
        self._step: ActivityRow | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def tell(self, step: ActivityRow) -> None:
        """Whose."""
        self._step = step
        self.setVisible(words.due_day(step) is not None)
        self.setAccessibleName(words.step_words(step))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As high as a badge."""
        return QSize(60, self._manager.theme.grown(measures.BADGE))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Icon and words on the tint."""
        if self._step is None:
            return
        painter = QPainter(self)
        step, shown = words.step_of(self._step), words.step_words(self._step)
        paint_next_step(painter, QRectF(self.rect()), step, shown, self._manager.theme)
        painter.end()
