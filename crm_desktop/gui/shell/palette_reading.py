"""What the palette reads: records by their names, what hangs on them, and records by their ids.

On reader threads; the search itself is only imported when it is first asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.values.money import Money, format_money
from crm_desktop.gui.kit.fields_pane import RecordText
from crm_desktop.gui.shell import palette_lines as lines
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.palette_lines import Line

if TYPE_CHECKING:
    from crm_desktop.backend.work import Reader
    from crm_desktop.features.search.rows import SearchHit

MOST, MOST_TEXTS = 30, 20
"""So many records, and so many texts and files, are found at once."""

Read = Callable[["Reader", str], RecordText | None]


def find_records(reader: Reader, sought: str, kinds: Collection[str]) -> list[SearchHit]:
    """The best records, and the best of a kind of which the others leave too few to fill its
    group: a company stands there however many of its people were touched later."""
    from crm_desktop.features.search.queries import search

    hits = search(reader, sought, limit=MOST, kinds=kinds)
    if len(hits) == MOST and len(kinds) > 1:
        numbers = Counter(map(lines.kind_of, hits))
        known = {(hit.kind, hit.id) for hit in hits}
        for kind in kinds:
            if numbers[kind] < lines.MOST_OF_A_GROUP:
                more = search(reader, sought, limit=lines.MOST_RECENT, kinds=(kind,))
                hits += [hit for hit in more if (hit.kind, hit.id) not in known]
    return with_dealings(reader, hits)


def with_dealings(reader: Reader, hits: Sequence[SearchHit]) -> list[SearchHit]:
    """The same, the second lines of companies telling of their people and open deals."""
    from crm_desktop.features.contacts.queries import count_people
    from crm_desktop.features.deals.clients.queries import open_with

    ids = [hit.id for hit in hits if hit.kind == lines.COMPANY]
    if not ids:
        return list(hits)
    people, deals = count_people(reader, ids), open_with(reader, ids)

    def told(hit: SearchHit) -> str:
        number, open_deals = people.get(hit.id, 0), deals.get(hit.id)
        parts = [hit.subtitle, _counted_people(number) if number else ""]
        if open_deals is not None:
            parts.append(_counted_deals(open_deals.count, open_deals.whole()))
        return " · ".join(filter(None, parts))

    return [replace(hit, subtitle=told(hit)) if hit.id in ids else hit for hit in hits]


def _counted_people(number: int) -> str:
    words = ngettext("{number} contact", "{number} contacts", number)
    return words.format(number=shown_number(number))


def _counted_deals(number: int, sums: Sequence[Money]) -> str:
    words = ngettext("{number} deal", "{number} deals", number).format(number=shown_number(number))
    if not sums:
        return words
    amount = " + ".join(map(format_money, sums))
    return _("{deals} for {amount}").format(deals=words, amount=amount)


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
