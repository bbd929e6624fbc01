"""How the store writes, journals and indexes people."""

from __future__ import annotations

from functools import partial
from typing import Any

from crm_desktop.core.text.folding import search_document
from crm_desktop.core.text.sorting import sort_key
from crm_desktop.features.common import tables as shared
from crm_desktop.features.common.keys import keys_of, sought
from crm_desktop.features.contacts.rules import shown_name
from crm_desktop.features.contacts.tables import (
    KEYED,
    contact,
    contact_company,
    contact_distinct,
    contact_relation,
)
from crm_desktop.features.custom_fields.values import settle, settled_from
from crm_desktop.store.records import Belonging, LabelOf, RecordType, Reference, State


def _derive(state: State) -> dict[str, Any]:
    name = shown_name(state)
    own = {"display_name": name, "sort_key": sort_key(name), "folded": sought(name)}
    return own | keys_of(KEYED, state)


def _document(state: State, label: LabelOf) -> str | None:
    if state["deleted_at"]:
        return None
    parts = [state["given_name"], state["family_name"], state["middle_name"], state["position"]]
    for link in state["companies"]:
        parts += [label("company", link["company"]), link["position"]]
    parts += [email["value"] for email in state["emails"]]
    parts += [messenger["value"] for messenger in state["messengers"]]
    parts += [address["city"] for address in state["addresses"]]
    parts.append(state["note"])
    parts += shared.sought_words(state["custom"], label)
    return search_document(
        [part for part in parts if part], [phone["value"] for phone in state["phones"]]
    )


_SPOKEN = frozenset(
    ("deleted_at", "given_name", "family_name", "middle_name", "position", "companies", "emails")
) | {"messengers", "addresses", "note", "custom", "phones"}
_COMPANY = Reference("company", "company_rid", "company")
_OTHER = Reference("contact", "other_rid", "contact")

CONTACT = RecordType(
    "contact",
    contact,
    columns=(
        "family_name",
        "given_name",
        "middle_name",
        "position",
        "birthday",
        "languages",
        "preferred_channel",
        "preferred_hours",
        "status",
        "source",
        "note",
        "consent",
        "photo",
        "blacklisted",
        "archived_at",
        "deleted_at",
    ),
    label="display_name",
    references=(Reference("owner", "owner_rid", "user"),),
    belongings=(
        shared.phones("contact"),
        shared.emails("contact"),
        shared.messengers("contact"),
        shared.sites("contact"),
        shared.addresses("contact"),
        shared.tags("contact"),
        shared.source_ids("contact"),
        shared.custom_values("contact"),
        Belonging(
            "companies",
            contact_company,
            ("position", "primary"),
            references={"company": _COMPANY},
            identity=("company",),
            derived=("position_folded",),
            derive=lambda item: (sought(item["position"]),),
        ),
        Belonging(
            "relations",
            contact_relation,
            ("kind",),
            references={"contact": _OTHER},
            identity=("kind", "contact"),
        ),
        Belonging("distinct_from", contact_distinct, references={"contact": _OTHER}, plain=True),
    ),
    derive=_derive,
    document=_document,
    settle=partial(settle, "contact"),
    quiet=frozenset(
        ("owner", "status", "blacklisted", "archived_at", "tags", "relations", "distinct_from")
    ),
    light=frozenset(
        ("source", "position", "languages", "preferred_channel", "preferred_hours", "deleted_at")
    )
    | {"custom"},
    keys=partial(keys_of, KEYED),
    speaks_of=_SPOKEN,
    settled_from=partial(settled_from, "contact"),
)
