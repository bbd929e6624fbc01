"""A machine that answers when it likes: for finding tests that race, and windows that do.

With ``CRM_TEST_JITTER=0.3`` every background read, every answer and every piece of news of the
tests of the window is late by up to so many seconds, at random. A test that passes only while
they are quick fails then, and so it does one day on a busy machine.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import ChangeHub

_MOST_SECONDS = float(os.environ.get("CRM_TEST_JITTER", "0"))


def delay_at_random(patching: pytest.MonkeyPatch) -> None:
    """Let what comes to the window from other threads come late, if that is asked for."""
    if not _MOST_SECONDS:
        return
    for owner, name in ((Bridge, "_reading"), (Bridge, "_arrive"), (ChangeHub, "take")):
        patching.setattr(owner, name, _late(getattr(owner, name)))


def _late(work: Callable[..., Any]) -> Callable[..., Any]:
    def late(*args: Any) -> Any:
        if threading.current_thread() is not threading.main_thread():
            time.sleep(random.choice((0, random.random())) * _MOST_SECONDS)
        return work(*args)

    return late
