"""What the tests of deals share: a pipeline of their own, deals in it, and looks at both."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar

from crm_desktop.backend.backend import Backend
from crm_desktop.core.clock import LOCAL_ZONE, now
from crm_desktop.features.deals.commands import CreateDeal, MoveDeals
from crm_desktop.features.deals.queries import get_deal, read_board
from crm_desktop.features.deals.rows import Board, DealRow
from crm_desktop.features.pipelines.commands import CreateLostReason, CreatePipeline, CreateStage
from crm_desktop.features.pipelines.queries import get_pipeline
from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.filters.ast import Node
from crm_desktop.filters.binding import BoundFilter, bind
from crm_desktop.filters.context import Context

Thing = TypeVar("Thing")


def there(thing: Thing | None) -> Thing:
    """What must be there; the test fails if it is not."""
    assert thing is not None
    return thing


@dataclass
class Desk:
    """A pipeline at work: its id, and the ids of its stages by name."""

    client: Backend
    pipeline: str
    stages: dict[str, str] = field(default_factory=dict)

    def stage(self, name: str, **values: Any) -> str:
        """One more stage; gives its id."""
        made = {"pipeline": self.pipeline, "name": name, **values}
        self.stages[name] = str(self.client.execute(CreateStage(made)).result)
        return self.stages[name]

    def deal(self, title: str = "Office", stage: str = "", **values: Any) -> str:
        """A deal on top of a stage (the first one); gives its id."""
        stage_id = self.stages[stage] if stage else next(iter(self.stages.values()))
        given = {"title": title, "pipeline": self.pipeline, "stage": stage_id, **values}
        return str(self.client.execute(CreateDeal(given)).result)

    def move(self, *deals: str, to: str, **options: Any) -> None:
        """Move deals into the stage of that name."""
        self.client.execute(MoveDeals(deals, self.stages[to], **options))

    def read(self, deal_id: str) -> DealRow:
        """The deal as it stands."""
        return there(self.client.ask(get_deal, deal_id))

    def row(self) -> PipelineRow:
        """The pipeline as it stands."""
        return there(self.client.ask(get_pipeline, self.pipeline))

    def board(self, root: Node | None = None, sort: str = "hand") -> Board:
        """The board, of what matches."""
        return self.client.ask(read_board, self.pipeline, self.bound(root), sort, context())

    def bound(self, root: Node | None) -> BoundFilter | None:
        """The filter over deals."""
        return None if root is None else bind(root, "deal", self.client.catalogues)

    def titles(self, sort: str = "hand") -> dict[str, list[str]]:
        """The titles in each column, from top to bottom."""
        names = {key: name for name, key in self.stages.items()}
        board = self.board(sort=sort)
        return {names[one.stage_id]: self._titles(one.rids) for one in board.columns}

    def _titles(self, rids: tuple[int, ...]) -> list[str]:
        table = self.client.registry["deal"].table
        rows = self.client.ask(lambda r: r.connection.execute(table.select()).all())
        by_rid = {row.rid: row.title for row in rows}
        return [by_rid[rid] for rid in rids]


def context() -> Context:
    """Here and now."""
    return Context(now(), LOCAL_ZONE)


_numbers = count()


def desk(client: Backend, *stages: str, **values: Any) -> Desk:
    """A pipeline in złoty with stages (three unless named) of 10, 20, 30 … percent."""
    given = {"name": f"Trial {next(_numbers)}", "currency": "PLN", **values}
    made = Desk(client, str(client.execute(CreatePipeline(given)).result))
    for number, name in enumerate(stages or ("New", "Offer", "Contract"), start=1):
        made.stage(name, probability=10 * number)
    return made


def reason(client: Backend, name: str = "Too dear for them") -> str:
    """A reason of losses; gives its id."""
    return str(client.execute(CreateLostReason({"name": name})).result)
