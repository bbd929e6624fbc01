"""Writes of files. Attaching runs on a thread of its own, in short transactions of one
operation; the rest runs on the writer's thread inside one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import Any

from crm_desktop.backend.work import LongWork, Work
from crm_desktop.core.errors import CrmError, Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.features.common import checks
from crm_desktop.features.common.lifecycle import set_moment
from crm_desktop.features.common.links import require_links
from crm_desktop.features.common.reach import require_seen
from crm_desktop.features.files.commands import (
    Attached,
    AttachFiles,
    DeleteAttachments,
    LinkAttachment,
    RefusedFile,
    RenameAttachment,
)
from crm_desktop.features.files.reading import Source, examine, read_again
from crm_desktop.features.files.records import FIELDS
from crm_desktop.features.files.rules import clean_name
from crm_desktop.store import contents

# Megabytes in one transaction: about 50 ms of work.
_CHUNKS_AT_ONCE = 2
_Links = Mapping[str, list[str]]


@dataclass()
class _Meter:
    """Tells how many bytes were dealt with, and stops when the person asks for it."""

    work: LongWork
    phase: str
    total: int
    done: int = 0

    def count(self, size: int) -> None:
        self.done += size
        self.work.check_cancelled()
        self.work.progress(self.phase, self.done, self.total)


def attach(work: LongWork, command: AttachFiles) -> Attached:
    """Handler of ``AttachFiles``. One file that can't be read keeps none of the others back."""
    links = _checked_links(command.links)
    sources: list[Source] = []
    refused: list[RefusedFile] = []
    reading = _Meter(work, "read", 0)
    for path in command.paths:
        try:
            sources.append(examine(path, reading.count))
        except Invalid as error:
            refused.append(RefusedFile(path, error.message))
    ids = []
    writing = _Meter(work, "write", sum(source.size for source in sources))
    for source in sources:
        try:
            ids.append(_store(work, source, links, writing))
        except Invalid as error:
            refused.append(RefusedFile(source.path, error.message))
    if not ids:
        raise Invalid(
            refused[0].reason if refused else msg("No file was chosen. Nothing was attached."),
            "files",
        )
    work.details = {"files": len(ids)}
    return Attached(tuple(ids), tuple(refused))


def _checked_links(links: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    known = dict.fromkeys(FIELDS.values(), checks.ids)
    return checks.checked(links, known, None)


def _store(work: LongWork, source: Source, links: _Links, meter: _Meter) -> str:
    """Keep the bytes, unless they are there, and write the record with the last of them."""
    with work.reading() as reader:
        is_known = contents.has_file(reader.connection, source.digest)
    if is_known:
        made = work.portion(partial(_insert, source, links))
        meter.count(source.size)
        return made
    while work.portion(lambda portion: contents.sweep(portion.connection)):
        pass
    file = work.portion(
        lambda portion: contents.begin_file(portion.connection, source.size, portion.unit.op_rid)
    )
    try:
        _write_chunks(work, file, read_again(source), meter)
        return work.portion(partial(_end, source, links, file))
    except BaseException:
        _take_away(work, file)
        raise


def _take_away(work: LongWork, file: int) -> None:
    """What was written of a file that is not stored after all. Where the workspace can't be
    written now, the next one who attaches a file does it (``contents.sweep``)."""
    was, work.cancellable = work.cancellable, False
    with suppress(CrmError):
        work.portion(partial(_drop, file))
    work.cancellable = was


def _write_chunks(work: LongWork, file: int, chunks: Iterator[bytes], meter: _Meter) -> None:
    number = 0
    while some := list(islice(chunks, _CHUNKS_AT_ONCE)):
        work.portion(partial(_add, file, number, some))
        number += len(some)
        meter.count(sum(map(len, some)))


def _add(file: int, first: int, chunks: list[bytes], work: Work) -> None:
    contents.add_chunks(work.connection, file, first, chunks)


def _drop(file: int, work: Work) -> None:
    contents.drop_file(work.connection, file)


def _end(source: Source, links: _Links, file: int, work: Work) -> str:
    contents.end_file(work.connection, file, source.digest)
    return _insert(source, links, work)


def _insert(source: Source, links: _Links, work: Work) -> str:
    values: dict[str, Any] = {
        "name": source.name,
        "size": source.size,
        "media_type": source.media_type,
        "digest": source.digest,
        "author": work.actor.id,
        **links,
    }
    require_links(work, "attachment", values)
    return work.unit.insert("attachment", values)


def rename(work: Work, command: RenameAttachment) -> None:
    """Handler of ``RenameAttachment``."""
    given = checks.required_line(command.name)
    changes = {"name": clean_name(given)}
    work.unit.update("attachment", command.attachment_id, changes, command.base_version)


def link(work: Work, command: LinkAttachment) -> None:
    """Handler of ``LinkAttachment``."""
    field = FIELDS.get(command.entity)
    if field is None:
        raise Invalid(
            msg("There is no field {field}. Nothing was saved.", field=command.entity), "entity"
        )
    require_seen(work, command.entity, (command.record_id,))
    loaded = work.unit.load("attachment", command.attachment_id)
    others = [key for key in loaded.state[field] if key != command.record_id]
    links = [*others, command.record_id] if command.linked else others
    if command.linked:
        require_links(work, "attachment", {field: [command.record_id]})
    work.unit.update("attachment", command.attachment_id, {field: links}, loaded.version)


def delete(work: Work, command: DeleteAttachments) -> None:
    """Handler of ``DeleteAttachments``."""
    set_moment(work, "attachment", command.attachment_ids, "deleted_at", command.deleted)
