"""The part of the program that keeps views and favourites."""

from __future__ import annotations

from crm_desktop.backend.feature import CommandType, Feature
from crm_desktop.core.i18n import N_
from crm_desktop.features.views import commands, handlers
from crm_desktop.features.views.records import FAVOURITE, VIEW

WRITE = "views:view:write"
PIN = "views:favourite:write"

FEATURE = Feature(
    "views",
    records=(VIEW, FAVOURITE),
    commands=(
        CommandType(commands.SaveView, WRITE, handlers.save, N_("New view")),
        CommandType(commands.UpdateView, WRITE, handlers.update, N_("Change of a view")),
        CommandType(commands.DeleteViews, WRITE, handlers.delete, N_("Removal of a view")),
        CommandType(commands.MoveView, WRITE, handlers.move, N_("Order of the views")),
        CommandType(commands.Pin, PIN, handlers.pin, N_("New favourite")),
        CommandType(commands.Unpin, PIN, handlers.unpin, N_("Removal of a favourite")),
        CommandType(
            commands.MoveFavourite, PIN, handlers.move_favourite, N_("Order of the favourites")
        ),
    ),
)
