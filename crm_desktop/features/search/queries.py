"""Finding records by any scrap of a name or number, at the speed of typing.

Rounds from the surest to the vaguest, each giving the most recently touched first
(interaction.md, section 9): whole words, beginnings, inner matches, another keyboard layout or
alphabet, and one-letter typos only if nothing else was found. Called on reader threads for every
key press, and by the command line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import islice

from crm_desktop.backend.work import Reader
from crm_desktop.core.text.folding import words
from crm_desktop.core.text.search_terms import (
    SearchQuery,
    interpret,
    one_typo_apart,
    typo_patterns,
)
from crm_desktop.core.values.phones import format_phone
from crm_desktop.features.companies import queries as companies
from crm_desktop.features.companies.rows import CompanyListRow
from crm_desktop.features.contacts import queries as contacts
from crm_desktop.features.contacts.rows import ContactListRow
from crm_desktop.features.search.rows import SearchHit
from crm_desktop.features.tags.queries import all_tags
from crm_desktop.store import search_index
from crm_desktop.store.search_index import Found

CONTACT, COMPANY = "contact", "company"
KINDS = (CONTACT, COMPANY)

# Typos are sought by halves of the word and then told apart; more candidates help nobody.
_TYPO_CANDIDATES = 2000
_LONGEST_MATCH = 80

_Place = tuple[str, int]


def search(
    reader: Reader, text: str, *, limit: int = 50, kinds: Collection[str] = KINDS
) -> list[SearchHit]:
    """The best ``limit`` records for what was typed, best first; nothing for an empty text."""
    query = interpret(text)
    places: dict[_Place, None] = {}
    for round_ in _rounds(reader, query, limit, kinds):
        for place in round_:
            places.setdefault(place)
        if len(places) >= limit:
            break
    if not places:
        places = dict.fromkeys(_typos(reader, query, limit, kinds))
    return _hits(reader, list(places)[:limit], query)


def _rounds(
    reader: Reader, query: SearchQuery, limit: int, kinds: Collection[str]
) -> Iterator[Iterable[_Place]]:
    if query.email:
        yield _by_email(reader, query.email, limit, kinds)
    for digits in query.phone or ():
        tiers = ([f" {digits} "], [f" {digits}"], [f"{digits} "], [digits])
        yield _ranked(reader, tiers, limit, kinds)
    if query.words:
        whole = [f" {word} " for word in query.words]
        beginnings = [_beginning(word) for word in query.words]
        inner = [word if len(word) > 2 else _beginning(word) for word in query.words]
        yield _ranked(reader, (whole, beginnings, inner), limit, kinds)
    for variant in query.variants:
        beginnings = [_beginning(word) for word in variant]
        yield map(_place, _documents(reader, beginnings, limit, kinds))


def _ranked(
    reader: Reader, tiers: Sequence[Sequence[str]], limit: int, kinds: Collection[str]
) -> list[_Place]:
    """Documents by the tightest of ``tiers`` that they match; whoever matches one matches the
    later ones too, so if the last finds few, these are all there are and need no more queries."""
    loosest = _documents(reader, tiers[-1], limit, kinds)
    if len(loosest) < limit:
        return [_place(d) for d in sorted(loosest, key=lambda d: _tier(d.text, tiers))]
    places: dict[_Place, None] = {}
    for patterns in tiers[:-1]:
        places.update(dict.fromkeys(map(_place, _documents(reader, patterns, limit, kinds))))
        if len(places) >= limit:
            return list(places)
    return [*places, *map(_place, loosest)]


def _tier(text: str, tiers: Sequence[Sequence[str]]) -> int:
    """Which of ``tiers`` is the first whose patterns all stand in the document."""
    matching = (all(pattern in text for pattern in patterns) for patterns in tiers)
    return next((number for number, matches in enumerate(matching) if matches), len(tiers))


def _beginning(word: str) -> str:
    """The pattern of a word that begins so: three characters at least (quality.md, 'Search')."""
    return f"  {word}" if len(word) == 1 else f" {word}"


def _documents(
    reader: Reader, patterns: Sequence[str], limit: int, kinds: Collection[str]
) -> list[Found]:
    return search_index.find(reader.connection, patterns, limit=limit, entities=_narrowed(kinds))


def _narrowed(kinds: Collection[str]) -> Collection[str]:
    """No condition at all is faster than one that all records meet."""
    return () if set(kinds) == set(KINDS) else kinds


def _place(document: Found) -> _Place:
    return document.entity, document.rid


def _by_email(
    reader: Reader, beginning: str, limit: int, kinds: Collection[str]
) -> Iterator[_Place]:
    if beginning.startswith("@"):
        return  # a domain: its words stand in the documents
    for kind, feature in ((CONTACT, contacts), (COMPANY, companies)):
        if kind in kinds:
            for rid in feature.rids_by_email(reader, beginning, limit):
                yield kind, rid


def _typos(
    reader: Reader, query: SearchQuery, limit: int, kinds: Collection[str]
) -> Iterator[_Place]:
    longest = max(query.words, key=len, default="")
    patterns = typo_patterns(longest)
    if not patterns:
        return
    candidates = search_index.find(
        reader.connection,
        patterns,
        limit=_TYPO_CANDIDATES,
        entities=_narrowed(kinds),
        any_of=True,
    )
    # Documents share most of their words: each is compared once.
    close = [cache(partial(_is_close, word)) for word in query.words]
    matching = (
        _place(document)
        for document in candidates
        if all(any(map(each, document.text.split())) for each in close)
    )
    yield from islice(matching, limit)


def _is_close(word: str, other: str) -> bool:
    return one_typo_apart(word, (other,))


def _hits(reader: Reader, places: Sequence[_Place], query: SearchQuery) -> list[SearchHit]:
    """What the list shows of the records found, in the order of ``places``."""
    tags = {rid: tag.name for rid, tag in all_tags(reader).items()}
    hits: dict[_Place, SearchHit] = {}
    people = [rid for kind, rid in places if kind == CONTACT]
    for row in contacts.find_list_rows(reader, people) if people else ():
        hits[CONTACT, row.rid] = _contact_hit(row, query, tags)
    firms = [rid for kind, rid in places if kind == COMPANY]
    for firm in companies.find_list_rows(reader, firms) if firms else ():
        hits[COMPANY, firm.rid] = _company_hit(firm, query, tags)
    return [hits[place] for place in places if place in hits]


def _contact_hit(row: ContactListRow, query: SearchQuery, tags: dict[int, str]) -> SearchHit:
    subtitle = ", ".join(part for part in (row.position, row.company) if part)
    shown = [row.name, row.company, row.position, *_reachable(row), *_words_of(row, tags)]
    match = _match(query, shown)
    return SearchHit(CONTACT, row.id, row.name, subtitle, match, row.archived, row.blacklisted)


def _company_hit(row: CompanyListRow, query: SearchQuery, tags: dict[int, str]) -> SearchHit:
    match = _match(query, [row.name, row.industry, *_reachable(row), *_words_of(row, tags)])
    return SearchHit(COMPANY, row.id, row.name, row.industry, match, row.archived, row.blacklisted)


def _reachable(row: ContactListRow | CompanyListRow) -> list[str]:
    return [format_phone(row.phone) if row.phone else "", row.email]


def _words_of(row: ContactListRow | CompanyListRow, tags: dict[int, str]) -> list[str]:
    return [*(tags.get(tag, "") for tag in row.tags), *row.note.splitlines()]


def _match(query: SearchQuery, values: Sequence[str]) -> str:
    """The first value in which what was typed stands; empty when it is the title."""
    sought = [set(query.words), *(set(variant) for variant in query.variants)]
    for position, value in enumerate(values):
        there = " ".join(words(value))
        digits = "".join(filter(str.isdigit, value))
        if any(all(word in there for word in each) for each in sought if each) or any(
            number in digits for number in query.phone or ()
        ):
            return "" if position == 0 else value[:_LONGEST_MATCH]
    return ""
