"""The files' part of the program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crm_desktop.backend.feature import CommandType, Feature
from crm_desktop.core.i18n import N_
from crm_desktop.features.common.reach import within_reach
from crm_desktop.features.files import commands, handlers
from crm_desktop.features.files.records import ATTACHMENT

WRITE = "files:attachment:write"
DELETE = "files:attachment:delete"


def _own(handler: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """The handler for whoever sees the files that the command names."""
    return within_reach(handler, "attachment", "attachment_id", "attachment_ids")


FEATURE = Feature(
    "files",
    records=(ATTACHMENT,),
    commands=(
        CommandType(commands.AttachFiles, WRITE, handlers.attach, N_("Files"), long=True),
        CommandType(
            commands.RenameAttachment, WRITE, _own(handlers.rename), N_("New name of a file")
        ),
        CommandType(commands.LinkAttachment, WRITE, _own(handlers.link), N_("File on a record")),
        CommandType(commands.DeleteAttachments, DELETE, _own(handlers.delete), N_("Recycle bin")),
    ),
)
