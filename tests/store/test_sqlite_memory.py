"""What a connection to a SQLite file keeps in its own memory, and what it leaves to the system."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

from crm_desktop.store.sqlite_connections import settings

_GIGABYTE = 2**30


def _settled(path: Path, pragma: str, *, shared: bool, mapped: bool, write: bool) -> Any:
    connection = sqlite.connect(str(path))
    try:
        settings(shared=shared, mapped=mapped, write=write)(connection, None)
        return connection.execute(f"PRAGMA {pragma}").fetchone()[0]
    finally:
        connection.close()


def test_readers_of_a_local_file_map_it_and_keep_little_themselves(tmp_path: Path) -> None:
    path = tmp_path / "office.crm"
    assert _settled(path, "mmap_size", shared=False, mapped=True, write=False) > _GIGABYTE
    kilobytes = -_settled(path, "cache_size", shared=False, mapped=True, write=False)
    assert 0 < kilobytes <= 8_192


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("write", [False, True])
def test_of_a_file_in_a_network_folder_or_on_a_stick_nothing_is_mapped(
    tmp_path: Path, shared: bool, write: bool
) -> None:
    """Whoever maps the one does not see what others write; the other may be taken out."""
    path = tmp_path / "office.crm"
    assert _settled(path, "mmap_size", shared=shared, mapped=False, write=write) == 0
