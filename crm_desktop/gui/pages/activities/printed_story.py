"""The timeline of a record for paper: the same rows in the same words as on its card.

Called by the timeline part; reads and words are made on a reader's thread.
"""

from __future__ import annotations

from dataclasses import replace

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.features.common.timeline import TimelineItem, TimelineQuery
from crm_desktop.gui.kit.rich_text import plain_text
from crm_desktop.gui.pages.activities.entries import Entry, Shape, make_rows, upper_rows
from crm_desktop.gui.pages.activities.reads import Portion, field_labels, read_portion
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.printing import PrintedEntry

_AT_ONCE, _MOST = 200, 1_000


def read_story(reader: Reader, query: TimelineQuery) -> list[PrintedEntry]:
    """What is asked for, the newest first, as far as paper is of any use for it."""
    first = portion = read_portion(reader, replace(query, limit=_AT_ONCE), True)
    items: list[TimelineItem] = list(portion.items)
    while not portion.is_all and len(items) < _MOST:
        older = replace(query, limit=_AT_ONCE, before=items[-1].place)
        portion = read_portion(reader, older, False)
        items += portion.items
    printed = [_printed(row) for row in _rows(query, first, items)]
    if not portion.is_all:
        words = _("Only the newest {number} entries are printed.")
        printed.append(PrintedEntry(words.format(number=shown_number(len(items)))))
    return printed


def _rows(query: TimelineQuery, first: Portion, items: list[TimelineItem]) -> list[Entry]:
    above = {item.key for item in first.pinned}
    below = (item for item in items if item.key not in above)
    upper = upper_rows(first.planned, first.pinned, query.record_id)
    return [*upper, *make_rows(below, field_labels(query.entity), {})]


def _printed(row: Entry) -> PrintedEntry:
    if row.shape is Shape.HEADING:
        return PrintedEntry(row.title, is_heading=True)
    if row.shape is Shape.LINE:
        pieces = ("→" if piece.style == "arrow" else piece.text for piece in row.pieces)
        return PrintedEntry(" ".join(pieces), aside=row.when)
    author = row.author.name if row.author is not None else ""
    aside = ", ".join(filter(None, (row.about, author, row.when)))
    return PrintedEntry(row.title, plain_text(row.text).strip(), aside)
