"""Which record a word of the command line means: its number, or a text that finds it alone.

Called inside a read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from crm_desktop.backend.work import Reader
from crm_desktop.core.errors import Invalid, NotFound
from crm_desktop.core.i18n import Message, msg
from crm_desktop.core.text.folding import words
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.search.queries import search
from crm_desktop.features.search.rows import CONTACT, DEAL, SearchHit

_MOST_CANDIDATES = 5
_SEVERAL_CONTACTS = msg(
    "{text} fits several contacts: {names}. Write the whole name, or the number in brackets."
)
_SEVERAL_DEALS = msg(
    "{text} fits several deals: {names}. Write the whole title, or the number in brackets."
)


def find_contact(reader: Reader, who: str) -> str:
    """The id of the only person that ``who`` means. Who is called exactly so comes before those
    whose longer name begins so."""
    wanted = _id(who)
    if wanted is not None:
        loaded = get_contact(reader, wanted)
        is_there = loaded is not None and not loaded.state["deleted_at"]
        found = [wanted] if is_there else []
    else:
        found = _meant(reader, who, CONTACT, _SEVERAL_CONTACTS)
    if not found:
        raise NotFound(msg("There is no contact {text} in this workspace.", text=who))
    return found[0]


def find_deal(reader: Reader, who: str) -> str:
    """The id of the only deal that ``who`` means; one with exactly this title comes first."""
    wanted = _id(who)
    if wanted is not None:
        row = get_deal(reader, wanted)
        found = [wanted] if row is not None and not row.is_deleted else []
    else:
        found = _meant(reader, who, DEAL, _SEVERAL_DEALS)
    if not found:
        raise NotFound(msg("There is no deal {text} in this workspace.", text=who))
    return found[0]


def _id(text: str) -> str | None:
    try:
        return str(UUID(text))
    except ValueError:
        return None


def _meant(reader: Reader, text: str, kind: str, several: Message) -> list[str]:
    """The id of the record that is meant, or none: of those that fit the one that is called so, if
    only one is. Raises ``Invalid`` with ``several`` where several are left."""
    hits = search(reader, text, limit=_MOST_CANDIDATES + 1, kinds=(kind,))
    called_so = [hit.id for hit in hits if sorted(words(hit.title)) == sorted(words(text))]
    found = called_so if len(called_so) == 1 else [hit.id for hit in hits]
    if len(found) > 1:
        raise Invalid(replace(several, values={"text": text, "names": _names(hits)}))
    return found


def _names(hits: Sequence[SearchHit]) -> str:
    names = [f"{hit.title} ({hit.id})" for hit in hits[:_MOST_CANDIDATES]]
    return ", ".join(names + (["…"] if len(hits) > _MOST_CANDIDATES else []))
