"""What the database's errors mean to a person: the store lets no driver error out.

Every call into a driver runs inside ``translated()``. Unknown errors pass as they are: bugs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from crm_desktop.core.errors import Broken, Conflict, CrmError, Unavailable, WrongPassword
from crm_desktop.core.i18n import Message, msg

_WRONG_PASSWORD = "28P01"
NO_RIGHT = "42501"
# SQLSTATE classes and codes: PostgreSQL manual, appendix A.
_POSTGRES = {
    _WRONG_PASSWORD: msg(
        "The server refused the password. Nothing was changed. Type the password again or ask "
        "the administrator for a new one."
    ),
    "28000": msg(
        "The server doesn’t let this user in. Nothing was changed. Ask the administrator for "
        "access to the workspace."
    ),
    "3D000": msg(
        "There is no such database on the server. Ask the administrator to create it, or check "
        "the address of the workspace."
    ),
    NO_RIGHT: msg(
        "The server gives this user no right to do that. Nothing was changed. Ask the "
        "administrator of the workspace."
    ),
    "53100": msg(
        "The server’s disk is full. Nothing was changed, everything saved before is safe. Ask "
        "the administrator to free some space and try again."
    ),
    "53300": msg(
        "The server has no free connection left. Nothing was changed. Try again in a minute."
    ),
    "57014": msg("The server took too long and the request was stopped. Nothing was changed."),
    "55P03": msg(
        "Someone else is writing to the workspace for a long time. Nothing was changed. Try "
        "again in a minute."
    ),
    "25006": msg("The workspace can only be read right now. Nothing was changed."),
}
# Deadlock and failed serialisation: the server chose which of two has to begin anew.
_TURN_LOST = frozenset({"40P01", "40001"})
_BUSY = msg(
    "Another program has been writing to the workspace for a long time. Nothing was changed. "
    "Close it or wait, then try again."
)
CANT_OPEN = msg(
    "The workspace file can’t be opened: the folder is missing or there is no right to use it. "
    "Check the place and the rights, or choose another file."
)
VANISHED = msg(
    "The workspace file isn’t where it was: the drive was taken out, or someone moved the file. "
    "What was saved before is in that file. Bring it back and try again."
)
REPLACED = msg(
    "Another file is in the place of the workspace. Nothing was changed. Bring the right one back, "
    "or close the window and open the workspace again to go on."
)
OLDER = msg(
    "An older copy lies in the place of the workspace. It was left as it is. Bring the newer file "
    "back, or open the workspace again to go on with the older one."
)
EMPTIED = msg(
    "Something else was written over the workspace file, or it was emptied: a program that copies "
    "files may have done so. Nothing can be read or saved until it is whole again. Bring the file "
    "back from a copy; this window goes on by itself then."
)
ONLY_READ = msg(
    "The workspace file can only be read: its folder or the file is write-protected. "
    "Nothing was changed. Ask for the right to write, or copy the file elsewhere."
)
LEFT_OPEN = msg(
    "The workspace wasn’t closed properly, and where it lies nothing can be written. It was left "
    "as it is. Copy it, together with the files that begin with its name, to a folder that can be "
    "written, and open it there."
)
CHANGED = msg(
    "Someone has changed the workspace file, which can only be read here. Open it again to see "
    "it as it is now."
)
NEWER = msg(
    "A newer version of the program has written this workspace. It was left as it is. Update this "
    "program to open it."
)
_SQLITE = (
    (
        ("database or disk is full",),
        msg(
            "The disk is full. Nothing was changed, everything saved before is safe. Free some "
            "space and try again."
        ),
    ),
    (
        ("database is locked", "database table is locked"),
        _BUSY,
    ),
    (
        ("attempt to write a readonly database",),
        ONLY_READ,
    ),
    (
        ("unable to open database file",),
        CANT_OPEN,
    ),
    (
        ("disk i/o error",),
        msg(
            "The disk doesn’t answer. What was saved before is safe. Check the drive or the "
            "network folder and try again."
        ),
    ),
)
_SQLITE_DAMAGED = (
    (
        ("file is not a database", "file is encrypted"),
        msg(
            "The file is not a workspace of this program, or it is encrypted. It was left as it "
            "is. Choose another file."
        ),
    ),
    (
        ("malformed",),
        msg(
            "The workspace file is damaged. It was left as it is. Open the newest backup "
            "instead, and keep this file for rescue."
        ),
    ),
)
SERVER_GONE = msg(
    "The office computer with the workspace doesn’t answer. What was saved before is safe. Check "
    "the network and try again."
)


@contextmanager
def translated() -> Iterator[None]:
    """Turn what a driver raises into ``Unavailable`` or ``Damaged`` where a person can mend it."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise meaning(error.orig) or error from error
    except sa.exc.TimeoutError as error:
        raise Unavailable(SERVER_GONE) from error
    except Exception as error:
        if known := meaning(error):
            raise known from error
        raise


def busy(programs: Sequence[str]) -> Unavailable:
    """Somebody else holds the writer's place; ``programs`` have the file open here."""
    if not programs:
        return Unavailable(_BUSY)
    return Unavailable(
        msg(
            "Another program has been writing to the workspace for a long time. Nothing was "
            "changed. On this computer it is open in {programs}: close that or wait, then try "
            "again.",
            programs=", ".join(programs),
        )
    )


def meaning(error: BaseException | None) -> CrmError | None:
    """The expected error that a driver's ``error`` stands for, or ``None`` for a bug."""
    if _is_postgres_error(error):
        return _postgres_meaning(error)
    if _is_sqlite_error(error):
        return _sqlite_meaning(str(error).lower())
    return None


def is_driver_error(error: BaseException) -> bool:
    """Whether a driver raised it: the connection is then of no use any more."""
    return _is_sqlite_error(error) or _is_postgres_error(error)


def _is_sqlite_error(error: BaseException | None) -> bool:
    """Without loading the driver: only what is loaded can have raised."""
    driver = sys.modules.get("sqlcipher3.dbapi2")
    return driver is not None and isinstance(error, driver.Error)


def _is_postgres_error(error: BaseException | None) -> bool:
    """Likewise."""
    driver = sys.modules.get("psycopg")
    return driver is not None and isinstance(error, driver.Error)


def _postgres_meaning(error: Any) -> CrmError | None:
    state = error.sqlstate
    if state is None and isinstance(error, sys.modules["psycopg"].OperationalError):
        # While connecting libpq gives words only, no SQLSTATE.
        return _connect_error(str(error))
    if state == _WRONG_PASSWORD:
        return WrongPassword(_POSTGRES[state])
    if state in _TURN_LOST:
        return Conflict(
            msg(
                "Someone else was writing the same records at the same moment. Nothing was "
                "changed; try again."
            )
        )
    if state in _POSTGRES:
        return Unavailable(_POSTGRES[state])
    if state is not None and state[:2] in {"08", "57"}:
        return Unavailable(SERVER_GONE)
    return None


def _connect_error(text: str) -> CrmError:
    lowered = text.lower()
    if "password authentication failed" in lowered or "no password supplied" in lowered:
        return WrongPassword(_POSTGRES[_WRONG_PASSWORD])
    return Unavailable(_connect_meaning(lowered))


def _connect_meaning(lowered: str) -> Message:
    if "does not exist" in lowered and "database" in lowered:
        return _POSTGRES["3D000"]
    if "pg_hba.conf" in lowered or ("role" in lowered and "does not exist" in lowered):
        return _POSTGRES["28000"]
    if "too many clients" in lowered or "connection slots" in lowered:
        return _POSTGRES["53300"]
    return SERVER_GONE


def _sqlite_meaning(text: str) -> CrmError | None:
    for kind, table in ((Broken, _SQLITE_DAMAGED), (Unavailable, _SQLITE)):
        for needles, message in table:
            if any(needle in text for needle in needles):
                return kind(message)
    return None
