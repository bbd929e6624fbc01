"""The list of people. Made on the GUI thread; reads run on reader threads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.contacts import columns, queries
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.list_view import ListWords
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.pages.contacts.list_columns import list_columns
from crm_desktop.gui.shell.line_reads import list_reads
from crm_desktop.gui.shell.list_description import ListDescription
from crm_desktop.gui.shell.list_groups import GroupChoice, shared_groups
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.numbers import shown_number

if TYPE_CHECKING:
    from crm_desktop.gui.shell.bulk.kind import BulkKind
    from crm_desktop.gui.shell.cells.kind import CellsKind

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
        list_columns(),
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
        cells=_cells,
    )
    return ListPage(bridge, description)


def _bulk(bridge: Bridge) -> BulkKind:
    """Read when the first row is ticked, not with the list."""
    from crm_desktop.gui.pages.contacts.bulk import make_kind

    return make_kind(bridge)


def _cells(bridge: Bridge) -> CellsKind:
    """Read when the first cell is edited."""
    from crm_desktop.gui.pages.contacts.cells import cells_kind

    return cells_kind(bridge)


def _groups() -> tuple[GroupChoice, ...]:
    company = GroupChoice("company", _("Company"), _("Without a company"), "company")
    return (company, *shared_groups())


def _count_words(number: int) -> str:
    words = ngettext("{number} contact", "{number} contacts", number)
    return words.format(number=shown_number(number))


def _write_cards(reader: Reader, rids: Sequence[int], path: Path) -> int:
    from crm_desktop.features.data.exporting.queries import write_cards  # not at the start

    return write_cards(reader, "contacts", rids, path)
