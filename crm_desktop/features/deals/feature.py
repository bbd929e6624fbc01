"""The deals' part of the program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crm_desktop.backend.feature import CommandType, Feature
from crm_desktop.core.i18n import N_
from crm_desktop.features.common.reach import within_reach
from crm_desktop.features.deals import commands, handlers, moving
from crm_desktop.features.deals.closing import handlers as closing
from crm_desktop.features.deals.columns import LISTS
from crm_desktop.features.deals.fields import CATALOGUES
from crm_desktop.features.deals.records import DEAL
from crm_desktop.features.deals.staged.handlers import remove_stage
from crm_desktop.features.pipelines.commands import DeletePipelines, RemoveStage
from crm_desktop.features.pipelines.feature import DELETE as DELETE_PIPELINES
from crm_desktop.features.pipelines.feature import WRITE as WRITE_PIPELINES

WRITE = "deals:deal:write"
DELETE = "deals:deal:delete"


def _own(handler: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """The handler for whoever sees the deals that the command names."""
    return within_reach(handler, "deal", "deal_id", "deal_ids", "to_deal")


FEATURE = Feature(
    "deals",
    records=(DEAL,),
    commands=(
        CommandType(commands.CreateDeal, WRITE, handlers.create, N_("New deal")),
        CommandType(commands.UpdateDeal, WRITE, _own(handlers.update), N_("Change of a deal")),
        CommandType(commands.MoveDeals, WRITE, _own(moving.move), N_("Stage of a deal")),
        CommandType(
            commands.ExpectDeals, WRITE, _own(moving.expect), N_("Expected close of deals")
        ),
        CommandType(commands.WinDeals, WRITE, _own(closing.win), N_("Deal won")),
        CommandType(commands.LoseDeals, WRITE, _own(closing.lose), N_("Deal lost")),
        CommandType(commands.ReopenDeals, WRITE, _own(closing.reopen), N_("Deal reopened")),
        CommandType(commands.AcceptDeals, WRITE, _own(moving.accept), N_("Request accepted")),
        CommandType(
            commands.AttachDeal,
            WRITE,
            _own(closing.attach),
            N_("Request attached"),
        ),
        CommandType(commands.RejectDeals, WRITE, _own(closing.reject), N_("Request rejected")),
        CommandType(commands.ArchiveDeals, WRITE, _own(handlers.archive), N_("Archive")),
        CommandType(
            commands.ArchiveManyDeals,
            WRITE,
            _own(handlers.archive_many),
            N_("Archive"),
            long=True,
        ),
        CommandType(commands.DeleteDeals, DELETE, _own(handlers.delete), N_("Recycle bin")),
        CommandType(RemoveStage, WRITE_PIPELINES, remove_stage, N_("Stage removed"), long=True),
        CommandType(DeletePipelines, DELETE_PIPELINES, closing.delete_pipelines, N_("Recycle bin")),
    ),
    catalogues=CATALOGUES,
    lists=LISTS,
)
