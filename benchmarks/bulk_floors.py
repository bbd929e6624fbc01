"""What a server takes for the same rows of a bulk change that the search sees: the floor.

By the driver alone, everything made ready before, in transactions of as many rows as the product
has in one. The trigram index takes most of it, so documents are put into it beside, as the product
does: that needs the index's owner. The journal's entries stay with the operation written last.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from benchmarks.measuring import Sample, once
from benchmarks.plain import Plain, Row
from crm_desktop.store.key_lists import as_array

_ROWS, _PUT_IN_AT_ONCE = 1_000, 2_000
_NOT_LASTING = "SET LOCAL synchronous_commit = off"
_LOCK = (
    "SELECT rid, version FROM contact WHERE rid = ANY(?::bigint[]) ORDER BY rid FOR NO KEY UPDATE"
)
_PEOPLE = (
    "UPDATE contact SET {}, updated_at = now(), version = version + 1 WHERE rid = ANY(?::bigint[])"
)
_REWRITE = (
    "UPDATE search_document d SET text = given.text FROM unnest(?::bigint[], ?::text[]) AS given "
    "(doc_id, text) WHERE d.doc_id = given.doc_id"
)
_DOCUMENTS = "SELECT doc_id, record_rid, text FROM search_document WHERE entity = 'contact'"
_REMOVE = "DELETE FROM search_document WHERE doc_id = ANY(?::bigint[])"
_PUT_IN = "SELECT gin_clean_pending_list('ix_search_document_text'::regclass)"
_JOURNAL = ("hlc", "op_rid", "entity", "record_id", "version", "kind", "fields")
_FIELDS = '{"position": ["Менеджер по закупкам", "Начальник отдела"]}'
_WORDS = "  начальник  отдела"

Document = tuple[int, int, str]
"""Its number, its record's internal key, its text."""


def floors(address: str, ids: Sequence[str]) -> dict[str, tuple[Sample, Sample]]:
    """By what is done to the people with these ids: there and back."""
    plain, beside = Plain(address), Plain(address)
    try:
        floor = _Floor(plain, beside, ids)
        there = floor.documents
        position, bin_ = "position = 'Начальник отдела'", "deleted_at = now()"
        other = [(number, rid, _WORDS + text) for number, rid, text in there]
        return {
            "position, in the search": (
                floor.of(position, other, floor.rewrite),
                floor.of("position = NULL", there, floor.rewrite),
            ),
            "recycle bin": (
                floor.of(bin_, there, floor.remove),
                floor.of("deleted_at = NULL", there, floor.insert),
            ),
        }
    finally:
        plain.close()
        beside.close()


class _Floor:
    """Changes of people, and of what is sought of them, on the connection ``plain``; ``beside``
    puts documents into the index meanwhile."""

    def __init__(self, plain: Plain, beside: Plain, ids: Sequence[str]) -> None:
        self._plain, self._beside = plain, beside
        plain.run("SET gin_pending_list_limit = '8MB'")
        known = "SELECT rid, id::text FROM contact WHERE id = ANY(?::uuid[])"
        self._ids: dict[int, str] = dict(plain.rows(known, (as_array(ids),)))
        found = plain.rows(_DOCUMENTS)
        self.documents = sorted((d for d in found if d[1] in self._ids), key=lambda d: d[1])
        self._op = plain.value("SELECT max(rid) FROM operation")

    def of(
        self, given: str, documents: Sequence[Document], write: Callable[[Sequence[Document]], None]
    ) -> Sample:
        """People that are ``given`` other values, and their ``documents`` as ``write`` has it."""
        return once(lambda: self._run(_PEOPLE.format(given), documents, write))

    def _run(
        self,
        change: str,
        documents: Sequence[Document],
        write: Callable[[Sequence[Document]], None],
    ) -> None:
        with self._put_in_beside() as written:
            for begin in range(0, len(documents), _ROWS):
                some = documents[begin : begin + _ROWS]
                rids = as_array(rid for _number, rid, _text in some)
                with self._plain.transaction():
                    if begin + _ROWS < len(documents):
                        self._plain.run(_NOT_LASTING)
                    self._plain.rows(_LOCK, (rids,))
                    self._plain.run(change, (rids,))
                    write(some)
                    self._plain.insert("journal", _JOURNAL, [*self._entries(some)])
                written(len(some))

    def _entries(self, some: Sequence[Document]) -> Iterator[Row]:
        moment = time.time_ns() >> 4
        for n, (_number, rid, _text) in enumerate(some):
            yield moment + n, self._op, "contact", self._ids[rid], 2, "update", _FIELDS

    @contextmanager
    def _put_in_beside(self) -> Iterator[Callable[[int], None]]:
        waiting = 0
        newest: Future[None] | None = None

        def written(documents: int) -> None:
            nonlocal waiting, newest
            waiting += documents
            if waiting >= _PUT_IN_AT_ONCE and (newest is None or newest.done()):
                waiting, newest = 0, thread.submit(self._beside.run, _PUT_IN)

        with ThreadPoolExecutor(1) as thread:
            yield written
            thread.submit(self._beside.run, _PUT_IN)

    def rewrite(self, some: Sequence[Document]) -> None:
        """Other texts in the same places."""
        numbers, texts = as_array(d[0] for d in some), as_array(d[2] for d in some)
        self._plain.run(_REWRITE, (numbers, texts))

    def remove(self, some: Sequence[Document]) -> None:
        """None any longer."""
        self._plain.run(_REMOVE, (as_array(d[0] for d in some),))

    def insert(self, some: Sequence[Document]) -> None:
        """The same anew."""
        rows = [("contact", rid, text) for _number, rid, text in some]
        self._plain.insert("search_document", ("entity", "record_rid", "text"), rows)
