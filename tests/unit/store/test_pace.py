"""Portions of long operations grow and shrink with what their transactions take."""

from __future__ import annotations

from crm_desktop.backend.pace import FIRST_ROWS, LEAST_ROWS, MOST_ROWS, Pace


def test_a_quick_machine_gets_larger_portions_up_to_a_bound() -> None:
    pace = Pace()
    assert pace.size == FIRST_ROWS
    pace.took(0.0)
    assert pace.size == 2 * FIRST_ROWS
    for _time in range(10):
        pace.took(0.0)
    assert pace.size == MOST_ROWS


def test_a_slow_moment_makes_the_next_portion_smaller_at_once() -> None:
    pace = Pace(1_000)
    pace.took(0.32)
    assert pace.size == 250
    pace.took(60.0)
    assert pace.size == LEAST_ROWS


def test_a_fitting_portion_stays() -> None:
    pace = Pace(400)
    pace.took(0.08)
    assert pace.size == 400


def test_a_portion_of_fewer_rows_counts_by_its_own() -> None:
    pace = Pace(800)
    pace.took(0.08, rows=200)
    assert pace.size == 200


def test_who_meets_slow_portions_now_and_then_aims_lower() -> None:
    pace = Pace(400, seconds=0.04)
    pace.took(0.08)
    assert pace.size == 200


def test_one_quick_portion_makes_the_next_one_hardly_larger_many_do() -> None:
    pace = Pace(400)
    pace.took(0.08)
    pace.took(0.04)
    assert 400 < pace.size < 500
    for _time in range(10):
        pace.took(0.04 * pace.size / 400)
    assert 700 < pace.size <= 800
