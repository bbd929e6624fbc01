"""Finding records by any scrap of a name or number, at the speed of typing.

Rounds from the surest to the vaguest, each giving the most recently touched first
(interaction.md, section 9): whole words, beginnings, inner matches, another keyboard layout or
alphabet, and one-letter typos only if nothing else was found. Names come before texts: notes,
other activities and the names of files are looked through when names leave room. Called on reader
threads for every key press, and by the command line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from crm_desktop.backend.work import Reader
from crm_desktop.core.text.search_terms import SearchQuery, beginning, interpret
from crm_desktop.features.companies import queries as companies
from crm_desktop.features.contacts import queries as contacts
from crm_desktop.features.custom_lists import queries as custom_lists
from crm_desktop.features.products import queries as products
from crm_desktop.features.search import typos
from crm_desktop.features.search.hits import hits_of
from crm_desktop.features.search.matching import Sought
from crm_desktop.features.search.rows import (
    COMPANY,
    CONTACT,
    DEAL,
    ENTRY,
    KINDS,
    PRODUCT,
    STORED,
    TEXT_KINDS,
    SearchHit,
)
from crm_desktop.features.search.tagged.queries import find_tagged
from crm_desktop.store import search_index
from crm_desktop.store.search_index import Found, Patterns

# Of a number of so many digits all documents that hold it are read at once, unless they are more,
# and put in order here.
_LONG, _MOST_NUMBERS = 6, 500
# Whose names stand in the index; products are few, and found by name and SKU as they are.
_INDEXED = {CONTACT, COMPANY, DEAL, ENTRY}

_Place = tuple[str, int]


def search(
    reader: Reader, text: str, *, limit: int = 50, kinds: Collection[str] = KINDS
) -> list[SearchHit]:
    """The best ``limit`` records for what was typed, best first; nothing for an empty text."""
    query = interpret(text)
    named = [kind for kind in kinds if kind in _INDEXED]
    places: dict[_Place, None] = {}
    for round_ in _rounds(reader, query, limit, named) if named else ():
        for place in round_:
            places.setdefault(place)
        if len(places) >= limit:
            break
    if PRODUCT in kinds and len(places) < limit:
        places.update(dict.fromkeys(_products(reader, query, limit - len(places))))
    texts = [STORED[kind] for kind in kinds if kind in TEXT_KINDS]
    if texts and len(places) < limit:
        places.update(dict.fromkeys(_texts(reader, query, limit - len(places), texts)))
    if not places:
        places = dict.fromkeys(_mistyped(reader, query, kinds, texts))
    return hits_of(reader, list(places)[:limit], Sought.by(query))


def _rounds(
    reader: Reader, query: SearchQuery, limit: int, kinds: Collection[str]
) -> Iterator[Iterable[_Place]]:
    if query.email:
        yield _by_email(reader, query.email, limit, kinds)
    numbers = query.phone or ()
    for digits in numbers:
        yield _by_number(reader, digits, limit, kinds)
    if query.words and query.words not in [(digits,) for digits in numbers]:
        yield from _by_words(reader, query.words, limit, kinds)
        for numbered in query.with_numbers:
            yield from _by_words(reader, numbered, limit, kinds)
        tagged = [kind for kind in kinds if kind != ENTRY]
        yield map(_place, find_tagged(reader, (query.words, *query.variants), tagged))
    if query.variants:
        spelled = [tuple(map(beginning, variant)) for variant in query.variants]
        yield _ranked(reader, spelled, spelled, limit, kinds)


def _by_number(reader: Reader, digits: str, limit: int, kinds: Collection[str]) -> list[_Place]:
    """Whole numbers, beginnings, ends, inner matches."""
    tiers = [(f" {digits} ",), (f" {digits}",), (f"{digits} ",), (digits,)]
    _, begun, ended, inner = tiers
    if len(digits) >= search_index.LONG_NUMBER and reader.connection.dialect.name == "sqlite":
        if (found := _all(reader, inner, _MOST_NUMBERS, kinds, at_once=True)) is not None:
            return _in_order(found, tiers)
        # Too many hold its last digits to be read. Enough may end with it, or begin.
        last = _all(reader, ended, _MOST_NUMBERS, kinds) or ()
        first = _all(reader, begun, _MOST_NUMBERS, kinds) if len(last) >= limit else None
        if first is not None:
            return _in_order([*first, *last], tiers)
    found = _all(reader, inner, _MOST_NUMBERS, kinds) if len(digits) >= _LONG else None
    if found is None:
        return _ranked(reader, tiers, [inner], limit, kinds)
    return _in_order(found, tiers)


def _by_words(
    reader: Reader, sought: Sequence[str], limit: int, kinds: Collection[str]
) -> Iterator[Iterable[_Place]]:
    """Whole words, beginnings, inner matches. If enough words begin so, nobody asks for the inner
    matches of one word, which are the slowest to find; if few do, all are there to be put in
    order. Several words stand together in few documents, wherever in them: if these are all, they
    need no more questions."""
    whole = tuple(f" {word} " for word in sought)
    beginnings = tuple(map(beginning, sought))
    inner = _inner(sought)
    anywhere = _all(reader, inner, 2 * limit, kinds) if len(sought) > 1 else None
    if anywhere is not None:
        yield _in_order(anywhere, [whole, beginnings])
        return
    begun = _documents(reader, [beginnings], limit, kinds)
    if len(begun) == limit:
        yield map(_place, _documents(reader, [whole], limit, kinds))
    yield _in_order(begun, [whole])
    if len(begun) < limit and inner != beginnings:
        yield map(_place, _documents(reader, [inner], limit, kinds))


def _products(reader: Reader, query: SearchQuery, limit: int) -> list[_Place]:
    """Products by what was typed; if there are none, as on another keyboard or alphabet."""
    spelled = map(" ".join, (query.words, *query.variants))
    return [(PRODUCT, rid) for rid in products.find_rids(reader, spelled, limit)]


def _texts(reader: Reader, query: SearchQuery, limit: int, entities: Sequence[str]) -> list[_Place]:
    """Texts in which all the words stand, whole ones first, then begun ones, then inside others;
    if there are none, those with the words as on another keyboard."""
    if not query.words:
        return []
    narrowed = () if len(entities) == len(TEXT_KINDS) else entities

    def find(patterns: Patterns) -> list[Found]:
        return search_index.find(
            reader.connection,
            [patterns],
            limit=limit,
            entities=narrowed,
            index=search_index.TEXTS,
        )

    for words in (query.words, *query.with_numbers):
        begun, inner = tuple(map(beginning, words)), _inner(words)
        places = dict.fromkeys(_in_order(find(begun), [tuple(f" {word} " for word in words)]))
        if len(places) < limit and inner != begun:
            places.update(dict.fromkeys(map(_place, find(inner))))
        if places:
            return list(places)[:limit]
    variants = (find(tuple(map(beginning, variant))) for variant in query.variants)
    return [_place(document) for document in next(filter(None, variants), ())]


def _inner(words: Sequence[str]) -> Patterns:
    """Wherever the words stand; short ones would stand everywhere."""
    return tuple(word if len(word) > 2 else beginning(word) for word in words)


def _ranked(
    reader: Reader,
    tiers: Sequence[Patterns],
    widest: Sequence[Patterns],
    limit: int,
    kinds: Collection[str],
) -> list[_Place]:
    """Documents by the first of ``tiers`` that they match. All of them match one of ``widest``
    too: if that finds few, these are all there are and need no more queries."""
    found = _documents(reader, widest, limit, kinds)
    if len(found) < limit:
        return _in_order(found, tiers)
    places: dict[_Place, None] = {}
    for patterns in dict.fromkeys(tiers):
        tier = found if [patterns] == widest else _documents(reader, [patterns], limit, kinds)
        places.update(dict.fromkeys(map(_place, tier)))
        if len(places) >= limit:
            break
    return list(places)


def _in_order(found: Sequence[Found], tiers: Sequence[Patterns]) -> list[_Place]:
    """By the first of ``tiers`` that they match; in one, as they came."""
    return [_place(d) for d in sorted(found, key=lambda d: _tier(d.text, tiers))]


def _tier(text: str, tiers: Sequence[Patterns]) -> int:
    """Which of ``tiers`` is the first whose patterns all stand in the document."""
    matching = (all(pattern in text for pattern in patterns) for patterns in tiers)
    return next((number for number, matches in enumerate(matching) if matches), len(tiers))


def _documents(
    reader: Reader, sought: Sequence[Patterns], limit: int, kinds: Collection[str]
) -> list[Found]:
    return search_index.find(
        reader.connection, sought, limit=limit, entities=_narrowed(reader, kinds)
    )


def _all(
    reader: Reader, patterns: Patterns, most: int, kinds: Collection[str], *, at_once: bool = False
) -> list[Found] | None:
    return search_index.find_all(
        reader.connection, patterns, most=most, entities=_narrowed(reader, kinds), at_once=at_once
    )


def _narrowed(reader: Reader, kinds: Collection[str]) -> Collection[str]:
    """No condition at all is faster than one that all records meet."""
    if set(kinds) == _INDEXED:
        return ()
    if ENTRY not in kinds:
        return kinds
    lists = [one.entity for one in custom_lists.find_lists(reader, archived=True)]
    # Where there is no list, the word for all of them finds nothing.
    return [*(kind for kind in kinds if kind != ENTRY), *(lists or (ENTRY,))]


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


def _mistyped(
    reader: Reader, query: SearchQuery, kinds: Collection[str], texts: Sequence[str]
) -> Iterator[_Place]:
    """By one-letter typos. Who asks for texts alone is shown names beside them: where these were
    found as they were typed, no text is guessed."""
    named = [kind for kind in kinds if kind in _INDEXED]
    if named:
        yield from typos.mistyped_names(reader, query, _narrowed(reader, named))
    if PRODUCT in kinds:
        yield from ((PRODUCT, rid) for rid in typos.mistyped_products(reader, query))
    if texts and (named or not _is_found_by_name(reader, query)):
        narrowed = () if len(texts) == len(TEXT_KINDS) else texts
        yield from typos.mistyped_texts(reader, query, narrowed)


def _is_found_by_name(reader: Reader, query: SearchQuery) -> bool:
    rounds = _rounds(reader, query, 1, [*_INDEXED])
    return any(True for round_ in rounds for _place in round_) or bool(_products(reader, query, 1))
