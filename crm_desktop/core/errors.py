"""Errors, classified by who can mend them.

``UserError`` is expected and can be mended by the person (a wrong value, a missing right);
``Unavailable`` can be mended by waiting or by an administrator (a full disk, a server that is
gone); anything else is a bug of ours and goes to the crash report. Raised everywhere, shown by
the window, the command line and the worker in the language of each. Thread-free.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm_desktop.core.i18n import Message
from crm_desktop.core.late_dataclass import dataclass


class CrmError(Exception):
    """Base of every expected error: a translatable message and nothing of the database in it."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text())
        self.message = message

    def __str__(self) -> str:
        return self.message.text()

    def __reduce__(self) -> tuple[Any, ...]:
        # Python would make it again from its text alone, when it comes from another process.
        return _made_again, (type(self), vars(self))


def _made_again(kind: type[CrmError], values: Mapping[str, Any]) -> CrmError:
    error = kind.__new__(kind, values["message"].text())
    vars(error).update(values)
    return error


class UserError(CrmError):
    """Something the person asked for can't be done as asked."""


class Invalid(UserError):
    """A value that its field refuses; ``field`` names the field (``emails``, ``tax_ids.inn``)."""

    def __init__(self, message: Message, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Circular(Invalid):
    """The value would lead on from record to record and back to where the way began."""


class Forbidden(UserError):
    """The role has no such right; ``permission`` is the missing one."""

    def __init__(self, message: Message, permission: str) -> None:
        super().__init__(message)
        self.permission = permission


class NotFound(UserError):
    """The record is not there (any more)."""


@dataclass(frozen=True)
class FieldConflict:
    """One field that two people changed: what it was, what I want, what the other one saved."""

    entity: str
    record_id: str
    field: str
    base: Any
    mine: Any
    theirs: Any


class Conflict(UserError):
    """Somebody else changed the same fields since they were read. Nothing was written."""

    def __init__(self, message: Message, conflicts: Sequence[FieldConflict] = ()) -> None:
        super().__init__(message)
        self.conflicts = tuple(conflicts)


class Unavailable(CrmError):
    """The workspace can't be used right now (disk full, server gone, busy). Nothing was lost;
    the same call may be made again."""


class Damaged(Unavailable):
    """The workspace is there but can't be opened: not a database, newer, damaged, no rights."""


class Broken(Damaged):
    """What is in the workspace's file can't be read: only a copy of it helps."""


class Overwritten(Broken):
    """Nothing of the workspace is left in its file, which somebody emptied or wrote other things
    into."""


class Replaced(Unavailable):
    """Another file, or an older copy, has taken the place of the workspace while it was open. It
    can be opened anew as it is."""


class WrongPassword(Unavailable):
    """The server refused the password; asking again may help."""


class Cancelled(UserError):
    """The person stopped a long operation; everything it had written was taken back."""


__all__ = [
    "Broken",
    "Cancelled",
    "Circular",
    "Conflict",
    "CrmError",
    "Damaged",
    "FieldConflict",
    "Forbidden",
    "Invalid",
    "NotFound",
    "Overwritten",
    "Replaced",
    "Unavailable",
    "UserError",
    "WrongPassword",
]
