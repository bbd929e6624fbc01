"""The parts of a row that are a deal's, taken out of it before the client on the same row is made.

Used by ``assembling`` for each row of a sheet of deals, in worker processes: what elsewhere is the
person's (number, owner, tags, note, source, moments) is the deal's here. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from crm_desktop.core.i18n import Message, msg
from crm_desktop.core.text.folding import fold
from crm_desktop.features.common.checks import LONGEST_LINE
from crm_desktop.features.data.importing.deal_headers import outcome_of
from crm_desktop.features.data.importing.drafts import Record, RowDraft
from crm_desktop.features.data.importing.moments import day_of, end_of
from crm_desktop.features.data.importing.people_cells import BETWEEN, name_and_emails, part_people
from crm_desktop.features.data.importing.rowparts import RowParts
from crm_desktop.features.data.importing.tied_cells import ties_of_person

_WHY = ("lost_reason", "lost_detail", "lost_comment")
_OWN = ("title", "pipeline", "stage", "currency", "amount", "chance", "status", *_WHY)
_OF_RECORD = ("source", "archived", "created_at", "updated_at")
_PRODUCT = ("name", "sku", "quantity", "unit", "price", "discount", "vat")
_MOMENTS = ("deal.expected_close", "deal.closed_at")
_BEHIND = re.compile(r"\s*\([^()]*\)$")


def take_deal(row: RowParts, name_of: Callable[[str], str]) -> RowDraft:
    """What the row says of the deal, as a draft without its client; the row keeps the rest.
    ``name_of`` gives the name of a field's column, for notes."""
    values = row.values
    deal: Record = {name: values.pop(f"deal.{name}", None) for name in _OWN}
    deal |= {name: values.pop(name, None) for name in _OF_RECORD}
    deal["status"] = _outcome(deal)
    deal |= _days(row, deal["status"])
    for name in _WHY if deal["status"] != "lost" else ():
        if why := deal.pop(name):
            row.move(name_of(f"deal.{name}"), why)
    deal["roles"] = values.pop("deal.roles", None)
    deal["lines"] = _lines(row, name_of)
    deal["custom"] = [
        {"value": value, "field": key}
        for key, (of, _name, _text, value) in row.custom.items()
        if of == "deal"
    ]
    row.custom = {key: item for key, item in row.custom.items() if item[0] != "deal"}
    draft = RowDraft(
        0,
        deal=deal,
        deal_source_id=values.pop("source_id", None),
        tags=tuple(dict.fromkeys(row.tags)),
        owner=values.pop("owner", None),
    )
    row.tags = []
    values.pop("status", None)
    for code in [code for code in values if code.startswith("product.")]:
        row.move(name_of(code), values.pop(code))
    part_people(row)
    return draft


def _lines(row: RowParts, name_of: Callable[[str], str]) -> list[Record]:
    """The product on the row, if it is named."""
    product = {name: row.values.pop(f"product.{name}", None) for name in _PRODUCT}
    if product["name"] or product["sku"]:
        return [product]
    for name, value in product.items():
        if value:
            row.move(name_of(f"product.{name}"), value)
    return []


def _outcome(deal: Record) -> str:
    """What its own column says, else the name of the stage: programs keep closed deals in stages
    of their own."""
    told, stage = deal["status"], _without_pipeline(deal["stage"] or "", deal["pipeline"])
    by_stage = outcome_of(stage) or outcome_of(_BEHIND.sub("", stage))
    deal["stage"] = stage or None
    if by_stage in ("won", "lost"):
        deal["stage"] = None
        return told if told in ("won", "lost") else by_stage
    return told or "open"


def _without_pipeline(stage: str, pipeline: str | None) -> str:
    """HubSpot writes the pipeline behind the stage: ``Contract Sent (Sales Pipeline)``."""
    return stage.removesuffix(f"({pipeline})").rstrip() if pipeline else stage


def _days(row: RowParts, status: str) -> Record:
    """One column may hold either: the day when a deal is to be closed, or when it was."""
    expected, closed = (row.values.pop(code, None) for code in _MOMENTS)
    if status == "open":
        planned, ended = expected or closed, None
    else:
        planned, ended = expected, closed or expected
    return {
        "expected_close": day_of(planned) if planned else None,
        "closed_at": end_of(ended) if ended else None,
    }


def name_roles(deal: Record, people: Sequence[str], rest: RowParts, name: str) -> None:
    """``Marina Kim: decides; John Smith: documents``: the roles in the order of the ``people``, of
    whom the first is the contact, or empty. What nobody gets is noted in ``rest``."""
    text = deal.pop("roles")
    if not text:
        return
    told = [_role_of(part) for part in BETWEEN.split(text) if part.strip()]
    roles = tuple(_take_role(told, fold(name_and_emails(one)[0])) for one in people)
    if any(roles):
        deal["roles"] = roles
    if told:
        rest.move(name, "; ".join(": ".join(filter(None, one)) for one in told))


def _take_role(told: list[tuple[str, str]], called: str) -> str | None:
    """The first role told of whoever is called so, which is told of nobody else then; a pasted
    text is none."""
    for number, (who, role) in enumerate(told):
        if role and len(role) <= LONGEST_LINE and called and fold(who) == called:
            return told.pop(number)[1]
    return None


def _role_of(part: str) -> tuple[str, str]:
    who, _colon, role = part.partition(":")
    return who.strip(), role.strip()


def with_client(number: int, draft: RowDraft, client: RowDraft, row: RowParts) -> RowDraft:
    """The deal's ``draft`` together with that of its client; ``row`` holds what nobody took. A
    deal without a name is called as its client or by its number; without these it is an error."""
    deal = dict(draft.deal or {})
    deal["title"] = deal["title"] or _name_of(client) or draft.deal_source_id
    if not deal["title"]:
        return RowDraft(number, error=_untitled(number))
    deal["note"] = "\n".join((*row.notes, *row.moved))
    return client._replace(
        deal={name: value for name, value in deal.items() if value},
        deal_source_id=draft.deal_source_id,
        others=draft.others,
        tags=draft.tags,
        owner=draft.owner,
        moved=client.moved + len(row.moved),
    )


def note_all(row: RowParts, rest: RowParts, name_of: Callable[[str], str]) -> None:
    """What the row tells of a client who has neither a name nor a number goes to ``rest``."""
    for code, value in row.values.items():
        rest.move(name_of(code), value)
    for address in (*row.addresses.values(), *row.company_addresses.values()):
        rest.moved.append(", ".join(value for part, value in address.items() if part != "type"))
    for _of, name, text, _value in row.custom.values():
        rest.move(name, text)
    rest.moved += [tie.told for tie in ties_of_person(row, name_of)]
    rest.moved += [f"{service}: {value}" for service, value in row.messengers]
    rest.moved += [*row.sites, *row.company_sites, *row.languages, *row.company_notes]


def _name_of(client: RowDraft) -> str:
    if client.company:
        return str(client.company["name"])
    names = (client.contact or {}).get("given_name"), (client.contact or {}).get("family_name")
    return " ".join(filter(None, names))


def _untitled(number: int) -> Message:
    return msg(
        "Row {row} has no name or number of a deal and no client, so it was left out. Add one of "
        "them and import the row again.",
        row=number,
    )
