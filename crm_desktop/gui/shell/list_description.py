"""What a page says of its list, for ``AskedList`` to show it. Values."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.list_source import ListReads
from crm_desktop.gui.kit.list_view import ListWords
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.shell.list_groups import GroupChoice
from crm_desktop.gui.shell.row_dragging import WriteCards

if TYPE_CHECKING:
    from crm_desktop.gui.shell.bulk.kind import BulkKind
    from crm_desktop.gui.shell.cells.kind import CellsKind


@dataclass(frozen=True)
class ListDescription:
    """A list: whose, how it is read and shown. ``order_fields`` decide which records it holds
    and in which order of names; a change of records of ``related`` may change its lines;
    ``count_words`` gives ``3 contacts`` for 3. ``write_cards`` writes a file of business cards,
    if the records have any. ``sort_fields``: on which fields, or entities, an order by a column
    depends, where that is another field than the one of the column's name. ``offered`` fields
    stand among the filters though nothing is asked of them. ``bulk`` says what of many records
    can be changed at once; ``groups``, by what they can stand in groups. So many custom fields
    are shown to who has chosen nothing: ``usual_custom``. What groups come to depends on
    ``sum_fields``. ``cells`` says what can be typed into the cells."""

    entity: str
    reads: ListReads
    columns: Sequence[Column]
    words: ListWords
    order_fields: Collection[str]
    related: Collection[str]
    count_words: Callable[[int], str]
    write_cards: WriteCards | None
    sort_fields: Mapping[str, frozenset[str]] = field(default_factory=dict)
    offered: Sequence[str] = ()
    bulk: Callable[[Bridge], BulkKind] | None = None
    groups: Sequence[GroupChoice] = ()
    usual_custom: int = 0
    sum_fields: frozenset[str] = frozenset()
    cells: Callable[[Bridge], CellsKind] | None = None
