"""Changes of fields from which little follows, for very many records at once.

From the owner, the status, the tags, the moment of archiving nothing follows
(``RecordType.quiet``); from others no more than a key, a few words of the search document
(``RecordType.light``). So a bulk change, and its undo, read and write these alone, and what is the
same for many by one statement; and its records don't count as just touched.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from operator import attrgetter
from typing import Any

from crm_desktop.store import journal
from crm_desktop.store.alike import alike, update_alike
from crm_desktop.store.circles import refuse_circles
from crm_desktop.store.ends import ends_of, write_ends
from crm_desktop.store.loading import Loaded, load_by_rid, load_fields
from crm_desktop.store.packed import Packed, is_on_server, pack, write_packed
from crm_desktop.store.prepared import Prepared
from crm_desktop.store.records import RecordType
from crm_desktop.store.row_changes import Change, differences, journaled
from crm_desktop.store.unit_of_work import UnitOfWork

# While it has a moment, the record lies in the recycle bin and has no search document.
_IN_BIN = "deleted_at"

Planned = tuple[Loaded, Mapping[str, Any]]
"""A record, and the values that it is to have."""


def is_quiet(unit: UnitOfWork, record: RecordType, fields: Collection[str]) -> bool:
    """Whether these fields can be changed so: of the light ones no formula asks."""
    light = set(fields) - record.quiet
    if not light or not light <= record.light:
        return not light
    return not unit.settles or light.isdisjoint(record.settled_from(unit.connection))


def load_quietly(
    unit: UnitOfWork,
    record: RecordType,
    ids: Collection[str],
    given: Sequence[Mapping[str, Any]],
    *,
    lock: bool = True,
) -> dict[str, Loaded]:
    """The records with these ids, locked, by id, as ``change_quietly`` needs them to give them
    the values ``given``: with all of which their documents speak, if these surely have to be
    made."""
    fields = {name for values in given for name in values}
    if unit.prepared and unit.prepared.serves(record, fields):
        return unit.prepared.locked(unit.connection, record, ids)
    if fields & set(record.single_fields) and makes_documents(record, given):
        fields |= record.speaks_of
    return load_fields(unit.connection, record, ids, fields, lock=lock)


def pays_ahead(unit: UnitOfWork, record: RecordType, given: Sequence[Mapping[str, Any]]) -> bool:
    """Whether it spares a transaction that gives records these values much if they are read
    before: a server writes while Python works, in whatever process; a file is read in vain unless
    documents have to be made."""
    fields = {name for values in given for name in values}
    if not is_quiet(unit, record, fields):
        return False
    return is_on_server(unit.connection) or makes_documents(record, given)


def makes_documents(record: RecordType, given: Sequence[Mapping[str, Any]]) -> bool:
    """Whether documents may have to be made of records that get these values."""
    spoken = any(name in record.speaks_of for values in given for name in values)
    return spoken and not all(values.get(_IN_BIN) for values in given)


def prepare_quietly(
    unit: UnitOfWork,
    record: RecordType,
    moment: journal.Moment,
    changes: Sequence[Planned],
    *,
    are_all: bool = True,
) -> Packed | Prepared | None:
    """What ``change_quietly`` can be spared inside its transaction, or what ``change_packed`` does
    there, of records that ``load_quietly`` read outside, after that moment of the journal; ``None``
    if that is too little. ``are_all``: if they stay as they are, nothing is to be told of these
    records or of others but that they were changed so."""
    fields = frozenset(name for _loaded, wanted in changes for name in wanted)
    effective = _effective(unit, record, changes, fields)
    there = [change for change in effective if not change.differing.get(_IN_BIN)]
    texts = _texts(unit, record, there, fields & record.speaks_of)
    if are_all and effective:
        versions = {loaded.rid: loaded.version for loaded, _wanted in changes}
        packed = pack(
            unit,
            record,
            moment,
            fields=fields,
            versions=versions,
            effective=effective,
            texts=texts,
            gone=[c.loaded.rid for c in effective if c.differing.get(_IN_BIN)],
        )
        if packed is not None:
            return packed
    if not texts:
        return None
    differing = {change.loaded.rid: change.differing for change in there}
    loaded = sorted((one for one, _wanted in changes), key=attrgetter("rid"))
    return Prepared(
        record.entity,
        fields,
        moment,
        {one.id: _only(fields, one) for one in loaded},
        {rid: (differing[rid], text) for rid, text in texts.items()},
    )


def _only(fields: Collection[str], loaded: Loaded) -> Loaded:
    """The record with no other fields in its state: documents are made, and ask for no more."""
    state = {name: loaded.state[name] for name in fields}
    moments = loaded.created_at, loaded.updated_at
    return Loaded(loaded.rid, loaded.id, loaded.version, *moments, state)


def change_packed(unit: UnitOfWork, packed: Packed) -> int | None:
    """Write what ``prepare_quietly`` has packed; gives how many records changed. ``None``, and
    nothing is written, if something is not as it was read any more."""
    quiet = is_quiet(unit, unit.registry[packed.entity], packed.fields)
    return packed.entries.size if quiet and write_packed(unit, packed) else None


def change_quietly(unit: UnitOfWork, entity: str, changes: Sequence[Planned]) -> list[Loaded]:
    """Change records that ``load_quietly`` read in this transaction; gives those that really
    changed. ``ValueError`` for a field that is not quiet: a bug."""
    record = unit.registry[entity]
    fields = {name for _loaded, wanted in changes for name in wanted}
    if not is_quiet(unit, record, fields):
        raise ValueError(f"{sorted(fields)} of {entity} are not all quiet")
    effective = _effective(unit, record, changes, fields)
    if effective:
        refuse_circles(unit.connection, record, {c.loaded.id: c.differing for c in effective})
        update_alike(unit.connection, record, alike(unit.labels, record, effective))
        for ends in ends_of(unit.labels, record, fields, effective):
            write_ends(unit.connection, record, ends)
        _write_words(unit, record, effective, fields & record.speaks_of)
        unit.note(journal.UPDATE, entity, map(journaled, effective))
    return [change.loaded for change in effective]


def _effective(
    unit: UnitOfWork, record: RecordType, changes: Sequence[Planned], fields: Collection[str]
) -> list[Change]:
    """What of the ``changes`` makes a difference, without links to what is gone."""
    wanted: Sequence[Mapping[str, Any]] = [wanted for _loaded, wanted in changes]
    if not record.linking.isdisjoint(fields):
        linked = [record.links(one) for one in wanted]
        there = unit.labels.resolve(unit.connection, record, linked, fields)
        wanted = [
            {name: links.get(name, value) for name, value in one.items()}
            for one, links in zip(wanted, there, strict=True)
        ]
    return [
        Change(loaded, differing, {}, {}, {})
        for (loaded, _given), one in zip(changes, wanted, strict=True)
        if (differing := differences(record, loaded, one))
    ]


def _write_words(
    unit: UnitOfWork, record: RecordType, effective: Sequence[Change], spoken: Collection[str]
) -> None:
    """Write the documents anew of records of which these speak otherwise now."""
    if not spoken:
        return
    gone = [c.loaded.rid for c in effective if c.differing.get(_IN_BIN)]
    unit.remove_documents(record, gone)
    there = [c for c in effective if not c.differing.get(_IN_BIN)]
    texts = _prepared_texts(unit, record, there)
    left = [change for change in there if change.loaded.rid not in texts]
    unit.write_texts(record, texts | _texts(unit, record, left, spoken), in_place=True)


def _prepared_texts(
    unit: UnitOfWork, record: RecordType, effective: Sequence[Change]
) -> dict[int, str | None]:
    """The documents that were made for what the records become, and of what they are."""
    prepared = unit.prepared
    if prepared is None or not prepared.texts_hold(unit.connection, record, unit.op_rid):
        return {}
    found: dict[int, str | None] = {}
    for change in effective:
        loaded = change.loaded
        differing, text = prepared.texts.get(loaded.rid, (None, None))
        if prepared.loaded.get(loaded.id) is loaded and differing == change.differing:
            found[loaded.rid] = text
    return found


def _texts(
    unit: UnitOfWork, record: RecordType, effective: Sequence[Change], spoken: Collection[str]
) -> dict[int, str | None]:
    """The documents, by internal key, of those that may say something else now."""
    if not effective or not spoken:
        return {}
    if record.speaks_of <= effective[0].loaded.state.keys():
        states = {change.loaded.rid: change.loaded.state for change in effective}
    else:
        effective = _speaking_otherwise(unit, record, effective, spoken)
        rids = [change.loaded.rid for change in effective]
        whole = load_by_rid(unit.connection, record, rids, fields=record.speaks_of)
        states = {rid: loaded.state for rid, loaded in whole.items()}
    new = ((c.loaded.rid, c.differing) for c in effective)
    return unit.texts_of(record, [(rid, {**states[rid], **other}) for rid, other in new])


def _speaking_otherwise(
    unit: UnitOfWork, record: RecordType, effective: Sequence[Change], spoken: Collection[str]
) -> list[Change]:
    """Those of which the documents say something else of the ``spoken`` fields."""
    unit.labels.prefetch(unit.connection, record, [c.loaded.state for c in effective], spoken)
    said = {b.field: b.said for b in record.belongings if b.field in spoken}
    label = unit.labels.label

    def speaks_otherwise(change: Change) -> bool:
        for name in spoken & change.differing.keys():
            old, new = change.loaded.state[name], change.differing[name]
            if name not in said or said[name](old, label) != said[name](new, label):
                return True
        return False

    return [change for change in effective if speaks_otherwise(change)]
