"""The list of people. Made on the GUI thread; reads run on reader threads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.contacts import columns, queries
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.list_view import ListWords
from crm_desktop.gui.kit.paint.marks import initials
from crm_desktop.gui.kit.paint.rows import Name, paint_name_cell
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.kit.theme.theme import Theme, colour_of
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.asked_list import ListDescription
from crm_desktop.gui.shell.line_cells import (
    Line,
    email_column,
    list_reads,
    more_column,
    name_column,
    owner_column,
    phone_column,
    shared_more_columns,
    strong_column,
    tags_column,
)
from crm_desktop.gui.shell.list_groups import GroupChoice, shared_groups
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.touch_columns import step_column, touch_column

if TYPE_CHECKING:
    from crm_desktop.gui.shell.bulk.kind import BulkKind

# What decides a person's name, and with it the place in the list, or whether it is listed.
_NAME_FIELDS = frozenset(
    ("family_name", "given_name", "middle_name", "phones", "emails", "archived_at", "deleted_at")
)


def make_page(bridge: Bridge, buttons: tuple[Button, ...]) -> ListPage:
    """The page; ``buttons`` are the ways out of an empty list."""
    words = ListWords(
        _("Contacts"),
        _("No contacts yet"),
        _("Add one or bring them from a spreadsheet: drop the file here."),
        buttons,
        "users",
    )
    description = ListDescription(
        "contact",
        list_reads(
            "contact",
            columns.find_order,
            queries.count,
            find_rows=queries.find_list_rows,
            find_more=columns.find_more,
            find_groups=columns.find_groups,
            quick_fields=("display_name", "phones", "emails", "city", "position"),
        ),
        _columns(),
        words,
        _NAME_FIELDS,
        ("company", "tag", "user", "activity"),
        _count_words,
        _write_cards,
        {
            "company": frozenset(("companies", "company")),
            "position": frozenset(("position", "companies")),
            "city": frozenset(("addresses",)),
            "owner": frozenset(("owner", "user")),
            "tag": frozenset(("tags", "tag")),
            "changed": frozenset(("contact",)),
            "last_touch": frozenset(("activity",)),
            "next_step": frozenset(("activity",)),
        },
        offered=("city", "tags", "touched"),
        bulk=_bulk,
        groups=_groups(),
    )
    return ListPage(bridge, description)


def _bulk(bridge: Bridge) -> BulkKind:
    """Read when the first row is ticked, not with the list."""
    from crm_desktop.gui.pages.contacts.bulk import make_kind

    return make_kind(bridge)


def _groups() -> tuple[GroupChoice, ...]:
    company = GroupChoice("company", _("Company"), _("Without a company"), "company")
    return (company, *shared_groups())


def _columns() -> tuple[Column, ...]:
    return (
        name_column(186, _spoken_name, _paint_name),
        strong_column(_("Company"), "company", 134),
        phone_column(144),
        email_column(155),
        tags_column(138),
        owner_column(),
        touch_column(96),
        step_column(120),
        strong_column(_("Position"), "position", 150, usual=False),
        *shared_more_columns(),
        more_column(_("Birthday"), "birthday", 120, values.birthday),
    )


def _paint_name(painter: QPainter, rect: QRectF, line: Line, theme: Theme) -> None:
    row = line.row
    name = Name(row.name, row.position, initials(row.name), colour_of(row.id), row.blacklisted)
    paint_name_cell(painter, rect, name, theme)


def _spoken_name(line: Line) -> str:
    """Written for the ear (interaction.md, section 21)."""
    row = line.row
    blacklisted = _("blacklisted") if row.blacklisted else ""
    return ", ".join(filter(None, (row.name, row.position, row.company, blacklisted)))


def _count_words(number: int) -> str:
    words = ngettext("{number} contact", "{number} contacts", number)
    return words.format(number=shown_number(number))


def _write_cards(reader: Reader, rids: Sequence[int], path: Path) -> int:
    from crm_desktop.features.data.exporting.queries import write_cards  # not at the start

    return write_cards(reader, "contacts", rids, path)
