"""A folder for files that last as long as what made them: pictures of a theme, a dragged vCard.

It is made when it is first wanted, and goes with its owner or with the program: Qt's own
``QTemporaryDir`` goes with a destructor, which Python need not call when the program ends, and
people's data would stay behind. GUI thread only.
"""

from __future__ import annotations

import shutil
import tempfile
from functools import cached_property, partial
from pathlib import Path
from weakref import finalize

from PySide6.QtCore import QObject


class ScratchFolder:
    """A folder that belongs to ``owner``."""

    def __init__(self, owner: QObject) -> None:
        self._owner = owner

    @cached_property
    def path(self) -> Path:
        """Where it is; it exists from now on."""
        made = tempfile.mkdtemp(prefix="crm-desktop-")
        finalize(self._owner, partial(shutil.rmtree, made, ignore_errors=True))
        return Path(made)
