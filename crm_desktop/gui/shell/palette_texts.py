"""Notes, tasks and files in the palette: what stands in them, and whose they are.

Pure but for language and calendar; called by ``palette.py`` on the GUI thread.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale

from crm_desktop.core.clock import now
from crm_desktop.core.i18n import _
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.palette_lines import FILE, Line, found_spans

if TYPE_CHECKING:
    from crm_desktop.features.search.rows import SearchHit

# As in icons.json, "Activity types".
_ICONS = {
    "note": "note-pencil",
    "task": "check-square",
    "call": "phone",
    "meeting": "users-three",
    "visit": "map-pin",
}


def icon_of(hit: SearchHit) -> str:
    """What stands for it."""
    return "paperclip" if hit.kind == FILE else _ICONS.get(hit.sort, "note-pencil")


def title_of(hit: SearchHit) -> str:
    """What it is called; a note by its day, since its words are shown below."""
    if hit.sort != "note" or hit.created_at is None:
        return hit.title
    return _("Note of {day}").format(day=_day(hit.created_at))


def below(hit: SearchHit) -> str:
    """The words that were found, and whose record it is."""
    words = (hit.match or hit.title) if hit.sort == "note" else hit.match
    return " · ".join(filter(None, (words, hit.subtitle)))


def text_line(hit: SearchHit, sought: str) -> Line:
    """A note, a task or a file found; opening it opens the record that it hangs on."""
    title, words = title_of(hit), below(hit)
    return Line(
        title,
        words,
        icon=icon_of(hit),
        opens=RecordRef(*hit.host) if hit.host else None,
        item=hit.id,
        aside=hit.author,
        spans=found_spans(title, sought) if title == hit.title else (),
        below_spans=found_spans(words, sought),
    )


def _day(moment: datetime) -> str:
    there = moment.astimezone(now().astimezone().tzinfo)
    pattern = "d MMMM" if there.year == now().astimezone().year else "d MMMM yyyy"
    return QLocale().toString(QDate(there.year, there.month, there.day), pattern)
