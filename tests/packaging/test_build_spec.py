"""What the program reads from disk goes along when it is frozen.

The recipe is run with PyInstaller's words replaced by ones that only note what they are told.
"""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """The arguments of ``Analysis`` in build.spec."""
    noted: dict[str, Any] = {}

    def analysis(scripts: list[str], **arguments: Any) -> SimpleNamespace:
        noted.update(arguments, scripts=scripts)
        return SimpleNamespace(pure=[], scripts=[], binaries=[], datas=[])

    def nothing(*_arguments: Any, **_named: Any) -> None:
        return None

    words = {"Analysis": analysis, "PYZ": nothing, "EXE": nothing, "COLLECT": nothing}
    runpy.run_path(str(ROOT / "build.spec"), init_globals=words)
    return noted


@pytest.mark.parametrize("folder", ["resources", "migrations"])
def test_folders_the_program_reads_go_along(told: dict[str, Any], folder: str) -> None:
    assert (folder, folder) in told["datas"]


def test_what_only_the_migrations_import_goes_along(told: dict[str, Any]) -> None:
    assert {"crm_desktop.store", "logging.config"} <= set(told["hiddenimports"])


def test_the_tools_of_the_checkout_stay_behind(told: dict[str, Any]) -> None:
    assert {"tkinter", "pytest", "hypothesis", "PyInstaller"} <= set(told["excludes"])


def test_the_program_starts_at_its_command_line(told: dict[str, Any]) -> None:
    assert told["scripts"] == ["crm_desktop/__main__.py"]
