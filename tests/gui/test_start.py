"""The window is on the screen before anything of the database is imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_HEAVY = ("sqlalchemy", "psycopg", "sqlcipher3", "alembic", "phonenumbers", "crm_desktop.catalog")


def test_the_window_is_shown_without_what_reads_the_database() -> None:
    script = (
        "import sys, crm_desktop.gui.app; "
        f"print(sorted(name for name in {_HEAVY!r} if name in sys.modules))"
    )

    found = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert found.stdout.strip() == "[]"
