"""Products are sought by many spellings at every key, and most of these find none."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

from crm_desktop.features.products.queries import find_rids


def test_eight_spellings_that_find_nothing_cost_little_more_than_one() -> None:
    offered = [(number, f"panel led {number} w", f"l {number}") for number in range(5_000)]
    answer = SimpleNamespace(all=lambda: offered)
    reader: Any = SimpleNamespace(connection=SimpleNamespace(execute=lambda _statement: answer))
    spelled = [f"lamp{number}" for number in range(8)]
    spent: dict[int, float] = {1: 0, 8: 0}
    for _turn in range(5):
        for number in spent:
            began = time.process_time()
            assert find_rids(reader, spelled[:number], 8) == []
            spent[number] += time.process_time() - began
    assert spent[8] < 4 * spent[1]
