"""What the palette offers to do with a record found: the same as its card and its menu.

``read_record`` runs on reader threads, the rest on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.fields_pane import RecordText
from crm_desktop.gui.shell.card.commands import CLIENTS
from crm_desktop.gui.shell.commands import Commands
from crm_desktop.gui.shell.keys import shown_keys
from crm_desktop.gui.shell.links import link_to
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.palette_lines import Line

if TYPE_CHECKING:
    from crm_desktop.backend.work import Reader
    from crm_desktop.gui.shell.card.page import CardPage
    from crm_desktop.gui.shell.way import Way

ON_CARD = ("record.note", "record.task", "record.tags", "record.owner")
"""The commands that need the card of the record."""


@dataclass(frozen=True)
class ReadRecord:
    """A record in words; ``favourite``: the id of its pin, if it is pinned."""

    text: RecordText
    favourite: str


@dataclass(frozen=True)
class PaletteActions:
    """What the palette does when an action is chosen."""

    open: Callable[[RecordRef], object]
    open_apart: Callable[[RecordRef], object]
    on_card: Callable[[RecordRef, str], object]
    turn_pin: Callable[[RecordRef, str], object]
    archive: Callable[[RecordRef], object]


def read_record(
    reader: Reader, read_text: Callable[[Reader, str], RecordText | None], record: RecordRef
) -> ReadRecord | None:
    """Everything that ``action_lines`` needs, or ``None`` if the record is gone."""
    from crm_desktop.gui.shell.card.heads import favourite_of

    text = read_text(reader, record.id)
    return ReadRecord(text, favourite_of(reader, record)) if text is not None else None


def action_lines(
    record: RecordRef, line: Line, read: ReadRecord, commands: Commands, do: PaletteActions
) -> list[Line]:
    """Open, do, remove (interaction.md, section 11)."""
    copied = [field for field in read.text.fields if field.copied]
    on_card: list[str] = []
    if read.text.has_story and not read.text.is_deleted:
        on_card = [*ON_CARD, *(["record.deal"] if record.entity in CLIENTS else [])]
    lines = [
        Line(
            _("Open"),
            icon="arrow-square-out",
            keys=shown_keys("Enter"),
            run=partial(do.open, record),
        ),
        _line("record.apart", commands, partial(do.open_apart, record)),
        *(_line(name, commands, partial(do.on_card, record, name)) for name in on_card),
        *(
            Line(
                _("Copy {value}").format(value=field.copied),
                field.label,
                icon="copy-simple",
                run=partial(QGuiApplication.clipboard().setText, field.copied),
            )
            for field in copied
        ),
        _line(
            "record.link",
            commands,
            partial(QGuiApplication.clipboard().setText, link_to(record)),
        ),
        _line(
            "record.pin",
            commands,
            partial(do.turn_pin, record, read.favourite),
            _("Take out of favourites") if read.favourite else "",
        ),
    ]
    if not line.is_archived:
        lines.append(_line("record.archive", commands, partial(do.archive, record)))
    return lines


def _line(name: str, commands: Commands, run: Callable[[], object], words: str = "") -> Line:
    command = commands[name]
    title = words or command.words.removesuffix("…")
    line = Line(title, icon=command.icon, keys=commands.shown_keys(name), run=run)
    return line.under_lock(commands.lock_of(name))


def on_card_of(way: Way, record: RecordRef, action: Callable[[CardPage], object]) -> None:
    """Open the record, and do something on its card as soon as that knows who it is."""

    waits = True

    def look() -> None:
        nonlocal waits
        card, is_here = way.card, way.trail.here.record == record
        is_known = card is not None and card.record == record and card.head is not None
        if waits and (is_known or not is_here):
            waits = False
            way.told.disconnect(look)
            if card is not None and is_here:
                action(card)

    way.told.connect(look)
    way.open_record(record)
    look()
