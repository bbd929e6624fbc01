"""``deal show``, and what becomes of unsorted requests: ``deal accept``, ``deal attach`` and
``deal reject``, each in one operation."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.cli.contacts import contact_lines
from crm_desktop.cli.finding import find_contact, find_deal
from crm_desktop.cli.opening import opened
from crm_desktop.cli.output import say_record
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _, msg
from crm_desktop.core.text.folding import fold
from crm_desktop.core.values.money import format_money, from_major
from crm_desktop.features.data.exporting.deals import STATUS_WORDS
from crm_desktop.features.data.exporting.queries import told_contact, told_deal
from crm_desktop.features.deals.commands import (
    AcceptDeals,
    AttachDeals,
    AttachToContact,
    RejectDeals,
)
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.deals.rules import StageCloses
from crm_desktop.features.pipelines.queries import find_lost_reasons, get_pipeline

Told = Mapping[str, Any]


def run_deal(arguments: argparse.Namespace) -> int:
    """``deal``: what its own word says; then the record is told that it led to."""
    with opened(arguments.workspace, arguments.lang) as backend:
        deal_id = backend.ask(find_deal, arguments.who)
        if arguments.action == "attach" and arguments.to_contact is not None:
            goal = backend.ask(find_contact, arguments.to_contact)
            backend.execute(AttachToContact((deal_id,), goal))
            told, lines = backend.ask(told_contact, goal), contact_lines
        else:
            shown = _sorted(backend, arguments, deal_id)
            told, lines = backend.ask(told_deal, shown), _lines
        assert told is not None
    say_record(told, lines, as_json=arguments.json)
    return 0


def _sorted(backend: Backend, arguments: argparse.Namespace, deal_id: str) -> str:
    """Does what is asked; gives the deal to be told."""
    if arguments.action == "accept":
        _accept(backend, arguments, deal_id)
    elif arguments.action == "attach":
        goal = backend.ask(find_deal, arguments.to_deal)
        backend.execute(AttachDeals((deal_id,), goal))
        return goal
    elif arguments.action == "reject":
        reason = backend.ask(_reason, arguments.reason)
        why = (arguments.detail, arguments.comment)
        backend.execute(RejectDeals((deal_id,), reason, *why))
    return deal_id


def _accept(backend: Backend, arguments: argparse.Namespace, deal_id: str) -> None:
    stage = None
    if arguments.stage is not None:
        stage = backend.ask(_stage, deal_id, arguments.stage)
    try:
        backend.execute(AcceptDeals((deal_id,), stage, without_fields=arguments.without_fields))
    except StageCloses as closed:
        asked = [one.requirement for one in closed.gate.missing]
        names = [
            one.field if one.entity == "deal" else f"{one.entity}.{one.field}" for one in asked
        ]
        raise Invalid(
            msg(
                "The stage asks for fields that are still empty: {fields}. Nothing was changed; "
                "fill these in first.",
                fields=", ".join(names),
            )
        ) from closed


def _stage(reader: Reader, deal_id: str, name: str) -> str:
    """The stage of the deal's pipeline that is called so."""
    deal = get_deal(reader, deal_id)
    pipeline = get_pipeline(reader, deal.pipeline_id) if deal is not None else None
    stages = pipeline.stages if pipeline is not None else ()
    return _named([(one.id, one.name) for one in stages if not one.is_intake], name)


def _reason(reader: Reader, name: str) -> str:
    """The reason of losses that is called so."""
    return _named([(one.id, one.name) for one in find_lost_reasons(reader)], name)


def _named(known: Sequence[tuple[str, str]], name: str) -> str:
    found = [key for key, called in known if fold(called) == fold(name) or key == name]
    if not found:
        raise Invalid(
            msg(
                "There is no “{name}” here. Nothing was changed. There are: {names}.",
                name=name,
                names=", ".join(f"“{called}”" for _key, called in known),
            )
        )
    return found[0]


# For people


def _lines(told: Told) -> Iterator[tuple[str, str]]:
    """The filled fields as (label, value), the title first, without a label."""
    yield "", told["title"]
    amount = told["amount"]
    pairs = [
        (_("Pipeline"), told["pipeline"]),
        (_("Stage"), told["stage"]),
        (_("Status"), _(STATUS_WORDS[told["status"]])),
        (_("Amount"), "" if amount is None else _money(amount, told["currency"])),
        (_("Company"), told["company"]),
        *((_("Contact"), one["name"]) for one in told["contacts"]),
        (_("Owner"), told["owner"]),
        (_("Expected close"), told["expected_close"]),
        (_("Source"), told["source"]),
        (_("Tags"), ", ".join(told["tags"])),
        (_("Lost reason"), told["lost_reason"]),
        (_("Note"), told["note"]),
        ("ID", told["id"]),
    ]
    yield from ((label, value) for label, value in pairs if value)


def _money(amount: float | Decimal, currency: str) -> str:
    return format_money(from_major(Decimal(str(amount)), currency))
