"""Files of an import that can't be read: why nothing comes in, or why they don't while others do.

Used by the imports of people and of entries, on threads of long commands and of readers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg


def refusal(paths: Sequence[Path], path: Path, error: Invalid) -> Invalid:
    """Why nothing comes in; of several files, which of them is the cause."""
    if len(paths) == 1:
        return error
    words = msg(
        "{file}: {reason} None of the files was imported.", file=path.name, reason=error.message
    )
    return Invalid(words, error.field)


def told(unread: Mapping[Path, Invalid]) -> list[str]:
    """Which files are left out and why, in words."""
    said = (
        msg("{file}: {reason}", file=path.name, reason=error.message)
        for path, error in unread.items()
    )
    return [words.text() for words in said]
