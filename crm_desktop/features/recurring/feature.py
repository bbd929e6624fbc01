"""The recurring clients' part of the program."""

from __future__ import annotations

from crm_desktop.backend.feature import CommandType, Feature
from crm_desktop.core.i18n import N_
from crm_desktop.features.recurring import commands, handlers
from crm_desktop.features.recurring.cycles.handlers import follow_deals, follow_delays
from crm_desktop.features.recurring.records import NEXT_PURCHASE

WRITE = "recurring:purchase:write"

FEATURE = Feature(
    "recurring",
    records=(NEXT_PURCHASE,),
    commands=(
        CommandType(commands.PostponePurchases, WRITE, handlers.postpone, N_("Purchase put off")),
    ),
    follows={"deal": follow_deals, NEXT_PURCHASE.entity: follow_delays},
)
