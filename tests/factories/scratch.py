"""Where tests put what they throw away: in memory, if there is enough.

``tests/conftest.py`` and the PostgreSQL server of the tests ask. A run copies an empty workspace
some thousand times; on a disk that is gigabytes of writing that nobody will read again.
"""

from __future__ import annotations

import shutil
from pathlib import Path

_MEMORY = Path("/dev/shm")
_ENOUGH = 4 * 1024**3


def scratch_folder() -> Path | None:
    """A folder in memory; ``None`` means the system's usual place for temporary files."""
    has_room = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ENOUGH
    return _MEMORY if has_room else None
