"""What the page of deals reads: pipelines with a board or a forecast, and the cards seen first.

Runs on reader threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from crm_desktop.backend.work import Reader
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.text.folding import fold
from crm_desktop.features.common.listing import ids_of
from crm_desktop.features.companies.queries import find_by_name
from crm_desktop.features.data.bulk.blacklisted.queries import find_blacklisted
from crm_desktop.features.deals.feature import WRITE
from crm_desktop.features.deals.queries import read_board, read_cards, read_forecast
from crm_desktop.features.deals.rows import Board, DealCardRow, ForecastMonth
from crm_desktop.features.deals.staged.queries import count_deals
from crm_desktop.features.pipelines.queries import find_pipelines
from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.features.views.queries import catalogues_of, context_of
from crm_desktop.filters.ast import EVERYTHING, Node
from crm_desktop.filters.binding import BoundFilter, bind
from crm_desktop.filters.context import Context
from crm_desktop.gui.kit.form_suggest import Suggested
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.store.labels import Labels

ENTITY = "deal"
CLIENTS = {"company": "company", "contacts": "contact"}
"""Of which entity a field of the forms of new deals takes a client."""
# More cards of a column than a large screen shows are read when they come into sight.
FIRST_CARDS = 8


@dataclass(frozen=True)
class Asked:
    """Which deals are wanted: those of a pipeline (by id; the first where it is gone or ``""``)
    that match ``filter``, in the order ``sort`` inside the columns."""

    pipeline: str = ""
    filter: Node = EVERYTHING
    sort: str = "hand"


@dataclass(frozen=True)
class BoardRead:
    """A board with what belongs around it. ``pipeline`` is ``None`` where there is none at all;
    ``cards`` are those that are seen first, by internal key; ``waiting`` how many requests wait at
    the intake, where a filter leaves none of the cards."""

    pipelines: tuple[PipelineRow, ...]
    pipeline: PipelineRow | None
    board: Board
    cards: Mapping[int, DealCardRow]
    may_write: bool
    waiting: int = 0


PipelinesRead = tuple[Sequence[PipelineRow], PipelineRow | None]


@dataclass(frozen=True)
class ForecastRead:
    """A forecast of one pipeline with the cards that are seen first."""

    pipelines: tuple[PipelineRow, ...]
    pipeline: PipelineRow | None
    months: tuple[ForecastMonth, ...]
    cards: Mapping[int, DealCardRow]
    may_write: bool


def read_pipelines(reader: Reader, asked: Asked) -> PipelinesRead:
    """All pipelines, and the one that is asked for."""
    pipelines = find_pipelines(reader)
    return pipelines, chosen_pipeline(pipelines, asked.pipeline)


def read_whole_board(reader: Reader, asked: Asked) -> BoardRead:
    """The board that is asked for. ``Invalid`` for a filter that doesn't suit any more."""
    pipelines = find_pipelines(reader)
    pipeline = chosen_pipeline(pipelines, asked.pipeline)
    may_write = reader.actor.may(WRITE)
    if pipeline is None:
        return BoardRead((), None, Board(()), {}, may_write)
    bound, context = _bound(reader, asked.filter)
    board = read_board(reader, pipeline.id, bound, asked.sort, context)
    cards = _first_cards(reader, (column.rids for column in board.columns))
    is_empty = not any(column.rids for column in board.columns)
    waiting = _waiting(reader, pipeline) if is_empty and bound is not None else 0
    return BoardRead(pipelines, pipeline, board, cards, may_write, waiting)


def _waiting(reader: Reader, pipeline: PipelineRow) -> int:
    counts = count_deals(reader)
    return sum(counts.get(stage.rid, 0) for stage in pipeline.stages if stage.is_intake)


def read_whole_forecast(reader: Reader, asked: Asked) -> ForecastRead:
    """The forecast that is asked for."""
    pipelines = find_pipelines(reader)
    pipeline = chosen_pipeline(pipelines, asked.pipeline)
    may_write = reader.actor.may(WRITE)
    if pipeline is None:
        return ForecastRead((), None, (), {}, may_write)
    bound, context = _bound(reader, asked.filter)
    months = read_forecast(reader, pipeline.id, bound, context)
    cards = _first_cards(reader, (month.rids for month in months))
    return ForecastRead(pipelines, pipeline, months, cards, may_write)


def chosen_pipeline(pipelines: Sequence[PipelineRow], pipeline_id: str) -> PipelineRow | None:
    """The pipeline with this id; the first where it is gone, ``None`` where there is none."""
    named = next((one for one in pipelines if one.id == pipeline_id), None)
    return named or next(iter(pipelines), None)


def _bound(reader: Reader, root: Node) -> tuple[BoundFilter | None, Context]:
    context = context_of(reader)
    if root == EVERYTHING:
        return None, context
    return bind(root, ENTITY, catalogues_of(reader)), context


def _first_cards(reader: Reader, columns: Iterable[Sequence[int]]) -> dict[int, DealCardRow]:
    rids = list(chain.from_iterable(column[:FIRST_CARDS] for column in columns))
    return read_cards(reader, rids)


def find_ids(reader: Reader, rids: Sequence[int]) -> dict[int, str]:
    """The ids of the deals with these internal keys that are still there."""
    ordered = sorted(rids)
    ids = ids_of(reader, ENTITY, ordered)
    if len(ids) == len(ordered):
        return dict(zip(ordered, ids, strict=True))
    return {rid: one for rid in ordered for one in ids_of(reader, ENTITY, [rid])}


def read_barred(reader: Reader, clients: Mapping[str, Suggested]) -> str:
    """Whose deal can't be begun: of clients by the field of the form the field of the first who is
    on the blacklist, or nothing. A company may be given by its name, as ``CreateDeal`` takes it."""
    for field, client in clients.items():
        entity = CLIENTS[field]
        rid = _rid_of(reader, entity, client)
        if rid is not None and find_blacklisted(reader, entity, [rid]):
            return field
    return ""


def _rid_of(reader: Reader, entity: str, client: Suggested) -> int | None:
    if client.id:
        labels = Labels(reader.registry)
        labels.look_up(reader.connection, entity, {client.id})
        return labels.rid(entity, client.id)
    folded = fold(client.words)
    known = find_by_name(reader, [folded]).get(folded) if folded else None
    return known.rid if known is not None else None


def read_client(reader: Reader, client: RecordRef) -> dict[str, Suggested]:
    """A person or company as the forms of new deals begin with it; nothing if it is gone."""
    labels = Labels(reader.registry)
    labels.look_up(reader.connection, client.entity, {client.id})
    if labels.rid(client.entity, client.id) is None:
        return {}
    field = "company" if client.entity == "company" else "contacts"
    return {field: Suggested(client.id, labels.label(*client))}
