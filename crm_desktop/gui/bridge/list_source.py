"""Lines of a list over the bridge: three reads of a feature become a ``RowSource``.

The reads run on reader threads; answers come back on the GUI thread.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject

from crm_desktop.filters.ast import EVERYTHING, Node
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.row_source import Beginning, Failed, Row

if TYPE_CHECKING:
    from crm_desktop.backend.work import Reader


class Sorting(NamedTuple):
    """By which column (by name) a list is ordered, and whether the last one comes first."""

    column: str
    descending: bool = False


BY_NAME = Sorting("")
"""The order that every list has by itself."""


@dataclass(frozen=True)
class Asked:
    """Which list is wanted: its order, the records that match ``filter``, those that hold the
    text ``quick``, on the shelf ``current``, ``archive`` or ``bin``."""

    sorting: Sorting = BY_NAME
    filter: Node = EVERYTHING
    quick: str = ""
    shelf: str = "current"

    @property
    def is_narrowed(self) -> bool:
        """Whether records may be left out that lie on the shelf."""
        return bool(self.quick) or self.filter != EVERYTHING


@dataclass(frozen=True)
class ListReads:
    """How a list is read: all keys in order (or the first ``limit``), their number, and the
    lines with given keys, with what the columns of these names show."""

    order: Callable[[Reader, int | None, Asked], array[int]]
    count: Callable[[Reader, Asked], int]
    rows: Callable[[Reader, Sequence[int], Collection[str]], Sequence[Row]]


class BridgeSource:
    """A ``RowSource`` that asks the workspace; ``asked`` and ``columns`` say for what."""

    def __init__(self, bridge: Bridge, reads: ListReads, owner: QObject) -> None:
        self._bridge = bridge
        self._reads = reads
        self._owner = owner
        self.asked = Asked()
        self.columns: Collection[str] = ()

    def find_beginning(self, size: int, then: Callable[[Beginning], None], failed: Failed) -> None:
        """The first ``size`` lines."""
        self._bridge.query(
            _beginning,
            self._reads,
            size,
            self.asked,
            self.columns,
            then=then,
            failed=failed,
            owner=self._owner,
        )

    def find_order(
        self,
        prepare: Callable[[array[int]], Any],
        then: Callable[[Any], None],
        failed: Failed,
    ) -> None:
        """All keys, passed through ``prepare`` on the reader's thread."""
        self._bridge.query(
            _order,
            self._reads,
            prepare,
            self.asked,
            then=then,
            failed=failed,
            owner=self._owner,
        )

    def find_rows(
        self, rids: Sequence[int], then: Callable[[Sequence[Row]], None], failed: Failed
    ) -> None:
        """The lines with these keys."""
        self._bridge.query(
            self._reads.rows, rids, self.columns, then=then, failed=failed, owner=self._owner
        )


def _beginning(
    reader: Reader, reads: ListReads, size: int, asked: Asked, columns: Collection[str]
) -> Beginning:
    rids = reads.order(reader, size, asked)
    total = len(rids) if len(rids) < size else reads.count(reader, asked)
    return Beginning(rids, tuple(reads.rows(reader, rids, columns)), total)


def _order(
    reader: Reader, reads: ListReads, prepare: Callable[[array[int]], Any], asked: Asked
) -> Any:
    return prepare(reads.order(reader, None, asked))
