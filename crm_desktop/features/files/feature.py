"""The files' part of the program."""

from __future__ import annotations

from crm_desktop.backend.feature import CommandType, Feature
from crm_desktop.core.i18n import N_
from crm_desktop.features.files import commands, handlers
from crm_desktop.features.files.records import ATTACHMENT

WRITE = "files:attachment:write"
DELETE = "files:attachment:delete"

FEATURE = Feature(
    "files",
    records=(ATTACHMENT,),
    commands=(
        CommandType(commands.AttachFiles, WRITE, handlers.attach, N_("Files"), long=True),
        CommandType(commands.RenameAttachment, WRITE, handlers.rename, N_("New name of a file")),
        CommandType(commands.LinkAttachment, WRITE, handlers.link, N_("File on a record")),
        CommandType(commands.DeleteAttachments, DELETE, handlers.delete, N_("Recycle bin")),
    ),
)
