"""The activities' part of the program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crm_desktop.backend.feature import CommandType, Feature
from crm_desktop.core.i18n import N_
from crm_desktop.features.activities import commands, handlers
from crm_desktop.features.activities.columns import LISTS
from crm_desktop.features.activities.fields import CATALOGUES
from crm_desktop.features.activities.records import ACTIVITY
from crm_desktop.features.common.reach import within_reach

WRITE = "activities:activity:write"
DELETE = "activities:activity:delete"


def _own(handler: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """The handler for whoever sees the activities that the command names."""
    return within_reach(handler, "activity", "activity_id", "activity_ids")


FEATURE = Feature(
    "activities",
    records=(ACTIVITY,),
    commands=(
        CommandType(commands.CreateActivity, WRITE, handlers.create, N_("New activity")),
        CommandType(
            commands.UpdateActivity, WRITE, _own(handlers.update), N_("Change of an activity")
        ),
        CommandType(commands.FinishActivity, WRITE, _own(handlers.finish), N_("Activity done")),
        CommandType(commands.DeleteActivities, DELETE, _own(handlers.delete), N_("Recycle bin")),
    ),
    catalogues=CATALOGUES,
    lists=LISTS,
)
