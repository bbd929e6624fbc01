"""Lines of a list over the bridge: three reads of a feature become a ``RowSource``.

The reads run on reader threads; answers come back on the GUI thread.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from PySide6.QtCore import QObject

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.values.money import Money
from crm_desktop.features.common.jumping import next_line
from crm_desktop.features.common.listing import is_still
from crm_desktop.filters.ast import EVERYTHING, Node
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.row_groups import Heading, Headings
from crm_desktop.gui.kit.row_source import Beginning, Failed, Row

if TYPE_CHECKING:
    from crm_desktop.backend.work import Reader
    from crm_desktop.features.common.grouping import Group, Grouping


class Sorting(NamedTuple):
    """By which column (by name) a list is ordered, and whether the last one comes first."""

    column: str
    descending: bool = False


BY_NAME = Sorting("")
"""The order that every list has by itself."""


@dataclass(frozen=True)
class Asked:
    """Which list is wanted: its order, the records that match ``filter``, those that hold the
    text ``quick``, on the shelf ``current``, ``archive`` or ``bin``; and by what they stand in
    groups."""

    sorting: Sorting = BY_NAME
    filter: Node = EVERYTHING
    quick: str = ""
    shelf: str = "current"
    group: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether records may be left out that lie on the shelf."""
        return bool(self.quick) or self.filter != EVERYTHING


@dataclass(frozen=True)
class ListReads:
    """How a list is read: all keys in order (or the first ``limit``), their number, and the
    lines with given keys, with what the columns of these names show; the keys of those whose
    names begin with a text; and the whole list by groups, with how their sizes and sums are
    written."""

    order: Callable[[Reader, int | None, Asked], array[int]]
    count: Callable[[Reader, Asked], int]
    rows: Callable[[Reader, Sequence[int], Collection[str]], Sequence[Row]]
    named: Callable[[Reader, Asked, str], Collection[int]]
    groups: Callable[[Reader, Asked], Grouping] | None = None
    number: Callable[[int], str] = str
    sums: Callable[[Sequence[Money]], str] = lambda _sums: ""


class EarlyOrder(Protocol):
    """A whole list that was read before the workspace was open: all keys in order, as of a
    ``moment`` of the journal."""

    @property
    def keys(self) -> array[int]: ...
    @property
    def moment(self) -> str: ...


class _Arranged(NamedTuple):
    """A list with the headings of its groups between the records; how many records it has, if
    that is known."""

    grouping: Grouping | None
    order: array[int]
    total: int | None
    headings: tuple[Heading, ...] = ()
    hidden: Sequence[int] = ()


class _Arranging(NamedTuple):
    """What a reader needs to arrange a list. ``known``: its groups, where they were read before
    and it is only folded otherwise. ``early``: the whole list, where it was read early.
    ``total``: how many records it has, where it is only ordered otherwise."""

    reads: ListReads
    asked: Asked
    unnamed: str
    folded: Collection[int]
    known: Grouping | None
    early: EarlyOrder | None
    total: int | None


class _Jump(NamedTuple):
    """From where in which list the next name is looked for that begins so."""

    asked: Asked
    beginning: str
    order: array[int]
    start: int


class BridgeSource:
    """A ``RowSource`` that asks the workspace; ``asked`` and ``columns`` say for what.
    ``headings`` are those of the groups; ``unnamed`` says for each field of groups how those
    records are called that have no value in it."""

    def __init__(self, bridge: Bridge, reads: ListReads, owner: QObject) -> None:
        self._bridge = bridge
        self._reads = reads
        self._owner = owner
        self.asked = Asked()
        self.columns: Collection[str] = ()
        self.headings = Headings()
        self.unnamed: Mapping[str, str] = {}
        self.only_folds = False
        """Whether the order that is asked for next was read already, and differs in folds only."""
        self._early: tuple[Asked, EarlyOrder | None] = (self.asked, None)
        self._grouping: tuple[Asked, Grouping | None] = (self.asked, None)
        self._total: tuple[Asked, int | None] = (self.asked, None)

    def fold(self, keys: Collection[int], *, is_folded: bool) -> bool:
        """Fold these groups away, or show them again, when the order is next asked for. Whether
        that changes anything."""
        changed = [self.headings.fold(key, is_folded=is_folded) for key in keys]
        return any(changed)

    def expect(self, order: EarlyOrder) -> None:
        """What is asked stood in this ``order`` before the workspace was open: if nothing was
        changed since, the lines that are asked for first are its first ones."""
        self._early = self.asked, order

    def find_beginning(self, size: int, then: Callable[[Beginning], None], failed: Failed) -> None:
        """The first ``size`` lines, of a list that leaves records out without their number; of
        two questions, for this or the order, only the newer one is answered."""
        (of, early), self._early = self._early, (self.asked, None)
        self._bridge.query(
            _beginning,
            self._arranging(early=early if of == self.asked else None),
            size,
            self.columns,
            then=partial(self._take, self.asked, then),
            failed=failed,
            owner=self._owner,
            channel="order",
        )

    def find_order(
        self,
        prepare: Callable[[array[int]], Any],
        then: Callable[[Any], None],
        failed: Failed,
    ) -> None:
        """All keys, passed through ``prepare`` on the reader's thread; of two questions only the
        newer one is answered, and the database stops working on the other."""
        of, grouping = self._grouping
        known = grouping if self.only_folds and of == self.asked else None
        self._bridge.query(
            _order,
            self._arranging(known),
            prepare,
            then=partial(self._take, self.asked, then),
            failed=failed,
            owner=self._owner,
            channel="order",
        )

    def find_rows(
        self, rids: Sequence[int], then: Callable[[Sequence[Row]], None], failed: Failed
    ) -> None:
        """The lines with these keys."""
        self._bridge.query(
            self._reads.rows, rids, self.columns, then=then, failed=failed, owner=self._owner
        )

    def find_line(
        self, beginning: str, order: array[int], start: int, then: Callable[[int | None], None]
    ) -> None:
        """Where in ``order`` the next name begins so; of two questions only the newer one is
        answered."""
        self._bridge.query(
            _line,
            self._reads,
            _Jump(self.asked, beginning, order, start),
            then=then,
            owner=self._owner,
            channel="line",
        )

    def _arranging(
        self, known: Grouping | None = None, early: EarlyOrder | None = None
    ) -> _Arranging:
        asked = self.asked
        unnamed = self.unnamed.get(asked.group, "")
        of, total = self._total
        total = total if of == replace(asked, sorting=BY_NAME) else None
        return _Arranging(self._reads, asked, unnamed, self.headings.folded, known, early, total)

    def _take(self, asked: Asked, then: Callable[[Any], None], read: tuple[_Arranged, Any]) -> None:
        arranged, answer = read
        self._grouping = asked, arranged.grouping
        self._total = replace(asked, sorting=BY_NAME), arranged.total
        self.headings.take(arranged.headings, arranged.hidden)
        then(answer)


def _beginning(
    reader: Reader, arranging: _Arranging, size: int, columns: Collection[str]
) -> tuple[_Arranged, Beginning]:
    reads, asked = arranging.reads, arranging.asked
    if asked.group:
        whole = _arrange(reader, arranging)
        rids = [key for key in whole.order[:size] if key >= 0]
        rows = tuple(reads.rows(reader, rids, columns))
        return whole, Beginning(whole.order, rows, len(whole.order))
    early = arranging.early
    if early is not None and is_still(reader, early.moment):
        rows = tuple(reads.rows(reader, early.keys[:size], columns))
        total: int | None = len(early.keys)
        return _Arranged(None, early.keys, total), Beginning(early.keys, rows, total)
    order, total = reads.order(reader, size, asked), arranging.total
    if len(order) < size:
        total = len(order)
    elif total is None and not asked.is_narrowed:
        total = reads.count(reader, asked)
    beginning = Beginning(order, tuple(reads.rows(reader, order, columns)), total)
    return _Arranged(None, order, total), beginning


def _order(
    reader: Reader, arranging: _Arranging, prepare: Callable[[array[int]], Any]
) -> tuple[_Arranged, Any]:
    arranged = _arrange(reader, arranging)
    return arranged, prepare(arranged.order)


def _line(reader: Reader, reads: ListReads, jump: _Jump) -> int | None:
    named = reads.named(reader, jump.asked, jump.beginning)
    return next_line(jump.order, named, jump.start)


def _arrange(reader: Reader, arranging: _Arranging) -> _Arranged:
    """The whole list, with headings if it is grouped."""
    reads, asked = arranging.reads, arranging.asked
    if not asked.group or reads.groups is None:
        whole = reads.order(reader, None, asked)
        return _Arranged(None, whole, len(whole))
    grouping = arranging.known or reads.groups(reader, asked)
    order, hidden, start = array("q"), array("q"), 0
    headings = []
    for group in grouping.groups:
        key = _heading_key(asked.group, group)
        is_folded = key in arranging.folded
        label = group.label or arranging.unnamed
        count, sums = reads.number(group.count), reads.sums(group.sums)
        headings.append(Heading(key, label, group.count, count, is_folded, sums=sums))
        order.append(key)
        (hidden if is_folded else order).extend(grouping.order[start : start + group.count])
        start += group.count
    return _Arranged(grouping, order, None, tuple(headings), hidden)


def _heading_key(field: str, group: Group) -> int:
    """Negative, and the same as long as the group is: so the eye stays where it is, and the
    group folded, when others come or go."""
    digest = blake2b(repr((field, group.value)).encode(), digest_size=7).digest()
    return -1 - int.from_bytes(digest, "big")
