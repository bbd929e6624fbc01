"""What stands below the fields in the preview of a record, contributed by other pages: what is
next, the deals of a client, what happened last, files.

Called by the preview through ``gui/session.py`` when the first record was shown, so that nothing
of it is imported before. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.card.part import CardPart, Section
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import RecordRef

_CLIENTS = ("contact", "company")


def make_below(bridge: Bridge) -> CardPart:
    """The part for the preview."""
    from crm_desktop.gui.pages.activities.preview_part import PreviewPart
    from crm_desktop.gui.pages.deals import sections as deals
    from crm_desktop.gui.pages.files import section as files

    own_deals = Listed(bridge, deals.make_section(), _CLIENTS)
    own_files = Listed(bridge, files.make_section(), (*_CLIENTS, "deal"))
    step = PreviewPart(bridge)
    return Below(step, (own_deals, own_files), (step, own_deals, step.latest, own_files))


class Listed(QWidget):
    """A heading with its count over the part of a section; not there while there is nothing of
    it, nor for records that have no such thing."""

    def __init__(self, bridge: Bridge, section: Section, entities: tuple[str, ...]) -> None:
        super().__init__()
        self._entities = entities
        self._record: RecordRef | None = None
        self.part = section.make(bridge)
        self.count = plain_label("", type="hint")
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(plain_label(section.title, type="subheading"))
        head.addWidget(self.count)
        head.addStretch()
        line = QFrame(self)
        dress(line, kind="line")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(6)
        column.addWidget(line)
        column.addLayout(head)
        column.addWidget(self.part)
        self.part.count_changed.connect(self._tell_count)
        self.hide()

    def show_record(self, record: RecordRef) -> None:
        """Be about this record; another one's are gone at once."""
        if record != self._record:
            self.hide()
        self._record = record
        if record.entity in self._entities:
            self.part.show_record(record)
        else:
            self.part.leave_record()

    def leave_record(self) -> None:
        """Read nothing more of it."""
        self.part.leave_record()

    def _tell_count(self, number: int) -> None:
        self.count.setText(shown_number(number))
        is_of_it = self._record is not None and self._record.entity in self._entities
        self.setVisible(bool(number) and is_of_it)


class Below(CardPart):
    """``first`` tells when it has read; ``listed`` come after. ``shown``: all that is
    to be seen, from above."""

    def __init__(
        self, first: CardPart, listed: tuple[Listed, ...], shown: tuple[QWidget, ...]
    ) -> None:
        super().__init__()
        self.first, self.listed = first, listed
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in shown:
            column.addWidget(widget)
        for one in listed:
            one.part.open_wanted.connect(self.open_wanted)
            one.part.done.connect(self.done)
        first.count_changed.connect(self.count_changed)

    def show_record(self, record: RecordRef) -> None:
        """Let all be about this record."""
        self.first.show_record(record)
        for one in self.listed:
            one.show_record(record)

    def lock(self, reason: str) -> None:
        """Nothing may be begun about the record."""
        self.first.lock(reason)

    def leave_record(self) -> None:
        """The pane was closed: what changes meanwhile is read when it opens again."""
        for one in self.listed:
            one.leave_record()
