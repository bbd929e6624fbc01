"""The list of companies. Made on the GUI thread; reads run on reader threads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.companies import columns, queries
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.list_view import ListWords
from crm_desktop.gui.kit.paint.marks import initials
from crm_desktop.gui.kit.paint.rows import Name, paint_name_cell
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.kit.theme.theme import Theme, colour_of
from crm_desktop.gui.shell.line_columns import (
    Line,
    email_column,
    more_column,
    name_column,
    owner_column,
    phone_column,
    shared_more_columns,
    strong_column,
    tags_column,
)
from crm_desktop.gui.shell.line_reads import list_reads
from crm_desktop.gui.shell.list_description import ListDescription
from crm_desktop.gui.shell.list_groups import GroupChoice, shared_groups
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.touch_columns import step_column, touch_column

if TYPE_CHECKING:
    from crm_desktop.gui.shell.bulk.kind import BulkKind
    from crm_desktop.gui.shell.cells.kind import CellsKind

_NAME_FIELDS = frozenset(("name", "archived_at", "deleted_at"))


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
        list_reads(
            "company",
            columns.find_order,
            queries.count,
            find_rows=queries.find_list_rows,
            find_more=columns.find_more,
            find_groups=columns.find_groups,
            quick_fields=("name", "phones", "emails", "city"),
        ),
        _columns(),
        words,
        _NAME_FIELDS,
        ("tag", "user", "activity"),
        _count_words,
        _write_cards,
        {
            "phone": frozenset(("phones",)),
            "email": frozenset(("emails",)),
            "city": frozenset(("addresses",)),
            "tax_id": frozenset(("tax_ids",)),
            "owner": frozenset(("owner", "user")),
            "tag": frozenset(("tags", "tag")),
            "changed": frozenset(("company",)),
            "last_touch": frozenset(("activity",)),
            "next_step": frozenset(("activity",)),
        },
        offered=("city", "tags", "touched"),
        bulk=_bulk,
        groups=_groups(),
        cells=_cells,
    )
    return ListPage(bridge, description)


def _cells(bridge: Bridge) -> CellsKind:
    """Read when the first cell is edited."""
    from crm_desktop.gui.pages.companies.cells import cells_kind

    return cells_kind(bridge)


def _bulk(bridge: Bridge) -> BulkKind:
    """Read when the first row is ticked, not with the list."""
    from crm_desktop.gui.pages.companies.bulk import make_kind

    return make_kind(bridge)


def _groups() -> tuple[GroupChoice, ...]:
    industry = GroupChoice("industry", _("Industry"), _("Without an industry"), "industry")
    return (industry, *shared_groups())


def _columns() -> tuple[Column, ...]:
    return (
        name_column(_("Company name"), 260, _spoken_name, _paint_name),
        phone_column(160),
        email_column(180),
        tags_column(150),
        owner_column(),
        touch_column(100),
        step_column(120),
        strong_column(_("Industry"), "industry", 150, usual=False),
        more_column(_("Tax number"), "tax_id", 130),
        more_column(_("Legal name"), "legal_name", 200),
        more_column(_("Size"), "size", 100, sorts=False),
        *shared_more_columns(),
    )


def _paint_name(painter: QPainter, rect: QRectF, line: Line, theme: Theme) -> None:
    row = line.row
    letters, colour = initials(row.name), colour_of(row.id)
    name = Name(row.name, row.industry, letters, colour, row.blacklisted, company=True)
    paint_name_cell(painter, rect, name, theme)


def _spoken_name(line: Line) -> str:
    """Written for the ear (interaction.md, section 21)."""
    row = line.row
    blacklisted = _("blacklisted") if row.blacklisted else ""
    return ", ".join(filter(None, (row.name, row.industry, blacklisted)))


def _count_words(number: int) -> str:
    words = ngettext("{number} company", "{number} companies", number)
    return words.format(number=shown_number(number))


def _write_cards(reader: Reader, rids: Sequence[int], path: Path) -> int:
    from crm_desktop.features.data.exporting.queries import write_cards  # not at the start

    return write_cards(reader, "companies", rids, path)
