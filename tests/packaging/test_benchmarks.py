"""The benchmarks run, and their table tells the truth about what they measured."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.measuring import Figure, Sample, single
from benchmarks.table import print_table

ROOT = Path(__file__).parents[2]
FEW = Sample.of([0.004, 0.001, 0.002])


def test_a_sample_ranks_its_values() -> None:
    hundred = Sample.of([number / 100 for number in range(101)])

    assert (hundred.p50, hundred.p95, hundred.worst) == (0.50, 0.95, 1.0)
    assert Sample.of([3.0]) == single(3.0)


@pytest.mark.parametrize(("limit", "verdict"), [(0.005, "ok"), (0.003, "over"), (None, "-")])
def test_the_slow_ones_decide_whether_a_figure_is_reached(
    limit: float | None, verdict: str
) -> None:
    assert Figure("list", "page", "sqlite", "ms", FEW, limit=limit).verdict == verdict


def test_the_ratio_compares_medians_with_the_floor() -> None:
    assert Figure("list", "page", "sqlite", "ms", FEW, single(0.001)).ratio == 2.0
    assert Figure("list", "page", "sqlite", "ms", FEW).ratio is None


def test_the_table_names_each_figure_under_its_family(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(
        [
            Figure("list", "page", "sqlite", "ms", FEW, single(0.001), 0.003),
            Figure("memory", "at rest", "sqlite", "MB", single(77.0), limit=180.0),
        ]
    )

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:1] for line in lines if line][1::2] == [["list"], ["memory"], ["1"]]
    assert "2.00 ms" in lines[3]
    assert lines[3].split()[-1] == "over"
    assert lines[-1] == "1 of 2 figures reached."


@pytest.mark.long  # the check of benchmarks shows it as well
def test_the_command_measures_a_small_workspace_in_seconds(tmp_path: Path) -> None:
    result = tmp_path / "figures.json"
    words = ("--scale", "small", "--engine", "sqlite", "--only", "search", "save")
    subprocess.run(
        [sys.executable, "-m", "benchmarks", *words, "--data", tmp_path, "--json", result],
        check=True,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        timeout=100,
    )

    figures = json.loads(result.read_text(encoding="utf-8"))
    assert {figure["family"] for figure in figures} == {"type-ahead, best 50", "save, durable"}
    assert all(figure["ours"]["p50"] > 0 for figure in figures)


# In the commit tier the checks' last step runs the same command on both engines.
@pytest.mark.long
def test_the_command_measures_the_window_on_every_screen_there_is(tmp_path: Path) -> None:
    result = tmp_path / "figures.json"
    words = ("--scale", "small", "--engine", "sqlite", "--only", "window")
    subprocess.run(
        [sys.executable, "-m", "benchmarks", *words, "--data", tmp_path, "--json", result],
        check=True,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        timeout=110,
    )

    figures = json.loads(result.read_text(encoding="utf-8"))
    screens = {"window, offscreen"} | ({"window, X server"} if shutil.which("Xvfb") else set())
    assert {figure["family"] for figure in figures} == screens
    assert all(figure["floor"] is None or figure["floor"]["p50"] > 0 for figure in figures)
