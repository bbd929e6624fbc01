"""What a gate asked for and people filled in: it goes to the deals that lack it, to their primary
contacts and companies, and into an activity. On the writer's thread, before the move itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm_desktop.backend.work import Work
from crm_desktop.core.clock import iso, now
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.activities.handlers import create as create_activity
from crm_desktop.features.activities.rules import display_title
from crm_desktop.features.common import checks
from crm_desktop.features.common.links import require_links
from crm_desktop.features.companies.commands import UpdateCompany
from crm_desktop.features.companies.handlers import update as update_company
from crm_desktop.features.contacts.commands import UpdateContact
from crm_desktop.features.contacts.handlers import update as update_contact
from crm_desktop.features.custom_fields.handlers import with_custom
from crm_desktop.features.deals.checks import CHECKS
from crm_desktop.features.deals.gates.queries import client_of, primary
from crm_desktop.features.deals.rules import CLIENTS_OWN
from crm_desktop.features.tags.handlers import with_tags_made
from crm_desktop.store.loading import Loaded

_EMPTY: tuple[Any, ...] = (None, "", [], {})
_CLIENTS = ("contact", "company")
_PREFIX = "custom:"
_APART = msg(
    "These deals have different clients, each with a value of its own here. Nothing was saved; "
    "move the deals one by one."
)


def with_answers(
    work: Work, deals: Sequence[Loaded], values: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """Write what ``values`` hold of the clients of ``deals`` and of what was done with them; gives
    the changes of the deals themselves, by id."""
    own = _own(values)
    checked = checks.checked(with_tags_made(work, own), CHECKS, None) if own else {}
    require_links(work, "deal", {key: v for key, v in checked.items() if key != "custom"})
    changes = {one.id: _lacking(work, one, checked) for one in deals} if checked else {}
    told: dict[tuple[str, str], str] = {}
    for one in deals:
        after = {**one.state, **changes.get(one.id, {})}
        _answer_for_clients(work, after, values, told)
        if values.get("activity"):
            _note_activity(work, one.id, after, values["activity"])
    return changes


def _own(values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the deals themselves. ``company`` is one of them too: which one it is."""
    own = {key: value for key, value in values.items() if key not in (*_CLIENTS, "activity")}
    given = values.get("company")
    company = given.get("id") if isinstance(given, Mapping) else given
    return {**own, "company": company} if company else own


def _of_client(values: Mapping[str, Any], entity: str) -> dict[str, Any]:
    """The fields of the primary contact or of the company."""
    given = values.get(entity)
    fields = given if isinstance(given, Mapping) else {}
    return {name: value for name, value in fields.items() if name != "id"}


def require_clients(
    deals: Sequence[Loaded], answered: Mapping[str, Mapping[str, Any]], values: Mapping[str, Any]
) -> None:
    """``Invalid`` for values of a client that none of ``deals`` has, with what is ``answered``."""
    states = [{**one.state, **answered.get(one.id, {})} for one in deals]
    if _of_client(values, "contact") and not any(map(primary, states)):
        raise Invalid(
            msg("The deal has no contact for these values. Nothing was saved; choose one first."),
            "contacts",
        )
    if _of_client(values, "company") and not any(state["company"] for state in states):
        raise Invalid(
            msg("The deal has no company for these values. Nothing was saved; choose one first."),
            "company",
        )


def _lacking(work: Work, deal: Loaded, checked: Mapping[str, Any]) -> dict[str, Any]:
    """Of the values those that the deal doesn't have yet."""
    state = deal.state
    found = {
        name: value
        for name, value in checked.items()
        if name not in ("custom", "currency") and state[name] in _EMPTY
    }
    if ("amount_minor" in found or "lines" in found) and "currency" in checked:
        found["currency"] = checked["currency"]
    if checked.get("custom"):
        found["custom"] = _unanswered(checked["custom"], state)
        found = with_custom(work, "deal", found, None, deal.id)
    return found


def _unanswered(given: Any, state: Mapping[str, Any]) -> dict[str, Any]:
    """Custom values by field, without those that the record has."""
    items = (
        given.items() if isinstance(given, Mapping) else ((i["field"], i["value"]) for i in given)
    )
    there = {item["field"] for item in state["custom"]}
    return {key: value for key, value in items if str(key).removeprefix(_PREFIX) not in there}


def _answer_for_clients(
    work: Work,
    deal: Mapping[str, Any],
    values: Mapping[str, Any],
    told: dict[tuple[str, str], str],
) -> None:
    """Fill in what the deal's primary contact and its company lack; ``told`` remembers of which
    client a value that is a client's own was told."""
    for entity in _CLIENTS:
        given, key = _of_client(values, entity), client_of(deal, entity)
        if not given or key is None:
            continue
        work.actor.require("contacts:contact:write" if entity == "contact" else _COMPANIES)
        loaded = work.unit.load(entity, key)
        changes = {
            name: value
            for name, value in given.items()
            if name != "custom" and loaded.state.get(name) in _EMPTY
        }
        for name in CLIENTS_OWN.intersection(changes):
            if told.setdefault((entity, name), key) != key:
                raise Invalid(_APART, name)
        if given.get("custom"):
            changes["custom"] = _unanswered(given["custom"], loaded.state)
        if entity == "contact":
            update_contact(work, UpdateContact(key, loaded.version, changes))
        else:
            update_company(work, UpdateCompany(key, loaded.version, changes))


_COMPANIES = "companies:company:write"


def _note_activity(
    work: Work, deal_id: str, deal: Mapping[str, Any], given: Mapping[str, Any]
) -> None:
    """Write down what was done with the client, on the deal and on its clients."""
    work.actor.require("activities:activity:write")
    person = primary(deal)
    values = {
        "kind": "note",
        "done_at": iso(now()),
        **given,
        "deals": [deal_id],
        "contacts": [person] if person else [],
        "companies": [deal["company"]] if deal["company"] else [],
    }
    if values["kind"] != "note" and not values.get("title"):
        values["title"] = display_title({"title": "", "text": values.get("text")})
    create_activity(work, CreateActivity(values))
