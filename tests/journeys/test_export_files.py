"""An export as a file: what is in it, that it is safe, and that it is whole or not there."""

from __future__ import annotations

import csv
import errno
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Progress
from crm_desktop.bootstrap import open_backend
from crm_desktop.core.errors import Cancelled, Forbidden, Invalid, Unavailable
from crm_desktop.core.i18n import msg
from crm_desktop.features.contacts.commands import (
    ArchiveContacts,
    CreateContact,
    DeleteContacts,
    UpdateContact,
)
from crm_desktop.features.data.exporting.queries import ExportRequest, export_records


@pytest.fixture
def workspace(workspace_url: str) -> Iterator[Backend]:
    backend = open_backend(workspace_url, create=True)
    yield backend
    backend.close()


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Backend]:
    """A workspace on SQLite, for what does not depend on the engine."""
    backend = open_backend(str(tmp_path / "workspace.db"), create=True)
    yield backend
    backend.close()


def create(backend: Backend, name: str, **values: Any) -> str:
    return str(backend.execute(CreateContact({"family_name": name, **values})).result)


def export(
    backend: Backend,
    path: Path,
    format_: Any = "json",
    *,
    archived: bool = False,
    language: str = "en",
    progress: Any = lambda _progress: None,
) -> int:
    request = ExportRequest("contacts", format_, path, archived, language)
    return backend.ask(export_records, request, progress)


def names(path: Path) -> list[str]:
    return [json.loads(line)["family_name"] for line in path.read_text("utf-8").splitlines()]


def test_current_records_in_the_order_of_their_creation(workspace: Backend, tmp_path: Path) -> None:
    ids = [create(workspace, name) for name in ("Walter", "Archived", "Binned", "Adam")]
    workspace.execute(ArchiveContacts((ids[1],)))
    workspace.execute(DeleteContacts((ids[2],)))
    path = tmp_path / "contacts.json"
    assert export(workspace, path) == 2
    assert names(path) == ["Walter", "Adam"]
    assert export(workspace, path, archived=True) == 3
    assert names(path) == ["Walter", "Archived", "Adam"]


def test_json_is_one_readable_object_a_line(local: Backend, tmp_path: Path) -> None:
    create(local, "Żółć", note="Ёлка\nи шары")
    path = tmp_path / "contacts.json"
    export(local, path)
    text = path.read_bytes().decode("utf-8")
    assert text.count("\n") == 1
    assert "Żółć" in text
    assert "Ёлка" in text


def test_an_export_shows_one_moment(
    workspace: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.features.data.exporting.queries._BATCH", 1)
    create(workspace, "First")
    second = create(workspace, "Second")

    def meanwhile(progress: Progress) -> None:
        if progress.done == 1:
            create(workspace, "Third")
            workspace.execute(UpdateContact(second, 1, {"family_name": "Changed"}))

    path = tmp_path / "contacts.json"
    assert export(workspace, path, progress=meanwhile) == 2
    assert names(path) == ["First", "Second"]


@pytest.mark.parametrize(("language", "delimiter"), [("ru", ";"), ("pl", ";"), ("en", ",")])
def test_csv_opens_in_the_spreadsheets_of_the_country(
    local: Backend, tmp_path: Path, language: str, delimiter: str
) -> None:
    create(local, "Kim", given_name="Marina")
    path = tmp_path / "contacts.csv"
    export(local, path, "csv", language=language)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfLast name" + delimiter.encode())


def test_no_cell_is_a_formula(local: Backend, tmp_path: Path) -> None:
    create(
        local, '=HYPERLINK("http://x.example")', note="@SUM(1)", phones=[{"value": "+48512000000"}]
    )
    path = tmp_path / "contacts.csv"
    export(local, path, "csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@"}]


@pytest.mark.parametrize("format_", ["json", "csv", "xlsx", "vcf"])
def test_an_empty_workspace_gives_an_empty_file(
    local: Backend, tmp_path: Path, format_: str
) -> None:
    path = tmp_path / f"contacts.{format_}"
    assert export(local, path, format_) == 0
    assert path.exists()


@pytest.mark.parametrize("format_", ["json", "csv", "xlsx", "vcf"])
def test_a_stopped_export_leaves_the_earlier_file(
    local: Backend, tmp_path: Path, format_: str
) -> None:
    create(local, "Kim")
    path = tmp_path / f"contacts.{format_}"
    path.write_text("earlier")

    def stop(progress: Progress) -> None:
        if progress.done:
            raise Cancelled(msg("Stopped."))

    with pytest.raises(Cancelled):
        export(local, path, format_, progress=stop)
    assert path.read_text() == "earlier"
    assert left_in(tmp_path) == {path.name}


@pytest.mark.parametrize("format_", ["json", "csv", "xlsx", "vcf"])
def test_a_full_disk_leaves_nothing_half(
    local: Backend, tmp_path: Path, format_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    create(local, "Kim")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("crm_desktop.integrations.tabular.replacing.os.fsync", full)
    with pytest.raises(Unavailable, match="disk is full"):
        export(local, tmp_path / f"contacts.{format_}", format_)
    assert left_in(tmp_path) == set()


def left_in(folder: Path) -> set[str]:
    """The files beside the workspace's own."""
    return {path.name for path in folder.iterdir() if not path.name.startswith("workspace.db")}


def test_a_place_that_cant_be_written_to_is_refused(local: Backend, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="not there"):
        export(local, tmp_path / "missing" / "contacts.json")
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(Invalid, match="can’t be written"):
        export(local, tmp_path / "folder.json")


def test_a_role_without_the_right_exports_nothing(local: Backend, tmp_path: Path) -> None:
    local.actor = replace(local.actor, role="read_only")
    with pytest.raises(Forbidden):
        export(local, tmp_path / "contacts.json")
    assert left_in(tmp_path) == set()


def test_progress_reaches_the_end(local: Backend, tmp_path: Path) -> None:
    create(local, "Kim")
    seen: list[Progress] = []
    export(local, tmp_path / "contacts.json", progress=seen.append)
    assert seen == [Progress("write", 0, 1), Progress("write", 1, 1)]
