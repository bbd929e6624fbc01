"""How the store writes, journals and indexes companies."""

from __future__ import annotations

from functools import partial
from typing import Any

from crm_desktop.core.i18n import msg
from crm_desktop.core.text.folding import search_document
from crm_desktop.core.text.sorting import sort_key
from crm_desktop.features.common import tables as shared
from crm_desktop.features.common.keys import keys_of, sought
from crm_desktop.features.companies.tables import (
    KEYED,
    company,
    company_bank_account,
    company_distinct,
    company_tax_id,
)
from crm_desktop.features.custom_fields.values import settle, settled_from
from crm_desktop.store.records import Belonging, LabelOf, RecordType, Reference, State, Way


def _derive(state: State) -> dict[str, Any]:
    name = state["name"]
    return {"folded": sought(name), "sort_key": sort_key(name)} | keys_of(KEYED, state)


def _document(state: State, label: LabelOf) -> str | None:
    if state["deleted_at"]:
        return None
    parts = [state["name"], state["legal_name"], state["industry"]]
    parts += [item["value"] for item in (*state["emails"], *state["tax_ids"])]
    parts += [one[name] for one in state["bank_accounts"] for name in ("iban", "account")]
    parts += [address["city"] for address in state["addresses"]]
    parts += [*state["sites"], state["note"]]
    parts += shared.sought_words(state["custom"], label)
    return search_document(
        [part for part in parts if part], [phone["value"] for phone in state["phones"]]
    )


COMPANY = RecordType(
    "company",
    company,
    columns=(
        "name",
        "legal_name",
        "industry",
        "size",
        "status",
        "source",
        "note",
        "logo",
        "blacklisted",
        "archived_at",
        "deleted_at",
    ),
    label="name",
    references=(
        Reference("owner", "owner_rid", "user"),
        Reference("parent", "parent_rid", "company"),
    ),
    belongings=(
        shared.phones("company"),
        shared.emails("company"),
        shared.sites("company"),
        shared.addresses("company"),
        shared.tags("company"),
        shared.source_ids("company"),
        shared.custom_values("company"),
        Belonging("tax_ids", company_tax_id, ("kind", "value"), identity=("kind", "value")),
        Belonging(
            "bank_accounts",
            company_bank_account,
            ("iban", "account", "bic", "bank", "correspondent_account"),
            identity=("iban", "account", "bic"),
        ),
        Belonging(
            "distinct_from",
            company_distinct,
            references={"company": Reference("company", "other_rid", "company")},
            plain=True,
        ),
    ),
    derive=_derive,
    document=_document,
    settle=partial(settle, "company"),
    quiet=frozenset(("owner", "status", "blacklisted", "archived_at", "tags", "distinct_from")),
    light=frozenset(("source", "industry", "size", "parent", "deleted_at", "custom")),
    keys=partial(keys_of, KEYED),
    speaks_of=frozenset(
        ("deleted_at", "name", "legal_name", "industry", "emails", "tax_ids", "addresses", "sites")
    )
    | {"bank_accounts", "note", "custom", "phones"},
    settled_from=partial(settled_from, "company"),
    way=Way(
        ("parent",),
        lambda state: filter(None, [state["parent"]]),
        msg("A company can’t be its own parent, not even by way of others."),
    ),
)
