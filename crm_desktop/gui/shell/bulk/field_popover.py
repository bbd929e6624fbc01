"""One field of many records: its own editor, what would change, and the button that does it.

GUI thread only; what would change is read on reader threads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtWidgets import QPushButton, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.text.direction import isolated
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.card_fields.field import CardField
from crm_desktop.gui.kit.form_suggest import SuggestField
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.bulk.kind import BulkKind
from crm_desktop.gui.shell.bulk.popover import BulkPopover, more_words, outcome_words
from crm_desktop.gui.shell.bulk.reads import Looked, Wanted, look_at_change
from crm_desktop.gui.shell.card_fields.custom import Layout

_ARROW = "→"


class AskedField(NamedTuple):
    """A field, and the layout of the card it stands on."""

    field: CardField
    layout: Layout


class FieldPopover(BulkPopover):
    """``values`` are what ``ChangeMany`` takes, once the button can be pressed."""

    def __init__(
        self,
        bridge: Bridge,
        kind: BulkKind,
        asked: AskedField,
        rids: Sequence[int],
        parent: QWidget,
    ) -> None:
        field = asked.field
        assert field.make is not None
        self.editor = field.make()
        super().__init__(field.label, self.editor, kind, parent)
        self._bridge, self._field, self._layout, self._rids = bridge, field, asked.layout, rids
        self._clears = False
        self.values: Mapping[str, Any] = {}
        self.editor.caption.hide()
        self.clear = QPushButton(_("Clear the field"), self)
        dress(self.clear, kind="ghost", scale="small")
        self.foot.insertWidget(0, self.clear)
        self.clear.clicked.connect(self._empty)
        self.editor.changed.connect(self._note)
        if isinstance(self.editor, SuggestField):
            self.editor.line.suggestions.popup().setAccessibleName(field.label)

    @property
    def name(self) -> str:
        """Of the field."""
        return self._field.name

    def _note(self) -> None:
        self._clears = False
        self.look_soon()

    def _empty(self) -> None:
        self.editor.load(None)
        self._rest.stop()
        self._clears = True
        self.look()

    def look(self) -> None:
        """What the value would do; nothing while there is none."""
        value = self.editor.value()
        if value in (None, "", []) and not self._clears:
            self.tell(())
            return
        if not self._clears and not self.editor.check():
            return
        changes = {self._field.name: None if self._clears else value}
        self.values = self.kind.stored(changes)
        shown = self.editor.draft()
        self._bridge.query(
            look_at_change, self.kind, self._rids,
            Wanted(self._field.name, self.values, self._layout),
            then=lambda looked: self._show(looked, shown),
            failed=self.refuse,
            owner=self,
            channel="look",
        )  # fmt: skip

    def _show(self, looked: Looked, value: Any) -> None:
        preview = looked.preview
        after = self._words(value)
        pairs = zip(preview.names, looked.before, strict=True)
        lines = [
            f"{isolated(name)}: {isolated(self._words(old))} {_ARROW} {isolated(after)}"
            for name, old in pairs
        ]
        self.tell([*outcome_words(self.kind, preview, len(self._rids)), *lines,
                   *more_words(preview)])  # fmt: skip
        self.offer(preview.changing)

    def _words(self, value: Any) -> str:
        lines = self._field.words(value) if value not in (None, "", []) else ()
        return ", ".join(line.words for line in lines) or _("nothing")
