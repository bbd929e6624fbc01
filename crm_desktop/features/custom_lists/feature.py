"""The custom lists' part of the program."""

from __future__ import annotations

from crm_desktop.backend.feature import CommandType, Feature
from crm_desktop.core.i18n import N_
from crm_desktop.features.custom_lists import commands, handlers
from crm_desktop.features.custom_lists.fields import CATALOGUE
from crm_desktop.features.custom_lists.records import CUSTOM_LIST, LIST_ENTRY

LISTS = "custom_lists:list:write"
WRITE = "custom_lists:entry:write"
DELETE = "custom_lists:entry:delete"

FEATURE = Feature(
    "custom_lists",
    records=(CUSTOM_LIST, LIST_ENTRY),
    commands=(
        CommandType(commands.CreateList, LISTS, handlers.create_list, N_("New list")),
        CommandType(commands.UpdateList, LISTS, handlers.update_list, N_("Change of a list")),
        CommandType(commands.MoveList, LISTS, handlers.move_list, N_("Order of lists")),
        CommandType(commands.ArchiveLists, LISTS, handlers.archive_lists, N_("Archive")),
        CommandType(commands.CreateEntry, WRITE, handlers.create_entry, N_("New entry")),
        CommandType(commands.UpdateEntry, WRITE, handlers.update_entry, N_("Change of an entry")),
        CommandType(commands.ArchiveEntries, WRITE, handlers.archive_entries, N_("Archive")),
        CommandType(
            commands.ArchiveManyEntries, WRITE, handlers.archive_many, N_("Archive"), long=True
        ),
        CommandType(commands.DeleteEntries, DELETE, handlers.delete_entries, N_("Recycle bin")),
    ),
    catalogues=(CATALOGUE,),
)
