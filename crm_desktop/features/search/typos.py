"""Records by words with one wrong letter: names, products, and texts that hang on records.

Asked only when nothing else was found (interaction.md, section 9). Called on reader threads.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from crm_desktop.backend.work import Reader
from crm_desktop.core.text.search_terms import SearchQuery, one_typo_apart, typo_patterns
from crm_desktop.features.products import queries as products
from crm_desktop.store import search_index
from crm_desktop.store.search_index import TEXTS, Found

# Typos are sought by pieces of the word and then told apart; more candidates help nobody.
_CANDIDATES, _GAPS = 1000, 2000
# Texts are longer, and so many that only the newest are looked through.
_TEXTS, _TEXT_GAPS = 500, 200


def mistyped_names(
    reader: Reader, query: SearchQuery, entities: Collection[str]
) -> Iterator[tuple[str, int]]:
    """(entity, internal key) of what has a name; ``entities`` narrow it, none does not."""
    patterns = typo_patterns(_longest(query))
    if patterns is None:
        return
    connection = reader.connection
    candidates = search_index.find(
        connection, patterns.pieces, limit=_CANDIDATES, entities=entities
    )
    candidates += search_index.find_with_gap(
        connection, *patterns.gap, limit=_GAPS, entities=entities
    )
    yield from _close(query, candidates)


def mistyped_texts(
    reader: Reader, query: SearchQuery, entities: Collection[str]
) -> Iterator[tuple[str, int]]:
    """The same of texts and files."""
    patterns = typo_patterns(_longest(query))
    if patterns is None:
        return
    ways = ((patterns.pieces, _TEXTS), ([patterns.gap[:1]], _TEXT_GAPS))
    found: dict[int, Found] = {}
    for pieces, limit in ways:
        for document in search_index.find(
            reader.connection, pieces, limit=limit, entities=entities, index=TEXTS
        ):
            found[document.doc_id] = document
    yield from _close(query, [*found.values()])


def mistyped_products(reader: Reader, query: SearchQuery) -> list[int]:
    """Internal keys of products by name and SKU, in the order of the catalogue."""
    if typo_patterns(_longest(query)) is None:
        return []
    offered = [(rid, set(text.split())) for rid, text in products.find_offered(reader)]
    close = _alike(query, set().union(*(words for _rid, words in offered)))
    return [rid for rid, words in offered if close and not any(map(words.isdisjoint, close))]


def _longest(query: SearchQuery) -> str:
    return max(query.words, key=len, default="")


def _close(query: SearchQuery, candidates: Sequence[Found]) -> Iterator[tuple[str, int]]:
    """Those in which each of the words stands, but for one letter, the newest first. Documents
    share most of their words: each is compared once."""
    close = _alike(query, set(" ".join(document.text for document in candidates).split()))
    for document in sorted(candidates, key=lambda d: d.doc_id, reverse=True) if close else ():
        there = document.text.split()
        if not any(each.isdisjoint(there) for each in close):
            yield document.entity, document.rid


def _alike(query: SearchQuery, vocabulary: Collection[str]) -> list[set[str]]:
    """For each of the words those that may be meant; nothing if one of them means none."""
    close = [one_typo_apart(word, vocabulary) for word in query.words]
    return close if all(close) else []
