"""The contract of the command line: statuses, streams, languages, JSON and refusals in one line."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite

from crm_desktop.cli import commands
from crm_desktop.core.paths import user_log_folder
from tests.journeys.program import ROOT, done, exported, run, run_apart, start
from tests.store.importing import many_people
from tests.unit.tabular.workbook_bytes import ole

NAUGHTY = [
    "'; DROP TABLE contact; --",
    "\u202eнаоборот\u202c",
    "👩‍👩‍👧‍👦",
    "\x00",
    "\udcff",
    "%s%n{0}{file}\\",
    '"" OR NEAR(* ^ -',
    "a" * 100_000,
    "",
    "\r\n\t ",
]


def sheet(folder: Path, text: str, name: str = "людей список.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# Status and streams


def test_the_result_is_on_stdout_and_nothing_else(workspace: str) -> None:
    answer = done("search", "--workspace", workspace, "Анна")
    assert (answer.out.split()[:2], answer.err) == (["Анна", "Ким"], "")


def test_finding_nothing_is_no_failure_and_no_result(workspace: str) -> None:
    answer = done("search", "--workspace", workspace, "zzzzzz")
    assert (answer.out, len(answer.err.splitlines())) == ("", 1)


@pytest.mark.parametrize(
    "words",
    [
        ("search",),
        ("search", "x"),
        ("import", "--workspace", "w"),
        ("dance", "--workspace", "w"),
        ("demo", "--workspace", "w", "--scale", "giant"),
        ("--lang", "de", "check", "--workspace", "w"),
        ("search", "x", "--workspace", "w", "--limit", "many"),
        ("export", "dogs", "--workspace", "w", "--format", "json", "--out", "o"),
    ],
)
def test_wrong_usage_is_status_2(words: tuple[str, ...]) -> None:
    answer = run(*words)
    assert (answer.status, answer.out) == (2, "")
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("language", ["ru", "en", "pl"])
@pytest.mark.parametrize("command", ["search x", "check", "undo", "redo", "export contacts"])
def test_a_missing_workspace_is_refused_and_not_made(
    tmp_path: Path, language: str, command: str
) -> None:
    words = command.split()
    if words[0] == "export":
        words += ["--format", "json", "--out", str(tmp_path / "out")]
    answer = run("--lang", language, *words, "--workspace", tmp_path / "нет такого.crm")
    assert str(tmp_path) in answer.reason or "нет такого" in answer.reason
    assert "demo" in answer.reason
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_workspace_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("Молоко, хлеб\n" * 500, encoding="utf-8")
    foreign = tmp_path / "firefox.sqlite"
    with sqlite.connect(foreign) as connection:
        connection.execute("CREATE TABLE moz_places (url TEXT)")
    connection.close()
    for path in (other, foreign, tmp_path):
        before = path.read_bytes() if path.is_file() else b""
        for words in (("check",), ("import", sheet(tmp_path, "Имя\nАнна\n"))):
            assert run(*words, "--workspace", path).reason
        assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_newer_workspace_is_refused_and_left_as_it_is(workspace: str) -> None:
    with sqlite.connect(workspace) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert run("check", "--workspace", workspace).reason
    with sqlite.connect(workspace) as connection:
        [kept] = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    connection.close()
    assert kept == "9999"


@pytest.mark.parametrize("table", ["search_document", "search_index_words"])
def test_damage_found_by_check_is_status_1(workspace: str, table: str) -> None:
    with sqlite.connect(workspace) as connection:
        connection.execute(f"DELETE FROM {table}")
    connection.close()
    answer = run("check", "--workspace", workspace, "--json")
    assert answer.status == 1
    assert answer.json["problems"]


# JSON


def test_search_tells_one_object_with_these_keys(workspace: str) -> None:
    results = done("search", "--workspace", workspace, "--json", "ким").json["results"]
    assert {name for result in results for name in result} == {
        *("kind", "id", "title", "subtitle", "match")
    }
    assert {result["title"] for result in results} == {"Анна Ким", "Иван Ким"}


def test_the_limit_bounds_a_search(workspace: str) -> None:
    answer = done("search", "--workspace", workspace, "--json", "--limit", 1, "ким")
    assert len(answer.json["results"]) == 1


def test_check_tells_one_object_with_these_keys(workspace: str) -> None:
    told = done("check", "--workspace", workspace, "--json").json
    assert set(told) == {"engine", "engine_version", "schema", "counts", "problems"}
    assert (told["counts"]["contacts"], told["problems"]) == (2, [])


def test_import_tells_one_object_with_these_keys(tmp_path: Path, workspace: str) -> None:
    path = sheet(tmp_path, "Имя;Телефон;Цвет\nОля Ли;+79990000000;синий\n;;красный\n")
    told = done("import", path, "--workspace", workspace, "--json").json
    assert set(told) == {
        *("operation", "kind", "encoding", "delimiter", "rows", "columns", "contacts"),
        *("companies", "deals", "products", "errors", "notes", "error_file"),
        *("possible_duplicates", "warnings"),
    }
    assert set(told["columns"][0]) == {"source", "field", "confidence"}
    assert set(told["contacts"]) == {"created", "updated", "unchanged"} == set(told["companies"])
    assert (told["rows"], told["errors"], told["notes"]) == (2, 1, 1)
    assert Path(told["error_file"]).parent == tmp_path
    dry = done("import", path, "--workspace", workspace, "--dry-run", "--json").json
    assert (set(dry), dry["operation"], dry["error_file"]) == (set(told), None, None)


@pytest.mark.parametrize(
    ("order", "day"), [("dmy", "2001-04-03"), ("mdy", "2001-03-04"), (None, "2001-04-03")]
)
def test_row_of_names_and_order_of_dates_may_be_said(
    tmp_path: Path, workspace: str, order: str | None, day: str
) -> None:
    path = sheet(tmp_path, "Отчёт\n\nИмя;Город\nФИО;Рождён\nОльга Ли;03/04/2001\n")
    said = ("--header-row", 4, *(("--date-order", order) if order else ()))
    told = done(
        *("import", path, "--workspace", workspace, "--region", "RU", *said),
        *("--column", "ФИО=full_name", "--column", "Рождён=birthday", "--json"),
    ).json
    assert told["contacts"]["created"] == 1
    people = {one["family_name"]: one for one in exported(workspace, "contacts", tmp_path)}
    assert people["Ли"]["birthday"] == day
    again = run("import", path, "--workspace", workspace, "--header-row", 2)
    assert "нет строки с названиями столбцов" in again.reason


def test_no_row_of_names_may_be_said(tmp_path: Path, workspace: str) -> None:
    path = sheet(tmp_path, "Контакт;Телефон\nОля Ли;+79990000000\n")
    words = ("import", path, "--workspace", workspace, "--header-row", 0, "--dry-run", "--json")
    assert done(*words).json["rows"] == 2


def test_possible_duplicates_beyond_the_first_are_counted(tmp_path: Path, workspace: str) -> None:
    path = sheet(tmp_path, "Имя;Телефон\nОля Ли;+79990000000\n", "one.csv")
    done("import", path, "--workspace", workspace)
    rows = "".join(f"Оля Ли;{number} дом\n" for number in range(23))
    answer = done("import", sheet(tmp_path, f"Имя;Заметка\n{rows}"), "--workspace", workspace)
    lines = answer.err.splitlines()
    assert (sum("Оля Ли" in line for line in lines), lines[-1]) == (20, "и ещё 3")


def test_letters_are_not_escaped(workspace: str) -> None:
    assert "Анна" in done("search", "--workspace", workspace, "--json", "анна").out


# Import at the terminal


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xd0\x98\xd0\xbc\xd1\x8f;\xd0\xa2\xd0\xb5\xd0\xbb\xd0\xb5\xd1\x84\xd0\xbe\xd0\xbd\n",
        b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20,
        bytes(range(256)) * 40,
        b"PK\x03\x04broken",
        (";".join(f"c{n}" for n in range(10_000)) + "\n").encode() * 2,
        ole("EncryptedPackage", b""),
    ],
    ids=[
        "empty",
        "header only",
        "picture",
        "binary",
        "broken workbook",
        "10,000 columns",
        "locked",
    ],
)
def test_a_refused_file_is_status_1_and_changes_nothing(
    tmp_path: Path, workspace: str, content: bytes
) -> None:
    path = tmp_path / "файл.xlsx"
    path.write_bytes(content)
    assert run("import", path, "--workspace", workspace).reason
    counts = done("check", "--workspace", workspace, "--json").json["counts"]
    assert counts["contacts"] == 2


def test_a_file_of_two_gigabytes_is_refused_at_once(tmp_path: Path, workspace: str) -> None:
    path = tmp_path / "film.csv"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)
    start_of_it = time.process_time()
    assert run("import", path, "--workspace", workspace).reason
    assert time.process_time() - start_of_it < 5


def test_a_missing_file_is_refused(tmp_path: Path, workspace: str) -> None:
    assert "нет.csv" in run("import", tmp_path / "нет.csv", "--workspace", workspace).reason


@pytest.mark.parametrize(
    "options",
    [("--column", "Имя"), ("--region", "Poland"), ("--encoding", "latin-99"), ("--delimiter", "")],
)
def test_wrong_options_of_an_import_are_refused(
    tmp_path: Path, workspace: str, options: tuple[str, str]
) -> None:
    path = sheet(tmp_path, "Имя\nАнна\n")
    assert run("import", path, "--workspace", workspace, *options).reason


def test_a_column_with_an_equals_sign_in_its_name_can_be_named(
    tmp_path: Path, workspace: str
) -> None:
    path = sheet(tmp_path, "Имя;a=b\nОля Ли;89990000001\n")
    words = ("--region", "ru", "--column", "a=b=phone.mobile", "--json")
    told = done("import", path, "--workspace", workspace, *words).json
    assert told["columns"][1] == {"source": "a=b", "field": "phone.mobile", "confidence": 1.0}


@pytest.mark.parametrize(
    ("language", "region"), [("ru", "+78005553535"), ("en", "+12015550123"), ("pl", "+48601234567")]
)
def test_the_country_of_phones_is_the_languages(tmp_path: Path, language: str, region: str) -> None:
    national = {"ru": "8 800 555-35-35", "en": "201-555-0123", "pl": "601 234 567"}[language]
    path = sheet(tmp_path, f"Name;Phone\nAnna Lee;{national}\n")
    workspace = tmp_path / "new.crm"
    done("--lang", language, "import", path, "--workspace", workspace)
    out = tmp_path / "out.jsonl"
    done("export", "contacts", "--workspace", workspace, "--format", "json", "--out", out)
    assert [phone["value"] for phone in json.loads(out.read_text())["phones"]] == [region]


# Export at the terminal


@pytest.mark.parametrize("part", ["", "-wal"])
def test_an_export_never_replaces_the_workspace(workspace: str, part: str) -> None:
    Path(f"{workspace}{part}").touch()
    out = Path(workspace).parent / "." / Path(f"{workspace}{part}").name
    words = ("export", "contacts", "--workspace", workspace, "--format", "json", "--out", out)
    assert "workspace" in run("--lang", "en", *words).reason
    assert done("check", "--workspace", workspace, "--json").json["counts"]["contacts"] == 2


# Undo and redo


def test_undo_redo_and_what_is_left_to_undo(workspace: str) -> None:
    def contacts() -> int:
        told = done("check", "--workspace", workspace, "--json").json
        return int(told["counts"]["contacts"])

    done("undo", "--workspace", workspace)
    assert contacts() == 0
    assert run("undo", "--workspace", workspace).reason
    done("redo", "--workspace", workspace)
    assert contacts() == 2
    assert run("redo", "--workspace", workspace).reason


@pytest.mark.parametrize("operation", ["7", "no", "01a20037-3d99-734c-8530-14f779bad76c", "\x00"])
def test_an_operation_that_is_not_there_is_refused(workspace: str, operation: str) -> None:
    assert run("undo", "--workspace", workspace, "--operation", operation).reason


# Naughty strings


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
def test_naughty_arguments_neither_crash_nor_find(workspace: str, text: str) -> None:
    assert done("search", "--workspace", workspace, "--json", "--", text).json == {"results": []}


@pytest.mark.parametrize("text", [text for text in NAUGHTY[:5] if "\0" not in text], ids=range(4))
def test_naughty_paths_are_refused_in_one_line(workspace: str, tmp_path: Path, text: str) -> None:
    out = ("--format", "json", "--out", f"{tmp_path}/{text}/x")
    for words in (
        ("import", f"{tmp_path}/{text}/x.csv", "--workspace", workspace),
        ("export", "contacts", "--workspace", workspace, *out),
        ("check", "--workspace", f"{tmp_path}/{text}/x.crm"),
        ("check", "--workspace", f"postgresql://127.0.0.1:1/{text}"),
        ("check", "--workspace", f"postgresql://127.0.0.1:1/{text}%00"),
    ):
        assert run(*words).reason
        assert list(user_log_folder().glob("crash-*.txt")) == [], words


# Bugs, interrupts, pipes


def test_a_bug_is_told_in_one_line_and_reported_without_personal_data(
    workspace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def buggy(_arguments: object) -> int:
        raise RuntimeError("Анна Ким, +79123456789")

    monkeypatch.setitem(commands.RUN, "check", buggy)
    reason = run("check", "--workspace", workspace).reason
    [report] = user_log_folder().glob("crash-*.txt")
    assert str(report) in reason
    text = report.read_text(encoding="utf-8")
    report.unlink()
    assert "builtins.RuntimeError" in text
    assert "in buggy" in text
    assert "Ким" not in text
    assert str(Path.home()) not in text


def test_a_reader_that_has_enough_is_no_error(workspace: str) -> None:
    with start("search", "--workspace", workspace, "ким") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.wait(timeout=60)
        assert process.stderr.read() == ""
    assert process.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has such a device")
def test_a_result_that_can_not_be_written_is_told(workspace: str) -> None:
    words = ("search", "--workspace", workspace, "ким")
    with Path("/dev/full").open("w") as full:
        told = subprocess.run(
            [sys.executable, "-m", "crm_desktop", *words],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (told.returncode, len(told.stderr.splitlines())) == (1, 1)
    assert "report" not in told.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send to another process")
def test_an_interrupted_import_is_taken_back(tmp_path: Path, workspace: str) -> None:
    before = done("check", "--workspace", workspace, "--json").json["counts"]
    with start("import", many_people(tmp_path, 15_000), "--workspace", workspace) as process:
        wait_for_growth(workspace, 2)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, len(err.splitlines())) == (1, "", 1)
    assert done("check", "--workspace", workspace, "--json").json["counts"] == before


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="Windows has no process groups to interrupt")
@pytest.mark.parametrize("seconds", [1.5, 1.7, 1.9, 2.2, 2.5, 3.0, 4.0, 5.0])
def test_an_interrupt_of_all_processes_of_an_import_stops_it_quietly(
    tmp_path: Path, workspace: str, seconds: float
) -> None:
    """As a terminal does it: the workers that clean rows get the signal, too."""
    path = many_people(tmp_path, 60_000)
    with start("import", path, "--workspace", workspace, own_group=True) as process:
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode in {1, 130}
    assert (out, len(err.splitlines())) == ("", 1 if process.returncode == 1 else 0)
    assert done("check", "--workspace", workspace, "--json").json["counts"]["contacts"] == 2


def wait_for_growth(workspace: str, people: int) -> None:
    """Until more than so many people are there."""
    patience = time.monotonic() + 60
    while time.monotonic() < patience:
        connection = sqlite.connect(f"file:{workspace}?mode=ro", uri=True)
        [number] = connection.execute("SELECT count(*) FROM contact").fetchone()
        connection.close()
        if number > people:
            return
        time.sleep(0.01)
    raise AssertionError("nothing was written")


# Language


@pytest.mark.parametrize("language", ["ru", "en", "pl"])
def test_the_workspaces_language_is_spoken_unless_another_is_asked_for(
    tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken: list[str] = []
    monkeypatch.setattr("crm_desktop.cli.opening.set_language", spoken.append)
    workspace = tmp_path / "new.crm"
    done("--lang", language, "import", sheet(tmp_path, "Имя\nАнна\n"), "--workspace", workspace)
    assert spoken == []
    done("check", "--workspace", workspace)
    assert spoken == [language]


def test_what_was_taken_back_is_told_in_the_workspaces_language(tmp_path: Path) -> None:
    workspace = tmp_path / "new.crm"
    done("--lang", "pl", "import", sheet(tmp_path, "Имя\nАнна\n"), "--workspace", workspace)
    assert done("undo", "--workspace", workspace).out == "Cofnięto: Import\n"


# Real processes


def test_version_tells_name_and_libraries() -> None:
    answer = run_apart("--version")
    assert answer.status == 0
    assert answer.out.startswith("CRM Desktop ")
    assert answer.err == ""


def test_a_console_in_another_encoding_gets_utf8(workspace: str) -> None:
    words = ("search", "--workspace", workspace, "--json", "Анна")
    answer = run_apart(*words, environment={"PYTHONIOENCODING": "ascii"})
    assert [result["title"] for result in answer.json["results"]] == ["Анна Ким"]


def test_a_command_loads_no_qt(workspace: str) -> None:
    code = (
        "import sys; from crm_desktop.__main__ import main; "
        f"main(['check', '--workspace', {workspace!r}]); "
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


# PostgreSQL


SECRET = "s3cr3t-Кхм"


@pytest.mark.parametrize("inside", [True, False])
def test_a_password_is_never_printed(inside: bool) -> None:
    user = f"postgres:{SECRET}" if inside else "postgres"
    answer = run_apart(
        "check",
        "--workspace",
        f"postgresql://{user}@127.0.0.1:1/nowhere",
        environment={"PGPASSWORD": SECRET},
    )
    assert SECRET not in answer.reason


def test_a_database_that_is_not_there_is_refused(postgresql_server: str) -> None:
    address = postgresql_server.rpartition("/")[0] + "/no_such_database"
    assert run("check", "--workspace", address).reason
    assert run("import", "x.csv", "--workspace", address).reason


def test_an_empty_database_is_refused_by_what_only_reads(postgresql_database: str) -> None:
    assert run("check", "--workspace", postgresql_database).reason


def test_a_workspace_is_told_by_its_content_wherever_it_lies(
    workspace: str, tmp_path: Path
) -> None:
    moved = tmp_path / "копия.xlsx"
    shutil.copyfile(workspace, moved)
    assert done("check", "--workspace", moved, "--json").json["counts"]["contacts"] == 2


# A workspace that isn't there yet


def test_trying_an_import_out_makes_no_workspace(tmp_path: Path) -> None:
    people = sheet(tmp_path, "Имя;Телефон\nАнна;8 900 555-01-14\n")
    place = tmp_path / "new.crm"
    done("import", str(people), "--workspace", str(place), "--dry-run")
    assert [path.name for path in tmp_path.iterdir()] == [people.name]
    done("import", str(people), "--workspace", str(place))
    assert place.exists()


def test_a_refused_file_leaves_no_workspace_behind(tmp_path: Path) -> None:
    empty = sheet(tmp_path, "")
    answer = run("import", str(empty), "--workspace", str(tmp_path / "new.crm"))
    assert answer.status == 1
    assert [path.name for path in tmp_path.iterdir()] == [empty.name]
