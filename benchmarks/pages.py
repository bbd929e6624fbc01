"""The first page of the list of people, as the window asks for it; kept apart from the floors so
that a process which measures its start loads nothing else."""

from __future__ import annotations

from crm_desktop.backend.work import Reader
from crm_desktop.features.common.listing import ListOrder
from crm_desktop.features.contacts import queries as contacts
from crm_desktop.features.contacts.rows import ContactListRow

PAGE = 50


def first_page(reader: Reader) -> list[ContactListRow]:
    """The first lines by name, a query of ``backend.ask``."""
    return contacts.find_list_rows(reader, contacts.find_order(reader, ListOrder(), PAGE))
