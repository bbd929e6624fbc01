"""The portions of an import, each planned while the one before it is being committed.

Used by the import on its own thread, which writes what comes from here; rows are unpacked and
planned on a thread beside it, from when the database commits until others have had their turn: any
sooner, two threads would work in Python, and only hinder each other. A plan made ahead sees the
workspace as it was before the portion in front of it, and what that one writes (``Unseen``). Where
this doesn't suffice, or something else was written in the end, the plan is made anew.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice

from crm_desktop.backend.ahead import quick_turns
from crm_desktop.backend.work import LongWork, Work
from crm_desktop.features.data.importing.incoming import IncomingRow
from crm_desktop.features.data.importing.plans import Plan
from crm_desktop.features.data.importing.portions import Session, changes_nothing
from crm_desktop.features.data.importing.unseen import NOTHING_UNSEEN, Unseen, unseen_of
from crm_desktop.store import journal, turns

# Whoever is met is of these kinds.
_MET = ("contact", "company")
# While nothing is written nobody has to wait, and many rows at once are compared with less work.
_MOST_COMPARED = 1_000


@dataclass
class Portion:
    """Rows that are written together. ``plan`` says what becomes of them, if it could be made
    ahead: at the moment ``since`` of the journal, supposing that the plan ``behind`` is what the
    portion before them writes; ``unseen`` is what it will write itself, and ``changes_nothing``
    whether that is nothing. ``written`` is the plan that was written in the end, and ``is_made``
    that only the commit is still to come."""

    rows: list[IncomingRow]
    plan: Plan | None = None
    since: journal.Moment | None = None
    behind: Plan | None = None
    unseen: Unseen = NOTHING_UNSEEN
    changes_nothing: bool = False
    written: Plan | None = None
    is_made: threading.Event = field(default_factory=threading.Event)

    def __len__(self) -> int:
        return len(self.rows)

    def bring_in(self, work: LongWork, session: Session) -> bool:
        """Write the portion, unless it changes nothing, and remember what became of it. Gives
        whether that could be done: else the rows come again."""
        if self.changes_nothing:
            self.written = self.plan
        else:
            work.portion_anew(partial(self._write, session), len(self.rows), lasting=False)
        assert self.written is not None
        session.count(self.written)
        return True

    def _write(self, session: Session, work: Work) -> None:
        turns.take(work.connection, turns.IMPORT)
        session.write(work, self.settle(session, work))
        self.is_made.set()

    def settle(self, session: Session, work: Work) -> Plan:
        """The plan to be written, inside the portion's transaction: another one, if that from
        ahead was tried in vain, or if others wrote what it may have to do with."""
        plan = self.plan if self.written is None and self._holds(work) else None
        self.written = plan or session.plan(work, self.rows)
        return self.written

    def _holds(self, work: Work) -> bool:
        if self.since is None:
            return False
        return not journal.others_wrote(work.connection, self.since, work.unit.op_rid, _MET)


@dataclass
class _Coming:
    """The rows that are still to come."""

    session: Session
    incoming: Iterator[IncomingRow]

    def take(self, count: int) -> list[IncomingRow]:
        """The next rows, numbered."""
        return self.session.number(list(islice(self.incoming, count)))

    def give_back(self, rows: list[IncomingRow]) -> None:
        """They come next again; their numbers stay."""
        self.incoming = chain(rows, self.incoming)


def planned_here(
    work: LongWork,
    session: Session,
    incoming: Iterator[IncomingRow],
    *,
    only_compared: bool = False,
) -> Generator[Portion, None, list[IncomingRow]]:
    """The next rows, as many as fit into a portion, until there are none; ask for the next when
    the one before was brought in. With ``only_compared`` until there is something to write: gives
    the rows of the portion of which that is part."""
    rows = _Coming(session, incoming)
    with quick_turns(), ThreadPoolExecutor(1, "planning") as thread:
        written: Plan | None = None
        coming = thread.submit(_next, work, session, rows, None)
        while (portion := coming.result()).rows:
            work.check_cancelled()
            if portion.plan is None or portion.behind is not written:
                portion = planned(work, session, portion.rows)
            if work.operation is None and not portion.changes_nothing:
                if only_compared:
                    return portion.rows
                portion = _first_to_write(work, session, rows, portion)
            coming = thread.submit(_next, work, session, rows, portion)
            try:
                yield portion
            finally:
                portion.is_made.set()
            written = portion.written
    return []


def _first_to_write(work: LongWork, session: Session, rows: _Coming, portion: Portion) -> Portion:
    """As much of the portion as may be written at once."""
    size = work.pace.size
    if len(portion.rows) <= size:
        return portion
    rows.give_back(portion.rows[size:])
    return planned(work, session, portion.rows[:size])


def _next(work: LongWork, session: Session, coming: _Coming, before: Portion | None) -> Portion:
    """The next rows, planned as far as that goes while ``before`` is being committed."""
    if before is None:
        return planned(work, session, coming.take(work.pace.size))
    before.is_made.wait()
    size = work.pace.size
    if before.changes_nothing:
        size = max(size, min(2 * len(before.rows), _MOST_COMPARED))
    rows = coming.take(size)
    if before.plan is None or _has_own_memory(rows) or before.unseen.meets(rows):
        return Portion(rows)
    return planned(work, session, rows, before)


def planned(
    work: LongWork, session: Session, rows: list[IncomingRow], before: Portion | None = None
) -> Portion:
    """The rows with their plan. Where what the import remembers is part of it, it only tells
    whether there is anything to write, and once there was, it is left to the transaction."""
    own_memory = _has_own_memory(rows)
    if not rows or (own_memory and work.operation is not None):
        return Portion(rows)
    unseen = before.unseen if before else NOTHING_UNSEEN
    with work.reading() as reader:
        since = journal.moment(reader.connection)
        plan = session.plan(reader, rows, unseen)
        nothing = work.operation is None and changes_nothing(reader, plan)
    return Portion(
        rows,
        plan,
        None if own_memory else since,
        before.plan if before else None,
        unseen_of(plan.contacts, plan.companies),
        nothing,
    )


def _has_own_memory(rows: list[IncomingRow]) -> bool:
    """Whether rows tell of deals or products, of which the import remembers what it wrote."""
    return any(row.deal or row.product for row in rows)
