"""Places for the tests of the command line."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.core.paths import user_log_folder
from tests.journeys.program import done


@pytest.fixture(scope="session")
def two_people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pattern of ``workspace``, imported once."""
    folder = tmp_path_factory.mktemp("two")
    sheet, path = folder / "two.csv", folder / "two.crm"
    sheet.write_text("Имя;Фамилия;Телефон\nАнна;Ким;+79123456789\nИван;Ким;+79123456780\n")
    done("--lang", "ru", "import", sheet, "--workspace", path)
    return path


@pytest.fixture
def workspace(two_people: Path, tmp_path: Path) -> str:
    """A workspace with two people, in a file."""
    return str(shutil.copy(two_people, tmp_path / "work space.crm"))


@pytest.fixture(autouse=True)
def _no_crash_report_is_left() -> Iterator[None]:
    """A bug looks like a refusal, one line and status 1: its report gives it away."""
    yield
    for path in user_log_folder().glob("crash-*.txt"):
        report = path.read_text(encoding="utf-8")
        path.unlink()
        pytest.fail(report)
