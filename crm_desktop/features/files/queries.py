"""Reads of files, on reader threads."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.core.errors import Invalid, NotFound
from crm_desktop.core.i18n import msg
from crm_desktop.core.text.folding import words
from crm_desktop.features.common.linked import count_linked
from crm_desktop.features.common.listing import RIDS
from crm_desktop.features.common.reach import hidden_among, seen
from crm_desktop.features.common.timeline import TimelineItem, TimelineQuery, bound_of, key_of
from crm_desktop.features.companies.records import COMPANY
from crm_desktop.features.contacts.queries import rids_of_people
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.files.rows import FileHit, FileRow
from crm_desktop.features.files.tables import LINKS, attachment
from crm_desktop.features.users.records import USER
from crm_desktop.store import contents, search_index
from crm_desktop.store.metadata import metadata, text_document
from crm_desktop.store.search_index import TEXTS

SOURCE, KIND = "attachment", "file"
# What files hang on, by the column of its name.
_NAMES = {"contact": CONTACT.label, "company": COMPANY.label, "deal": "title"}
_author = USER.table.alias("author")
_ROWS: sa.Select[Any] = sa.select(
    *(attachment.c[n] for n in ("rid", "id", "version", "name", "size", "media_type", "digest")),
    sa.func.coalesce(attachment.c.note, ""),
    sa.func.coalesce(_author.c.full_name, ""),
    attachment.c.created_at,
).outerjoin_from(attachment, _author, _author.c.rid == attachment.c.author_rid)
_NEWEST = (attachment.c.created_at.desc(), attachment.c.rid.desc())


def find_files(
    reader: Reader, entity: str, record_id: str, limit: int | None = None
) -> list[FileRow]:
    """The files of a record outside the recycle bin, newest first; at most ``limit``. None of a
    record that the person doesn't see."""
    if hidden_among(reader, entity, (record_id,)):
        return []
    statement = _of_record(entity, record_id).order_by(*_NEWEST).limit(limit)
    return [_row(row) for row in reader.connection.execute(statement)]


def find_in_timeline(reader: Reader, query: TimelineQuery) -> list[TimelineItem]:
    """The files' part of a record's timeline, newest first."""
    if query.entity not in LINKS:
        return []
    found = _of_people if query.with_people else _of_record
    place = (attachment.c.created_at, attachment.c.rid)
    ordered = found(query.entity, query.record_id).order_by(*query.in_order(*place))
    statement = ordered.limit(query.limit)
    if query.edge is not None:
        border = sa.tuple_(
            sa.literal(query.edge.moment, attachment.c.created_at.type),
            sa.literal(bound_of(query.edge, SOURCE), sa.BigInteger()),
        )
        statement = statement.where(query.is_asked(sa.tuple_(*place), border))
    if query.text:
        document = text_document.c
        mine = sa.and_(document.entity == SOURCE, document.record_rid == attachment.c.rid)
        holding = [document.text.contains(f" {w}", autoescape=True) for w in words(query.text)]
        statement = statement.join(text_document, mine).where(*holding)
    if query.only:
        statement = statement.where(attachment.c.id.in_(map(UUID, sorted(query.only))))
    rows = query.newest_first([_row(row) for row in reader.connection.execute(statement)])
    owners = _owners(reader, [row.rid for row in rows]) if query.with_people and rows else {}
    return [
        TimelineItem(row.created_at, key_of(SOURCE, row.rid), KIND, row, _about(owners, row))
        for row in rows
    ]


def _about(owners: Mapping[int, tuple[str, str, str]], row: FileRow) -> str:
    """The person whose file it is, where a company shows those of its people too."""
    entity, _id, name = owners.get(row.rid, ("", "", ""))
    return name if entity == "contact" else ""


def find_by_name(reader: Reader, text: str, limit: int = 20) -> list[FileHit]:
    """Files whose name holds words that begin with all the words of ``text``, newest first, each
    with a record that it hangs on."""
    sought = [f" {word}" if len(word) > 1 else f"  {word}" for word in words(text)]
    if not sought:
        return []
    found = search_index.find(
        reader.connection, [sought], limit=limit, entities=(SOURCE,), index=TEXTS
    )
    return find_hits(reader, [document.rid for document in found])


def find_hits(reader: Reader, rids: Sequence[int]) -> list[FileHit]:
    """The files with these internal keys in their order; what is gone or hangs on nothing is left
    out."""
    if not rids:
        return []
    wanted = _ROWS.where(attachment.c.rid.in_(RIDS), attachment.c.deleted_at.is_(None))
    rows = reader.connection.execute(wanted, {"rids": list(rids)})
    files = {row[0]: _row(row) for row in rows}
    owners = _owners(reader, rids)
    return [FileHit(files[rid], *owners[rid]) for rid in rids if rid in files and rid in owners]


def _owners(reader: Reader, rids: Sequence[int]) -> dict[int, tuple[str, str, str]]:
    """(entity, id, name) of a record that each of the files hangs on; people come first, then
    companies."""
    owners: dict[int, tuple[str, str, str]] = {}
    for entity in reversed(_NAMES):
        links, target = LINKS[entity], metadata.tables[entity]
        statement = (
            sa.select(links.c.attachment_rid, target.c.id, target.c[_NAMES[entity]])
            .join_from(links, target, target.c.rid == links.c[f"{entity}_rid"])
            .where(links.c.attachment_rid.in_(RIDS), target.c.deleted_at.is_(None))
            .where(seen(reader, reader.registry[entity]))
            .order_by(links.c.ordinal.desc())
        )
        found = reader.connection.execute(statement, {"rids": list(rids)})
        owners.update((rid, (entity, str(key), name)) for rid, key, name in found)
    return owners


def copy_out(reader: Reader, digest: str, path: Path) -> Path:
    """Write the bytes of a file to ``path``, whole or not at all, and compare their digest.
    ``NotFound`` or ``Invalid`` says why there is no copy; gives ``path``."""
    if not contents.has_file(reader.connection, digest):
        raise NotFound(
            msg("The bytes of this file aren’t in the workspace. Bring them back from a backup.")
        )
    # Not beside a long name: with more behind it, it may be longer than the system takes.
    temporary = path.with_name(f".{os.urandom(8).hex()}.part")
    there = hashlib.sha256()
    try:
        with temporary.open("xb") as file:
            for chunk in contents.read_file(reader.connection, digest):
                there.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        if there.hexdigest() != digest:
            raise Invalid(
                msg(
                    "The file in the workspace is damaged, so it wasn’t saved. Bring it back "
                    "from a backup of the workspace."
                )
            )
        temporary.replace(path)
    except OSError as error:
        raise Invalid(
            msg(
                "The file couldn’t be saved in {folder}: {reason}. It is still in the workspace. "
                "Choose another folder.",
                folder=path.parent,
                reason=error.strerror or type(error).__name__,
            )
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    return path


def _of_record(entity: str, record_id: str) -> sa.Select[Any]:
    links, record = LINKS[entity], metadata.tables[entity]
    rid = sa.select(record.c.rid).where(record.c.id == UUID(record_id)).scalar_subquery()
    return _ROWS.join(links, links.c.attachment_rid == attachment.c.rid).where(
        links.c[f"{entity}_rid"] == rid, attachment.c.deleted_at.is_(None)
    )


def _of_people(entity: str, company_id: str) -> sa.Select[Any]:
    """The files of a company and of its people, each once."""
    of_people = LINKS["contact"]
    rids = sa.union(
        _of_record(entity, company_id).with_only_columns(attachment.c.rid),
        sa.select(of_people.c.attachment_rid).where(
            of_people.c.contact_rid.in_(rids_of_people(company_id))
        ),
    )
    return _ROWS.where(attachment.c.rid.in_(rids), attachment.c.deleted_at.is_(None))


def _row(row: Sequence[Any]) -> FileRow:
    rid, key, *rest = row
    return FileRow(rid, str(key), *rest)


def count_files(reader: Reader, entity: str, ids: Sequence[str]) -> int:
    """How many are linked with the records of ``entity`` with these ids."""
    return count_linked(reader, LINKS.get(entity), attachment, entity, ids)
