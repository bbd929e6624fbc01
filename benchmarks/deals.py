"""Deals: a board and a forecast read as their page reads them, a card dropped, the gate before it.

The largest pipeline of the workspace is the one that is read. The floor of a board is its deals'
keys in their order and its sums, of a forecast the same by month, of the list the lines of the one
table, by the driver. Drops have none: they are judged by how long people wait.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from random import Random
from uuid import UUID

from benchmarks.measuring import Action, Figure, Sample, alternating, quiet_memory, timed
from benchmarks.pages import PAGE
from benchmarks.plain import Plain, marks
from benchmarks.world import World, opened
from crm_desktop.backend.backend import Backend
from crm_desktop.features.common.listing import ListOrder, ids_of
from crm_desktop.features.deals.columns import find_order
from crm_desktop.features.deals.commands import MoveDeals
from crm_desktop.features.deals.queries import find_gate, find_list_rows
from crm_desktop.features.deals.rows import BoardColumn
from crm_desktop.features.pipelines.commands import UpdateStage
from crm_desktop.gui.pages.deals.reads import Asked, read_whole_board, read_whole_forecast

# quality.md, 'Speed and memory'; what the gate may add: issue 'Deals', Figures.
_OPENED_SECONDS, _DROP_SECONDS, _GATE_SECONDS = 0.100, 0.050, 0.005
_PAGE_SECONDS = 0.005
_WARM_UP = 10
# The conditions word by word as the indexes of boards have them.
_OPEN = "pipeline_rid = ? AND status = 'open' AND archived_at IS NULL AND deleted_at IS NULL"
_ASKED_FOR = ({"entity": "deal", "field": "title"}, {"entity": "contact", "field": "phones"})


def measure(world: World) -> list[Figure]:
    """The figures of this family."""
    with world.scratch() as address, opened(address) as (backend, plain):
        pipeline = plain.value("SELECT pipeline_rid FROM deal GROUP BY 1 ORDER BY count(*) DESC")
        key = plain.value("SELECT id FROM pipeline WHERE rid = ?", (pipeline,))
        asked = Asked(_text(key))
        board, forecast = _reads(backend, plain, asked, pipeline, world.repetitions)
        columns = backend.ask(read_whole_board, asked).board.columns
        there = sum(len(column.rids) for column in columns)
        pages = _list_pages(backend, plain, world.repetitions)
        drops, gates = _moves(backend, asked, columns, world.repetitions + _WARM_UP)
    rows = (
        (f"board of {there} open deals, read", *board, _OPENED_SECONDS),
        (f"forecast of {there} open deals, read", *forecast, _OPENED_SECONDS),
        ("list, random page by keys", *pages, _PAGE_SECONDS),
        ("a dropped card, saved", drops, None, _DROP_SECONDS),
        ("what the gate adds to it", gates, None, _GATE_SECONDS),
    )
    return [
        Figure("deals", name, world.engine, "ms", ours, floor, limit)
        for name, ours, floor, limit in rows
    ]


def _text(key: UUID | bytes) -> str:
    return str(key if isinstance(key, UUID) else UUID(bytes=key))


def _reads(
    backend: Backend, plain: Plain, asked: Asked, pipeline: int, times: int
) -> tuple[tuple[Sample, Sample], tuple[Sample, Sample]]:
    """Samples of ours and of the floor, of the board and of the forecast."""
    months = "substr(expected_close, 1, 7)"
    floors = [partial(_plain_read, plain, pipeline, by) for by in ("stage_rid", months)]
    ours: list[Action] = [
        partial(backend.ask, read_whole_board, asked),
        partial(backend.ask, read_whole_forecast, asked),
    ]
    board, forecast = (
        alternating([our] * times, [floor] * times) for our, floor in zip(ours, floors, strict=True)
    )
    return board, forecast


def _plain_read(plain: Plain, pipeline: int, by: str) -> None:
    plain.rows(
        f"SELECT {by}, currency, count(*), sum(amount_minor) FROM deal WHERE {_OPEN} "
        f"GROUP BY {by}, currency",
        (pipeline,),
    )
    plain.rows(f"SELECT rid FROM deal WHERE {_OPEN} ORDER BY stage_rid, position", (pipeline,))


def _list_pages(backend: Backend, plain: Plain, times: int) -> tuple[Sample, Sample]:
    """Samples of ours and of the floor: lines anywhere in the list of all deals."""
    order = backend.ask(find_order, ListOrder())
    chance = Random(3)
    starts = [chance.randrange(max(1, len(order) - PAGE)) for _time in range(times)]
    pages = [order[start : start + PAGE] for start in starts]
    ours: list[Action] = [partial(backend.ask, find_list_rows, page) for page in pages]
    floors: list[Action] = [
        partial(
            plain.rows,
            "SELECT rid, id, title, status, stage_rid, amount_minor, currency, owner_rid "
            f"FROM deal WHERE rid IN ({marks(len(page))})",
            list(page),
        )
        for page in pages
    ]
    return alternating(ours, floors)


def _moves(
    backend: Backend, asked: Asked, columns: Sequence[BoardColumn], times: int
) -> tuple[Sample, Sample]:
    """Samples of moves into a stage that asks for fields, and of looking at its gate before."""
    target, *others = sorted(columns, key=lambda column: len(column.rids))
    _ask_for_fields(backend, asked, target.stage_id)
    rids = sorted(rid for column in others for rid in column.rids)
    deals = backend.ask(ids_of, "deal", rids[:times])
    with quiet_memory():
        spent = [
            (timed(partial(backend.ask, find_gate, (deal,), target.stage_id)), timed(move))
            for deal, move in zip(deals, _drops(backend, deals, target.stage_id), strict=True)
        ][_WARM_UP:]
    gates, drops = zip(*spent, strict=True)
    return Sample.of(drops), Sample.of(gates)


def _ask_for_fields(backend: Backend, asked: Asked, stage_id: str) -> None:
    pipeline = backend.ask(read_whole_board, asked).pipeline
    stage = pipeline.stage(stage_id) if pipeline else None
    assert stage is not None
    backend.execute(UpdateStage(stage.id, stage.version, {"required": list(_ASKED_FOR)}))


def _drops(backend: Backend, deals: Sequence[str], target: str) -> Iterator[Action]:
    for deal in deals:
        command = MoveDeals((deal,), target, without_fields=True)
        yield partial(backend.execute, command)
