"""What kind of disk a workspace lies on is found out without asking for more than is needed."""

from __future__ import annotations

import os
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace

import psutil
import pytest

from crm_desktop.store.filesystem import is_on_network, may_be_unplugged


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A workspace on Linux, in a folder where something is mounted."""
    monkeypatch.setattr("sys.platform", "linux")
    path = tmp_path / "workspace.crm"
    path.touch()
    return path


def mount(monkeypatch: pytest.MonkeyPatch, folder: Path, kind: str, *, driver: int) -> None:
    """Let ``kind`` be mounted at ``folder``, by a driver with this number."""
    found = [("/", "ext4"), (str(folder), kind)]
    mounts = [SimpleNamespace(mountpoint=at, fstype=of, opts="rw") for at, of in found]
    monkeypatch.setattr(psutil, "disk_partitions", lambda **_options: mounts)
    monkeypatch.setattr(os, "major", lambda _device: driver, raising=False)


@pytest.mark.parametrize(
    ("kind", "shared"), [("nfs4", True), ("fuse.sshfs", True), ("btrfs", False)]
)
def test_what_is_mounted_is_looked_at_where_no_disk_is_told(
    monkeypatch: pytest.MonkeyPatch, place: Path, kind: str, shared: bool
) -> None:
    mount(monkeypatch, place.parent, kind, driver=0)
    assert is_on_network(place) is shared


def test_on_a_disk_of_this_computer_nothing_else_is_looked_at(
    monkeypatch: pytest.MonkeyPatch, place: Path
) -> None:
    mount(monkeypatch, place.parent, "nfs4", driver=8)
    assert not is_on_network(place)


def test_a_place_of_windows_on_another_computer_is_on_the_network() -> None:
    assert is_on_network(Path(r"\\server\share\workspace.crm"))


@pytest.mark.parametrize(
    ("system", "path", "unplugged"),
    [
        ("linux", "/home/anna/office.crm", False),
        ("linux", "/run/media/anna/STICK/office.crm", True),
        ("linux", "/media/stick/office.crm", True),
        ("darwin", "/Users/anna/office.crm", False),
        ("darwin", "/Volumes/STICK/office.crm", True),
    ],
)
def test_a_stick_is_told_by_where_it_is_mounted(
    monkeypatch: pytest.MonkeyPatch, system: str, path: str, unplugged: bool
) -> None:
    monkeypatch.setattr("sys.platform", system)
    assert may_be_unplugged(Path(path)) is unplugged


def test_a_stick_of_windows_has_another_letter_than_the_system(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("SYSTEMDRIVE", "c:")
    own, other = PureWindowsPath(r"C:\CRM\office.crm"), PureWindowsPath(r"E:\office.crm")
    assert not may_be_unplugged(own)  # type: ignore[arg-type]  # as Path is there
    assert may_be_unplugged(other)  # type: ignore[arg-type]
