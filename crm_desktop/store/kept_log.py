"""The log of a file over which another one was copied: kept aside, and not moved into that one.

Whoever closes the last connection of a file moves its log into it, and whoever opens the file next
reads the log with it (sqlite.org/wal.html, 2 and 4): pages of a workspace that isn't there any
more would get among those of the one that is. Called by the engine when it closes.
"""

from __future__ import annotations

import logging
import os
import shutil
import struct
from pathlib import Path

from crm_desktop.core import clock

log = logging.getLogger(__name__)

# The log's index begins with a header, the same once more, and how many frames were moved; the log
# with a header that has the same salts (sqlite.org/walformat.html, 1.3, 2.1 and 2.2).
_INDEX = struct.Struct("=16x I 12x 8s 8x 48x I 36x")
_LOG_SALTS = slice(16, 24)


def keep_aside(path: Path) -> Path | None:
    """Copy the log of the workspace at ``path`` beside it, with the time in its name, and empty it
    before its connections are closed; ``None`` if all of it was in the file, or somebody copied
    another log over it too, which then counts. The connections find an index that tells nothing,
    look into the log itself, and have nothing of ours to move. Nothing of this process may use the
    file meanwhile: its locks are gone afterwards."""
    written = path.with_name(f"{path.name}-wal")
    try:
        with path.with_name(f"{path.name}-shm").open("r+b") as index:
            frames, salts, moved = _INDEX.unpack(index.read(_INDEX.size))
            if frames == moved:
                return None
            kept = _emptied(written) if _salts_of(written) == salts else None
            index.seek(0)
            index.write(bytes(_INDEX.size))
    except FileNotFoundError:  # it went with the file
        return None
    except (OSError, struct.error) as error:
        log.warning("the log of %s could not be kept aside: %s", path, error)
        return None
    log.info("another file lies at %s: the log of the one that was open is %s", path, kept)
    return kept


def _emptied(written: Path) -> Path:
    moment = clock.now().astimezone(clock.LOCAL_ZONE)
    kept = written.with_name(f"{written.name}.{moment:%Y%m%d-%H%M%S}")
    shutil.copy2(written, kept)
    os.truncate(written, 0)
    return kept


def _salts_of(written: Path) -> bytes:
    with written.open("rb") as file:
        return file.read(_LOG_SALTS.stop)[_LOG_SALTS]
