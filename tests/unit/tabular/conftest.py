"""A file with given bytes, read at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.integrations.tabular.reading import read_tables
from crm_desktop.integrations.tabular.table import ReadOptions, Table
from tests.unit.tabular.workbook_bytes import ReadBytes


@pytest.fixture
def read(tmp_path: Path) -> ReadBytes:
    """``read(bytes or text, delimiter=…)`` gives the tables of a file with that content."""

    def read_content(content: bytes | str, **options: str) -> list[Table]:
        path = tmp_path / "file.dat"  # the name says nothing, the content must
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_tables(path, ReadOptions(**options))

    return read_content
