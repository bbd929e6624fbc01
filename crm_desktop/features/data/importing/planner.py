"""The process in which an import plans: what becomes of the next rows, as finished statements.

``beside`` asks the functions at the end; all of them run in one process, one after the other. It
reads the workspace by itself. Of portions that are still to be written it sees nothing there, but
knows what they will bring (``Unseen``), and which internal keys: it made them. Where somebody else
gets in between, the writer notices and asks for the rows back.
"""

from __future__ import annotations

import pickle
import zlib
from collections import ChainMap, Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from crm_desktop.backend.access import Actor
from crm_desktop.features.companies.records import COMPANY
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.custom_fields.records import CUSTOM_FIELD
from crm_desktop.features.data.importing.drafts import RowDraft
from crm_desktop.features.data.importing.incoming import IncomingRow, take_in
from crm_desktop.features.data.importing.memory import Noted
from crm_desktop.features.data.importing.planning import Planned
from crm_desktop.features.data.importing.plans import noted_of
from crm_desktop.features.data.importing.portions import (
    Session,
    absorb_known,
    new_records,
)
from crm_desktop.features.data.importing.unseen import NOTHING_UNSEEN, Unseen, unseen_of
from crm_desktop.features.deals.records import DEAL
from crm_desktop.features.tags.records import TAG
from crm_desktop.features.users.records import USER
from crm_desktop.store import journal
from crm_desktop.store.bulk import allocate
from crm_desktop.store.engine import Connection, Database
from crm_desktop.store.inserting import PackedInserts, pack_inserts
from crm_desktop.store.labels import Labels
from crm_desktop.store.location import SqliteLocation
from crm_desktop.store.records import RecordType, Registry


class Answer(NamedTuple):
    """The next ``rows`` of the sheet; 0: only when those before them are written, it can be said
    what becomes of them. With ``noted`` the ``inserts`` are all that is to be written, as it was
    right at the moment ``since`` of the journal; without, the portion has to be planned and
    written by whoever asks, from what it ``brings``."""

    number: int
    rows: int
    since: journal.Moment = ""
    inserts: Sequence[PackedInserts] = ()
    noted: Noted | None = None
    brings: Sequence[IncomingRow] = ()


@dataclass(frozen=True)
class _Reader:
    """Who asks the workspace."""

    connection: Connection
    actor: Actor
    registry: Registry


@dataclass(frozen=True)
class _Underway:
    """A portion that was answered and is perhaps not written yet: what it brings, (id, internal
    key, name) of its new ``firms``, and who works where that no portion before it told."""

    number: int
    rows: list[IncomingRow]
    unseen: Unseen = NOTHING_UNSEEN
    firms: Sequence[tuple[str, int, str]] = ()
    at_firms: Sequence[tuple[str, str]] = ()


@dataclass
class Planner:
    """The rows of one sheet that are still to come, and what was said of those before."""

    database: Database
    actor: Actor
    session: Session
    # People and companies, all that they may point at, and deals, by which people are known.
    _registry: Registry = field(
        default_factory=lambda: Registry((CONTACT, COMPANY, TAG, USER, CUSTOM_FIELD, DEAL))
    )
    _coming: deque[IncomingRow] = field(default_factory=deque)
    _underway: deque[_Underway] = field(default_factory=deque)
    _next_keys: dict[str, int] = field(default_factory=dict)
    _number: int = 0
    _waits: bool = False

    def feed(self, rows: Sequence[IncomingRow]) -> None:
        """The next rows of the sheet."""
        self._coming.extend(self.session.number(rows))

    def plan(self, size: int, written: int) -> Answer:
        """What becomes of the next rows, when all portions up to number ``written`` are."""
        while self._underway and self._underway[0].number <= written:
            self._underway.popleft()
        rows = [*islice(self._coming, size)]
        self._waits = self._waits or any(one.unseen.meets(rows) for one in self._underway)
        if self._waits:
            return Answer(self._number, 0)
        for _row in rows:
            self._coming.popleft()
        self._number += 1
        with self.database.reading() as connection:
            answer, underway = self._planned(connection, rows)
        self._underway.append(underway)
        return answer

    def _planned(self, connection: Connection, rows: list[IncomingRow]) -> tuple[Answer, _Underway]:
        reader = _Reader(connection, self.actor, self._registry)
        labels = self._labels_of_underway()
        since = journal.moment(connection)
        plan = self.session.plan(reader, rows, self._unseen())
        unseen = unseen_of(plan.contacts, plan.companies)
        firms = [row.firm for row in plan.rows if row.firm]
        people = [person for row in plan.rows for person in row.people]
        if not (absorb_known(reader, plan) and _know(labels, firms)) or any(
            met.changes for met in (*firms, *people) if not met.is_new
        ):
            self._waits = True
            answer = Answer(self._number, len(rows), brings=rows)
            return answer, _Underway(self._number, rows)
        self.session.notice_namesakes(reader, plan)
        met = ((COMPANY, firms), (CONTACT, people))
        inserts = [self._packed(connection, labels, record, some) for record, some in met]
        noted, memory = noted_of(plan), self.session.memory
        new = [key for key in noted.at_firms if not memory.wrote(*key)]
        # What became of people only the writer tells in the end.
        memory.note(noted._replace(people=(), namesakes=(), ties=()))
        packed = [one for one in inserts if one is not None]
        made = [
            (firm.id, rid, firm.values["name"])
            for firm in firms
            if firm.is_new and (rid := labels.rid(COMPANY.entity, firm.id))
        ]
        underway = _Underway(self._number, rows, unseen, made, new)
        return Answer(self._number, len(rows), since, packed, noted), underway

    def _unseen(self) -> Unseen:
        """What the portions under way bring: none of it is met but by the names of new firms."""
        new = ChainMap(*[{**one.unseen.new_firms} for one in self._underway])
        return Unseen(frozenset(), frozenset(), new)

    def _labels_of_underway(self) -> Labels:
        """Names for one portion: those under way can't be looked up, and a colleague may have
        given others to all the rest since the last one."""
        labels = Labels(self._registry)
        for one in self._underway:
            labels.learn(COMPANY.entity, one.firms)
        return labels

    def _packed(
        self, connection: Connection, labels: Labels, record: RecordType, met: Sequence[Planned]
    ) -> PackedInserts | None:
        if not (new := new_records(met)):
            return None
        # What is under way can't be seen yet; when others got in between, the writer notices.
        [first] = allocate(connection, record.table, 1)
        first = max(first, self._next_keys.get(record.entity, 0))
        self._next_keys[record.entity] = first + len(new)
        return pack_inserts(connection, labels, record, new, first)

    def go_on(self, noted: Noted | None) -> None:
        """All that was answered is written; ``noted`` is what became of a portion that was planned
        elsewhere."""
        if noted is not None:
            self.session.memory.note(noted)
        self._underway.clear()
        self._next_keys.clear()
        self._waits = False

    def take_back(self, number: int) -> list[IncomingRow]:
        """The rows of portion ``number``, which was not written; all behind it come again."""
        [taken] = [one.rows for one in self._underway if one.number == number]
        for one in reversed(self._underway):
            if one.number >= number:
                self.session.memory.forget(one.at_firms)
            if one.number > number:
                self._coming.extendleft(reversed(one.rows))
        self._waits = True
        return taken


def _know(labels: Labels, firms: Sequence[Planned]) -> bool:
    """Firms that are here by their names, those under way by their internal keys; gives whether
    all are known."""
    here = [firm for firm in firms if not firm.is_new]
    for firm in here:
        if firm.rid is None:
            firm.rid = labels.rid(COMPANY.entity, firm.id)
    known = [(firm.id, firm.rid, firm.values["name"]) for firm in here if firm.rid]
    labels.learn(COMPANY.entity, known)
    return len(known) == len(here)


_planner: Planner | None = None


def _begun() -> Planner:
    assert _planner is not None
    return _planner


def begin(
    location: SqliteLocation, actor: Actor, occurrences: Counter[str], newest: int | None
) -> None:
    """The rows of another sheet are coming; ``occurrences`` as of the rows before them, ``newest``
    as in ``Session``."""
    global _planner  # noqa: PLW0603 - one planner per process
    end_reading()
    session = Session(newest=newest)
    session.memory.occurrences.update(occurrences)
    _planner = Planner(Database(location, create=False), actor, session)


def end_reading() -> None:
    """Let go of the workspace."""
    if _planner is not None:
        _planner.database.close()


def feed_drafts(packed: bytes, system: str) -> None:
    """The next rows, as they were cleaned."""
    drafts: list[RowDraft] = pickle.loads(zlib.decompress(packed))
    _begun().feed(take_in(drafts, system))


def feed_ready(packed: bytes) -> None:
    """The next rows, as they were made ready."""
    _begun().feed(pickle.loads(packed))


def plan(size: int, written: int) -> Answer:
    """As ``Planner.plan``."""
    return _begun().plan(size, written)


def go_on(noted: Noted | None) -> None:
    """As ``Planner.go_on``."""
    _begun().go_on(noted)


def take_back(number: int) -> list[IncomingRow]:
    """As ``Planner.take_back``."""
    return _begun().take_back(number)


def end() -> tuple[list[IncomingRow], Counter[str]]:
    """The rows that are left, and the ``occurrences`` up to them."""
    planner = _begun()
    return [*planner._coming], planner.session.memory.occurrences
