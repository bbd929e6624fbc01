"""A new stage is told apart from those before it, and nearer to the sale than they are."""

from __future__ import annotations

from dataclasses import replace

from crm_desktop.features.pipelines.rows import COLOURS, PipelineRow, StageRow
from crm_desktop.features.pipelines.rules import next_stage

LINE = PipelineRow(1, "p", 1, "Sales", "PLN", False, True, None, False, ())


def with_stages(*looks: tuple[str, str, int]) -> PipelineRow:
    stages = tuple(
        StageRow(number, str(number), 1, "p", name, colour, chance, None, "", None, (), False)
        for number, (name, colour, chance) in enumerate(looks)
    )
    return replace(LINE, stages=stages)


def added(pipeline: PipelineRow) -> tuple[str, str, int]:
    values = next_stage(pipeline, "New", "New {number}")
    return values["name"], values["colour"], values["probability"]


def test_each_new_stage_has_a_free_name_and_colour_and_a_better_chance() -> None:
    looks: list[tuple[str, str, int]] = []
    for _number in range(6):
        looks.append(added(with_stages(*looks)))
    assert [name for name, _colour, _chance in looks] == ["New", *(f"New {n}" for n in range(2, 7))]
    assert [colour for _name, colour, _chance in looks] == list(COLOURS[:6])
    assert [chance for _name, _colour, chance in looks] == [10, 30, 50, 70, 90, 95]


def test_after_a_nearly_certain_stage_the_chance_stays() -> None:
    assert added(with_stages(("Paid", "grey", 98)))[2] == 98
