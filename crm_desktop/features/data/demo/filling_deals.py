"""Writing the deals of the demo data, with their pipelines, the catalogue and what was done.

Called by ``filling`` at the end, on the thread of the long command.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, Protocol, TypeVar

from crm_desktop.backend.work import LongWork, Work
from crm_desktop.core.ids import new_id
from crm_desktop.features.data.demo.activities import Host
from crm_desktop.features.data.demo.deals import DealMaker, Plan, wares_of
from crm_desktop.features.data.demo.filling_objects import (
    NO_OBJECTS,
    Objects,
    fill_objects,
)
from crm_desktop.features.data.demo.generator import DemoData, Scale
from crm_desktop.features.data.demo.wares import Ware
from crm_desktop.features.pipelines.commands import CreateFromTemplate
from crm_desktop.features.pipelines.furnishing import create_from_template
from crm_desktop.features.pipelines.queries import find_lost_reasons, find_pipelines
from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.store.ready import NewRecord

_PORTION = 400
_PIPELINES = 3
# Besides the one that a new workspace begins with.
_TEMPLATES = ("repeat-sales", "services")
_ONCE_OPEN = ("pipeline", "stage", "reason", "created", "lines", "visits", "contacts", "tags")

T = TypeVar("T")


class Filled(Protocol):
    """What ``filling`` remembers: see there."""

    work: LongWork
    users: list[str]
    tags: list[str]
    ids: dict[str, list[str]]
    hosts: list[Host]

    def went_on(self, records: int) -> None:
        """Tell the progress."""

    def activity(self, item: Mapping[str, Any]) -> NewRecord:
        """An activity's record."""


@dataclass
class DealFilling:
    """Writes deals; ``filled`` is what stands in the workspace already."""

    filled: Filled
    data: DemoData
    scale: Scale
    pipelines: Sequence[PipelineRow] = ()
    reasons: Sequence[str] = ()
    products: Sequence[str] = ()
    objects: Objects = NO_OBJECTS

    def fill(self) -> None:
        """Pipelines, catalogue and objects, then the deals, each portion with its activities."""
        self.filled.work.portion(self._prepare)
        recipe, companies = self.data.recipe, self.filled.ids["company"]
        self.objects = fill_objects(self.filled.work, recipe, companies, self.scale.deals)
        stages = [len(pipeline.stages) for pipeline in self.pipelines]
        plan = Plan(self.scale.deals, self.scale.open_share, stages, len(self.reasons))
        maker = DealMaker(recipe, self.filled.hosts, plan)
        numbered = enumerate(maker.deals())
        for batch in _batches(numbered, _PORTION):
            new = [self._deal(number, item) for number, item in batch]
            self.filled.work.portion(partial(_insert, "deal", new))
            self._doings(maker, batch)
            self.filled.went_on(len(batch))

    def _prepare(self, work: Work) -> None:
        language = self.data.recipe.stock.language
        there = len(find_pipelines(work))
        for code in _TEMPLATES[max(0, there - 1) :]:
            create_from_template(work, CreateFromTemplate(code, language=language))
        self.pipelines = find_pipelines(work)[:_PIPELINES]
        self.reasons = [reason.id for reason in find_lost_reasons(work)]
        wares = wares_of(language)
        catalogue = [_product(ware, wares.currency) for ware in wares.wares]
        self.products = work.unit.insert_many("product", catalogue)

    def _deal(self, number: int, item: Mapping[str, Any]) -> NewRecord:
        filled, pipeline = self.filled, self.pipelines[item["pipeline"]]
        stages = [stage.id for stage in pipeline.stages]
        key = str(new_id())
        company, reason = item["company"], item["reason"]
        contacts = filled.ids["contact"]
        values = {
            **{name: value for name, value in item.items() if name not in _ONCE_OPEN},
            "pipeline": pipeline.id,
            "stage": stages[item["stage"]],
            # The newest on top, as those that people make.
            "position": -float(number),
            "company": None if company is None else filled.ids["company"][company],
            "contacts": [{**one, "contact": contacts[one["contact"]]} for one in item["contacts"]],
            "owner": filled.users[item["owner"]],
            "tags": [filled.tags[index] for index in item["tags"]],
            "lines": [
                {**line, "product": self.products[line["product"]]} for line in item["lines"]
            ],
            "visits": [{**visit, "stage": stages[visit["stage"]]} for visit in item["visits"]],
            "custom": self.objects.of(company, number),
            "lost_reason": None if reason is None else self.reasons[reason],
        }
        filled.ids["deal"].append(key)
        created: datetime = item["created"]
        return NewRecord(values, key, created)

    def _doings(self, maker: DealMaker, batch: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
        new = [
            self.filled.activity(doing)
            for number, item in batch
            if item["status"] == "open"
            for doing in maker.doings(number, _host(item))
        ]
        self.filled.work.portion(partial(_insert, "activity", new))


def _product(ware: Ware, currency: str) -> NewRecord:
    return NewRecord(
        {
            "name": ware.name,
            "sku": ware.sku or None,
            "unit": ware.unit,
            "is_service": ware.is_service,
            "vat": ware.vat,
            "price_minor": ware.price * 100,
            "currency": currency,
        }
    )


def _host(item: Mapping[str, Any]) -> Host:
    return Host("contact", item["contacts"][0]["contact"], item["owner"], item["created"])


def _insert(entity: str, new: list[NewRecord], work: Work) -> None:
    work.unit.insert_many(entity, new)


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
