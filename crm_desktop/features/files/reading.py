"""Files on the disk, read twice: once to know what they are, once to be stored.

What is stored is exactly what was there the first time: a file that grows or changes meanwhile is
refused. Nothing is ever held in memory whole. Called by the handler of ``AttachFiles`` on its own
thread.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import Message, msg
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.features.files.rules import HEAD, LARGEST_FILE, clean_name, media_type
from crm_desktop.store.contents import CHUNK

_LARGEST_MB = LARGEST_FILE // (1024 * 1024)
# Pipes and devices would keep us waiting for ever before we see what they are.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class Source:
    """A file that can be stored. ``stamp``: size and time of its last change."""

    path: Path
    name: str
    size: int
    media_type: str
    digest: str
    stamp: tuple[int, int]


def examine(path: Path, tell: Callable[[int], None]) -> Source:
    """Read the whole file once; ``tell`` hears of the bytes read, and may raise. ``Invalid`` says
    why it can't be stored."""
    name = clean_name(path.name)
    digest, size, head = hashlib.sha256(), 0, b""
    try:
        with _opened(path, name) as file:
            stamp = _stamp(file)
            while chunk := file.read(CHUNK):
                head = head or chunk[:HEAD]
                digest.update(chunk)
                size += len(chunk)
                if size > stamp[0]:
                    raise _changed(name)
                tell(len(chunk))
            if size != stamp[0] or _stamp(file) != stamp:
                raise _changed(name)
    except OSError as error:
        raise _unreadable(name, error) from error
    return Source(path, name, size, media_type(name, head), digest.hexdigest(), stamp)


def read_again(source: Source) -> Iterator[bytes]:
    """The file's chunks; ``Invalid`` as soon as they can't be those that were examined."""
    digest, size = hashlib.sha256(), 0
    try:
        with _opened(source.path, source.name) as file:
            if _stamp(file) != source.stamp:
                raise _changed(source.name)
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                if size > source.size:
                    raise _changed(source.name)
                yield chunk
    except OSError as error:
        raise _unreadable(source.name, error) from error
    if digest.hexdigest() != source.digest:
        raise _changed(source.name)


def _opened(path: Path, name: str) -> BinaryIO:
    """The file, open for reading and no larger than may be."""
    handle = os.open(path, _FLAGS)
    file = os.fdopen(handle, "rb")
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise Invalid(_no_file(found.st_mode, name), "files")
        if found.st_size > LARGEST_FILE:
            raise Invalid(
                msg(
                    "{name} is larger than {limit} MB, so it wasn’t attached. Put it where "
                    "others can reach it and write the link into a note.",
                    name=name,
                    limit=_LARGEST_MB,
                ),
                "files",
            )
    except BaseException:
        file.close()
        raise
    return file


def _stamp(file: BinaryIO) -> tuple[int, int]:
    found = os.fstat(file.fileno())
    return found.st_size, found.st_mtime_ns


def _no_file(mode: int, name: str) -> Message:
    if stat.S_ISDIR(mode):
        return msg(
            "{name} is a folder, so it wasn’t attached. Choose the files in it, or pack it first.",
            name=name,
        )
    return msg(
        "{name} is a device, not a file, so it wasn’t attached. Choose a file.",
        name=name,
    )


def _changed(name: str) -> Invalid:
    return Invalid(
        msg(
            "{name} is being changed by another program, so it wasn’t attached. Wait until it is "
            "ready and attach it again.",
            name=name,
        ),
        "files",
    )


def _unreadable(name: str, error: OSError) -> Invalid:
    if isinstance(error, (IsADirectoryError, NotADirectoryError)):
        return Invalid(_no_file(stat.S_IFDIR, name), "files")
    if isinstance(error, FileNotFoundError):
        return Invalid(
            msg(
                "{name} isn’t there any more, so it wasn’t attached. Choose it again.",
                name=name,
            ),
            "files",
        )
    return Invalid(
        msg(
            "{name} can’t be read, so it wasn’t attached: {reason}. Check the rights and the "
            "drive, then attach it again.",
            name=name,
            reason=error.strerror or type(error).__name__,
        ),
        "files",
    )
