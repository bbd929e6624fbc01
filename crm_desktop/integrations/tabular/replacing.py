"""A file that appears whole or not at all.

Called by the writers, on the thread of an export. What is written goes into a file of another
name beside the target and takes its place only when it is safely on the disk.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from crm_desktop.core.errors import CrmError, Invalid, Unavailable
from crm_desktop.core.i18n import msg

_DISK_TROUBLE = frozenset(
    {errno.ENOSPC, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}
)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give the path to write to; afterwards the file stands at ``path``.

    An error leaves nothing new and the earlier file as it was. ``Unavailable`` if the disk is
    full or fails, ``Invalid`` if the place can't be written to.
    """
    temporary = path.with_name(f".crm-{secrets.token_hex(6)}.tmp")
    try:
        yield temporary
        _to_disk(temporary)
        temporary.replace(path)
        _folder_to_disk(path.parent)
    except OSError as error:
        raise _explained(path, error) from error
    finally:
        with suppress(OSError):  # what could not be made can't be removed either
            temporary.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _folder_to_disk(folder: Path) -> None:
    if os.name != "posix":
        return  # Windows has no such call; NTFS journals the renaming itself
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _explained(path: Path, error: OSError) -> CrmError:
    if error.errno in _DISK_TROUBLE:
        return Unavailable(
            msg(
                "The file {name} was not written: the disk is full or doesn’t answer. Your data "
                "is unchanged. Make room or choose another folder and try again.",
                name=path.name,
            )
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Invalid(
            msg("The folder {name} is not there. Choose another folder.", name=path.parent.name)
        )
    return Invalid(
        msg(
            "The file {name} can’t be written here: it is open in another program, or you have "
            "no right to write into this folder. Your data is unchanged. Close it there or "
            "choose another folder.",
            name=path.name,
        )
    )
