"""The measure of the window's patience counts waiting too, not work alone."""

from __future__ import annotations

import threading

import pytest

from tests.factories.fair_time import within


def test_a_thread_that_waits_for_another_keeps_a_person_waiting() -> None:
    with pytest.raises(AssertionError), within(0.01):
        threading.Event().wait(0.02)
