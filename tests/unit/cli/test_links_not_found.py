"""What a command tells of the links that an import did not find."""

from __future__ import annotations

import pytest

from crm_desktop.cli.output import missed_words, remark_first
from crm_desktop.features.data.importing.commands import Missed, MissedCell


def test_the_first_are_told_one_by_one_and_how_many_more_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    cells = tuple(MissedCell(row, "Tower", "Store: nothing is called “A”.") for row in range(200))
    missed = Missed(1_300, cells)
    remark_first(missed_words(missed), missed.number)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "Row 0: Store: nothing is called “A”."
    assert (len(lines), lines[-1]) == (21, "and 1280 more")
    remark_first(missed_words(Missed(20, cells[:20])), 20)
    assert "more" not in capsys.readouterr().err
