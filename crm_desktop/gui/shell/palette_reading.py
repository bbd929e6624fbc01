"""What the palette reads: records by their names, what hangs on them, and records by their ids.

On reader threads; the search itself is only imported when it is first asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from crm_desktop.gui.kit.fields_pane import RecordText
from crm_desktop.gui.shell import palette_lines as lines
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.palette_lines import Line

if TYPE_CHECKING:
    from crm_desktop.backend.work import Reader
    from crm_desktop.features.search.rows import SearchHit

MOST, MOST_TEXTS = 30, 20
"""So many records, and so many texts and files, are found at once."""

Read = Callable[["Reader", str], RecordText | None]


def find_records(reader: Reader, sought: str, kinds: Collection[str]) -> list[SearchHit]:
    """The best records, and the best of a kind that the others would leave no room for."""
    from crm_desktop.features.search.queries import search

    hits = search(reader, sought, limit=MOST, kinds=kinds)
    if len(hits) == MOST and len(kinds) > 1:
        for kind in kinds:
            if all(lines.kind_of(hit) != kind for hit in hits):
                hits += search(reader, sought, limit=lines.MOST_RECENT, kinds=(kind,))
    return hits


def find_texts(reader: Reader, sought: str, kinds: Collection[str]) -> list[SearchHit]:
    """What hangs on records and holds the words."""
    from crm_desktop.features.search.queries import search

    return search(reader, sought, limit=MOST_TEXTS, kinds=kinds)


def read_titles(
    reader: Reader, reads: Mapping[str, Read], records: Sequence[RecordRef]
) -> list[Line]:
    """Lines of these records; those that are gone are left out."""
    texts = [(record, reads[record.entity](reader, record.id)) for record in records]
    return [lines.known_line(record, text) for record, text in texts if text]
