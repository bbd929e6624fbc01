"""The amber boxes below fields: what is entered stands in another record already.

Asked while it is typed, as soon as the typing rests, and anew after each change: what was read
before says nothing any more. Told until somebody says that these are others, or what was typed is
given back. GUI thread only; the question runs on reader threads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from crm_desktop.core.i18n import _
from crm_desktop.features.common.similar import Similar
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.kit.card_fields.notice import NoticeBox
from crm_desktop.gui.kit.card_fields.pane import CardFieldsPane
from crm_desktop.gui.kit.form_suggest import Suggested
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.shell.card_fields.kind import FieldsKind

_REST_MS = 250


class SimilarWatch(QObject):
    """``boxes`` are those that are shown, by the field they stand below."""

    open_wanted = Signal(str, str)  # entity, id
    denied = Signal(str)  # the id of a record that is another

    def __init__(self, bridge: Bridge, kind: FieldsKind, pane: CardFieldsPane) -> None:
        super().__init__(pane)
        self._bridge = bridge
        self._kind = kind
        self._pane = pane
        self._record_id = ""
        self._changed: set[str] = set()
        self._typed: set[str] = set()  # of these nothing is saved yet
        self._question: Any = None
        self._found: list[Similar] = []
        self.boxes: dict[str, list[NoticeBox]] = {}
        self._rest = single_shot(self, self.ask, _REST_MS)
        pane.told.typed.connect(self._note_typing)
        pane.told.restored.connect(self._note_restored)
        bridge.changed.connect(self._follow)

    def begin(self, record_id: str) -> None:
        """Another record is shown; nothing of it was changed yet."""
        self._record_id = record_id
        self._changed, self._typed = set(), set()
        self.forget()

    def forget(self) -> None:
        """The rows go, and with them what stands below them; ``ask`` brings it again."""
        self._rest.stop()
        self._question = None
        self._show([])

    def note_change(self, name: str) -> None:
        """This field has another value now."""
        self._typed.discard(name)
        if self._kind.judged(name):
            self._changed.add(name)
            self.ask()

    def ask(self) -> None:
        """Look whether any other record is like what the fields hold, in those that were changed
        or are being typed."""
        self._rest.stop()
        question = None
        if self._judged():
            question = self._kind.similar.draft(entered(self._values()), self._record_id)
        if question != self._question:
            self._question = question
            self._find()

    def _note_typing(self, name: str) -> None:
        if self._kind.judged(name):
            self._typed.add(name)
            self._rest.start()

    def _note_restored(self, name: str) -> None:
        """What was typed is given back."""
        if name in self._typed:
            self._typed.discard(name)
            self._rest.start()

    def _judged(self) -> set[str]:
        """The fields below which something may be told."""
        return {self._kind.judged(name) for name in self._changed | self._typed}

    def _values(self) -> dict[str, Any]:
        """What the rows show, or hold while they are open."""
        return {
            name: row.value if row.editor is None else row.editor.entry.draft()
            for name, row in self._pane.rows.items()
        }

    def _follow(self, changes: Changes) -> None:
        """They may be others by now, or denied, or that was undone."""
        if self._question is not None and changes.touch({self._kind.entity}):
            self._find()

    def _find(self) -> None:
        if self._question is None:
            self._show([])
            return
        self._bridge.query(
            self._kind.similar.find,
            self._question,
            then=partial(self._take, self._question),
            failed=nothing_found,
            owner=self,
            channel="similar",
        )

    def _take(self, question: Any, found: Sequence[Similar]) -> None:
        if question == self._question:
            self._show(found)

    def _show(self, found: Sequence[Similar]) -> None:
        """What stays the same keeps its box: somebody may be pressing it."""
        judged = self._judged()
        wanted = [one for one in found if self._kind.place_of(one.reason) in judged]
        if wanted == self._found:
            return
        self._found = wanted
        for boxes in self.boxes.values():
            for box in boxes:
                box.hide()
                box.deleteLater()
        self.boxes = {}
        for one in wanted:
            name = self._kind.place_of(one.reason)
            row = self._pane.rows.get(name)
            if row is None:
                continue
            box = NoticeBox(self._kind.alike(one), self._ways(one), row)
            row.add_notice(box)
            box.show()
            self.boxes.setdefault(name, []).append(box)

    def _ways(self, one: Similar) -> tuple[Button, Button]:
        return (
            Button(_("Open"), partial(self.open_wanted.emit, one.entity, one.id)),
            Button(self._kind.different, partial(self.denied.emit, one.id)),
        )


def entered(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as editors load them, turned into what commands take, without empty ones."""
    return {name: _entered(value) for name, value in values.items() if value}


def _entered(value: Any) -> Any:
    if isinstance(value, Suggested):
        return value.id or {"name": value.words}
    if isinstance(value, Mapping):
        return {key: _entered(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_entered(part) for part in value]
    return value


def nothing_found(_error: BaseException) -> None:
    """A warning that could not be had is none; saving tells what is wrong with the workspace."""
