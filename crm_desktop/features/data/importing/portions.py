"""One portion of an import: what its rows meet in the workspace, and writing what was decided.

``Session`` lives through the whole import; ``plan`` only reads (a dry run is nothing else),
``write`` runs inside the portion's transaction, after ``plan`` in the same one, so that two
imports at once can't create one person twice.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm_desktop.backend.work import Work
from crm_desktop.core.errors import Conflict
from crm_desktop.core.i18n import msg
from crm_desktop.core.text.folding import fold
from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.companies import queries as companies
from crm_desktop.features.companies.records import COMPANY
from crm_desktop.features.contacts import queries as contacts
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.data.importing import planning
from crm_desktop.features.data.importing.commands import Counts, PossibleDuplicate
from crm_desktop.features.data.importing.drafts import RowDraft
from crm_desktop.features.data.importing.planning import UNCHANGED, Planned, Shelf
from crm_desktop.features.tags.handlers import ids_by_name as tag_ids
from crm_desktop.features.tags.queries import known_ids as known_tag_ids
from crm_desktop.features.users.handlers import ids_by_name as user_ids
from crm_desktop.features.users.queries import known_ids as known_user_ids
from crm_desktop.store.loading import Loaded, load_by_rid
from crm_desktop.store.records import RecordType
from crm_desktop.store.types import parse_instant
from crm_desktop.store.unit_of_work import NewRecord

Prepared = tuple[RowDraft, dict[str, Any] | None, dict[str, Any] | None]
"""A row with what it says of a company and of a person."""

_ROWS = "rows"


@dataclass
class Plan:
    """What a portion is going to do."""

    contacts: Shelf = field(default_factory=Shelf)
    companies: Shelf = field(default_factory=Shelf)
    rows: list[tuple[RowDraft, Planned | None, Planned | None]] = field(default_factory=list)
    namesakes: list[PossibleDuplicate] = field(default_factory=list)


@dataclass
class Session:
    """What an import remembers from portion to portion. ``remembering`` (a dry run): records
    that would have been written by earlier portions are kept instead of looked up."""

    remembering: bool = False
    possible_duplicates: list[PossibleDuplicate] = field(default_factory=list)
    _system: str = ""
    _occurrences: Counter[str] = field(default_factory=Counter)
    _plan: Plan | None = None
    _namesakes: dict[tuple[str, str], str] = field(default_factory=dict)
    _contact_fates: dict[str, str] = field(default_factory=dict)
    _company_fates: dict[str, str] = field(default_factory=dict)

    @property
    def contacts(self) -> Counts:
        """What became of people so far."""
        return Counts(**Counter(self._contact_fates.values()))

    @property
    def companies(self) -> Counts:
        """What became of companies so far."""
        return Counts(**Counter(self._company_fates.values()))

    def begin_sheet(self, system: str) -> None:
        """The next rows are another sheet's, from a file of the kind ``system``."""
        self._system = system
        self._occurrences.clear()

    def prepare(self, drafts: Sequence[RowDraft]) -> list[Prepared]:
        """What the rows say of companies and people, each with the names that find it again.
        Once for each row: equal rows are numbered as they come."""
        return [
            (
                draft,
                _whole(COMPANY, self._company_values(draft)),
                _whole(CONTACT, self._contact_values(draft)),
            )
            for draft in drafts
        ]

    def plan(self, reader: HasConnection, rows: Sequence[Prepared]) -> Plan:
        """Decide for each row, without writing."""
        plan = self._plan if self.remembering and self._plan else Plan()
        plan.rows, plan.namesakes = [], []
        firms = [company for _d, company, _p in rows if company]
        if not self.remembering:
            firms = _meet_mentioned(reader, plan.companies, firms)
        _meet(reader, plan.companies, COMPANY, firms)
        _meet(reader, plan.contacts, CONTACT, [p for _d, _c, p in rows if p])
        for draft, company, contact in rows:
            firm = _settle_company(plan.companies, company) if company else None
            person = _settle_contact(plan.contacts, contact) if contact else None
            if firm and person:
                planning.link_company(person, firm.id, draft.position)
            elif person and draft.position:
                planning.absorb(person, {"position": draft.position})
            plan.rows.append((draft, firm, person))
        if self.remembering:
            self._plan = plan
        return plan

    def _contact_values(self, draft: RowDraft) -> dict[str, Any] | None:
        return self._with_source(draft.contact, draft.contact_source_id)

    def _company_values(self, draft: RowDraft) -> dict[str, Any] | None:
        if draft.company is None or not draft.company.get("name"):
            return None
        if draft.contact is not None and draft.company_source_id is None:
            return dict(draft.company)  # mentioned with a person: its name is what it is known by
        return self._with_source(draft.company, draft.company_source_id)

    def _with_source(
        self, values: Mapping[str, Any] | None, source_id: str | None
    ) -> dict[str, Any] | None:
        """The values with the name by which a repeated import finds them again: the other
        program's, or a digest of the row, numbered where a file has equal rows."""
        if values is None:
            return None
        if source_id:
            return {**values, "source_ids": [{"system": self._system, "value": source_id}]}
        if values.get("phones") or values.get("emails") or values.get("tax_ids"):
            return dict(values)
        digest = hashlib.blake2b(repr(sorted(values.items())).encode(), digest_size=12).hexdigest()
        self._occurrences[digest] += 1
        known_by = f"{digest}.{self._occurrences[digest]}"
        return {**values, "source_ids": [{"system": _ROWS, "value": known_by}]}

    def write(self, work: Work, plan: Plan) -> None:
        """Write what was planned, companies before the people who work there. ``Conflict`` if
        somebody changed one of them since it was read: plan anew then."""
        _give_tags_and_owners(work, plan)
        self.notice_namesakes(work, plan)
        _write_kind(work, "company", [firm for _d, firm, _p in plan.rows if firm])
        _write_kind(work, "contact", [person for _d, _f, person in plan.rows if person])

    def count(self, plan: Plan) -> None:
        """Remember what became of each record: once in an import, the most that happened."""
        for _draft, firm, person in plan.rows:
            _note_fate(self._company_fates, firm)
            _note_fate(self._contact_fates, person)
        self.possible_duplicates += plan.namesakes

    def notice_namesakes(self, reader: HasConnection, plan: Plan) -> None:
        """Note new people who have a namesake at the same company: perhaps duplicates."""
        named = [
            (draft, person, firm, key)
            for draft, firm, person in plan.rows
            if person and firm and person.is_new and (key := planning.namesake_key(person))
        ]
        if not named:
            return
        keys = {key for _d, _p, _f, key in named}
        known = contacts.find_namesakes(reader, {n for n, _c in keys}, {c for _n, c in keys})
        seen = self._namesakes if self.remembering else {}
        for draft, person, firm, key in named:
            if key in known or seen.setdefault(key, person.id) != person.id:
                plan.namesakes.append(
                    PossibleDuplicate(draft.row_number, key[0], firm.values["name"])
                )


def _write_kind(work: Work, entity: str, met: Sequence[Planned]) -> None:
    planned = list({item.id: item for item in met}.values())
    work.unit.insert_many(entity, [_new_record(item) for item in planned if item.is_new])
    changed = {item.rid: item for item in planned if item.rid and not item.is_new and item.changes}
    loaded = work.unit.load_many(entity, list(changed))
    if any(loaded[rid].version != changed[rid].version for rid in loaded):
        raise Conflict(
            msg("Others changed the same records again and again. Nothing was imported; try again.")
        )
    work.unit.update_many(entity, [(loaded[rid], changed[rid].changes) for rid in loaded])


def _note_fate(fates: dict[str, str], item: Planned | None) -> None:
    if item is None:
        return
    if fates.setdefault(item.id, item.fate) == UNCHANGED:
        fates[item.id] = item.fate


def _whole(record: RecordType, values: dict[str, Any] | None) -> dict[str, Any] | None:
    """The values with whole items in their lists, as the workspace keeps them."""
    if values is not None:
        for belonging in record.belongings:
            if items := values.get(belonging.field):
                values[belonging.field] = [belonging.whole(item) for item in items]
    return values


def _meet(
    reader: HasConnection, shelf: Shelf, record: RecordType, incoming: Sequence[dict[str, Any]]
) -> None:
    """Put the records of the workspace that share a key with incoming ones on the shelf."""
    keys_of = planning.contact_keys if record is CONTACT else planning.company_keys
    wanted: dict[str, set[Any]] = {}
    for values in incoming:
        for kind, key in keys_of(values):
            wanted.setdefault(kind, set()).add(key)
    found = _find(reader, record, wanted)
    known = {item.rid for item in shelf.planned.values()}
    rids = {rid for _key, rid in found} - known
    loaded = load_by_rid(reader.connection, record, rids)
    for item in loaded.values():
        if not item.state["deleted_at"]:
            _shelve(shelf, item, keys_of({**item.state}))


def _meet_mentioned(
    reader: HasConnection, shelf: Shelf, incoming: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Companies of which the rows give only the name can't change: their name is all that is
    looked up. Gives the others."""
    full = [values for values in incoming if len(values) > 1]
    told = {fold(values["name"]) for values in full}
    mentioned = {fold(values["name"]) for values in incoming if len(values) == 1} - told
    for folded, firm in companies.find_by_name(reader, mentioned).items():
        values = {"name": firm.name}
        shelf.put(
            Planned(firm.id, values, before=values, rid=firm.rid, version=firm.version),
            [("name", folded)],
        )
    return full


def _find(
    reader: HasConnection, record: RecordType, wanted: Mapping[str, set[Any]]
) -> list[tuple[planning.Key, int]]:
    def keys(kind: str) -> frozenset[Any]:
        return frozenset(wanted.get(kind, ()))

    if record is CONTACT:
        people = contacts.MatchKeys(keys("phone"), keys("email"), keys("source"))
        return contacts.find_matches(reader, people)
    firms = companies.MatchKeys(keys("tax"), keys("name"), keys("source"))
    return companies.find_matches(reader, firms)


def _shelve(shelf: Shelf, item: Loaded, keys: Sequence[planning.Key]) -> None:
    planned = Planned(
        item.id, dict(item.state), before=item.state, rid=item.rid, version=item.version
    )
    shelf.put(planned, keys)


def _settle_company(shelf: Shelf, values: dict[str, Any]) -> Planned:
    match = planning.match_company(shelf, values)
    return _settle(shelf, match, values, planning.company_keys)


def _settle_contact(shelf: Shelf, values: dict[str, Any]) -> Planned:
    match = planning.match_contact(shelf, values)
    return _settle(shelf, match, values, planning.contact_keys)


def _settle(shelf: Shelf, match: Planned | None, values: dict[str, Any], keys_of: Any) -> Planned:
    if match is None:
        match = planning.new_record(values)
    else:
        incoming = {k: v for k, v in values.items() if k not in {"created_at", "updated_at"}}
        planning.absorb(match, incoming)
    shelf.put(match, keys_of(match.values))
    return match


def changes_nothing(reader: HasConnection, plan: Plan) -> bool:
    """Whether everything in the rows is in the workspace already."""
    tag_names, owner_names = _names(plan)
    tags = known_tag_ids(reader, tag_names)
    owners = known_user_ids(reader, owner_names)
    if len(tags) < len(tag_names) or len(owners) < len(owner_names):
        return False
    _absorb_names(plan, tags, owners)
    return not any(
        planned.is_new or planned.changes
        for _draft, firm, person in plan.rows
        for planned in (firm, person)
        if planned
    )


def suppose_tags_and_owners(reader: HasConnection, plan: Plan) -> None:
    """For a dry run: who is no user yet and tags that are not there stand for themselves."""
    tag_names, owner_names = _names(plan)
    tags = {name: name for name in tag_names} | known_tag_ids(reader, tag_names)
    owners = {name: name for name in owner_names} | known_user_ids(reader, owner_names)
    _absorb_names(plan, tags, owners)


def _give_tags_and_owners(work: Work, plan: Plan) -> None:
    """Tags and owners are names in the file; here they become records."""
    tag_names, owner_names = _names(plan)
    _absorb_names(plan, tag_ids(work.unit, tag_names), user_ids(work.unit, owner_names))


def _names(plan: Plan) -> tuple[set[str], set[str]]:
    tags = {name for draft, _firm, _person in plan.rows for name in draft.tags}
    return tags, {draft.owner for draft, _firm, _person in plan.rows if draft.owner}


def _absorb_names(plan: Plan, tags: Mapping[str, str], owners: Mapping[str, str]) -> None:
    for draft, firm, person in plan.rows:
        target = person or firm
        if target is None:
            continue
        if draft.tags:
            planning.absorb(target, {"tags": list({tags[n]: None for n in draft.tags})})
        if draft.owner:
            planning.absorb(target, {"owner": owners[draft.owner]})


def _new_record(planned: Planned) -> NewRecord:
    created = parse_instant(planned.created_at) if planned.created_at else None
    return NewRecord(planned.values, planned.id, created)
