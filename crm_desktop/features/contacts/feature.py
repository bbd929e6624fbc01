"""The contacts' part of the program."""

from __future__ import annotations

from crm_desktop.backend.feature import CommandType, Feature
from crm_desktop.core.i18n import N_
from crm_desktop.features.contacts import commands, handlers
from crm_desktop.features.contacts.fields import CATALOGUE
from crm_desktop.features.contacts.records import CONTACT

WRITE = "contacts:contact:write"
DELETE = "contacts:contact:delete"

FEATURE = Feature(
    "contacts",
    records=(CONTACT,),
    commands=(
        CommandType(commands.CreateContact, WRITE, handlers.create, N_("New contact")),
        CommandType(commands.UpdateContact, WRITE, handlers.update, N_("Change of a contact")),
        CommandType(commands.SetContactPhoto, WRITE, handlers.set_photo, N_("Photo")),
        CommandType(commands.ArchiveContacts, WRITE, handlers.archive, N_("Archive")),
        CommandType(
            commands.ArchiveManyContacts, WRITE, handlers.archive_many, N_("Archive"), long=True
        ),
        CommandType(commands.DeleteContacts, DELETE, handlers.delete, N_("Recycle bin")),
    ),
    catalogues=(CATALOGUE,),
)
