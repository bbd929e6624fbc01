"""One portion of an import: what its rows meet in the workspace, and writing what was decided.

``Session`` lives through the whole import; ``plan`` only reads (a dry run is nothing else),
``write`` runs inside the portion's transaction, after ``plan`` in the same one or, made ahead, if
nobody wrote what it may have to do with since (``ahead``), so that two imports at once can't
create one person twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm_desktop.backend.work import Work
from crm_desktop.core.errors import Conflict
from crm_desktop.core.i18n import msg
from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.common.reach import QueryContext
from crm_desktop.features.companies import queries as companies
from crm_desktop.features.companies.records import COMPANY
from crm_desktop.features.contacts import queries as contacts
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.data.importing import planning
from crm_desktop.features.data.importing.commands import PossibleDuplicate
from crm_desktop.features.data.importing.deal_people import meet_participants, participant_of
from crm_desktop.features.data.importing.deal_portions import DealSession
from crm_desktop.features.data.importing.drafts import Record
from crm_desktop.features.data.importing.incoming import Incoming, IncomingRow, number
from crm_desktop.features.data.importing.memory import Memory
from crm_desktop.features.data.importing.namesakes import Noticing
from crm_desktop.features.data.importing.planned_deals import PlannedRow
from crm_desktop.features.data.importing.planning import Planned, Shelf
from crm_desktop.features.data.importing.plans import Plan, noted_of
from crm_desktop.features.data.importing.product_portions import ProductSession
from crm_desktop.features.data.importing.ties import suppose_ties
from crm_desktop.features.data.importing.unseen import NOTHING_UNSEEN, Unseen, is_mentioned
from crm_desktop.features.tags.handlers import ids_by_name as tag_ids
from crm_desktop.features.tags.queries import known_ids as known_tag_ids
from crm_desktop.features.users.handlers import ids_by_name as user_ids
from crm_desktop.features.users.queries import known_ids as known_user_ids
from crm_desktop.store.loading import Loaded, load_by_rid
from crm_desktop.store.ready import NewRecord
from crm_desktop.store.records import RecordType
from crm_desktop.store.types import parse_instant


@dataclass
class Session:
    """What an import remembers from portion to portion. ``remembering`` (a dry run): records
    that would have been written by earlier portions are kept instead of looked up. ``newest`` is
    the internal key of the newest person before the import, which tells them from its own."""

    remembering: bool = False
    newest: int | None = None
    memory: Memory = field(default_factory=Memory)
    deals: DealSession = field(default_factory=DealSession)
    products: ProductSession = field(default_factory=ProductSession)
    _plan: Plan | None = None
    _noticing: Noticing = field(default_factory=Noticing)

    def begin_sheet(self) -> None:
        """The next rows are another sheet's."""
        self.memory.occurrences.clear()
        self.deals.begin_sheet()

    def number(self, rows: Sequence[IncomingRow]) -> list[IncomingRow]:
        """The next rows, equal ones told apart. Once for each row."""
        return number(rows, self.memory.occurrences)

    def plan(
        self, reader: QueryContext, rows: Sequence[IncomingRow], unseen: Unseen = NOTHING_UNSEEN
    ) -> Plan:
        """Decide for each row, without writing, beside what is still ``unseen`` (it meets none of
        the rows)."""
        plan = self._plan if self.remembering and self._plan else Plan()
        plan.rows, plan.namesakes, plan.deals = [], [], []
        firms = [row.company for row in rows if row.company]
        if not self.remembering:
            firms = _meet_mentioned(reader, plan.companies, firms, unseen)
        _meet(reader, plan.companies, COMPANY, firms)
        _meet(reader, plan.contacts, CONTACT, [one for row in rows for one in row.people])
        meet_participants(reader, plan.contacts, rows)
        settled = [(row, self._settle_company(plan, row)) for row in rows]
        _meet_called(reader, plan.contacts, settled)
        plan.rows = [_settle_people(plan.contacts, row, firm) for row, firm in settled]
        plan.deals = self.deals.plan(reader, plan.rows, remembering=self.remembering)
        plan.products = self.products.plan(reader, rows, remembering=self.remembering)
        if self.remembering:
            self._plan = plan
        return plan

    def write(self, work: Work, plan: Plan) -> None:
        """Write what was planned, companies before the people who work there. ``Conflict`` if
        somebody changed one of them since it was read: plan anew then."""
        work.unit.gathers = True
        _look_up_keys(work, plan)
        _give_tags_and_owners(work, plan)
        self.notice_namesakes(work, plan)
        firms = [row.firm for row in plan.rows if row.firm]
        _write_kind(work, "company", firms)
        here = ((firm.id, firm.rid, firm.values["name"]) for firm in firms if firm.rid)
        work.unit.labels.learn("company", here)
        _write_kind(work, "contact", [person for row in plan.rows for person in row.people])
        self.deals.write(work, plan.deals)
        self.products.write(work, plan.products)

    def count(self, plan: Plan) -> None:
        """Remember what became of each record."""
        self.memory.note(noted_of(plan, with_places=not self.remembering))
        self.deals.count(plan.deals)
        self.products.count(plan.products)

    def notice_namesakes(self, reader: QueryContext, plan: Plan) -> None:
        """Note new people and companies that may be here already."""
        told = {pair.row_number for pair in plan.namesakes}
        plan.namesakes += self._noticing.notice(
            reader, plan.rows, self.memory, told, newest=self.newest, remembering=self.remembering
        )

    def suppose_ties(self, reader: HasConnection) -> None:
        """Behind a dry run: count what rows would lead to by name and isn't here."""
        planned = self._plan.companies.planned.values() if self._plan else ()
        suppose_ties(reader, self.memory, planned)

    @staticmethod
    def _settle_company(plan: Plan, row: IncomingRow) -> Planned | None:
        incoming = row.company
        if incoming is None:
            return None
        shelf, is_mentioned = plan.companies, bool(row.people or row.deal)
        match = planning.match_company(
            shelf, incoming.values, incoming.keys, is_mentioned=is_mentioned
        )
        if match is None and planning.has_twin(shelf, incoming.values, incoming.keys):
            plan.namesakes.append(PossibleDuplicate(row.number, incoming.values["name"], ""))
        return _settle(shelf, match, incoming, planning.company_keys)


def _look_up_keys(work: Work, plan: Plan) -> None:
    """The internal keys of companies that were still unseen when the rows were planned."""
    unseen = [row.firm for row in plan.rows if row.firm and row.firm.rid is None]
    written = {firm.id: firm for firm in unseen if not firm.is_new}
    work.unit.labels.look_up(work.connection, "company", written)
    for firm in written.values():
        firm.rid = work.unit.labels.rid("company", firm.id)


def _write_kind(work: Work, entity: str, met: Sequence[Planned]) -> None:
    work.unit.insert_many(entity, new_records(met))
    planned = {item.id: item for item in met}.values()
    changed = {item.rid: item for item in planned if item.rid and not item.is_new and item.changes}
    loaded = work.unit.load_many(entity, list(changed))
    if any(loaded[rid].version != changed[rid].version for rid in loaded):
        raise Conflict(
            msg("Others changed the same records again and again. Nothing was imported; try again.")
        )
    work.unit.update_many(entity, [(loaded[rid], changed[rid].changes) for rid in loaded])


def _meet(
    reader: HasConnection, shelf: Shelf, record: RecordType, incoming: Sequence[Incoming]
) -> None:
    """Put the records of the workspace that share a key with incoming ones on the shelf."""
    keys_of = planning.contact_keys if record is CONTACT else planning.company_keys
    wanted: dict[str, set[Any]] = defaultdict(set)
    for told in incoming:
        for kind, key in (*told.keys, *told.older_keys):
            wanted[kind].add(key)
    found = _find(reader, record, wanted)
    known = {item.rid for item in shelf.planned.values()}
    rids = {rid for _key, rid in found} - known
    loaded = load_by_rid(reader.connection, record, rids)
    for here in loaded.values():
        if not here.state["deleted_at"]:
            _shelve(shelf, here, keys_of({**here.state}))


def _meet_mentioned(
    reader: HasConnection, shelf: Shelf, incoming: Sequence[Incoming], unseen: Unseen
) -> list[Incoming]:
    """Companies of which the rows give only the name can't change: their name is all that is
    looked up. Gives the others."""
    full = [item for item in incoming if not is_mentioned(item)]
    told = {key for item in full for kind, key in item.keys if kind == "name"}
    mentioned = {item.keys[0][1] for item in incoming if is_mentioned(item)} - told
    known = companies.find_by_name(reader, mentioned)
    for folded, firm in known.items():
        values = {"name": firm.name}
        shelf.put(
            Planned(firm.id, values, before=values, rid=firm.rid, version=firm.version),
            [("name", folded)],
        )
    for key in [("name", name) for name in mentioned.difference(known)]:
        if key in unseen.new_firms:
            firm_id, name = unseen.new_firms[key]
            shelf.put(Planned(firm_id, {"name": name}, before={"name": name}, version=1), [key])
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


def _settle_people(shelf: Shelf, row: IncomingRow, firm: Planned | None) -> PlannedRow:
    """The row with its people, who work at its company; of one named beside the contact that is
    only supposed of whom nothing else is known."""
    person = None
    if row.contact is not None:
        person = _settle_person(shelf, row, row.contact, firm)
        if firm is not None and participant_of(shelf, row, row.contact.values) is not person:
            planning.link_company(person, firm.id, row.position)
    others = tuple(_settle_person(shelf, row, other, firm) for other in row.others)
    known = [participant_of(shelf, row, told.values) for told in row.others]
    for other, told in zip(others, row.others, strict=True):
        if firm is not None and other not in known and not other.values.get("companies"):
            planning.link_company(other, firm.id, told.values.get("position"))
    return PlannedRow(row, firm, person, others)


def _settle_person(
    shelf: Shelf, row: IncomingRow, incoming: Incoming, firm: Planned | None
) -> Planned:
    match = planning.match_contact(shelf, incoming.values, incoming.keys)
    is_known = match is not None
    if match is None and incoming.older_keys:
        match = _known_before(shelf, incoming, firm)
    elif match is None and row.deal is not None:
        match = participant_of(shelf, row, incoming.values)
        if match is None and firm is not None:
            called = [planning.called_key(incoming.values, firm.id)]
            match = planning.match_contact(shelf, incoming.values, called)
    if match is not None and not is_known:  # known without the name that this file would give
        incoming = incoming._replace(values={**incoming.values, "source_ids": []})
    return _settle(shelf, match, incoming, planning.contact_keys)


def _known_before(shelf: Shelf, incoming: Incoming, firm: Planned | None) -> Planned | None:
    """Whom an import before took the row for, when its digest said nothing of the company."""
    match = planning.match_contact(shelf, incoming.values, incoming.older_keys)
    if match is None or firm is None:
        return match
    links = match.values.get("companies") or ()
    return match if any(link["company"] == firm.id for link in links) else None


def _meet_called(
    reader: HasConnection, shelf: Shelf, rows: Sequence[tuple[IncomingRow, Planned | None]]
) -> None:
    """Put the people who are called as a deal's contact, at the deal's company, on the shelf."""
    asked = {
        planning.called_key(person.values, firm.id)[1]: firm.rid
        for row, firm in rows
        if row.deal and firm and firm.rid
        for person in row.people
    }
    if not asked:
        return
    names = {name for name, _company_id in asked}
    found = contacts.find_employees(reader, names, {rid for rid in asked.values() if rid})
    loaded = load_by_rid(reader.connection, CONTACT, set(found.values()))
    for (name, company_id), rid in asked.items():
        here = loaded.get(found.get((name, rid or 0), 0))
        if here is None:
            continue
        known = next((one for one in shelf.planned.values() if one.rid == here.rid), None)
        if known is None:
            _shelve(shelf, here, [*planning.contact_keys(here.state)])
            known = shelf.planned[here.id]
        shelf.put(known, [("called", (name, company_id))])


def _settle(
    shelf: Shelf,
    match: Planned | None,
    incoming: Incoming,
    keys_of: Callable[[Record], list[planning.Key]],
) -> Planned:
    if match is None:
        new = planning.new_record(incoming.values, incoming.created_at, incoming.ready)
        shelf.put(new, incoming.keys)
        return new
    # Who is here stays where they are, in the archive or not.
    values = {name: told for name, told in incoming.values.items() if name != "archived_at"}
    if planning.absorb(match, values):
        shelf.put(match, keys_of(match.values))
    return match


def changes_nothing(reader: HasConnection, plan: Plan) -> bool:
    """Whether everything in the rows is in the workspace already."""
    return (
        absorb_known(reader, plan)
        and not any(
            planned.is_new or planned.changes
            for planned in (
                *plan.products,
                *(one for row in plan.rows for one in (row.firm, *row.people) if one),
            )
        )
        and not any(deal.is_new or deal.changes for deal in plan.deals)
    )


def absorb_known(reader: HasConnection, plan: Plan) -> bool:
    """Put tags and owners into the plan, if all of them are here; gives whether they are."""
    tag_names, owner_names = _names(plan)
    tags = known_tag_ids(reader, tag_names)
    owners = known_user_ids(reader, owner_names)
    if len(tags) < len(tag_names) or len(owners) < len(owner_names):
        return False
    _absorb_names(plan, tags, owners)
    return True


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
    rows = [planned.row for planned in plan.rows]
    tags = {name for row in rows for name in row.tags}
    return tags, {row.owner for row in rows if row.owner}


def _absorb_names(plan: Plan, tags: Mapping[str, str], owners: Mapping[str, str]) -> None:
    deals = {id(deal.row): deal for deal in plan.deals}
    for row, firm, person, _others in plan.rows:
        deal = deals.get(id(row))
        target = deal.planned if deal is not None else person or firm
        # A deal's further rows, and those of a hidden one, say nothing of its client.
        if target is None or (row.deal and deal is None):
            continue
        if row.tags:
            wanted = list({tags[n]: None for n in row.tags})
            if not target.values.get("tags"):
                target.values["tags"] = wanted
            else:
                planning.absorb(target, {"tags": wanted})
        if row.owner:
            planning.absorb(target, {"owner": owners[row.owner]})


def new_records(met: Sequence[Planned]) -> list[NewRecord]:
    """Those that aren't here yet, each once."""
    new = {item.id: item for item in met if item.is_new}
    return [_new_record(item) for item in new.values()]


def _new_record(planned: Planned) -> NewRecord:
    created = parse_instant(planned.created_at) if planned.created_at else None
    return NewRecord(planned.values, planned.key or planned.id, created, ready=planned.ready)
