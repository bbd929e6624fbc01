"""Places for the tests of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.core.paths import user_log_folder
from tests.journeys.program import done


@pytest.fixture
def workspace(tmp_path: Path) -> str:
    """A workspace with two people, in a file."""
    sheet = tmp_path / "two.csv"
    sheet.write_text("Имя;Фамилия;Телефон\nАнна;Ким;+79123456789\nИван;Ким;+79123456780\n")
    path = tmp_path / "work space.crm"
    done("--lang", "ru", "import", sheet, "--workspace", path)
    return str(path)


@pytest.fixture(autouse=True)
def _no_crash_report_is_left() -> Iterator[None]:
    """A bug looks like a refusal, one line and status 1: its report gives it away."""
    yield
    for path in user_log_folder().glob("crash-*.txt"):
        report = path.read_text(encoding="utf-8")
        path.unlink()
        pytest.fail(report)
