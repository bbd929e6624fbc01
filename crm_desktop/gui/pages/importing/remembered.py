"""Where the columns of files went that were imported before: the same columns go there again.

One small file beside the person's settings. It holds fingerprints, codes of fields and the
names of those to be made, nothing of the rows. Called on the wizard's own thread.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crm_desktop.core.files import replace_text, turn
from crm_desktop.core.settings_file import settings_path
from crm_desktop.features.data.importing.custom import is_custom
from crm_desktop.features.data.importing.fields import is_field

_MOST_FILES = 100

log = logging.getLogger(__name__)


def remembered_file() -> Path:
    """Where the person's computer keeps them."""
    return settings_path().with_name("import-columns.json")


class RememberedColumns:
    """Fields by a fingerprint of the columns. A file that can't be read holds nothing, and one
    that can't be written is only logged: the import goes on without."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or remembered_file()

    def find(self, fingerprint: str) -> dict[int, str]:
        """Codes of fields by the index of the column; none for columns not seen before."""
        entry = self._entries().get(fingerprint)
        return _fields(entry) if isinstance(entry, dict) else {}

    def keep(self, fingerprint: str, fields: Mapping[int, str]) -> None:
        """Remember these; of too many files the oldest are forgotten."""
        self._change(fingerprint, {str(index): code for index, code in fields.items()})

    def forget(self, fingerprint: str) -> None:
        """Guess anew the next time."""
        if fingerprint in self._entries():
            self._change(fingerprint, None)

    def _change(self, fingerprint: str, entry: dict[str, str] | None) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with turn(self._path.with_name(f"{self._path.name}.lock")):
                entries = self._entries()
                entries.pop(fingerprint, None)
                if entry is not None:
                    entries[fingerprint] = entry
                newest = dict(list(entries.items())[-_MOST_FILES:])
                replace_text(self._path, json.dumps(newest, indent=1) + "\n")
        except (OSError, TimeoutError) as error:
            log.warning("the columns of an import are not remembered: %s", type(error).__name__)

    def _entries(self) -> dict[str, Any]:
        """Oldest first."""
        try:
            entries = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return entries if isinstance(entries, dict) else {}


def _fields(entry: Mapping[str, Any]) -> dict[int, str]:
    return {
        int(index): code
        for index, code in entry.items()
        if index.isdecimal() and isinstance(code, str) and (is_field(code) or is_custom(code))
    }
