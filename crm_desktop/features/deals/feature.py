"""The deals' part of the program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crm_desktop.backend.feature import CommandType, Feature
from crm_desktop.core.i18n import N_
from crm_desktop.features.common.reach import within_reach
from crm_desktop.features.deals import commands, handlers, moving
from crm_desktop.features.deals.chance.handlers import follow_deals, follow_stages
from crm_desktop.features.deals.closing import handlers as closing
from crm_desktop.features.deals.columns import LISTS
from crm_desktop.features.deals.fields import CATALOGUES
from crm_desktop.features.deals.intake import handlers as intake
from crm_desktop.features.deals.many import handlers as many
from crm_desktop.features.deals.records import DEAL
from crm_desktop.features.deals.staged.handlers import remove_stage
from crm_desktop.features.pipelines.commands import DeletePipelines, RemoveStage
from crm_desktop.features.pipelines.feature import DELETE as DELETE_PIPELINES
from crm_desktop.features.pipelines.feature import WRITE as WRITE_PIPELINES
from crm_desktop.features.pipelines.records import STAGE

Handler = Callable[[Any, Any], Any]

WRITE = "deals:deal:write"
DELETE = "deals:deal:delete"


def _own(handler: Handler) -> Handler:
    """The handler for whoever sees the deals that the command names."""
    return within_reach(handler, "deal", "deal_id", "deal_ids", "to_deal")


def _few_or_many(
    command: type, few: Handler, many_: Handler, label: str
) -> tuple[CommandType, CommandType]:
    """The command for few deals, and its form for any number."""
    return (
        CommandType(command, WRITE, _own(few), label),
        CommandType(commands.OF_MANY[command], WRITE, _own(many_), label, long=True),
    )


FEATURE = Feature(
    "deals",
    records=(DEAL,),
    commands=(
        CommandType(commands.CreateDeal, WRITE, handlers.create, N_("New deal")),
        CommandType(commands.UpdateDeal, WRITE, _own(handlers.update), N_("Change of a deal")),
        *_few_or_many(commands.MoveDeals, moving.move, many.move, N_("Stage of a deal")),
        *_few_or_many(
            commands.ExpectDeals, moving.expect, many.expect, N_("Expected close of deals")
        ),
        *_few_or_many(commands.WinDeals, closing.win, many.win, N_("Deal won")),
        *_few_or_many(commands.LoseDeals, closing.lose, many.lose, N_("Deal lost")),
        CommandType(commands.ReopenDeals, WRITE, _own(closing.reopen), N_("Deal reopened")),
        *_few_or_many(commands.AcceptDeals, intake.accept, many.accept, N_("Request accepted")),
        CommandType(commands.AttachDeals, WRITE, _own(intake.attach), N_("Request attached")),
        CommandType(
            commands.AttachToContact, WRITE, _own(intake.attach_to_contact), N_("Request attached")
        ),
        *_few_or_many(commands.RejectDeals, intake.reject, many.reject, N_("Request rejected")),
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
    follows={DEAL.entity: follow_deals, STAGE.entity: follow_stages},
)
