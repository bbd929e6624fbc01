"""The portions of an import as a process beside it plans them, while this one only writes.

Used by the import on its own thread; the other side is ``planner``. A few portions are asked for
ahead of the one that is written. What can't be told there, or was told too early, is planned in
its transaction as ever; where that is more than a little, and where there is no such process,
all the rest is (``ahead``).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from crm_desktop.backend.ahead import quick_turns
from crm_desktop.backend.work import LongWork, Work
from crm_desktop.core.errors import Conflict
from crm_desktop.features.contacts.queries import newest_rid
from crm_desktop.features.data.importing import planner
from crm_desktop.features.data.importing.ahead import Portion, planned, planned_here
from crm_desktop.features.data.importing.incoming import IncomingRow
from crm_desktop.features.data.importing.memory import Noted
from crm_desktop.features.data.importing.planner import Answer
from crm_desktop.features.data.importing.plans import noted_of
from crm_desktop.features.data.importing.portions import Session
from crm_desktop.features.data.importing.row_workers import (
    Cleaned,
    Packed,
    ReadyRows,
    RowWorkers,
    lost_processes_told,
    made_ready,
    packed_rows,
)
from crm_desktop.store import journal, turns
from crm_desktop.store.row_changes import changed_meanwhile

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

T = TypeVar("T")

# Portions that are asked for before the one in front of them is written. With two the process had
# nothing to do now and then; more would only be told too early more often.
_AHEAD = 3
# Rows that are made ready here at most before the process asks for them.
_READY = 1_000
# What a plan made beside depends on.
_CONCERNED = ("contact", "company", "tag", "user", "custom_field")
# Portions planned here that don't matter, and how many planned beside make up for one more.
_FEW, _MAKE_UP = 3, 4


@dataclass
class PlannedBeside:
    """A portion that needs nothing but to be written. ``is_late``: somebody else wrote meanwhile
    what it may have to do with."""

    answer: Answer
    is_late: bool = False

    def __len__(self) -> int:
        return self.answer.rows

    def bring_in(self, work: LongWork, session: Session) -> bool:
        """As ``Portion.bring_in``."""
        try:
            if self.answer.inserts:
                work.portion(self._write, self.answer.rows, lasting=False)
        except Conflict:
            self.is_late = True
            return False
        assert self.answer.noted is not None
        session.memory.note(self.answer.noted)
        return True

    def _write(self, work: Work) -> None:
        turns.take(work.connection, turns.IMPORT)
        since, own = self.answer.since, work.unit.op_rid
        if journal.others_wrote(work.connection, since, own, _CONCERNED):
            raise changed_meanwhile(())
        work.unit.gathers = True
        for inserts in self.answer.inserts:
            work.unit.insert_packed(inserts)


@dataclass
class _Process:
    """The process that plans, and the rows that it was given: ``_waiting`` of them it has, but
    wasn't asked for yet. ``written`` is the number of the last portion that was. With ``helps``
    this thread makes rows ready while it would only wait."""

    pool: ProcessPoolExecutor
    rows: Iterator[Packed | Cleaned]
    system: str
    helps: bool
    written: int = 0
    _waiting: int = 0
    _made_ready: deque[Packed] = field(default_factory=deque)
    _asked: deque[tuple[int, Future[Answer]]] = field(default_factory=deque)
    _given: deque[Future[None]] = field(default_factory=deque)

    def ask(self, size: int) -> bool:
        """Ask ahead for portions of ``size`` rows; gives whether any more will be answered."""
        while len(self._asked) < _AHEAD:
            while self._waiting < size and self._feed():
                pass
            count = min(size, self._waiting)
            if not count:
                break
            self._waiting -= count
            self._asked.append((count, self.submit(planner.plan, count, self.written)))
        return bool(self._asked)

    def _feed(self) -> bool:
        rows = self._made_ready.popleft() if self._made_ready else next(self.rows, None)
        if isinstance(rows, Packed):
            self.give(planner.feed_ready, rows.data)
            self._waiting += rows.rows
        elif rows is not None:
            self.give(planner.feed_drafts, rows.drafts, self.system)
            self._waiting += rows.incoming
        return rows is not None

    def answer(self, has_time: Callable[[], bool]) -> Answer:
        """The next answer; ``has_time``: whether what it brings couldn't be written yet."""
        count, asked = self._asked.popleft()
        while self.helps and (has_time() or not asked.done()) and self._make_ready():
            pass
        with lost_processes_told():
            found = asked.result()
            while self._given and self._given[0].done():
                self._given.popleft().result()
        if not found.rows:
            self._waiting += count
        return found

    def _make_ready(self) -> bool:
        """Make a few of the next rows ready; gives whether there were any to be."""
        if sum(made.rows for made in self._made_ready) >= _READY:
            return False
        rows = next(self.rows, None)
        if rows is not None:
            made = rows if isinstance(rows, Packed) else made_ready(rows, self.system)
            self._made_ready.append(made)
        return rows is not None

    def left(self) -> Iterator[Packed | Cleaned]:
        """The rows that the process wasn't given."""
        return chain(self._made_ready, self.rows)

    def hush(self) -> None:
        """Let go of what was asked."""
        while self._asked:
            count, asked = self._asked.popleft()
            self._waiting += count
            with lost_processes_told():
                asked.result()

    def tell(self, work: Callable[..., T], *arguments: object) -> T:
        """What the process says, which is asked for nothing else meanwhile."""
        with lost_processes_told():
            return self.submit(work, *arguments).result()

    def give(self, work: Callable[..., None], *arguments: object) -> None:
        """Let the process do that next; a failure comes with the next answer."""
        self._given.append(self.submit(work, *arguments))

    def submit(self, work: Callable[..., T], *arguments: object) -> Future[T]:
        """Let the process do that next."""
        with lost_processes_told():
            return self.pool.submit(work, *arguments)


Portions = Generator[Portion | PlannedBeside, None, None]


def portions(
    work: LongWork, session: Session, incoming: ReadyRows, workers: RowWorkers
) -> Portions:
    """The next rows, as many as fit into a portion, until there are none; ask for the next when
    the one before was brought in."""
    if session.newest is None:
        with work.reading() as reader:
            session.newest = newest_rid(reader)
    file = work.file_beside if incoming.are_plain else None
    pool = workers.planning() if file else None
    if file is None or pool is None:
        yield from planned_here(work, session, incoming)
        return
    rows: list[IncomingRow] = []
    if work.operation is None:
        # While nothing is written there is no writing for others to plan beside.
        rows = yield from planned_here(work, session, incoming, only_compared=True)
        if incoming.is_over:
            yield from planned_here(work, session, iter(rows))
            return
    first, later = rows[: work.pace.size], rows[work.pace.size :]
    ready = incoming.for_planning(drafts_too=not workers.makes_ready)
    rows_left = chain([packed_rows(later)], ready)
    process = _Process(pool, rows_left, incoming.system, helps=not workers.makes_ready)
    occurrences, newest = session.memory.occurrences, session.newest
    begun = process.submit(planner.begin, file, work.actor, occurrences, newest)
    if first:  # meanwhile; it also makes the tags that most others have
        portion = planned(work, session, first)
        yield portion
        process.give(planner.go_on, portion.written and noted_of(portion.written))
    with lost_processes_told():
        begun.result()
    yield from _planned_beside(work, process)
    rows, occurrences = process.tell(planner.end)
    session.memory.occurrences = occurrences
    incoming.go_on(process.left())
    yield from planned_here(work, session, chain(rows, incoming))


def _planned_beside(work: LongWork, process: _Process) -> Portions:
    """Until there are no more rows, or too many portions had to be planned here."""
    planned, here = 0, 0

    def has_time() -> bool:
        return work.left_to_others > 0

    with quick_turns():
        while here <= _FEW + planned // _MAKE_UP and process.ask(work.pace.size):
            work.check_cancelled()
            answer = process.answer(has_time)
            if answer.noted is not None:
                portion = PlannedBeside(answer)
                yield portion
                if not portion.is_late:
                    process.written = answer.number
                    planned += 1
                    continue
            process.hush()
            noted = yield from _planned_here(process, answer)
            here += noted is not None
            process.tell(planner.go_on, noted)


def _planned_here(process: _Process, answer: Answer) -> Generator[Portion, None, Noted | None]:
    """The rows of the ``answer`` that didn't say what becomes of them, or too early; nothing, if
    they come again."""
    is_late = answer.noted is not None
    rows = process.tell(planner.take_back, answer.number) if is_late else answer.brings
    if not rows:
        return None
    portion = Portion([*rows])
    yield portion
    assert portion.written is not None
    return noted_of(portion.written)
