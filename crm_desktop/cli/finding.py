"""Which record a word of the command line means: its number, or a text that finds it alone.

Called inside a read.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from crm_desktop.backend.work import Reader
from crm_desktop.core.errors import Invalid, NotFound
from crm_desktop.core.i18n import msg
from crm_desktop.core.text.folding import words
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.search.queries import search
from crm_desktop.features.search.rows import CONTACT, DEAL, SearchHit

_MOST_CANDIDATES = 5


def find_contact(reader: Reader, who: str) -> str:
    """The id of the only person that ``who`` means. Who is called exactly so comes before those
    whose longer name begins so."""
    wanted = _id(who)
    if wanted is not None:
        loaded = get_contact(reader, wanted)
        is_there = loaded is not None and not loaded.state["deleted_at"]
        found = [wanted] if is_there else []
    else:
        hits = search(reader, who, limit=_MOST_CANDIDATES + 1, kinds=(CONTACT,))
        found = _meant(hits, who)
        if len(found) > 1:
            raise Invalid(
                msg(
                    "{text} fits several contacts: {names}. Write the whole name, or the number in "
                    "brackets.",
                    text=who,
                    names=_names(hits),
                )
            )
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
        hits = search(reader, who, limit=_MOST_CANDIDATES + 1, kinds=(DEAL,))
        found = _meant(hits, who)
        if len(found) > 1:
            raise Invalid(
                msg(
                    "{text} fits several deals: {names}. Write the whole title, or the number in "
                    "brackets.",
                    text=who,
                    names=_names(hits),
                )
            )
    if not found:
        raise NotFound(msg("There is no deal {text} in this workspace.", text=who))
    return found[0]


def _id(text: str) -> str | None:
    try:
        return str(UUID(text))
    except ValueError:
        return None


def _meant(hits: Sequence[SearchHit], text: str) -> list[str]:
    """The ids of the records that may be meant: of those that are called so alone, if one is."""
    called_so = [hit.id for hit in hits if sorted(words(hit.title)) == sorted(words(text))]
    return called_so if len(called_so) == 1 else [hit.id for hit in hits]


def _names(hits: Sequence[SearchHit]) -> str:
    names = [f"{hit.title} ({hit.id})" for hit in hits[:_MOST_CANDIDATES]]
    return ", ".join(names + (["…"] if len(hits) > _MOST_CANDIDATES else []))
