"""The amber boxes below fields: what was entered stands in another record already.

Asked when a field was changed, never while it is typed, and told until somebody says that these
are others. What was read before another change says nothing any more, so the question is asked
anew after each. GUI thread only; it runs on reader threads.
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
from crm_desktop.gui.shell.card_fields.kind import FieldsKind


class SimilarWatch(QObject):
    """``boxes`` are those that are shown, by the field they stand below."""

    open_wanted = Signal(str, str)  # entity, id
    denied = Signal(str)  # the id of a record that is another

    def __init__(self, bridge: Bridge, kind: FieldsKind, pane: CardFieldsPane) -> None:
        super().__init__(pane)
        self._bridge = bridge
        self._kind = kind
        self._pane = pane
        self._asked: set[str] = set()
        self._question: Any = None
        self.boxes: dict[str, list[NoticeBox]] = {}
        bridge.changed.connect(self._follow)

    def begin(self) -> None:
        """Another record is shown; nothing of it was changed yet."""
        self._asked = set()
        self._question = None
        self._show([])

    def note_change(self, name: str, record_id: str, values: Mapping[str, Any]) -> None:
        """This field has another value now."""
        if judged := self._kind.judged(name):
            self._asked.add(judged)
            self.ask(record_id, values)

    def ask(self, record_id: str, values: Mapping[str, Any]) -> None:
        """Look whether any other record is like these values, in the fields that were changed."""
        if not self._asked:
            return
        question = self._kind.similar.draft(entered(values), record_id)
        if question != self._question:
            self._question = question
            self._find()

    def _follow(self, changes: Changes) -> None:
        """They may be others by now, or denied, or that was undone."""
        if self._question is not None and changes.touch({self._kind.entity}):
            self._find()

    def _find(self) -> None:
        self._bridge.query(
            self._kind.similar.find,
            self._question,
            then=self._show,
            failed=_nothing_found,
            owner=self,
            channel="similar",
        )

    def _show(self, found: Sequence[Similar]) -> None:
        for boxes in self.boxes.values():
            for box in boxes:
                box.hide()
                box.deleteLater()
        self.boxes = {}
        for one in found:
            name = self._kind.place_of(one.reason)
            row = self._pane.rows.get(name)
            if row is None or name not in self._asked:
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


def _nothing_found(_error: BaseException) -> None:
    """A warning that could not be had is none; saving tells what is wrong with the workspace."""
