"""How the store writes, journals and indexes deals."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from crm_desktop.core.text.folding import search_document
from crm_desktop.core.text.sorting import sort_key
from crm_desktop.features.common import tables as shared
from crm_desktop.features.common.keys import keys_of, sought
from crm_desktop.features.custom_fields import values as custom
from crm_desktop.features.deals.chance.queries import chance_of
from crm_desktop.features.deals.rules import line_total, seconds_of, spoken_amount, with_sum
from crm_desktop.features.deals.tables import deal, deal_contact, deal_line, deal_visit
from crm_desktop.features.pipelines.queries import in_seen
from crm_desktop.store.engine import Connection
from crm_desktop.store.records import Belonging, LabelOf, RecordType, Reference, State

_KEYS = partial(keys_of, ("source",))


def _derive(state: State) -> dict[str, Any]:
    title, visits = state["title"], state["visits"]
    return {
        "sort_key": sort_key(title),
        "folded": sought(title),
        "stage_since": visits[-1]["entered"] if visits else None,
        **_KEYS(state),
    }


def _document(state: State, label: LabelOf) -> str | None:
    if state["deleted_at"]:
        return None
    parts = [state["title"], spoken_amount(state), state["lost_detail"]]
    parts.append(label("company", state["company"]) if state["company"] else "")
    parts += [label("contact", one["contact"]) for one in state["contacts"]]
    parts.append(state["note"])
    parts += shared.sought_words(state["custom"], label)
    return search_document([part for part in parts if part], [])


def _settle(connection: Connection, states: Sequence[State]) -> Sequence[State]:
    """The amounts out of the lines, then the formulas, which may ask for them."""
    return custom.settle("deal", connection, [with_sum(state) for state in states])


DEAL = RecordType(
    "deal",
    deal,
    columns=(
        "title",
        "status",
        "amount_minor",
        "currency",
        "chance",
        "expected_close",
        "closed_at",
        "position",
        "lost_detail",
        "lost_comment",
        "source",
        "note",
        "archived_at",
        "deleted_at",
    ),
    label="title",
    references=(
        Reference("pipeline", "pipeline_rid", "pipeline"),
        Reference("stage", "stage_rid", "stage"),
        Reference("company", "company_rid", "company"),
        Reference("owner", "owner_rid", "user"),
        Reference("lost_reason", "lost_reason_rid", "lost_reason"),
    ),
    belongings=(
        shared.tags("deal"),
        shared.source_ids("deal"),
        shared.custom_values("deal"),
        Belonging(
            "contacts",
            deal_contact,
            ("role", "primary"),
            references={"contact": Reference("contact", "contact_rid", "contact")},
            identity=("contact",),
        ),
        Belonging(
            "lines",
            deal_line,
            ("name", "sku", "quantity", "unit", "price_minor", "discount", "vat"),
            references={"product": Reference("product", "product_rid", "product")},
            identity=("product", "name", "sku", "unit", "price_minor", "discount", "vat"),
            derived=("name_folded", "total_minor"),
            derive=lambda item: (sought(item["name"]), line_total(item)),
        ),
        Belonging(
            "visits",
            deal_visit,
            ("entered", "left"),
            references={"stage": Reference("stage", "stage_rid", "stage")},
            identity=("stage", "entered"),
            derived=("seconds",),
            derive=lambda item: (seconds_of(item),),
        ),
    ),
    derive=_derive,
    document=_document,
    settle=_settle,
    scope=in_seen("pipeline_rid"),
    quiet=frozenset(("owner", "archived_at", "position", "tags")),
    # The cycles of purchases, which follow deals, ask for none of these.
    light=frozenset(("source", "chance", "expected_close", "custom")),
    keys=_KEYS,
    speaks_of=frozenset(
        ("deleted_at", "title", "amount_minor", "currency", "lost_detail", "company", "contacts")
    )
    | {"note", "custom"},
    settled_from=partial(custom.settled_from, "deal"),
    worked_out={"likely": chance_of},
)
