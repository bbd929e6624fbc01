"""What opens the window, and with which files."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.cli.parser import parse


@pytest.mark.parametrize(
    ("words", "workspace", "files"),
    [
        ([], None, []),
        (["--workspace", "own.db"], "own.db", []),
        (["people.csv"], None, ["people.csv"]),
        (["--lang", "pl", "--workspace=own.db", "a.xlsx", "b.vcf"], "own.db", ["a.xlsx", "b.vcf"]),
        (["--work", "own.db", "люди.csv"], "own.db", ["люди.csv"]),
        (["folder/base"], None, ["folder/base"]),
        (["people.csv", "import"], None, ["people.csv", "import"]),
        (["--", "-odd.csv"], None, ["-odd.csv"]),
    ],
)
def test_without_a_command_the_window_opens_with_the_files_named(
    words: list[str], workspace: str | None, files: list[str]
) -> None:
    parsed = parse(words)
    assert parsed.command is None
    assert parsed.workspace == workspace
    assert parsed.files == [Path(name) for name in files]


@pytest.mark.parametrize(
    "words",
    [
        ["check", "--workspace", "own.db"],
        ["--workspace", "own.db", "undo"],
        ["--workspace", "x.db", "undo", "--workspace", "own.db"],
        ["--workspace=own.db", "contact", "show", "Anna"],
    ],
)
def test_a_command_stays_a_command_wherever_its_workspace_stands(words: list[str]) -> None:
    parsed = parse(words)
    assert parsed.command in ("check", "undo", "contact")
    assert parsed.workspace == "own.db"


def test_a_command_needs_a_workspace(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        parse(["--lang", "pl", "check"])
    assert "crm-desktop check: error" in (told := capsys.readouterr().err)
    assert "--workspace" in told


def test_a_file_may_have_any_name_if_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "base").touch()
    assert parse(["base"]).files == [Path("base")]


def test_a_command_written_wrong_is_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        parse(["imprt", "people.csv"])
    assert "imprt" in capsys.readouterr().err
