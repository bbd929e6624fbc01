"""The activities' part of the program."""

from __future__ import annotations

from crm_desktop.backend.feature import CommandType, Feature
from crm_desktop.core.i18n import N_
from crm_desktop.features.activities import commands, handlers
from crm_desktop.features.activities.columns import LISTS
from crm_desktop.features.activities.fields import CATALOGUES
from crm_desktop.features.activities.records import ACTIVITY

WRITE = "activities:activity:write"
DELETE = "activities:activity:delete"

FEATURE = Feature(
    "activities",
    records=(ACTIVITY,),
    commands=(
        CommandType(commands.CreateActivity, WRITE, handlers.create, N_("New activity")),
        CommandType(commands.UpdateActivity, WRITE, handlers.update, N_("Change of an activity")),
        CommandType(commands.FinishActivity, WRITE, handlers.finish, N_("Activity done")),
        CommandType(commands.DeleteActivities, DELETE, handlers.delete, N_("Recycle bin")),
    ),
    catalogues=CATALOGUES,
    lists=LISTS,
)
