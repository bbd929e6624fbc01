"""The dialog that creates a record: the smallest possible start, and all fields for who wants them.

What was typed is kept if the dialog is closed by mistake and comes back within ten minutes
(interaction.md, section 4). GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.dialog import GHOST_EDGE
from crm_desktop.gui.kit.form import RecordForm
from crm_desktop.gui.kit.form_suggest import Suggested
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.card_fields.custom import with_custom
from crm_desktop.gui.shell.form_record import RecordDialog, SimilarQuestion
from crm_desktop.gui.shell.own_fields import OwnFields
from crm_desktop.gui.shell.page import RecordRef

if TYPE_CHECKING:
    from crm_desktop.backend.work import Outcome

_KEPT_FOR = timedelta(minutes=10)
_OWNER = "owner"


@dataclass(frozen=True)
class CreateKind:
    """What is created: the title and the primary button in words, the command made of the form's
    values, and how similar records are found."""

    entity: str
    title: str
    save_words: str
    command: Callable[[Mapping[str, Any]], Any]
    similar: SimilarQuestion


class CreateDialog(RecordDialog):
    """``created`` tells the new record."""

    created = Signal(object)  # RecordRef

    def __init__(self, bridge: Bridge, kind: CreateKind, form: RecordForm, parent: QWidget) -> None:
        words = (kind.save_words, _("Cancel"))
        super().__init__(bridge, form, kind.similar, words, parent)
        self._kind, self._me = kind, bridge.user
        self._own = OwnFields(bridge, kind.entity, form)
        self._own.changed.connect(self._take_own)
        self._closed_at: datetime | None = None
        self._kept = _KeptLine(self)
        self.area.column.insertWidget(0, self._kept)
        self._kept.anew.clicked.connect(self._begin_anew)
        self.setWindowTitle(kind.title)
        self.all_fields = QPushButton(_("All &fields"), self)
        self.all_fields.setAutoDefault(False)
        self.all_fields.setCheckable(True)
        self._untouched: dict[str, Any] = {}  # of a form in which nothing was typed
        dress(self.all_fields, kind="ghost")
        self.all_fields.toggled.connect(self._unfold)
        self.foot.insertWidget(0, self.all_fields)
        left = self.foot.contentsMargins()
        left.setLeft(GHOST_EDGE)
        self.foot.setContentsMargins(left)

    def begin(self, **values: Any) -> None:
        """Show the dialog: with what was typed before, if that was a moment ago; ``values``
        begin a new record."""
        long_ago = self._closed_at is None or clock.now() - self._closed_at > _KEPT_FOR
        if values or (long_ago and not self.isVisible()):
            self._clear()
            self.form.load({**self._begun(), **values})
        is_typed = self.form.values() != self._untouched
        self._kept.setVisible(not values and not self.isVisible() and is_typed)
        first = next(iter(self.form.entries.values()))
        first.setFocus()
        self.fit()
        self.open()
        self._own.ask()
        if values:
            self._rest.start()

    def done(self, result: int) -> None:
        """Remember when, for what was typed."""
        self._closed_at = clock.now()
        super().done(result)

    def _begin_anew(self) -> None:
        self._clear()
        next(iter(self.form.entries.values())).setFocus()
        self.fit()

    def _clear(self) -> None:
        self._kept.hide()
        self.tell("")
        self.form.load(self._begun())
        self._untouched = self.form.values()
        self.all_fields.setChecked(False)
        self._forget_similar()

    def _begun(self) -> dict[str, Any]:
        """What a new record begins with: whoever makes it is its owner."""
        owner = {_OWNER: Suggested(*self._me)} if _OWNER in self.form.entries else {}
        return {**owner, **self._own.defaults}

    def _unfold(self, is_wanted: bool) -> None:
        self.form.show_all(is_wanted)
        self.fit()

    def _take_own(self) -> None:
        self._untouched |= self._own.begun
        self._unfold(self.all_fields.isChecked())

    def _save(self) -> None:
        if self.form.check():
            values = with_custom({**self.form.values(), **self._own.cleared})
            self._execute(self._kind.command(values), self._finish)
        else:
            self.fit()

    def _finish(self, outcome: Outcome) -> None:
        self._clear()
        self.accept()
        self.created.emit(RecordRef(self._kind.entity, outcome.result))


class _KeptLine(QWidget):
    """Says that what stands in the form was typed before."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.anew = QPushButton(_("Start anew"), self)
        self.anew.setAutoDefault(False)
        dress(self.anew, kind="link")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(plain_label(_("You typed this before and didn’t save it."), type="hint"))
        row.addWidget(self.anew)
        row.addStretch()
        self.hide()
