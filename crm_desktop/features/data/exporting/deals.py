"""Deals and products as the JSON objects of the command line, and as the rows of a sheet.

Called by ``queries`` for each record on a reader's thread; pure but for ``probabilities``. A deal
with several products takes as many rows of a sheet, as other programs write them and the import
reads them: its own cells on each of them, a product on each. Amounts are numbers in whole units of
their currency.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from crm_desktop.backend.work import Reader
from crm_desktop.core.clock import iso
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.values.money import Money, line_total, major
from crm_desktop.features.data.exporting.cells import Cells, tags_cell
from crm_desktop.features.data.exporting.shapes import Json
from crm_desktop.features.deals.chance.queries import usual_chances_by_id
from crm_desktop.features.deals.rules import OPEN
from crm_desktop.store.loading import Loaded
from crm_desktop.store.records import LabelOf, State

STATUS_WORDS = {"open": N_("In progress"), "won": N_("Won"), "lost": N_("Lost")}
DEAL_ORDER = (
    "id",
    "deal.title",
    "deal.pipeline",
    "deal.stage",
    "deal.status",
    "deal.amount",
    "deal.currency",
    "deal.chance",
    "company.name",
    "full_name",
    "deal.roles",
    "owner",
    "deal.expected_close",
    "created_at",
    "deal.closed_at",
    "deal.lost_reason",
    "source",
    "tags",
    "product.name",
    "product.sku",
    "product.quantity",
    "product.unit",
    "product.price",
    "product.discount",
    "product.vat",
    "archived",
    "note",
    "deal.lost_detail",
    "deal.lost_comment",
)
PRODUCT_ORDER = (
    "id",
    "product.name",
    "product.sku",
    "product.unit",
    "is_service",
    "product.price",
    "deal.currency",
    "product.vat",
    "archived",
    "created_at",
    "note",
)
_CONTACTS_IN_CELL = "; "
_DIVIDING = re.compile(r"\s*[;|]")  # the import takes it as the end of a person


def deal_json(loaded: Loaded, names: LabelOf) -> Json:
    """A deal. ``status`` is ``open``, ``won`` or ``lost``; ``stage`` of a closed one its last."""
    state = loaded.state
    return {
        "id": loaded.id,
        "title": state["title"],
        "pipeline": names("pipeline", state["pipeline"]),
        "stage": names("stage", state["stage"]),
        "amount": _amount(state["amount_minor"], state["currency"]),
        "currency": state["currency"],
        "company": _name(state, "company", "company", names),
        "contacts": [
            {
                "id": one["contact"],
                "name": names("contact", one["contact"]),
                "role": one["role"],
                "primary": one["primary"],
            }
            for one in state["contacts"]
        ],
        "owner": _name(state, "owner", "user", names),
        "expected_close": state["expected_close"],
        "created_at": iso(loaded.created_at),
        "closed_at": state["closed_at"],
        "lost_reason": _name(state, "lost_reason", "lost_reason", names),
        "tags": [names("tag", tag) for tag in state["tags"]],
        "products": [_line(line, state["currency"]) for line in state["lines"]],
        "custom": {},
        "status": state["status"],
        "chance": state["chance"],
        "lost_detail": state["lost_detail"],
        "lost_comment": state["lost_comment"],
        "source": state["source"],
        "note": state["note"],
        "archived": state["archived_at"] is not None,
        "updated_at": iso(loaded.updated_at),
    }


def probabilities(reader: Reader) -> Callable[[Loaded], Json]:
    """What tells the chance that counts of a deal, in percent; nothing once it is closed. Where
    nobody set one, it follows from other deals, so an import doesn't read it."""
    usual = usual_chances_by_id(reader)

    def told(loaded: Loaded) -> Json:
        own, stage, status = (loaded.state[name] for name in ("chance", "stage", "status"))
        percent = usual.get(stage) if own is None else own
        return {"probability": percent if status == OPEN else None}

    return told


def _line(line: State, currency: str) -> Json:
    """A line; ``amount`` is what it comes to, VAT included."""
    quantity = Decimal(line["quantity"])
    total = line_total(quantity, line["price_minor"], line["discount"], line["vat"])
    return {
        "id": line["product"],
        "name": line["name"],
        "sku": line["sku"],
        "quantity": number(quantity),
        "unit": line["unit"],
        "price": _amount(line["price_minor"], currency),
        "discount": _percent(line["discount"]),
        "vat": _percent(line["vat"]),
        "amount": _amount(total.gross, currency),
    }


def product_json(loaded: Loaded, _names: LabelOf) -> Json:
    """A product or service with its usual price."""
    state = loaded.state
    currency = state["currency"]
    return {
        "id": loaded.id,
        "name": state["name"],
        "sku": state["sku"],
        "unit": state["unit"],
        "service": state["is_service"],
        "price": _amount(state["price_minor"], currency),
        "currency": currency,
        "vat": _percent(state["vat"]),
        "description": state["description"],
        "archived": state["archived_at"] is not None,
        "custom": {},
        "created_at": iso(loaded.created_at),
        "updated_at": iso(loaded.updated_at),
    }


def _name(state: State, field: str, entity: str, names: LabelOf) -> str | None:
    return names(entity, state[field]) if state[field] else None


def _amount(minor: int | None, currency: str) -> int | float | Decimal | None:
    return None if minor is None else number(major(Money(minor, currency)))


def _percent(hundredths: int | None) -> int | float | Decimal | None:
    return None if hundredths is None else number(Decimal(hundredths).scaleb(-2))


def number(value: Decimal) -> int | float | Decimal:
    """A number that ``json_text`` writes with all its digits."""
    if value == value.to_integral_value():
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else value


# Sheets


def deal_rows(shape: Json, _loaded: Loaded) -> Iterator[Cells]:
    """The rows of a deal: one, or one for each product."""
    own = _deal_cells(shape)
    lines = shape["products"]
    if not lines:
        yield own
    for line in lines:
        yield own | _product_cells(line)


def _deal_cells(shape: Json) -> Cells:
    people = sorted(shape["contacts"], key=lambda one: not one["primary"])
    cells = {
        "id": shape["id"],
        "deal.title": shape["title"],
        "deal.pipeline": shape["pipeline"],
        "deal.stage": shape["stage"],
        "deal.status": _(STATUS_WORDS[shape["status"]]),
        "deal.amount": _text(shape["amount"]),
        "deal.currency": shape["currency"],
        "deal.chance": _text(shape["chance"]) if shape["status"] == OPEN else "",
        "company.name": shape["company"] or "",
        "full_name": _CONTACTS_IN_CELL.join(one["name"] for one in people),
        "deal.roles": _CONTACTS_IN_CELL.join(_role(one) for one in people if one["role"]),
        "owner": shape["owner"] or "",
        "deal.expected_close": shape["expected_close"] or "",
        "created_at": _moment(shape["created_at"]),
        "deal.closed_at": _moment(shape["closed_at"]) if shape["closed_at"] else "",
        "deal.lost_reason": shape["lost_reason"] or "",
        "deal.lost_detail": shape["lost_detail"] or "",
        "deal.lost_comment": shape["lost_comment"] or "",
        "source": shape["source"] or "",
        "tags": tags_cell(shape["tags"]) if shape["tags"] else "",
        "archived": _("yes") if shape["archived"] else "",
        "note": shape["note"] or "",
    }
    return {code: cell for code, cell in cells.items() if cell}


def _role(one: Json) -> str:
    """``Marina Kim: decides``, as the import reads it."""
    return f"{one['name']}: {_DIVIDING.sub(',', one['role'])}"


def product_rows(shape: Json, _loaded: Loaded) -> Iterator[Cells]:
    """The only row of a product of the catalogue."""
    cells = {
        **_product_cells(shape),
        "id": shape["id"],
        "is_service": _("yes") if shape["service"] else "",
        "deal.currency": shape["currency"],
        "archived": _("yes") if shape["archived"] else "",
        "created_at": _moment(shape["created_at"]),
        "note": shape["description"] or "",
    }
    yield {code: cell for code, cell in cells.items() if cell}


def _product_cells(line: Json) -> Cells:
    codes = ("name", "sku", "quantity", "unit", "price", "discount", "vat")
    return {f"product.{code}": _text(line[code]) for code in codes if line.get(code) is not None}


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _moment(text: str) -> str:
    return text[:19] + "Z"  # to the second
