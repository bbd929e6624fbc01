"""The fields of a deal on its card.

The plan is made on the GUI thread; ``read_fields`` runs on reader threads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.core.values.money import Money
from crm_desktop.core.values.numbers import shown_decimal
from crm_desktop.features.common.similar import Similar
from crm_desktop.features.deals.commands import UpdateDeal
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.deals.rows import DealRow
from crm_desktop.features.deals.rules import OTHER_NAMES
from crm_desktop.features.pipelines.queries import get_pipeline
from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.card_fields.field import CardField, CardGroup, ShownLine
from crm_desktop.gui.pages.deals import fields
from crm_desktop.gui.pages.deals.fields import ENTITY
from crm_desktop.gui.pages.deals.joining import asking
from crm_desktop.gui.pages.deals.words import money_words, shown_chance
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.card_fields import shared
from crm_desktop.gui.shell.card_fields.custom import (
    Layout,
    custom_drafts,
    laid_out,
    read_layout,
    with_custom,
)
from crm_desktop.gui.shell.card_fields.kind import FieldsKind, FieldsRecord
from crm_desktop.gui.shell.card_fields.part import FieldsPart
from crm_desktop.gui.shell.card_fields.reading import made_and_changed, written
from crm_desktop.gui.shell.form_fields import chosen
from crm_desktop.gui.shell.form_record import NONE_ALIKE
from crm_desktop.gui.shell.numbers import shown_percent
from crm_desktop.store.labels import Labels
from crm_desktop.store.loading import load_by_id

OPEN = "open"
_MOST_LINES = 5
# What is looked at more seldom than who takes part and what comes next.
_FOLDED = ("rest", "written")


@dataclass(frozen=True)
class DealLayout(Layout):
    """The layout with what the deal itself decides about its fields: ``currency`` is that of
    amounts without one, ``wanted`` the fields that the stage ``next_stage`` needs."""

    currency: str = ""
    is_closed: bool = False
    is_from_lines: bool = False
    wanted: frozenset[str] = frozenset()
    next_stage: str = ""


def make_fields_part(bridge: Bridge) -> FieldsPart:
    """The fields of a deal's card, as high as they are together: sections stand below them."""
    part = FieldsPart(bridge, fields_kind(bridge))
    part.pane.grow()
    part.pane.fold(_FOLDED)
    return part


def fields_kind(bridge: Bridge) -> FieldsKind:
    """What the pane has to know of deals."""
    return FieldsKind(
        ENTITY,
        _("Fields of the deal"),
        lambda layout: _plan(bridge, layout),
        read_fields,
        lambda key, version, changes: UpdateDeal(key, version, as_taken(changes)),
        NONE_ALIKE,
        _alike,
        "",
        drafts_of,
        UpdateDeal,
        told={
            "stage": _("Stage"),
            "pipeline": _("Pipeline"),
            "status": _("Status"),
            "lost_reason": _("Reason of the loss"),
            "lost_detail": _("Which one"),
            "lost_comment": _("Comment"),
            "contacts": _("Participants"),
            "lines": _("Products"),
        },
        untold=frozenset({"visits", "position", "currency", "closed_at"}),
        beside={"amount_minor": "currency"},
        ask=asking(bridge),
        leant_on=fields.LEANT_ON,
    )


def as_taken(changes: Mapping[str, Any]) -> dict[str, Any]:
    """What editors gave, as commands take it. Amounts were tidied with their currency."""
    return fields.stored_values(with_custom(changes), "")


def _plan(bridge: Bridge, layout: Layout) -> list[CardGroup]:
    asked = layout if isinstance(layout, DealLayout) else DealLayout(layout.fields, layout.card)
    groups = laid_out((_work(bridge, asked), _rest(bridge), written()), layout, bridge)
    return [
        replace(group, fields=tuple(_as_needed(one, asked) for one in group.fields))
        for group in groups
    ]


def _work(bridge: Bridge, asked: DealLayout) -> CardGroup:
    return CardGroup(
        "work",
        _("About the deal"),
        (
            _amount(asked),
            _chance(asked),
            fields.close_day(),
            shared.line("source", _("Source")),
        ),
    )


def _rest(bridge: Bridge) -> CardGroup:
    return CardGroup(
        "rest",
        _("More"),
        (
            shared.line("title", _("Title")),
            fields.company(bridge),
            fields.owner(bridge),
            fields.tags(bridge),
            fields.note(),
        ),
    )


def _amount(asked: DealLayout) -> CardField:
    """Of a closed deal it is locked; out of products it is nothing to be typed."""
    known = fields.amount(lambda: asked.currency)
    if asked.is_closed:
        words = _("The deal is closed. Bring it back to work to change the amount.")
        return replace(known, make=None, locked=words)
    if asked.is_from_lines:
        return replace(known, make=None, words=_from_lines)
    return known


def _chance(asked: DealLayout) -> CardField:
    """A closed deal has none, but keeps the one that was set by hand until it is open again."""
    known = fields.chance()
    if not asked.is_closed:
        return known
    words = _("The deal is closed. Bring it back to work to change the chance.")
    return replace(known, make=None, locked=words)


def _from_lines(value: Any) -> list[ShownLine]:
    if not value:
        return []
    return [ShownLine(str(value), aside=_("from products"))]


def _as_needed(one: CardField, asked: DealLayout) -> CardField:
    if one.name not in asked.wanted or one.make is None:
        return one
    words = _("The stage “{stage}” needs it.").format(stage=asked.next_stage)
    return replace(one, needed=words)


def read_fields(reader: Reader, deal_id: str) -> FieldsRecord | None:
    """The deal as the editors load it."""
    deal = get_deal(reader, deal_id)
    loaded = load_by_id(reader.connection, reader.registry[ENTITY], [deal_id]).get(deal_id)
    if deal is None or loaded is None:
        return None
    layout = _layout(reader, deal)
    return FieldsRecord(
        deal_id,
        deal.title,
        deal.version,
        drafts_of(reader, loaded.state, layout)
        | {"chance": shown_chance(deal)}
        | made_and_changed(reader, loaded),
        layout=layout,
    )


def _layout(reader: Reader, deal: DealRow) -> DealLayout:
    usual = read_layout(reader, ENTITY)
    pipeline = get_pipeline(reader, deal.pipeline_id)
    is_closed = deal.status != OPEN
    next_stage, wanted = _wanted(pipeline, deal) if not is_closed else ("", frozenset[str]())
    return DealLayout(
        usual.fields,
        usual.card,
        deal.currency,
        is_closed,
        deal.is_amount_from_lines,
        wanted,
        next_stage,
    )


def _wanted(pipeline: PipelineRow | None, deal: DealRow) -> tuple[str, frozenset[str]]:
    """The stage that comes next, and the fields of the deal that it needs."""
    if pipeline is None:
        return "", frozenset()
    order = [stage.id for stage in pipeline.stages]
    number = order.index(deal.stage_id) + 1 if deal.stage_id in order else len(order)
    if number >= len(order):
        return "", frozenset()
    stage = pipeline.stages[number]
    own = (one.field for one in stage.required if one.entity == ENTITY)
    return stage.name, frozenset(OTHER_NAMES.get(name, name) for name in own)


def drafts_of(
    reader: Reader, state: dict[str, Any], layout: Layout | None = None
) -> dict[str, Any]:
    """What the editors load."""
    labels = Labels(reader.registry)
    labels.prefetch(reader.connection, reader.registry[ENTITY], [state])
    amount = state["amount_minor"]
    money = Money(amount, state["currency"]) if amount is not None else None
    day, chance = state["expected_close"], state["chance"]
    shown = {
        "title": state["title"],
        "amount_minor": money_words(money),
        "chance": shown_percent(chance) if chance is not None else "",
        "expected_close": values.short_day(day) if day else "",
        "source": state["source"],
        "note": state["note"],
        "company": chosen("company", state["company"], labels),
        "owner": chosen("user", state["owner"], labels),
        "tags": [chosen("tag", tag, labels) for tag in state["tags"]],
    }
    layout = layout or read_layout(reader, ENTITY)
    return shown | _told(state, labels) | custom_drafts(reader, layout, state["custom"])


def _told(state: Mapping[str, Any], labels: Labels) -> dict[str, str]:
    """Words for what has no field on the card."""
    named = {
        name: labels.label(name, state[name]) if state[name] else ""
        for name in ("stage", "pipeline", "lost_reason")
    }
    statuses = {"open": _("in work"), "won": _("won"), "lost": _("lost")}
    people = [
        values.participant(
            labels.label("contact", one["contact"]), one["role"], is_main=one["primary"]
        )
        for one in state["contacts"]
    ]
    return named | {
        "status": statuses.get(state["status"] or "", ""),
        "contacts": ", ".join(people),
        "lines": ", ".join(map(_line_words, state["lines"][:_MOST_LINES])),
    }


def _line_words(line: Mapping[str, Any]) -> str:
    """``Lamp × 3``; of one piece its name."""
    quantity = Decimal(line["quantity"])
    return line["name"] if quantity == 1 else f"{line['name']} × {shown_decimal(quantity)}"


def _alike(one: Similar) -> str:
    return one.name
