"""Dialogs that create a record and change one: saving, mistakes at their fields, similar records.

The pages say which form, which commands, which question for similar ones.
Window-modal; nothing of the database on the GUI thread, where all of this runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _
from crm_desktop.core.ids import new_id
from crm_desktop.core.text.direction import isolated
from crm_desktop.features.common.similar import Reason, Similar
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.form import RecordForm
from crm_desktop.gui.kit.form_dialog import FormDialog
from crm_desktop.gui.kit.form_similar import SimilarLine
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.shell.page import RecordRef

if TYPE_CHECKING:
    from crm_desktop.backend.work import Outcome, Reader

_REST_MS = 250
_ALIKE = {"contact", "company"}


@dataclass(frozen=True)
class SimilarQuestion:
    """What is asked while somebody types: the draft made of the form's values and the record's
    own id, the question, and the field below which each reason is shown."""

    draft: Callable[[Mapping[str, Any], str | None], Any]
    find: Callable[[Reader, Any], list[Similar]]
    fields: Mapping[Reason, str]


def _no_draft(_values: Mapping[str, Any], _own: str | None) -> None:
    return None


def _find_none(_reader: Reader, _draft: object) -> list[Similar]:
    return []


NONE_ALIKE = SimilarQuestion(_no_draft, _find_none, {})
"""For records of which two of one name are no mistake: other fields tell them apart."""


class RecordDialog(FormDialog):
    """What creating and changing share. ``existing_wanted``: rather open this record."""

    existing_wanted = Signal(object)  # RecordRef

    def __init__(
        self,
        bridge: Bridge,
        form: RecordForm,
        similar: SimilarQuestion,
        words: tuple[str, str],
        parent: QWidget,
    ) -> None:
        super().__init__(form, words[0], words[1], parent)
        self._bridge = bridge
        self._similar = similar
        self._asked: Any = None
        self._command_given: Any = None
        self._operation_id = new_id()
        # Where mistakes of fields are shown that the form has under another name.
        self.aliases: dict[str, str] = {}
        for name in dict.fromkeys(similar.fields.values()):
            form.add_box(name)
        self._rest = single_shot(self, self._look_for_similar, _REST_MS)
        form.changed.connect(self._rest.start)
        form.similar_chosen.connect(self._open_similar)
        self.save.clicked.connect(self._save)
        bridge.changed.connect(self._follow)

    def _save(self) -> None:
        raise NotImplementedError

    def own_id(self) -> str | None:
        """The record that is being changed, if there is one."""
        return None

    def _execute(self, command: Any, then: Callable[[Outcome], None]) -> None:
        """Carry it out; the dialog stays as it is until that is done. The same command again is
        the same operation: if only the answer was lost, nothing is written twice."""
        if command != self._command_given:
            self._command_given, self._operation_id = command, new_id()
        self.tell("")
        self.save.setEnabled(False)

        def done(outcome: Outcome) -> None:
            self.save.setEnabled(True)
            self._command_given = None
            then(outcome)

        self._bridge.execute(
            command,
            then=done,
            failed=self._fail,
            owner=self,
            operation_id=self._operation_id,
        )

    def _fail(self, error: BaseException) -> None:
        """At its field where it has one; what was typed stays in any case."""
        self.save.setEnabled(True)
        field = error.field if isinstance(error, Invalid) else None
        name = (field or "").partition(".")[0]
        if not self.form.tell_mistake(self.aliases.get(name, name), words_for(error)):
            self.tell(words_for(error))
        self.fit()

    # Similar records

    def _look_for_similar(self) -> None:
        if not self.isVisible():
            return
        draft = self._similar.draft(self.form.values(), self.own_id())
        if draft == self._asked:
            return
        self._asked = draft
        self._bridge.query(
            self._similar.find,
            draft,
            then=self._show_similar,
            failed=_nothing_found,
            owner=self,
            channel="similar",
        )

    def _follow(self, changes: Changes) -> None:
        """Who is alike may be gone by now, or another, or back."""
        if self._asked is not None and changes.touch(_ALIKE):
            self._asked = None
            self._rest.start()

    def _show_similar(self, found: list[Similar]) -> None:
        lines: dict[str, list[SimilarLine]] = {}
        for one in found:
            field = self._similar.fields[one.reason]
            lines.setdefault(field, []).append(SimilarLine(one.entity, one.id, _words(one)))
        had = {name: len(box.lines) for name, box in self.form.boxes.items()}
        self.form.show_similar(lines)
        if had != {name: len(box.lines) for name, box in self.form.boxes.items()}:
            self.fit()

    def _forget_similar(self) -> None:
        self._asked = None
        self._rest.stop()
        self.form.show_similar({})

    def _open_similar(self, entity: str, record_id: str) -> None:
        self.existing_wanted.emit(RecordRef(entity, record_id))


def _words(one: Similar) -> str:
    """``Marina Kim, Vektor Plus (same phone)``."""
    reasons = {
        Reason.TAX_ID: _("same tax number"),
        Reason.PHONE: _("same phone"),
        Reason.EMAIL: _("same e-mail"),
    }
    words = ", ".join(map(isolated, filter(None, (one.name, one.company))))
    marks = [reasons.get(one.reason, ""), _("in the archive") if one.archived else ""]
    said = ", ".join(filter(None, marks))
    return _("{record} ({mark})").format(record=words, mark=said) if said else words


def _nothing_found(_error: BaseException) -> None:
    """A warning that could not be had is none; saving tells what is wrong with the workspace."""
