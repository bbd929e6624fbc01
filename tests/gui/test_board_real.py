"""A card dragged with a real mouse in a real window."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(not all(map(shutil.which, ("xvfb-run", "xdotool"))), reason="needs an X server")
def test_a_real_mouse_drags_a_card_and_esc_gives_it_back() -> None:
    script = Path(__file__).with_name("real_drag.py")
    run = subprocess.run(
        ["xvfb-run", "-a", sys.executable, str(script)],
        env={**os.environ, "QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = run.stdout.splitlines()
    assert said == ["carried", "moved [1] talks 4", "carried", "nothing"], run.stderr
