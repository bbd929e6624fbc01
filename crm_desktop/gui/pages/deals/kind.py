"""What the shell can do with a deal: read it in words, archive it, bring it back.

``read_text`` runs on reader threads, the rest on the GUI thread.
"""

from __future__ import annotations

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.deals.commands import ArchiveDeals, ArchiveManyDeals, DeleteDeals
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.deals.rows import DealRow
from crm_desktop.features.pipelines.queries import stage_names
from crm_desktop.gui.kit.fields_pane import RecordText
from crm_desktop.gui.kit.paint.marks import Tag
from crm_desktop.gui.kit.theme.tokens import TAG_COLOURS
from crm_desktop.gui.pages.deals.reads import ENTITY
from crm_desktop.gui.pages.deals.words import long_day, money_words, shown_chance
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import RecordKind


def make_kind() -> RecordKind:
    """Deals, as the shell sees them."""
    return RecordKind(
        ENTITY,
        ("tag", "user", "stage", "company", "contact"),
        read_text,
        ArchiveDeals,
        ArchiveManyDeals,
        _archived,
        _restore,
        DeleteDeals,
    )


def _restore(ids: tuple[str, ...], shelf: str) -> ArchiveDeals | DeleteDeals:
    """From the recycle bin or from the archive."""
    if shelf == "bin":
        return DeleteDeals(ids, deleted=False)
    return ArchiveDeals(ids, archived=False)


def _archived(number: int) -> str:
    words = ngettext(
        "The deal is in the archive now.", "{number} deals are in the archive now.", number
    )
    return words.format(number=shown_number(number))


def read_text(reader: Reader, deal_id: str) -> RecordText | None:
    """All filled fields of a deal."""
    deal = get_deal(reader, deal_id)
    if deal is None:
        return None
    stage = stage_names(reader, [deal.stage_id]).get(deal.stage_id, "")
    fields = values.filled(
        [
            (_("Amount"), money_words(deal.amount)),
            (_("Stage"), _stage_words(deal, stage)),
            (_("Chance"), shown_chance(deal)),
            (_("Expected close"), long_day(deal.expected_close) if deal.expected_close else ""),
            (_("Company"), deal.company.name if deal.company else ""),
            (_("Contact"), values.lines(one.contact.name for one in deal.participants)),
            (_("Owner"), deal.owner.name if deal.owner else ""),
            (_("Source"), deal.source),
            (_("Note"), deal.note),
        ]
    )
    client = deal.company.name if deal.company else ""
    tags = tuple(Tag(one.name, TAG_COLOURS[one.colour % len(TAG_COLOURS)]) for one in deal.tags)
    return RecordText(
        deal.title, client, "", fields, key=deal_id, tags=tags, is_deleted=deal.is_deleted
    )


def _stage_words(deal: DealRow, stage: str) -> str:
    ended = {"won": _("Won"), "lost": _("Lost")}
    return ended.get(deal.status, stage)
