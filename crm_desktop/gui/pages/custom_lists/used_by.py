"""What refers to an entry, as a tab of its card. GUI thread; reads go over the bridge."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.core.i18n import _
from crm_desktop.features.custom_fields.uses.queries import UseRow, find_uses
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.kit.record_lines import Key, LineWords
from crm_desktop.gui.shell.card.lines_part import LinesPart
from crm_desktop.gui.shell.card.part import Section
from crm_desktop.gui.shell.page import RecordRef


def make_section() -> Section:
    """The records whose fields lead to the entry."""
    return Section("uses", _("Used by"), Uses)


class Uses(LinesPart):
    """Records of every kind."""

    def ask(self) -> None:
        """Read the first of them."""
        assert self.record is not None
        self.read_lines(find_uses, *self.record, self.most, then=self._show)

    def _show(self, found: tuple[Sequence[UseRow], int]) -> None:
        rows, number = found
        self.take([_words(row) for row in rows], number)
        if not rows:
            self.hint.setText(_("No field of another record leads here yet."))
            self.hint.show()

    def _open(self, key: Key, apart: bool) -> None:
        self.open_wanted.emit(RecordRef(key.detail, key.id), apart)

    def _note_changes(self, changes: Changes) -> None:
        """Any kind of record may refer to it."""
        if self.record is not None and self.isVisible():
            self.ask()


def _words(row: UseRow) -> LineWords:
    return LineWords(Key(row.id, row.entity), row.name, row.field, row.entity != "contact")
