"""The data feature's part of the program: import, export and bulk changes."""

from __future__ import annotations

from crm_desktop.backend.feature import CommandType, Feature
from crm_desktop.backend.work import LongWork
from crm_desktop.core.i18n import N_
from crm_desktop.features.data.bulk import handlers as bulk
from crm_desktop.features.data.bulk.commands import (
    ChangeMany,
    DeleteMany,
    JoinCompany,
    PlanMany,
    TagMany,
)
from crm_desktop.features.data.commands import FillWithDemo
from crm_desktop.features.data.entries.commands import EntriesImported, ImportEntries
from crm_desktop.features.data.importing.commands import ImportFiles, ImportResult

IMPORT = "data:import:write"
BULK = "data:bulk:write"


def _import_files(work: LongWork, command: ImportFiles) -> ImportResult:
    # The readers and checkers of an import take longer to load than the rest of the program.
    from crm_desktop.features.data.importing.handlers import import_files

    return import_files(work, command)


def _import_entries(work: LongWork, command: ImportEntries) -> EntriesImported:
    from crm_desktop.features.data.entries.handlers import import_entries

    return import_entries(work, command)


def _fill_with_demo(work: LongWork, command: FillWithDemo) -> int:
    from crm_desktop.features.data.demo.filling import fill_with_demo

    return fill_with_demo(work, command)


FEATURE = Feature(
    "data",
    commands=(
        CommandType(ImportFiles, IMPORT, _import_files, N_("Import"), long=True),
        CommandType(ImportEntries, IMPORT, _import_entries, N_("Import"), long=True),
        CommandType(FillWithDemo, IMPORT, _fill_with_demo, N_("Demo data"), long=True),
        CommandType(ChangeMany, BULK, bulk.change_many, N_("Bulk change"), long=True),
        CommandType(TagMany, BULK, bulk.tag_many, N_("Tags of many records"), long=True),
        CommandType(JoinCompany, BULK, bulk.join_company, N_("Company of many people"), long=True),
        CommandType(PlanMany, BULK, bulk.plan_many, N_("Tasks for many records"), long=True),
        CommandType(DeleteMany, BULK, bulk.delete_many, N_("Recycle bin"), long=True),
    ),
)
