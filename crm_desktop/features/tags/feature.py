"""The tags' part of the program."""

from __future__ import annotations

from crm_desktop.backend.feature import CommandType, Feature
from crm_desktop.core.i18n import N_
from crm_desktop.features.tags import handlers
from crm_desktop.features.tags.commands import UpdateTag
from crm_desktop.features.tags.records import TAG

WRITE = "tags:tag:write"

FEATURE = Feature(
    "tags",
    records=(TAG,),
    commands=(CommandType(UpdateTag, WRITE, handlers.update, N_("Change of a tag")),),
)
