"""How the lines of lists of people, companies and others are read.

Pages describe their lists with these and the columns of ``line_columns``; reading runs on reader
threads.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

from crm_desktop.backend.work import Reader
from crm_desktop.core.values.money import Money
from crm_desktop.features.common.grouping import Grouping
from crm_desktop.features.common.jumping import find_named
from crm_desktop.features.common.listing import WHOLE_LIST, ListOrder, Shelf
from crm_desktop.features.tags.queries import TagRow, all_tags
from crm_desktop.features.views.queries import catalogues_of, context_of
from crm_desktop.filters.ast import And, Condition, Node, Operator, Or
from crm_desktop.filters.binding import bind
from crm_desktop.filters.catalogue import Catalogue
from crm_desktop.filters.values import MAX_TEXT
from crm_desktop.gui.bridge.list_source import Asked, ListReads
from crm_desktop.gui.kit.paint.marks import Tag
from crm_desktop.gui.shell.line_columns import NAME, Line, drawn_tag
from crm_desktop.gui.shell.numbers import shown_number


class ListRow(Protocol):
    """What lines of every kind of record carry."""

    @property
    def rid(self) -> int: ...
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def tags(self) -> tuple[int, ...]: ...


FindMore = Callable[[Reader, Sequence[int], Collection[str]], Mapping[int, Mapping[str, Any]]]


def make_lines(
    reader: Reader, rows: Sequence[ListRow], find_more: FindMore, columns: Collection[str]
) -> list[Line]:
    """The lines of these rows with what ``columns`` show."""
    tags = all_tags(reader)
    more = find_more(reader, [row.rid for row in rows], columns)
    return [
        Line(row, drawn_tags(tags[tag] for tag in row.tags if tag in tags), more.get(row.rid, {}))
        for row in rows
    ]


def list_reads(
    entity: str,
    find_order: Callable[[Reader, ListOrder, int | None], array[int]],
    count: Callable[[Reader, ListOrder], int],
    *,
    find_rows: Callable[[Reader, Sequence[int]], Sequence[ListRow]],
    find_more: FindMore,
    find_groups: Callable[[Reader, ListOrder, str], Grouping],
    quick_fields: Sequence[str] = (),
    sums: Callable[[Sequence[Money]], str] = lambda _sums: "",
) -> ListReads:
    """How a list of lines is read by the queries of a feature. ``quick_fields``: the texts in
    which the quick filter looks; ``sums`` puts what the records of a group come to in words."""

    def wanted(reader: Reader, asked: Asked) -> ListOrder:
        return list_order(reader, entity, asked, quick_fields)

    def order(reader: Reader, limit: int | None, asked: Asked) -> array[int]:
        return find_order(reader, wanted(reader, asked), limit)

    def rows(reader: Reader, rids: Sequence[int], columns: Collection[str]) -> list[Line]:
        return make_lines(reader, find_rows(reader, rids), find_more, columns)

    def groups(reader: Reader, asked: Asked) -> Grouping:
        return find_groups(reader, wanted(reader, asked), asked.group)

    def number(reader: Reader, asked: Asked) -> int:
        return count(reader, wanted(reader, asked))

    def named(reader: Reader, asked: Asked, beginning: str) -> array[int]:
        return find_named(reader, entity, ListOrder(Shelf(asked.shelf), entity=entity), beginning)

    return ListReads(order, number, rows, named, groups, shown_number, sums)


def list_order(
    reader: Reader, entity: str, asked: Asked, quick_fields: Sequence[str] = ()
) -> ListOrder:
    """The list that is asked for, as queries know it. ``Invalid`` for a filter that does not
    suit the records any more."""
    column, descending = asked.sorting
    sort = WHOLE_LIST.sort if column in ("", NAME) else column
    shelf = Shelf(asked.shelf)
    if not asked.is_narrowed:
        return ListOrder(shelf, sort, descending, entity=entity)
    catalogues = catalogues_of(reader)
    root = asked.filter
    if asked.quick:
        root = And((root, _quick(catalogues[entity], asked.quick, quick_fields)))
    bound = bind(root, entity, catalogues)
    return ListOrder(shelf, sort, descending, bound, context_of(reader), entity)


def _quick(catalogue: Catalogue, text: str, names: Sequence[str]) -> Node:
    """That any of the fields holds the text."""
    fields = [field for field in catalogue.fields if field.name in names]
    able = [field.name for field in fields if field.rule.key(text)]
    return Or(tuple(Condition(name, Operator.CONTAINS, text[:MAX_TEXT]) for name in able))


def drawn_tags(tags: Iterable[TagRow]) -> tuple[Tag, ...]:
    """Tags as they are painted."""
    return tuple(drawn_tag(tag.name, tag.colour) for tag in tags)


def tags_by_id(reader: Reader, ids: Iterable[str]) -> list[TagRow]:
    """The tags with these ids, in their order."""
    known = {tag.id: tag for tag in all_tags(reader).values()}
    return [known[tag] for tag in ids if tag in known]
