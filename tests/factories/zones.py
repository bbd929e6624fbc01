"""A computer in another time zone."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def computer_in(zone: str) -> Iterator[None]:
    """Let the computer stand in this zone (``Europe/Warsaw``), and go home afterwards. Windows has
    one zone for all programs: a test that wants another one is left out there."""
    if sys.platform == "win32":
        if zone != "UTC" or time.timezone or time.daylight:
            pytest.skip(f"needs a computer in {zone}")
        yield
        return
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()
