"""What hangs on records, for the question before they are deleted. On reader threads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.backend.work import Reader
from crm_desktop.features.activities.queries import count_activities
from crm_desktop.features.custom_fields.uses.queries import count_uses
from crm_desktop.features.files.queries import count_files


class Hanging(NamedTuple):
    """How many activities and files are linked with records, and how many times fields of others
    refer to them."""

    activities: int
    files: int
    uses: int = 0


def count_hanging(reader: Reader, entity: str, ids: Sequence[str]) -> Hanging:
    """What hangs on the records with these ids, the deleted left out."""
    return Hanging(
        count_activities(reader, entity, ids),
        count_files(reader, entity, ids),
        count_uses(reader, entity, ids),
    )
