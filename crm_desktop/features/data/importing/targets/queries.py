"""Which records the cells of a column mean that leads to others: people, companies, deals, entries,
users.

They are sought by phone, e-mail, tax number or name, all cells of a column at once, before its
rows are cleaned. Called by ``handlers`` on the import's own thread, only where a file has such a
column; for a single text by the command line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import permutations

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.core.errors import Invalid
from crm_desktop.core.text.folding import clean_line
from crm_desktop.core.values.emails import check_email
from crm_desktop.core.values.phones import check_phone
from crm_desktop.features.common.indexing import unindexed
from crm_desktop.features.common.keys import lowered, sought
from crm_desktop.features.common.list_entities import is_list_entity
from crm_desktop.features.common.reach import seen
from crm_desktop.features.custom_fields.kinds import TOLD_BY_NAME
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.features.custom_lists.queries import find_all_named
from crm_desktop.features.data.importing.cleaning import readable
from crm_desktop.features.data.importing.recognise import Recognition
from crm_desktop.features.users.queries import ids_called
from crm_desktop.integrations.tabular.table import Table
from crm_desktop.store.key_lists import one_of
from crm_desktop.store.records import RecordType

SEVERAL = ""
"""In place of an id: the cell means more than one record, so it is left to a person."""

_NAME = "name"
_MOST_WORDS = 3
_UNPACKED = 500
_TAX_ID = re.compile(r"(?:[A-Z]{2})?\d{8,15}")
Key = tuple[str, str]
"""By what a record is known (its name, or the field of a list), and the key of that."""


def targets_of(
    reader: Reader,
    recognition: Recognition,
    table: Table,
    fields: Mapping[str, CustomFieldRow],
    region: str,
) -> dict[str, dict[str, str]]:
    """What the cells of the table's columns mean that go to such ``fields``: for each field, by
    its code, ids by cell as ``find_targets`` gives them."""
    indexes: dict[str, list[int]] = defaultdict(list)
    for column in recognition.columns:
        if column.field in fields and fields[column.field].type in TOLD_BY_NAME:
            indexes[column.field].append(column.index)
    return {
        code: find_targets(
            reader, fields[code], _cells(table, recognition.first_data_row, some), region
        )
        for code, some in indexes.items()
    }


def _cells(table: Table, first: int, indexes: Collection[int]) -> Iterator[str]:
    for start in range(first, len(table.rows), _UNPACKED):
        for row in table.rows[start : start + _UNPACKED]:
            yield from (readable(row[index]) for index in indexes if index < len(row))


def find_targets(
    reader: Reader, asked: CustomFieldRow, cells: Iterable[str], region: str
) -> dict[str, str]:
    """The id of the one record that each of the cells means, or ``SEVERAL``, by ``clean_line`` of
    it. What nobody is called is left out; so is what the person doesn't see."""
    texts = {line for cell in cells if (line := clean_line(cell))}
    meant = find_meant(reader, asked, texts, region)
    return {text: SEVERAL if len(ids) > 1 else min(ids) for text, ids in meant.items()}


def find_meant(
    reader: Reader, asked: CustomFieldRow, texts: Collection[str], region: str
) -> dict[str, set[str]]:
    """The ids of all records that each of the texts may mean, as ``find_targets`` seeks them."""
    if asked.type == "user":
        return ids_called(reader, texts)
    keys = {text: set(_keys_of(text, asked.target, region)) for text in texts}
    every = set().union(*keys.values()) if keys else set()
    found: dict[Key, set[str]] = defaultdict(set)
    record = reader.registry[asked.target]
    for kind in {kind for kind, _key in every}:
        wanted = {key for known, key in every if known == kind}
        for key, record_id in _known_by(reader, record, kind, wanted):
            found[kind, key].add(record_id)
    meant = {text: set().union(*(found[one] for one in some)) for text, some in keys.items()}
    return {text: ids for text, ids in meant.items() if ids}


def _keys_of(text: str, entity: str, region: str) -> Iterator[Key]:
    """Everything by which a record that is told like this may be known."""
    if entity in ("contact", "company"):
        with suppress(Invalid):
            yield "emails", lowered(check_email(text))
        with suppress(Invalid):
            yield "phones", check_phone(text, region).value
    number = re.sub(r"[\s-]", "", text).upper()
    if entity == "company" and _TAX_ID.fullmatch(number):
        yield "tax_ids", number
    names = [text]
    words = text.replace(",", " ").split()
    if entity == "contact" and len(words) <= _MOST_WORDS:  # whichever name stands first
        names += [" ".join(order) for order in permutations(words)]
    for name in names:
        if key := sought(name):
            yield _NAME, key


def _known_by(
    reader: Reader, record: RecordType, kind: str, keys: Collection[str]
) -> Iterator[tuple[str, str]]:
    """(key, id) of the records outside the bin that have one of these."""
    if is_list_entity(record.entity):
        yield from find_all_named(reader, record.entity, keys)
        return
    table = record.table
    there = unindexed(table.c.deleted_at).is_(None), seen(reader, record)
    if kind == _NAME:
        rows = sa.select(table.c.folded, table.c.id).where(one_of(table.c.folded, "keys"), *there)
    else:
        belonging = record.belonging(kind)
        assert belonging is not None
        items = belonging.table
        key = items.c.folded if kind == "emails" else items.c.value
        rows = (
            sa.select(key, table.c.id)
            .join_from(items, table, table.c.rid == items.c[record.owner])
            .where(one_of(key, "keys"), *there)
        )
    for value, record_id in reader.connection.execute(rows, {"keys": keys}):
        yield str(value), str(record_id)
