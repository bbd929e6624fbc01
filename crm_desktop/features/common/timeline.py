"""What a record's timeline is made of; features contribute sources, cards show the whole.

A source gives its own items newest first; ``features.timeline.queries`` merges them. Sources run
on reader threads. Pure descriptions.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.core.late_dataclass import dataclass

Item = TypeVar("Item")


@dataclass(frozen=True, order=True)
class Cursor:
    """A place in a timeline: ``moment`` (UTC) and, among items of one moment, ``key``."""

    moment: datetime
    key: str


@dataclass(frozen=True)
class TimelineItem:
    """One entry. ``key`` is unique in the timeline and stays the same; ``kind`` is ``note``,
    ``task``, ``call``, ``meeting``, ``visit``, ``change``, ``created``, ``file`` or what later
    features add; ``payload`` is the contributing feature's own frozen row; ``about`` names the
    person whose entry it is, where a company shows those of its people too."""

    moment: datetime
    key: str
    kind: str
    payload: Any
    about: str = ""

    @property
    def place(self) -> Cursor:
        """Where it stands."""
        return Cursor(self.moment, self.key)

    @property
    def tells_of(self) -> str:
        """The id of the record that it shows; empty for what the journal keeps."""
        return str(getattr(self.payload, "id", ""))


@dataclass(frozen=True)
class TimelineQuery:
    """What is asked: the story of a record, only these ``kinds`` (all when empty), only items
    with all the words of ``text`` (folded), older than ``before``, at most ``limit``;
    ``upward``: the oldest instead, of those newer than ``after``, in the same order; with
    ``only`` those that tell of the records with these ids, be it the record itself;
    ``with_people``: of a company, also what was done with its people."""

    entity: str
    record_id: str
    kinds: frozenset[str] = frozenset()
    text: str = ""
    before: Cursor | None = None
    after: Cursor | None = None
    upward: bool = False
    limit: int = 50
    only: frozenset[str] = frozenset()
    with_people: bool = False

    @property
    def edge(self) -> Cursor | None:
        """The place beyond which is asked."""
        return self.after if self.upward else self.before

    def is_asked(self, place: Any, edge: Any) -> Any:
        """Whether a place, as a value or a column, is beyond the edge."""
        return place > edge if self.upward else place < edge

    def in_order(self, *columns: sa.ColumnElement[Any]) -> list[sa.ColumnElement[Any]]:
        """From the edge on."""
        return [one.asc() if self.upward else one.desc() for one in columns]

    def newest_first(self, found: Sequence[Item]) -> list[Item]:
        """What was read from the edge on."""
        return list(reversed(found)) if self.upward else list(found)


@dataclass(frozen=True)
class TimelineSource:
    """A contribution: the ``kinds`` it knows, and the items that match a query, newest first."""

    kinds: frozenset[str]
    find: Callable[[Reader, TimelineQuery], Sequence[TimelineItem]]


def key_of(source: str, number: int) -> str:
    """The key of the ``number``-th item that ``source`` ever gave; keys of one source sort as
    their numbers."""
    return f"{source}:{number:019}"


def bound_of(edge: Cursor, source: str) -> int:
    """Below which number those items of ``source`` that share the cursor's moment come after it,
    and above which before it: all of them or none, if the cursor stands on another source's
    item."""
    name, _, number = edge.key.partition(":")
    if name == source:
        return int(number)
    return 0 if source > name else sys.maxsize
