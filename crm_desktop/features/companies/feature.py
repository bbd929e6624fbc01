"""The companies' part of the program."""

from __future__ import annotations

from crm_desktop.backend.feature import CommandType, Feature
from crm_desktop.core.i18n import N_
from crm_desktop.features.companies import commands, handlers
from crm_desktop.features.companies.fields import CATALOGUE
from crm_desktop.features.companies.records import COMPANY

WRITE = "companies:company:write"
DELETE = "companies:company:delete"

FEATURE = Feature(
    "companies",
    records=(COMPANY,),
    commands=(
        CommandType(commands.CreateCompany, WRITE, handlers.create, N_("New company")),
        CommandType(commands.UpdateCompany, WRITE, handlers.update, N_("Change of a company")),
        CommandType(commands.SetCompanyLogo, WRITE, handlers.set_logo, N_("Logo")),
        CommandType(commands.ArchiveCompanies, WRITE, handlers.archive, N_("Archive")),
        CommandType(
            commands.ArchiveManyCompanies, WRITE, handlers.archive_many, N_("Archive"), long=True
        ),
        CommandType(commands.DeleteCompanies, DELETE, handlers.delete, N_("Recycle bin")),
    ),
    catalogues=(CATALOGUE,),
)
