"""The rules that ``tests/conftest.py`` lays on every test, shown on a small suite of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SUITE = """
import logging
import pytest

def test_plain(): pass

def test_that_warns(): logging.getLogger("crm_desktop").warning("disk nearly full")

@pytest.mark.expected_log
def test_that_is_meant_to_warn(): logging.getLogger("crm_desktop").warning("disk nearly full")

@pytest.mark.long
def test_that_takes_minutes(): pass

def test_at_home(tmp_path):
    from crm_desktop.core.paths import user_data_folder
    assert "crm-home-" in str(user_data_folder())
"""
SKIPPING = """
import pytest

def test_plain(): pass

@pytest.mark.skip(reason="no server")
def test_skipped(): pass
"""


def run_suite(
    folder: Path, text: str, *arguments: str, nothing_skipped: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run ``text`` as a suite under our rules, in a process of its own."""
    suite = folder / "test_suite.py"
    suite.write_text(text, encoding="utf-8")
    own = ("-p", "tests.conftest", "-p", "no:cacheprovider", f"--rootdir={folder}")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-c", ROOT / "pyproject.toml", *own, *arguments, suite],
        cwd=ROOT,
        env={**os.environ, "CRM_TEST_NOTHING_SKIPPED": "1" if nothing_skipped else "0"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_a_warning_in_the_log_fails_its_test_and_long_tests_are_left_out(tmp_path: Path) -> None:
    outcome = run_suite(tmp_path, SUITE)
    assert "4 passed, 1 deselected, 1 error" in outcome.stdout
    assert "WARNING crm_desktop: disk nearly full" in outcome.stdout
    assert outcome.returncode == pytest.ExitCode.TESTS_FAILED


def test_long_tests_run_when_asked_for(tmp_path: Path) -> None:
    assert "5 passed, 1 error" in run_suite(tmp_path, SUITE, "--long").stdout


def test_a_skip_is_said_aloud(tmp_path: Path) -> None:
    outcome = run_suite(tmp_path, SKIPPING)
    assert "NOT TESTED: 1 tests were skipped" in outcome.stdout
    assert outcome.returncode == pytest.ExitCode.OK


@pytest.mark.parametrize("processes", ["0", "2"])
def test_where_nothing_may_be_skipped_a_skip_fails(tmp_path: Path, processes: str) -> None:
    outcome = run_suite(tmp_path, SKIPPING, "-n", processes, nothing_skipped=True)
    assert "which fails this run" in outcome.stdout
    assert outcome.returncode == pytest.ExitCode.TESTS_FAILED


def test_modules_of_tests_have_names_of_their_own() -> None:
    """Without packages pytest knows a module by its name alone."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))
