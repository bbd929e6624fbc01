"""The editor of a field while it is open: one of the forms' fields, in the place of the value.

Enter and Escape reach the row by themselves where the control has no use for them; lists end by
a choice, long texts by Ctrl+Enter. GUI thread only.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAction, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.gui.kit.card_fields.field import CardField
from crm_desktop.gui.kit.form_field import ChoiceField, FormEntry, TextField
from crm_desktop.gui.kit.form_suggest import SuggestField
from crm_desktop.gui.kit.own_keys import ENTER_WITH_CTRL, claim_keys
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.timers import single_shot

_REST_MS = 1_000


class Editor(QObject):
    """``ended``: it shall be kept; ``exited``: the focus is elsewhere; ``rested``: nothing was
    typed into a long text for a second."""

    typed = Signal()
    ended = Signal()
    cancelled = Signal()
    rested = Signal()
    exited = Signal()

    def __init__(self, field: CardField, value: Any, parent: QWidget) -> None:
        super().__init__(parent)
        assert field.make is not None
        self.entry = field.make()
        self.entry.setParent(parent)
        _put_below(self.entry)
        self.entry.load(value)
        self._base = self.entry.value()
        self._was_within = False
        self._rest = single_shot(self, self.rested.emit, _REST_MS)
        self._keeps_resting = field.is_long
        self._connect(self.entry)
        for control in (*self._lines(), *self.entry.findChildren(QComboBox)):
            dress(control, scale="small")
        _application().focusChanged.connect(self._follow_focus)

    def _connect(self, entry: FormEntry) -> None:
        entry.changed.connect(self.note_typing)
        entry.mistake.installEventFilter(self)
        if isinstance(entry, ChoiceField):
            entry.box.activated.connect(self.ended)
        elif isinstance(entry, SuggestField):
            entry.line.picked.connect(self.ended)
        elif isinstance(entry, TextField):
            entry.area.installEventFilter(self)
            claim_keys(entry.area, *ENTER_WITH_CTRL)

    def note_typing(self) -> None:
        """Something else stands there now."""
        self.typed.emit()
        if self._keeps_resting:
            self._rest.start()

    def differs(self) -> bool:
        """Whether it is another value than the one that was opened or saved last."""
        return bool(self.entry.value() != self._base)

    def take_as_base(self) -> None:
        """What stands there is on its way."""
        self._base = self.entry.value()

    def take_focus(self) -> None:
        """The caret goes to the end of what stands there."""
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        control = QApplication.focusWidget()
        if isinstance(control, QLineEdit):
            control.end(False)
        elif isinstance(self.entry, TextField):
            self.entry.area.moveCursor(QTextCursor.MoveOperation.End)

    def open_list(self) -> None:
        """Lists open at once."""
        if isinstance(self.entry, ChoiceField):
            self.entry.box.showPopup()
        elif isinstance(self.entry, SuggestField):
            self.entry.line.suggest_all()

    def announce(self) -> None:
        """Let a screen reader say what is wrong."""
        event = QAccessibleEvent(self.entry.mistake, QAccessible.Event.Alert)
        QAccessible.updateAccessibility(event)

    def close(self) -> None:
        """Take it away; a list that is still open goes with it."""
        self._rest.stop()
        _application().focusChanged.disconnect(self._follow_focus)
        self.entry.hide()
        self.entry.setParent(None)
        self.entry.deleteLater()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """A mistake has its mark within the line; Ctrl+Enter ends a text."""
        if watched is self.entry.mistake:
            if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
                QTimer.singleShot(0, self, self._mark)  # the line is dressed only afterwards
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enters and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.ended.emit()
                return True
        return False

    def _mark(self) -> None:
        """Colour never tells it alone."""
        for line in self._lines():
            is_wrong = line.property("state") == "invalid"
            if is_wrong and not line.actions():
                action = QAction(self.entry.mistake.text(), line)
                ThemeManager.instance().set_icon(action, "warning-circle-fill", IconRole.DANGER)
                line.addAction(action, QLineEdit.ActionPosition.TrailingPosition)
            elif not is_wrong:
                for action in line.actions():
                    line.removeAction(action)
                    action.deleteLater()

    def _lines(self) -> list[QLineEdit]:
        return list(self.entry.findChildren(QLineEdit))

    def has_focus(self) -> bool:
        """Whether the keyboard is in it."""
        return self._holds(QApplication.focusWidget())

    def _follow_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Leaving for another window or for a list that belongs to the editor is no leaving."""
        if now is None:
            return
        if self._holds(now):
            self._was_within = True
        elif self._was_within:
            self._was_within = False
            self.exited.emit()

    def _holds(self, widget: QWidget | None) -> bool:
        while widget is not None and widget is not self.entry:
            widget = widget.parentWidget()
        return widget is not None


def _put_below(entry: FormEntry) -> None:
    """The row has the label already; what else stands beside it comes below the control, and
    below what is wrong with that."""
    entry.caption.hide()
    layout = entry.layout()
    if isinstance(layout, QVBoxLayout):
        layout.removeItem(entry.head)
        entry.head.setParent(None)
        entry.head.setStretch(0, 0)
        entry.head.addStretch(1)
        layout.addLayout(entry.head)


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application
