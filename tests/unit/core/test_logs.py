"""The log says what happened and where, and nothing of what people typed."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.core.errors import Unavailable
from crm_desktop.core.i18n import msg
from crm_desktop.core.logs import LOG_NAME, DiscreetFormatter, SharedLogFile, last_lines, log_kept

pytestmark = pytest.mark.expected_log
ROOT = Path(__file__).resolve().parents[3]
log = logging.getLogger("crm_desktop.store.canary")

CANARIES = ("Соколова", "Sokolova", "anna@vektor.example", "555-01-14", "9005550114", "s3cret")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with log_kept(tmp_path / "logs"):
        yield tmp_path / "logs"


def written(folder: Path) -> str:
    return (folder / LOG_NAME).read_text(encoding="utf-8")


def test_a_line_tells_when_how_grave_and_where(folder: Path) -> None:
    log.info("%d rows read", 12)
    [line] = last_lines(folder=folder)
    assert line[10] == "T"
    assert " INFO " in line
    assert line.endswith("MainThread crm_desktop.store.canary: 12 rows read")


def test_debugging_words_are_left_out(folder: Path) -> None:
    log.debug("a detail")
    assert last_lines(folder=folder) == []


def test_kinds_of_errors_are_told_and_other_texts_are_not(folder: Path) -> None:
    log.warning("interrupted: %s, %s, %s", "Unavailable", KeyError("Sokolova"), "Sokolova")
    assert written(folder).endswith("interrupted: Unavailable, KeyError, …\n")


def test_no_canary_gets_into_the_log(folder: Path) -> None:
    for canary in CANARIES:
        log.warning("saved %s", canary)
        log.warning("saved %(name)s", {"name": canary})
        log.warning("saved %s and %r", {"family_name": canary}, [canary])
        try:
            raise RuntimeError(canary) from ValueError(canary)
        except RuntimeError:
            log.exception("failed with %s", canary)
        log.error("told", exc_info=Unavailable(msg("{name} is away", name=canary)))
    for text in (
        "connection to postgresql://anna:s3cret@db.example/crm lost",
        "mail to anna@vektor.example refused, write to <anna@vektor.example>",
        "called +7 (900) 555-01-14 and 9005550114",
        f"no rights in {Path.home()}/Documents/base.crm",
    ):
        log.warning(text)
    text = written(folder)
    for canary in (*CANARIES, str(Path.home()), "anna"):
        assert canary not in text
    assert "postgresql://…db.example/crm" in text
    assert "~/Documents/base.crm" in text
    assert "builtins.RuntimeError" in text
    assert "tests/unit/core/test_logs.py" in text


def test_values_that_do_not_fit_the_text_are_left_out() -> None:
    record = logging.makeLogRecord({"msg": "%s and %s", "args": ("Sokolova",)})
    assert DiscreetFormatter().format(record).endswith(": %s and %s")


def test_a_record_is_one_line_whatever_it_holds(folder: Path) -> None:
    log.warning("first\nsecond\r\n\x1b third")
    assert len(last_lines(folder=folder)) == 1


def test_a_large_log_is_turned_over_and_few_are_kept(tmp_path: Path) -> None:
    handler = SharedLogFile(tmp_path / LOG_NAME, largest=1000)
    for number in range(100):
        handler.emit(logging.makeLogRecord({"msg": f"line {number} {'x' * 100}", "levelno": 30}))
    names = sorted(path.name for path in tmp_path.glob("*.log"))
    assert names == [f"crm-desktop.{n}.log" for n in (1, 2, 3)] + [LOG_NAME]
    assert all(path.stat().st_size < 1500 for path in tmp_path.glob("*.log"))
    assert "line 99" in (tmp_path / LOG_NAME).read_text()


def test_processes_that_turn_the_log_over_at_once_lose_no_line(tmp_path: Path) -> None:
    script = (
        "import sys, logging; from pathlib import Path\n"
        "from crm_desktop.core.logs import SharedLogFile\n"
        "handler = SharedLogFile(Path(sys.argv[1]), largest=20_000)\n"
        "for number in range(100):\n"
        "    handler.emit(logging.makeLogRecord({'msg': f'<{sys.argv[2]} {number}>'}))\n"
    )
    path = tmp_path / LOG_NAME
    processes = [
        subprocess.Popen([sys.executable, "-c", script, path, name], cwd=ROOT) for name in "abc"
    ]
    assert [process.wait() for process in processes] == [0, 0, 0]
    text = "".join(log.read_text() for log in tmp_path.glob("*.log"))
    assert all(f"<{name} {number}>" in text for name in "abc" for number in range(100))


def test_without_a_place_for_the_log_the_program_works(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with log_kept(tmp_path / "file" / "logs"):
        log.warning("nobody hears")
    assert last_lines(folder=tmp_path / "file" / "logs") == []


def test_afterwards_the_log_is_closed(tmp_path: Path) -> None:
    with log_kept(tmp_path):
        pass
    log.warning("too late")
    assert not (tmp_path / LOG_NAME).exists()
