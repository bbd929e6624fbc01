"""The change log: who did what and when, and what of it can still be taken back.

Queries run on reader threads; the window (settings → change log) shows the lines.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from crm_desktop.backend.work import Reader
from crm_desktop.core.clock import now
from crm_desktop.store import operation_log, operations
from crm_desktop.store.operation_log import LogFilter, LoggedOperation

__all__ = [
    "LogChoices",
    "LogFilter",
    "LoggedOperation",
    "find_choices",
    "find_older",
    "find_these",
    "is_reversible",
]

# Bulk changes and imports can be undone for so long (interaction.md, section 5).
UNDO_DAYS = 30


@dataclass(frozen=True)
class LogChoices:
    """What the log can be filtered by: people by internal key, kinds by label."""

    actors: tuple[tuple[int, str], ...]
    labels: tuple[str, ...]


def find_older(
    reader: Reader, wanted: LogFilter, before: int | None, limit: int
) -> list[LoggedOperation]:
    """Operations before the one with the key ``before``, newest first."""
    return operation_log.newest_first(reader, wanted, before=before, limit=limit)


def find_these(reader: Reader, rids: Collection[int]) -> list[LoggedOperation]:
    """These operations as they are now."""
    return operation_log.with_keys(reader, rids)


def find_choices(reader: Reader) -> LogChoices:
    """Who did something here, and which kinds of things were done."""
    return LogChoices(
        tuple(operation_log.actors(reader.connection, reader.registry)),
        tuple(operation_log.labels(reader.connection)),
    )


def is_reversible(logged: LoggedOperation) -> bool:
    """Whether the operation can be taken back today."""
    return (
        logged.kind == operations.DO
        and logged.state == operations.DONE
        and logged.records > 0
        and now() - logged.started_at <= timedelta(days=UNDO_DAYS)
    )
