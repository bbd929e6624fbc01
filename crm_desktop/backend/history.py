"""Undo and redo of any operation, now, after a restart or from another process.

Undoing is an operation of its own that reverses the journal entries of the first; redoing
reverses the undoing. A small one happens in one go and refuses when others changed the same
fields since; a large one (an import) works in portions and keeps what others changed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from dataclasses import field
from functools import partial
from uuid import UUID

from crm_desktop.backend.ahead import REST, read_ahead
from crm_desktop.backend.beside import Reading
from crm_desktop.backend.feature import CommandType, Feature
from crm_desktop.backend.work import LongWork, Reader, Work
from crm_desktop.core.errors import Circular, Forbidden, NotFound
from crm_desktop.core.i18n import N_, msg
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.store import journal, operations
from crm_desktop.store.engine import Connection
from crm_desktop.store.journal import Entry
from crm_desktop.store.operations import Operation
from crm_desktop.store.packed import Packed
from crm_desktop.store.prepared import Prepared
from crm_desktop.store.quiet import change_packed
from crm_desktop.store.records import hides
from crm_desktop.store.reversal import (
    is_quietly_reversed,
    prepare_reversal,
    refuse_circles,
    reverse_portion,
)

_UNDO_LABEL = N_("Undo")
_REDO_LABEL = N_("Redo")
_CANT_UNDO = msg(
    "This can’t be undone: others lead here since, and the way would go round in a circle. Nothing "
    "was changed; change them first."
)
_CANT_REDO = msg(
    "This can’t be redone: others lead here since, and the way would go round in a circle. Nothing "
    "was changed; change them first."
)
# Enough to show; the records themselves tell the rest.
_REMEMBERED_KEPT = 1000
# What a portion is to take. Of as many new records taken out, every eighth portion takes twice as
# long as those before it: there SQLite puts pieces of the search index together.
_PORTION_SECONDS = 0.07


@dataclass(frozen=True)
class UndoOperation:
    """Take back the operation with this id, or the person's newest that is not undone."""

    operation_id: UUID | None = None


@dataclass(frozen=True)
class RedoOperation:
    """Do again the operation with this id, or the one that the person undid last."""

    operation_id: UUID | None = None


@dataclass(frozen=True)
class Reversal:
    """What was taken back or done again: the operation, its label, the number of its journal
    entries, and the ids of records left as they are because others changed or use them."""

    operation_id: UUID
    label: str
    entries: int
    kept: tuple[str, ...]


def undo(work: LongWork, command: UndoOperation) -> Reversal:
    """Handler of ``UndoOperation``."""
    with work.reading() as reader:
        found = _named(reader.connection, command.operation_id, operations.DONE)
        found = found or operations.newest_done(reader.connection, work.actor.rid)
    if found is None:
        raise NotFound(msg("There is nothing to undo."))
    return _reverse(work, found, found.rid, operations.UNDO, operations.UNDONE)


def redo(work: LongWork, command: RedoOperation) -> Reversal:
    """Handler of ``RedoOperation``."""
    with work.reading() as reader:
        found = _named(reader.connection, command.operation_id, operations.UNDONE)
        found = found or operations.newest_undone(reader.connection, work.actor.rid)
        undoing = found and operations.newest_reversal(reader.connection, found.rid)
    if found is None or undoing is None:
        raise NotFound(msg("There is nothing to redo."))
    return _reverse(work, found, undoing.rid, operations.REDO, operations.DONE)


def _named(connection: Connection, operation_id: UUID | None, state: str) -> Operation | None:
    if operation_id is None:
        return None
    found = operations.find(connection, operation_id)
    if found is None or found.kind != operations.DO:
        raise NotFound(msg("There is no operation with this number: {id}.", id=operation_id))
    if found.state != state:
        raise NotFound(
            msg("This operation is already undone.")
            if state == operations.DONE
            else msg("This operation is not undone, so there is nothing to redo.")
        )
    return found


def _reverse(
    work: LongWork, target: Operation, source_rid: int, kind: str, end_state: str
) -> Reversal:
    """Reverse the entries of ``source_rid`` and give ``target`` its new state."""
    with work.reading() as reader:
        _require_seen(reader, {source_rid, target.rid})
        _require_right(reader, target)
        strict = journal.is_of_one_record(reader.connection, source_rid)
    work.kind = kind
    work.label = _UNDO_LABEL if kind == operations.UNDO else _REDO_LABEL
    work.reverses_rid = target.rid
    run = _Run(source_rid, target.rid, end_state, begins_at=target.state, strict=strict)
    try:
        run.all_portions(work, before=None)
    except Circular as error:
        raise Circular(_CANT_REDO if kind == operations.REDO else _CANT_UNDO) from error
    return Reversal(target.id, target.label, run.entries, tuple(run.kept))


def _require_seen(reader: Reader, op_rids: Collection[int]) -> None:
    """``Forbidden`` if one of the operations touched a record that the person doesn't see."""
    for record in reader.registry:
        scope = record.scope(reader, record.table)
        if scope is not None and journal.touches(reader.connection, op_rids, record, hides(scope)):
            raise Forbidden(
                msg(
                    "This concerns deals of a pipeline that is only for chosen people. Nothing "
                    "was changed; one of them or the owner of the workspace can do it."
                ),
                "history:operation:write",
            )


def _require_right(reader: Reader, target: Operation) -> None:
    """``Forbidden`` if the operation changed records that the person's role may not change, or
    if somebody else made such records by it."""
    rights = {record.entity: record.right for record in reader.registry if record.right}
    is_own = target.actor_rid == reader.actor.rid
    touched = journal.entity_among(reader.connection, target.rid, rights, but_inserts=is_own)
    if touched is not None:
        reader.actor.require(rights[touched])


@dataclass(frozen=True)
class _Portion:
    """Entries below ``before`` to be reversed in one transaction, ``size`` of them unless there
    are no more: ``count``, down to ``reached``; of what is packed they aren't carried along.
    ``quietly``: little follows from their fields, and no record stands twice; ``rest``: as that of
    the portions of a bulk change."""

    entries: Sequence[Entry]
    size: int
    quietly: bool
    before: int | None
    reached: int | None
    count: int
    rest: int
    prepared: Packed | Prepared | None = None

    @property
    def pays(self) -> bool:
        """As ``Read`` has it."""
        return self.prepared is not None

    @property
    def is_last(self) -> bool:
        """Whether the operation has no older entries."""
        return self.count < self.size


@dataclass(frozen=True)
class _Entries:
    """Makes portions of the entries of the operation ``source_rid`` below ``before``, newest first;
    their records are read as long as that pays."""

    source_rid: int
    before: int | None
    settles: bool

    def __call__(self, reading: Reading, size: int, behind: _Portion | None) -> _Portion | None:
        if behind is not None and behind.is_last:
            return None
        before = behind.reached if behind else self.before
        with reading() as (work, moment):
            work.unit.settles = self.settles
            entries = journal.of_operation(
                work.connection, self.source_rid, before=before, limit=size
            )
            quietly = is_quietly_reversed(work.unit, entries)
            reached = entries[-1].seq if entries else None
            portion = partial(_Portion, size=size, quietly=quietly, before=before, reached=reached)
            portion = partial(portion, count=len(entries))
            # No other portion in between that might call records otherwise, or the same ones.
            ready = behind is not None and behind.quietly and quietly
            rest = behind.rest if behind is not None else 0
            if not ready or rest:
                return portion(entries, rest=max(0, rest - 1))
            prepared = prepare_reversal(work.unit, entries, moment)
        packed = isinstance(prepared, Packed)
        return portion(() if packed else entries, rest=0 if prepared else REST, prepared=prepared)


@dataclass()
class _Run:
    """A reversal under way: what is reversed, whose state it changes, what came out so far.
    ``begins_at`` is the state in which the target must stay until the end; ``None`` for what
    went on from a stop and is claimed already."""

    source_rid: int
    target_rid: int
    end_state: str
    begins_at: str | None = None
    strict: bool = False
    settles: bool = True
    entries: int = 0
    kept: list[str] = field(default_factory=list)

    def all_portions(self, work: LongWork, before: int | None) -> None:
        """Portion after portion; the last one also ends the operation and marks its target."""
        work.cancellable = False  # half undone helps nobody
        work.pace.seconds = _PORTION_SECONDS
        with work.reading() as reader:
            ends = journal.at_ends(reader.connection, self.source_rid)
            rows = journal.count(reader.connection, self.source_rid, before=before)
        # Results come back with the definition that gave them, which is there before or after.
        self.settles = not any(work.registry[entry.entity].shapes for entry in ends)
        make = _Entries(self.source_rid, before, self.settles)
        with closing(read_ahead(work, make, rows)) as portions:
            for portion, is_made in portions:
                write = partial(self._portion, work, portion, is_made)
                work.portion(write, portion.size, lasting=portion.is_last)
                work.progress("undo", self.entries)
        work.catch_up()

    def _portion(
        self, long: LongWork, portion: _Portion, is_made: threading.Event, work: Work
    ) -> None:
        if self.begins_at is not None:
            operations.require_reversible(
                work.connection, self.target_rid, self.begins_at, work.unit.op_rid
            )
            if not self.entries:
                self._refuse_circles(portion, work)
        work.unit.settles = self.settles
        self.kept += self._reverse(portion, is_made, work)
        self.entries += portion.count
        is_made.set()
        if not portion.is_last:
            # Where a later start goes on if this process dies now.
            operations.mark(work.connection, work.unit.op_rid, progress=portion.reached)
            return
        operations.mark(work.connection, self.target_rid, state=self.end_state)
        long.details = {"entries": self.entries, "kept": self.kept[:_REMEMBERED_KEPT]}
        long.finish(work)

    def _refuse_circles(self, portion: _Portion, work: Work) -> None:
        """Before anything is written: for few records, and for a definition on which the values
        of many depend, which stands at one of the ends. Of many others each stays by itself."""
        ends = journal.at_ends(work.connection, self.source_rid)
        shaping = [entry for entry in ends if work.registry[entry.entity].shapes]
        entries = portion.entries if portion.is_last else shaping
        refuse_circles(work.connection, work.registry, entries)

    def _reverse(self, portion: _Portion, is_made: threading.Event, work: Work) -> list[str]:
        """Gives the records that stay as they are."""
        prepared, entries = portion.prepared, portion.entries
        if isinstance(prepared, Packed):
            is_made.set()  # what is left is the database's
            if change_packed(work.unit, prepared) is not None:
                return []
            prepared, entries = None, self._read_anew(portion, work)
        if portion.quietly:
            work.unit.take_on(prepared)
        return reverse_portion(work.unit, self.source_rid, entries, strict=self.strict)

    def _read_anew(self, portion: _Portion, work: Work) -> list[Entry]:
        return journal.of_operation(
            work.connection, self.source_rid, before=portion.before, limit=portion.size
        )


def has_unfinished(reader: Reader) -> bool:
    """Whether there are operations marked open that nobody works on."""
    return any(not operations.is_alive(o) for o in operations.under_way(reader.connection))


def unfinished(connection: Connection) -> list[Operation]:
    """Operations marked open that nobody works on, claimed for this process."""
    held = operations.under_way(connection, hold=True)
    left = [found for found in held if not operations.is_alive(found)]
    for found in left:
        operations.mark(connection, found.rid, process=operations.this_process())
        operations.take_on(found.id)
    # What is being taken back already needs no second taking back.
    reversed_already = {found.reverses_rid for found in left}
    return [found for found in left if found.rid not in reversed_already]


def begun_by(reader: Reader, *, left: Operation) -> Operation | None:
    """What the operation left undone had begun to do, or was taking back because it had stopped
    in the middle; ``None`` for an undo or redo that a person wanted: that goes on."""
    if left.kind == operations.DO:
        return left
    assert left.reverses_rid is not None
    target = operations.get(reader.connection, left.reverses_rid)
    return target if target.state == operations.OPEN else None


def take_back(left: Operation, new_work: Callable[..., LongWork]) -> None:
    """Bring an operation that stopped in the middle to an end: one that did something is taken
    back, one that was taking back goes on where it stopped."""
    if left.kind == operations.DO:
        work = new_work(_UNDO_LABEL)
        work.kind, work.reverses_rid = operations.UNDO, left.rid
        run, progress = _Run(left.rid, left.rid, operations.CANCELLED), None
    else:
        work = new_work(left.label, operation=left)
        run, progress = _interrupted(work, left)
    try:
        run.all_portions(work, before=progress)
    finally:
        work.close()
        operations.let_go(left.id)


def _interrupted(work: LongWork, left: Operation) -> tuple[_Run, int | None]:
    """The rest of an interrupted undo or redo, and the entry it had reached."""
    assert left.reverses_rid is not None
    with work.reading() as reader:
        source_rid = _source_of(reader.connection, left, left.reverses_rid)
        target = operations.get(reader.connection, left.reverses_rid)
        progress = operations.get(reader.connection, left.rid).progress
    if left.kind == operations.REDO:
        end_state = operations.DONE
    else:
        stopped = target.state == operations.OPEN
        end_state = operations.CANCELLED if stopped else operations.UNDONE
    return _Run(source_rid, left.reverses_rid, end_state), progress


def _source_of(connection: Connection, left: Operation, target_rid: int) -> int:
    """Whose entries an interrupted undo (the target's) or redo (the undoing's) reverses."""
    if left.kind == operations.UNDO:
        return target_rid
    undoing = operations.newest_reversal(connection, target_rid)
    assert undoing is not None
    return undoing.rid


HISTORY = Feature(
    "history",
    commands=(
        CommandType(UndoOperation, "history:operation:write", undo, _UNDO_LABEL, long=True),
        CommandType(RedoOperation, "history:operation:write", redo, _REDO_LABEL, long=True),
    ),
)
