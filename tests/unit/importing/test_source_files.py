"""Of several files picked for an import each is known again, or known to be another."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from crm_desktop.features.data.importing.source_file import read_file, recheck
from crm_desktop.integrations.tabular.table import ReadOptions

ROWS = "Name;City\nAnna;Riga\n"


@pytest.mark.parametrize("place", [0, 1])
def test_a_change_of_any_of_the_files_is_seen(tmp_path: Path, place: int) -> None:
    paths = [tmp_path / name for name in ("a.csv", "b.csv", "not there.csv")]
    for path in paths[:2]:
        path.write_text(ROWS)
    source = read_file(paths[0], ReadOptions(), beside=paths[1:])
    assert recheck(source, thoroughly=True) == source
    os.utime(paths[place], (1, 1))  # another time, the same content
    again = recheck(source)
    assert again is not None
    assert again.seen[place].stamp != source.seen[place].stamp
    paths[place].write_text(ROWS.replace("Riga", "Bern"))  # of the same size
    os.utime(paths[place], (1, 1))
    assert recheck(again) is not None
    assert recheck(again, thoroughly=True) is None
    paths[place].unlink()
    assert recheck(again) is None
