"""What happens to records of every kind alike: archive, recycle bin, and back.

Called by the features' handlers, on the writer's thread or a long command's own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

from crm_desktop.backend.work import LongWork, Work
from crm_desktop.core.clock import iso, now
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import msg
from crm_desktop.store.loading import load_by_id
from crm_desktop.store.quiet import change_quietly, is_quiet, load_quietly


def set_moment(work: Work, entity: str, ids: Collection[str], field: str, present: bool) -> None:
    """Set ``field`` (``archived_at``, ``deleted_at``) of the records to now, or clear it.

    Records that are so already stay as they are; ``NotFound`` when none of them exists.
    """
    _require_any(_set_moment(entity, ids, field, present, work))


def set_moments(long: LongWork, entity: str, ids: Sequence[str], field: str, present: bool) -> None:
    """The same for any number of records, in short transactions of one operation."""
    # In the order of their birth they lie side by side: a transaction touches fewer pages.
    ids = sorted(ids)
    done = found = 0
    while portion := ids[done : done + long.pace.size]:
        found += long.portion_anew(partial(_set_moment, entity, portion, field, present))
        done += len(portion)
        long.progress("write", done, len(ids))
    _require_any(found)


def _require_any(found: int) -> None:
    if not found:
        raise NotFound(msg("The records aren’t there any more. Nothing was changed."))


def _set_moment(entity: str, ids: Collection[str], field: str, present: bool, work: Work) -> int:
    """Gives how many of the records exist."""
    record = work.registry[entity]
    moment = iso(now()) if present else None
    if quietly := is_quiet(work.unit, record, (field,)):
        loaded = load_quietly(work.unit, record, ids, [{field: moment}])
    else:
        loaded = load_by_id(work.connection, record, ids, lock=True)
    changes = [
        (one, {field: moment}) for one in loaded.values() if bool(one.state[field]) != present
    ]
    if quietly:
        change_quietly(work.unit, entity, changes)
    else:
        work.unit.update_many(entity, changes)
    return len(loaded)
