"""Deciding what becomes of each row: a new record, additions to one that is here, or nothing.

The rule is command-line.md, 'Duplicates': the same id in the other program, or an equal phone,
e-mail or tax number while the names do not contradict. What is here is kept; only what it lacks
is added. Pure: what the database knows is given as ``Known``; used inside each portion of an
import, and for a dry run over the whole file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from crm_desktop.core.ids import new_id
from crm_desktop.core.text.folding import words as words_in
from crm_desktop.core.values.names import NameParts, names_contradict
from crm_desktop.features.common.keys import sought
from crm_desktop.features.contacts.rules import shown_name
from crm_desktop.features.data.importing.sources import SHEET
from crm_desktop.features.data.importing.words import FORMS_AFTER, FORMS_BEFORE
from crm_desktop.store.ready import Ready

Key = tuple[str, Any]
Values = dict[str, Any]
CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"

_LISTS = {
    "phones": ("value", "extension"),
    "emails": ("value",),
    "messengers": ("service", "value"),
    "addresses": None,
    "sites": None,
    "tax_ids": ("kind", "value"),
    "bank_accounts": None,
    "source_ids": ("system", "value"),
    "tags": None,
    "languages": None,
    "custom": ("field",),
}
_LINKS = {"companies", "tags", "owner"}
_FORMS = frozenset(f"{FORMS_BEFORE}|{FORMS_AFTER}".replace("|", " ").split())
_NAMED = "named"
_NAMELESS = {"given_name": "", "family_name": "", "middle_name": "", "phones": [], "emails": []}


@dataclass
class Planned:
    """A record as it will be: one that is here (``version`` and ``rid`` set) or a new one, which
    is ``ready`` to be written as long as nothing but links was added to it; ``key`` is its id."""

    id: str
    values: Values
    before: Values | None = None
    rid: int | None = None
    version: int | None = None
    created_at: str | None = None
    ready: Ready | None = None
    key: UUID | None = None

    @property
    def is_new(self) -> bool:
        """Whether the record is not in the workspace yet."""
        return self.before is None

    @property
    def fate(self) -> str:
        """What the import does to it, by the name in ``Counts``."""
        if self.is_new:
            return CREATED
        return UPDATED if self.changes else UNCHANGED

    @property
    def changes(self) -> Values:
        """What differs from the record as it stands."""
        before = self.before or {}
        return {name: value for name, value in self.values.items() if before.get(name) != value}


@dataclass
class Shelf:
    """Records of one kind that rows of this import met, found again by their keys."""

    by_key: dict[Key, list[Planned]] = field(default_factory=dict)
    planned: dict[str, Planned] = field(default_factory=dict)

    def put(self, planned: Planned, keys: Sequence[Key]) -> None:
        """Remember a record under its keys."""
        self.planned[planned.id] = planned
        for key in keys:
            known = self.by_key.get(key)
            if known is None:
                self.by_key[key] = [planned]
            elif all(other is not planned for other in known):
                known.append(planned)

    def candidates(self, keys: Sequence[Key]) -> Iterator[Planned]:
        """Records with one of the keys, by the order of the keys, each once."""
        seen: set[str] = set()
        for key in keys:
            for planned in self.by_key.get(key, ()):
                if planned.id not in seen:
                    seen.add(planned.id)
                    yield planned


def source_keys(values: Mapping[str, Any]) -> list[Key]:
    """The keys by which other programs know a record."""
    return [("source", (i["system"], i["value"])) for i in values.get("source_ids") or ()]


def called_key(values: Mapping[str, Any], company_id: str) -> Key:
    """The key of a person by what they are called at a company: who is only mentioned with a deal
    is the one who is there."""
    return "called", (shown_name({**_NAMELESS, **values}), company_id)


def participant_key(values: Mapping[str, Any], deal: Any) -> Key:
    """The key of a person by what they are called in a deal that another program knows as
    ``deal``."""
    return "takes part", (shown_name({**_NAMELESS, **values}), deal)


def contact_keys(values: Mapping[str, Any]) -> list[Key]:
    """The keys of a person, surest first."""
    return [
        *source_keys(values),
        *(("email", item["value"].lower()) for item in values.get("emails") or ()),
        *(("phone", item["value"]) for item in values.get("phones") or ()),
    ]


def company_keys(values: Mapping[str, Any]) -> list[Key]:
    """The keys of a company, surest first; the last are for namesakes, of whom there may be
    thousands: its name with each phone and e-mail, or without any."""
    name = sought(values["name"])
    return [
        *source_keys(values),
        *(("tax", (item["kind"], item["value"])) for item in values.get("tax_ids") or ()),
        ("name", name),
        *((_NAMED, (name, reach)) for reach in sorted(_reached(values)) or (None,)),
    ]


def match_contact(shelf: Shelf, incoming: Values, keys: Sequence[Key]) -> Planned | None:
    """The person here that ``incoming`` with these ``keys`` is, if any."""
    for candidate in shelf.candidates(keys):
        if not names_contradict(_name_parts(incoming), _name_parts(candidate.values)):
            return candidate
    return None


def match_company(
    shelf: Shelf, incoming: Values, keys: Sequence[Key], *, is_mentioned: bool = False
) -> Planned | None:
    """The company here that ``incoming`` is: two tax numbers of one kind must not differ. One whose
    row is a person's or a deal's is meant by its name (``is_mentioned``); in a row of its own it is
    another one than its namesake where both tell how to reach them and agree in nothing."""
    for kind, key in _asked(keys, is_mentioned=is_mentioned):
        for candidate in shelf.candidates([(kind, key)]):
            if _tax_ids_contradict(incoming, candidate.values):
                continue
            if kind == "source" and key[0] == SHEET and _firms_contradict(incoming, candidate):
                continue
            by_name = kind in {"name", _NAMED} and not is_mentioned
            if by_name and _are_apart(incoming, candidate.values):
                continue
            return candidate
    return None


def _asked(keys: Sequence[Key], *, is_mentioned: bool) -> list[Key]:
    """The keys of a company by which one may be it, in the order in which they are looked at."""
    sure = [one for one in keys if one[0] not in {"name", _NAMED}]
    names = [one for one in keys if one[0] == "name"]
    if is_mentioned:
        return sure + names
    reaches = [one for one in keys if one[0] == _NAMED]
    # With a phone or e-mail all other namesakes are apart but those without any.
    unreached = [(_NAMED, (name, None)) for _kind, name in names]
    return sure + reaches + (names if reaches == unreached else unreached)


def has_twin(shelf: Shelf, incoming: Values, keys: Sequence[Key]) -> bool:
    """Whether a company of this name is here that no tax number tells apart."""
    named = [key for key in keys if key[0] == "name"]
    return any(
        not _tax_ids_contradict(incoming, candidate.values) for candidate in shelf.candidates(named)
    )


def _firms_contradict(incoming: Values, candidate: Planned) -> bool:
    """Whether the names are of two companies: sheets of no known program number their rows as they
    like."""
    return titles_contradict(incoming["name"], candidate.values["name"])


def titles_contradict(one: str, other: str) -> bool:
    """Whether two records are called differently, legal forms aside. One that says more (``Vega
    Trade`` of ``Vega``) may be meant."""
    told, known = _words_of(one), _words_of(other)
    return not (told <= known or known <= told)


def _words_of(name: str) -> frozenset[str]:
    found = frozenset(words_in(name))
    return found - _FORMS or found


def _are_apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    reach, known = _reached(one), _reached(other)
    if reach and known:
        return reach.isdisjoint(known)
    cities, places = _cities(one), _cities(other)
    return bool(cities and places) and cities.isdisjoint(places)


def _reached(values: Mapping[str, Any]) -> set[str]:
    items = (item for field in ("phones", "emails") for item in values.get(field) or ())
    return {item["value"].lower() for item in items}


def _cities(values: Mapping[str, Any]) -> set[str | None]:
    told = (item.get("city") for item in values.get("addresses") or ())
    return {sought(city) for city in told if city}


def _name_parts(values: Mapping[str, Any]) -> NameParts:
    return NameParts(
        values.get("family_name") or "",
        values.get("given_name") or "",
        values.get("middle_name") or "",
    )


def _tax_ids_contradict(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    known = {item["kind"]: item["value"] for item in one.get("tax_ids") or ()}
    return any(
        known.get(item["kind"], item["value"]) != item["value"]
        for item in other.get("tax_ids") or ()
    )


def absorb(planned: Planned, incoming: Values) -> bool:
    """Add to the record what it lacks: empty fields are filled, lists grow, notes are appended.
    What it has stays as it is. Gives whether anything was added."""
    lacking = {
        name: wanted
        for name, value in incoming.items()
        if value not in (None, "", [])
        and (wanted := _with(name, present := planned.values.get(name), value)) != present
    }
    planned.values.update(lacking)
    if not lacking.keys() <= _LINKS:
        planned.ready = None
    return bool(lacking)


def _with(name: str, present: Any, more: Any) -> Any:
    """What the field holds with ``more``."""
    if present in (None, "", []):
        return _joined([], more, _LISTS[name]) if name in _LISTS else more
    if name in _LISTS:
        return present if present == more else _joined(present, more, _LISTS[name])
    return _appended(present, more) if name == "note" else present


def _joined(present: list[Any], more: Sequence[Any], identity: tuple[str, ...] | None) -> list[Any]:
    def key(item: Any) -> Any:
        if identity == ("value",) and "@" in item["value"]:
            return item["value"].lower()  # an e-mail, the same in capitals
        if identity:
            return tuple(item.get(name) for name in identity)
        return tuple(sorted(item.items(), key=str)) if isinstance(item, dict) else item

    known = {key(item) for item in present}
    has_primary = any(isinstance(item, dict) and item.get("primary") for item in present)
    result = list(present)
    for item in more:
        if key(item) not in known:
            known.add(key(item))
            second = has_primary and isinstance(item, dict) and item.get("primary")
            result.append({**item, "primary": False} if second else item)
    return result


def _appended(present: str, more: str) -> str:
    missing = [line for line in more.split("\n") if line not in present.split("\n")]
    return "\n".join([present, *missing])


def link_company(planned: Planned, company_id: str, position: str | None) -> None:
    """Note that the person works there; the first company is the primary one."""
    links = planned.values.get("companies") or []
    for link in links:
        if link["company"] == company_id:
            if position and not link["position"]:
                replaced = {**link, "position": position}
                planned.values["companies"] = [
                    replaced if other is link else other for other in links
                ]
            return
    link = {"company": company_id, "position": position, "primary": not links}
    planned.values["companies"] = [*links, link]


def new_record(values: Values, created_at: str | None, ready: Ready | None) -> Planned:
    """A record that is not here yet."""
    key = new_id()
    return Planned(str(key), dict(values), created_at=created_at, ready=ready, key=key)


def whole_name(planned: Planned) -> str:
    """What the person is called, if that is more than one name; else nothing."""
    values = planned.values
    if not (values.get("family_name") and values.get("given_name")):
        return ""
    return planned.ready.name if planned.ready else shown_name({**_NAMELESS, **values})


def namesake_key(planned: Planned) -> tuple[str, str] | None:
    """(shown name, company id) by which namesakes at one company are noticed."""
    links = planned.values.get("companies")
    if not links or not (planned.values.get("family_name") or planned.values.get("given_name")):
        return None
    name = planned.ready.name if planned.ready else shown_name({**_NAMELESS, **planned.values})
    return name, links[0]["company"]
