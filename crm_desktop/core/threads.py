"""Which threads must never wait: the guard behind 'the GUI thread never touches the database'.

The window marks its thread once at start; the store asks before every connection it lends.
"""

from __future__ import annotations

import threading

_state = threading.local()


def forbid_waiting() -> None:
    """Mark the calling thread as one that must not touch the database (the GUI thread)."""
    _state.forbidden = True


def allow_waiting() -> None:
    """Take the mark back (tests)."""
    _state.forbidden = False


def assert_may_wait() -> None:
    """Raise ``RuntimeError`` when the calling thread is marked: a bug, so no expected error."""
    if getattr(_state, "forbidden", False):
        raise RuntimeError("the database was called on a thread that must never wait")
