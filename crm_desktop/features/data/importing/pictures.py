"""The pictures of an address book, brought to the records of its cards when these are in.

Called by ``handlers`` behind the last row of a sheet, on the import's own thread. Who has a picture
keeps it. One that is broken, or larger than a card takes, is told of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from crm_desktop.backend.work import LongWork, Work
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import nmsg
from crm_desktop.features.common.pictures import keep_picture, picture_type
from crm_desktop.features.companies.records import COMPANY
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.data.importing.memory import Memory, Noted, Tied
from crm_desktop.features.data.importing.planning import UPDATED
from crm_desktop.features.data.importing.source_file import Stamp, stamp_of
from crm_desktop.integrations.tabular.vcard_pictures import pictures_as_written
from crm_desktop.store.loading import load_by_id, load_fields

_AT_ONCE = 2 * 1024 * 1024  # bytes in one transaction, so that nobody waits
_RECORDS = {"contact": (CONTACT, "photo"), "company": (COMPANY, "logo")}
_TOLD = 10

Brought = Sequence[tuple[Tied, bytes]]


def bring_pictures(
    work: LongWork, memory: Memory, path: Path, stamp: Stamp | None, encoding: str | None
) -> list[str]:
    """Bring the pictures that rows told of out of the file, which must be as it was when it had
    this ``stamp``; gives what is to be said."""
    wanted = _lacking(work, memory.take_pictured())
    if not wanted:
        return []
    refused: list[int] = []
    if stamp_of(path) != stamp:
        return [_said([*wanted])]
    done = 0
    for some in _portions(path, encoding, wanted, refused):
        work.portion_anew(partial(_keep, some), len(some), lasting=False)
        memory.note(_noted(some))
        done += len(some)
        work.progress("write", done, len(wanted))
    return [_said(refused)] if refused else []


def _noted(brought: Brought) -> Noted:
    fates: dict[str, list[tuple[str, str]]] = {entity: [] for entity in _RECORDS}
    for one, _data in brought:
        fates[one.entity].append((one.id, UPDATED))
    return Noted(fates["contact"], fates["company"], (), ())


def _lacking(work: LongWork, pictured: Sequence[Tied]) -> dict[int, Tied]:
    """By line, whose picture is wanted: those who have none yet."""
    lacking: set[str] = set()
    with work.reading() as reader:
        for entity, (record, field) in _RECORDS.items():
            ids = [one.id for one in pictured if one.entity == entity]
            found = load_fields(reader.connection, record, ids, (field,), lock=False)
            lacking.update(key for key, here in found.items() if here.state[field] is None)
    return {one.row: one for one in pictured if one.id in lacking}


def _portions(
    path: Path, encoding: str | None, wanted: Mapping[int, Tied], refused: list[int]
) -> Iterator[Brought]:
    some: list[tuple[Tied, bytes]] = []
    size = 0
    companies = {line for line, one in wanted.items() if one.entity == "company"}
    try:
        for line, data in pictures_as_written(path, encoding, wanted.keys(), companies):
            if data is None or not _is_picture(data):
                refused.append(line)
                continue
            some.append((wanted[line], data))
            size += len(data)
            if size >= _AT_ONCE:
                yield some
                some, size = [], 0
    except OSError:  # the medium is gone: the rows are in
        refused += wanted
    if some:
        yield some


def _is_picture(data: bytes) -> bool:
    try:
        picture_type(data)
    except Invalid:
        return False
    return True


def _keep(brought: Brought, work: Work) -> None:
    for entity, (record, field) in _RECORDS.items():
        pictures = {one.id: data for one, data in brought if one.entity == entity}
        found = load_by_id(work.connection, record, sorted(pictures), lock=True)
        work.unit.update_many(
            entity,
            [
                (here, {field: keep_picture(work, pictures[key])})
                for key, here in found.items()
                if here.state[field] is None
            ],
        )


def _said(lines: Sequence[int]) -> str:
    told = ", ".join(map(str, lines[:_TOLD])) + (" …" if len(lines) > _TOLD else "")
    return nmsg(
        "{number} picture of the cards was not taken: it is broken or larger than 5 MB (line "
        "{lines}).",
        "{number} pictures of the cards were not taken: they are broken or larger than 5 MB (lines "
        "{lines}).",
        len(lines),
        lines=told,
    ).text()
