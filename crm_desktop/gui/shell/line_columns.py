"""Columns of lists of people, companies and others, and the lines that stand in them.

Pages describe their lists with these; painting runs inside paint events on the GUI thread. Knows
nothing of reading: the first look at a list is shown before the database's library is there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.core.i18n import _
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.values.shown_phones import format_phone
from crm_desktop.gui.kit.paint.marks import Tag, paint_tags
from crm_desktop.gui.kit.paint.words import paint_cell_text
from crm_desktop.gui.kit.row_drawing import paint_owner, paint_strong_text
from crm_desktop.gui.kit.row_source import CellPaint, Column
from crm_desktop.gui.kit.theme.theme import Theme
from crm_desktop.gui.kit.theme.tokens import TAG_COLOURS
from crm_desktop.gui.shell import values

if TYPE_CHECKING:
    from crm_desktop.features.custom_fields.rows import CustomColumn

NAME = "name"
"""The column that every list begins with."""
_INITIALS = 36  # with the gap behind them
_TAGS_SPARE = 64


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


def drawn_tag(name: str, colour: int) -> Tag:
    """A tag as it is painted; ``colour`` is its number."""
    return Tag(name, TAG_COLOURS[colour % len(TAG_COLOURS)])


def name_column(title: str, width: int, spoken: Callable[[Line], str], paint: CellPaint) -> Column:
    """The name with initials and a second line. ``title``: what it is called of such records."""
    return Column(
        title, lambda line: line.row.name, width, spoken, paint, sorts=True, key=NAME,
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

    tags = {name: drawn_tag(name, colour) for name, colour in shown.colours.items()}

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
    paint_owner(painter, rect, line.row.owner, line.row.owner_id, theme)


def _strongly(key: str) -> CellPaint:
    def paint(painter: QPainter, rect: QRectF, line: Line, theme: Theme) -> None:
        paint_strong_text(painter, rect, getattr(line.row, key), theme)

    return paint
