"""What a new workspace begins with, and what a template or another pipeline gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.bootstrap import open_backend
from crm_desktop.core.errors import Invalid, NotFound
from crm_desktop.core.i18n import LANGUAGES
from crm_desktop.features.pipelines.commands import (
    ArchiveLostReasons,
    CreateFromTemplate,
    CreateStage,
    DuplicatePipeline,
    UpdatePipeline,
)
from crm_desktop.features.pipelines.queries import find_lost_reasons, find_pipelines, get_pipeline
from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.features.pipelines.usual import TEMPLATES

NOBODY = "01a201df-0885-777e-84b2-ebb74cb8a2e9"


def made(client: Backend, command: CreateFromTemplate | DuplicatePipeline) -> PipelineRow:
    """The pipeline that the command makes."""
    row = client.ask(get_pipeline, client.execute(command).result)
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("ru", ("Новые клиенты", "Новая заявка", "RUB", "Дорого")),
        ("en", ("New customers", "New lead", "USD", "Too expensive")),
        ("pl", ("Nowi klienci", "Nowe zgłoszenie", "PLN", "Za drogo")),
    ],
)
def test_a_new_workspace_has_a_pipeline_and_reasons_in_its_language(
    tmp_path: Path, language: str, wanted: tuple[str, str, str, str]
) -> None:
    client = open_backend(str(tmp_path / "new.db"), create=True, language=language)
    try:
        (row,) = client.ask(find_pipelines)
        reasons = client.ask(find_lost_reasons)
    finally:
        client.close()
    assert (row.name, row.stages[0].name, row.currency, reasons[0].name) == wanted
    assert [one.probability for one in row.stages] == [10, 25, 50, 70, 90]
    assert len(reasons) == 6
    assert [one.asks_detail for one in reasons] == [False, True, False, False, False, False]


def test_opening_again_furnishes_nothing(tmp_path: Path) -> None:
    for _time in range(2):
        client = open_backend(str(tmp_path / "twice.db"), create=True)
        found = client.ask(find_pipelines)
        client.close()
    assert len(found) == 1


@pytest.mark.parametrize("code", TEMPLATES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_becomes_a_pipeline_whose_chance_grows(
    client: Backend, code: str, language: str
) -> None:
    row = made(client, CreateFromTemplate(code, language=language))
    wanted = TEMPLATES[code].stages
    assert [stage.name for stage in row.stages] == [one.name.of(language) for one in wanted]
    assert [stage.required for stage in row.stages] == [one.required for one in wanted]
    chances = [stage.probability for stage in row.stages]
    assert chances == sorted(set(chances))
    assert all(stage.instruction and stage.rot_days for stage in row.stages)
    assert len({stage.colour for stage in row.stages}) == len(row.stages)


def test_a_template_of_a_taken_name_gets_a_number(client: Backend) -> None:
    names = [made(client, CreateFromTemplate("projects", language="en")).name for _ in range(3)]
    assert names == ["Projects", "Projects 2", "Projects 3"]


def test_one_undo_takes_a_whole_pipeline_back(client: Backend) -> None:
    before = client.ask(find_pipelines)
    outcome = client.execute(CreateFromTemplate("services"))
    assert outcome.operation_id is not None
    client.execute(UndoOperation(outcome.operation_id))
    assert client.ask(find_pipelines) == before


def test_reasons_that_people_put_away_do_not_come_back_with_a_template(client: Backend) -> None:
    every = tuple(one.id for one in client.ask(find_lost_reasons))
    client.execute(ArchiveLostReasons(every))
    client.execute(CreateFromTemplate("projects"))
    assert client.ask(find_lost_reasons) == ()


def test_an_unknown_template_is_refused(client: Backend) -> None:
    with pytest.raises(Invalid):
        client.execute(CreateFromTemplate("no such thing"))


def test_a_double_has_all_of_its_original_but_the_name(client: Backend) -> None:
    original = made(client, CreateFromTemplate("services", language="en"))
    client.execute(CreateStage({"pipeline": original.id, "name": "Unsorted", "is_intake": True}))
    client.execute(UpdatePipeline(original.id, original.version, {"currency": "EUR"}))
    double = made(client, DuplicatePipeline(original.id))
    again = client.ask(get_pipeline, original.id)
    assert again is not None
    assert (double.name, double.currency, double.may_skip) == ("Services 2", "EUR", False)

    def told(row: PipelineRow) -> list[tuple[object, ...]]:
        return [
            (s.name, s.colour, s.probability, s.rot_days, s.instruction, s.required, s.is_intake)
            for s in row.stages
        ]

    assert told(double) == told(again)
    assert not {s.id for s in double.stages} & {s.id for s in again.stages}


def test_a_pipeline_that_is_gone_has_no_double(client: Backend) -> None:
    with pytest.raises(NotFound):
        client.execute(DuplicatePipeline(NOBODY))
