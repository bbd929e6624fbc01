"""What happens to records of every kind alike: archive, recycle bin, and back.

Called by the features' handlers, on the writer's thread or a long command's own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

from crm_desktop.backend.ahead import in_portions
from crm_desktop.backend.work import LongWork, Work
from crm_desktop.core.clock import iso, now
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import msg
from crm_desktop.store.journal import Moment
from crm_desktop.store.loading import load_by_id
from crm_desktop.store.packed import Packed
from crm_desktop.store.prepared import Prepared
from crm_desktop.store.quiet import (
    change_quietly,
    is_quiet,
    load_quietly,
    pays_ahead,
    prepare_quietly,
)


def set_moment(work: Work, entity: str, ids: Collection[str], field: str, present: bool) -> None:
    """Set ``field`` (``archived_at``, ``deleted_at``) of the records to now, or clear it.

    Records that are so already stay as they are; ``NotFound`` when none of them exists.
    """
    _require_any(_set_moment(entity, field, present, ids, work))


def set_moments(long: LongWork, entity: str, ids: Sequence[str], field: str, present: bool) -> None:
    """The same for any number of records, in short transactions of one operation."""
    write = partial(_set_moment, entity, field, present)
    prepare = partial(_prepare, (entity, field, present))
    _require_any(in_portions(long, ids, write, prepare))


def _prepare(
    what: tuple[str, str, bool], ids: Sequence[str], work: Work, moment: Moment
) -> Packed | Prepared | None:
    entity, field, present = what
    record, values = work.registry[entity], {field: iso(now()) if present else None}
    if not pays_ahead(work.unit, record, [values]):
        return None
    loaded = load_quietly(work.unit, record, ids, [values], lock=False)
    changes = [(one, values) for one in loaded.values() if bool(one.state[field]) != present]
    return prepare_quietly(work.unit, record, moment, changes)


def _require_any(found: int) -> None:
    if not found:
        raise NotFound(msg("The records aren’t there any more. Nothing was changed."))


def _set_moment(entity: str, field: str, present: bool, ids: Collection[str], work: Work) -> int:
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
