"""The developer's script: what it promises beyond running other programs."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def dev(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A fresh ``.ci/dev.py``, which is no part of any package: its parts lie beside it."""
    monkeypatch.syspath_prepend(ROOT / ".ci")
    spec = importlib.util.spec_from_file_location("dev", ROOT / ".ci" / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_readme_names_the_commands_that_there_are(dev: ModuleType) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = {line.split()[2] for line in readme.splitlines() if line.startswith("python3 .ci/dev")}
    assert named == {"demo", "test"} <= set(dev.COMMANDS)


def test_the_checks_of_a_change_run_the_readmes_command() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.rstrip().endswith("exec python3 .ci/dev.py test")


def test_an_unknown_command_is_answered_with_the_known_ones(
    dev: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main(["tset"]) == 2
    assert "dev.py test" in capsys.readouterr().err


def test_a_failed_check_does_not_hide_the_next_one(dev: ModuleType) -> None:
    seen: list[str] = []

    def failing() -> None:
        raise dev.Failed("status 1")

    checks: dict[str, Callable[[], None]] = {"a": failing, "b": lambda: seen.append("b")}
    assert dev.attempt(checks) == ["a: status 1"]
    assert seen == ["b"]


def test_a_program_that_is_not_there_is_named(dev: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(dev.Failed, match="could not be started"):
        dev.run(tmp_path / "no-such-program")


def test_processes_of_tests_keep_what_they_compile(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_TEST_POSTGRESQL", "postgresql://somewhere")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    with dev.postgresql() as env:
        words = (sys.executable, "-c", "import sys; print(sys.dont_write_bytecode)")
        said = subprocess.run(words, env={**os.environ, **env}, capture_output=True, check=True)
    assert said.stdout.strip() == b"False"


def test_demo_data_that_broke_off_is_made_anew(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks_off(*command: str | Path, **_options: object) -> None:
        Path(command[-1]).write_text("half", encoding="utf-8")
        raise dev.Failed("power cut")

    def succeeds(*command: str | Path, **_options: object) -> None:
        Path(command[-1]).write_text("whole", encoding="utf-8")

    monkeypatch.setattr(dev, "BUILD", tmp_path)
    monkeypatch.setattr(dev, "run", breaks_off)
    with pytest.raises(dev.Failed, match="power cut"):
        dev.make_demo_workspace(("--lang", "ru"))
    monkeypatch.setattr(dev, "run", succeeds)
    workspace = dev.make_demo_workspace(("--lang", "ru"))
    assert workspace.read_text(encoding="utf-8") == "whole"
    assert workspace == tmp_path / "demo-ru" / "demo.db"
