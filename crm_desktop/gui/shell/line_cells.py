"""What lists of people, companies and others have in common: their lines and their columns.

Pages describe their lists with these; painting runs inside paint events on the GUI thread,
reading on reader threads.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.core.values.phones import format_phone
from crm_desktop.features.common.grouping import Grouping
from crm_desktop.features.common.listing import WHOLE_LIST, ListOrder, Shelf
from crm_desktop.features.custom_fields.rows import CustomColumn
from crm_desktop.features.tags.queries import TagRow, all_tags
from crm_desktop.features.views.queries import catalogues_of, context_of
from crm_desktop.filters.ast import And, Condition, Node, Operator, Or
from crm_desktop.filters.binding import bind
from crm_desktop.filters.catalogue import Catalogue
from crm_desktop.filters.values import MAX_TEXT
from crm_desktop.gui.bridge.list_source import Asked, ListReads
from crm_desktop.gui.kit.paint.marks import Tag, paint_tags
from crm_desktop.gui.kit.paint.words import paint_cell_text
from crm_desktop.gui.kit.row_drawing import paint_owner, paint_strong_text
from crm_desktop.gui.kit.row_source import CellPaint, Column
from crm_desktop.gui.kit.theme.theme import Theme
from crm_desktop.gui.kit.theme.tokens import TAG_COLOURS
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.numbers import shown_number

NAME = "name"
"""The column that every list begins with."""
_INITIALS = 36  # with the gap behind them
_TAGS_SPARE = 64


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


@dataclass(frozen=True)
class Line:
    """A line of a list: what was read, the names of its tags, and ``more``: the values of the
    columns that are shown besides the usual ones."""

    row: Any
    tags: tuple[Tag, ...]
    more: Mapping[str, Any]

    @property
    def rid(self) -> int:
        """The internal key."""
        key: int = self.row.rid
        return key

    @property
    def id(self) -> str:
        """The id."""
        record_id: str = self.row.id
        return record_id


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
) -> ListReads:
    """How a list of lines is read by the queries of a feature. ``quick_fields``: the texts in
    which the quick filter looks."""

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

    return ListReads(order, number, rows, groups, shown_number)


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
    return tuple(Tag(tag.name, TAG_COLOURS[tag.colour % len(TAG_COLOURS)]) for tag in tags)


def tags_by_id(reader: Reader, ids: Iterable[str]) -> list[TagRow]:
    """The tags with these ids, in their order."""
    known = {tag.id: tag for tag in all_tags(reader).values()}
    return [known[tag] for tag in ids if tag in known]


# Columns


def name_column(width: int, spoken: Callable[[Line], str], paint: CellPaint) -> Column:
    """The name with initials and a second line."""
    return Column(
        _("Name"), lambda line: line.row.name, width, spoken, paint, sorts=True, key=NAME,
        spare=_INITIALS,
    )  # fmt: skip


def phone_column(width: int) -> Column:
    """The first number, grouped by its country."""
    text = _phone_of
    return Column(_("Phone"), text, width, grows=False, sorts=True, key="phone")


def email_column(width: int) -> Column:
    """The first address; where there is little room it goes first."""
    return Column(
        _("E-mail"), lambda line: line.row.email, width, gives_way=True, sorts=True, key="email"
    )


def tags_column(width: int) -> Column:
    """As many tags as fit."""
    return Column(_("Tags"), _tag_words, width, paint=_paint_tags, key="tags", spare=_TAGS_SPARE)


def owner_column() -> Column:
    """The initials of who is responsible."""
    return Column(
        _("Owner"), lambda line: line.row.owner, 38, paint=_paint_owner, icon="user", grows=False,
        sorts=True, key="owner",
    )  # fmt: skip


def strong_column(title: str, key: str, width: int, *, usual: bool = True) -> Column:
    """An attribute of the row, in the colour of main text."""
    return Column(
        title, lambda line: getattr(line.row, key), width, paint=_strongly(key), sorts=True,
        key=key, usual=usual,
    )  # fmt: skip


def more_column(
    title: str,
    key: str,
    width: int,
    words: Callable[[Any], str] = str,
    *,
    sorts: bool = True,
) -> Column:
    """A value of ``Line.more`` in ``words``; shown to who chooses it."""

    def text(line: Line) -> str:
        value = line.more.get(key)
        return "" if value is None else words(value)

    return Column(title, text, width, sorts=sorts, key=key, usual=False)


def shared_more_columns() -> tuple[Column, ...]:
    """What can be shown of every kind of record."""
    return (
        more_column(_("City"), "city", 140),
        more_column(_("Status"), "status", 140, values.status),
        more_column(_("Source"), "source", 140),
        more_column(_("Created"), "created", 130, values.moment),
        more_column(_("Changed"), "changed", 130, values.moment),
    )


def custom_column(shown: CustomColumn) -> Column:
    """A custom field, in words already; a choice that has a colour as a tag."""
    plain = more_column(shown.label, shown.name, 140)
    if not shown.colours:
        return plain

    tags = {n: Tag(n, TAG_COLOURS[c % len(TAG_COLOURS)]) for n, c in shown.colours.items()}

    def paint(painter: QPainter, rect: QRectF, line: Line, theme: Theme) -> None:
        words = plain.text(line)
        names = [words] if words in tags else words.split(", ")
        if all(name in tags for name in names):
            paint_tags(painter, rect, [tags[name] for name in names], theme)
        elif words:
            paint_cell_text(painter, rect, words, theme)

    return replace(plain, paint=paint, spare=_TAGS_SPARE)


def _phone_of(line: Line) -> str:
    return format_phone(line.row.phone)


def _tag_words(line: Line) -> str:
    """All tags in words, not only those there is room for."""
    return ", ".join(tag.text for tag in line.tags)


def _paint_tags(painter: QPainter, rect: QRectF, line: Line, theme: Theme) -> None:
    if line.tags:
        paint_tags(painter, rect, line.tags, theme)


def _paint_owner(painter: QPainter, rect: QRectF, line: Line, theme: Theme) -> None:
    paint_owner(painter, rect, line.row.owner, theme)


def _strongly(key: str) -> CellPaint:
    def paint(painter: QPainter, rect: QRectF, line: Line, theme: Theme) -> None:
        paint_strong_text(painter, rect, getattr(line.row, key), theme)

    return paint
