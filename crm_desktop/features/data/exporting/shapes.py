"""Records as the JSON objects of command-line.md ('Contact'), the form all exports start from.

Called by ``queries`` for each record on a reader's thread; pure. The keys stand in the order of
that page. Names of users, tags, companies and people come from ``names``: (entity, id) → name.
"""

from __future__ import annotations

from typing import Any

from crm_desktop.core.clock import iso
from crm_desktop.features.contacts.rules import shown_name
from crm_desktop.store.loading import Loaded
from crm_desktop.store.records import LabelOf, State

Json = dict[str, Any]


def contact_json(loaded: Loaded, names: LabelOf) -> Json:
    """A person. ``position`` is the own one, else that at the primary company."""
    state = loaded.state
    companies = [
        {
            "id": link["company"],
            "name": names("company", link["company"]),
            "position": link["position"],
            "primary": link["primary"],
        }
        for link in state["companies"]
    ]
    return {
        "id": loaded.id,
        "family_name": state["family_name"],
        "given_name": state["given_name"],
        "middle_name": state["middle_name"],
        "display_name": shown_name(state),
        "position": state["position"] or _primary_position(companies),
        "companies": companies,
        "phones": state["phones"],
        "emails": state["emails"],
        "messengers": state["messengers"],
        "sites": state["sites"],
        "addresses": state["addresses"],
        "birthday": state["birthday"],
        "languages": state["languages"] or [],
        "tags": [names("tag", tag) for tag in state["tags"]],
        "status": state["status"],
        "source": state["source"],
        "owner": _owner(state, names),
        "note": state["note"],
        "consent": state["consent"],
        "relations": [
            {
                "kind": relation["kind"],
                "id": relation["contact"],
                "name": names("contact", relation["contact"]),
            }
            for relation in state["relations"]
        ],
        **_end(loaded),
    }


def company_json(loaded: Loaded, names: LabelOf) -> Json:
    """A company. Of several tax numbers of one kind the first is the company's own."""
    state = loaded.state
    parent = state["parent"]
    return {
        "id": loaded.id,
        "name": state["name"],
        "legal_name": state["legal_name"],
        "tax_ids": {item["kind"]: item["value"] for item in reversed(state["tax_ids"])},
        "phones": state["phones"],
        "emails": state["emails"],
        "sites": state["sites"],
        "addresses": state["addresses"],
        "industry": state["industry"],
        "size": state["size"],
        "parent": names("company", parent) if parent else None,
        "tags": [names("tag", tag) for tag in state["tags"]],
        "status": state["status"],
        "source": state["source"],
        "owner": _owner(state, names),
        "note": state["note"],
        "bank_accounts": state["bank_accounts"],
        **_end(loaded),
    }


def _primary_position(companies: list[Json]) -> str | None:
    first = next((link for link in companies if link["primary"]), None)
    position: str | None = first["position"] if first else None
    return position


def _owner(state: State, names: LabelOf) -> str | None:
    return names("user", state["owner"]) if state["owner"] else None


def _end(loaded: Loaded) -> Json:
    """What stands last in every kind of record; ``custom`` filled in by ``exporting.custom``."""
    return {
        "blacklisted": loaded.state["blacklisted"],
        "archived": loaded.state["archived_at"] is not None,
        "custom": {},
        "created_at": iso(loaded.created_at),
        "updated_at": iso(loaded.updated_at),
    }
