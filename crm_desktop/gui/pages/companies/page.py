"""The list of companies. Made on the GUI thread; reads run on reader threads."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.values.phones import format_phone
from crm_desktop.features.common.listing import ListOrder
from crm_desktop.features.companies import queries
from crm_desktop.features.companies.rows import CompanyListRow
from crm_desktop.features.tags.queries import all_tags
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.list_source import ListReads
from crm_desktop.gui.kit.list_view import ListWords
from crm_desktop.gui.kit.paint.marks import Tag, initials
from crm_desktop.gui.kit.paint.rows import Name, paint_name_cell
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.kit.theme.theme import Theme, colour_of
from crm_desktop.gui.shell.line_cells import (
    drawn_tags,
    paint_owner_cell,
    paint_tags_cell,
    tag_words,
)
from crm_desktop.gui.shell.list_page import ListDescription, ListPage
from crm_desktop.gui.shell.numbers import shown_number

_ORDER_FIELDS = frozenset(("name", "archived_at", "deleted_at"))


@dataclass(frozen=True)
class CompanyLine:
    """A line of the list with the names of its tags."""

    row: CompanyListRow
    tags: tuple[Tag, ...]

    @property
    def rid(self) -> int:
        """The internal key."""
        return self.row.rid

    @property
    def id(self) -> str:
        """The id."""
        return self.row.id


def make_page(bridge: Bridge, buttons: tuple[Button, ...]) -> ListPage:
    """The page; ``buttons`` are the ways out of an empty list."""
    words = ListWords(
        _("Companies"),
        _("No companies yet"),
        _("Bring them from a spreadsheet: drop the file here."),
        buttons,
        "buildings",
    )
    description = ListDescription(
        "company",
        ListReads(_find_order, queries.count, _find_lines),
        _columns(),
        words,
        _ORDER_FIELDS,
        ("tag", "user"),
        _count_words,
    )
    return ListPage(bridge, description)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Name"), lambda line: line.row.name, 260, _spoken_name, _paint_name, sorts=True),
        Column(_("Phone"), lambda line: format_phone(line.row.phone), 160, grows=False),
        Column(_("E-mail"), lambda line: line.row.email, 180, gives_way=True),
        Column(_("Tags"), tag_words, 150, paint=paint_tags_cell),
        Column(
            _("Owner"),
            lambda line: line.row.owner,
            44,
            paint=paint_owner_cell,
            icon="user",
            grows=False,
        ),
    )


def _paint_name(painter: QPainter, rect: QRectF, line: CompanyLine, theme: Theme) -> None:
    row = line.row
    name = Name(
        row.name,
        row.industry,
        initials(row.name),
        colour_of(row.id),
        row.blacklisted,
        company=True,
    )
    paint_name_cell(painter, rect, name, theme)


def _spoken_name(line: CompanyLine) -> str:
    """Written for the ear (interaction.md, section 21)."""
    row = line.row
    blacklisted = _("blacklisted") if row.blacklisted else ""
    return ", ".join(filter(None, (row.name, row.industry, blacklisted)))


def _count_words(number: int) -> str:
    words = ngettext("{number} company", "{number} companies", number)
    return words.format(number=shown_number(number))


def _find_order(reader: Reader, limit: int | None, descending: bool) -> array[int]:
    return queries.find_order(reader, ListOrder(descending=descending), limit)


def _find_lines(reader: Reader, rids: Sequence[int]) -> list[CompanyLine]:
    tags = all_tags(reader)
    return [
        CompanyLine(row, drawn_tags(tags[tag] for tag in row.tags if tag in tags))
        for row in queries.find_list_rows(reader, rids)
    ]
