"""Deals of the demo data: with whom, for what, how far they have come and how they ended.

Made one by one of what ``filling`` remembers of the people and companies written before, in
streams of chance of their own, so that the records of a seed stay as they are. On the thread that
runs it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from crm_desktop.core.clock import iso
from crm_desktop.features.data.demo.activities import Host, done, next_step, words_of
from crm_desktop.features.data.demo.draw import by_rank
from crm_desktop.features.data.demo.recipe import HISTORY_DAYS, Recipe
from crm_desktop.features.data.demo.wares import Ware, Wares

# Which pipeline: half of all deals are in the first.
_PIPELINES = (0,) * 5 + (1,) * 3 + (2,) * 2
_OPEN_DAYS = 75
_LONGEST_DAYS = 70
_LINES = (1, 1, 1, 2, 2, 3, 4, 6)
_QUANTITIES = (1, 2, 4, 5, 6, 8, 10, 12, 16, 20, 24, 30, 40, 60, 80, 120, 200)
_PER_OPEN_DEAL = (0, 0, 1, 1, 2, 3)
# One in so many deals begins the history of a client who buys the same again and again; these
# stand in the pipeline of repeat sales.
_PER_REGULAR = 20
_REPEAT = 1
_CYCLES = (14, 21, 30, 30, 30, 45, 60, 90)


@dataclass(frozen=True)
class Plan:
    """What the deals go through: the number of stages of each pipeline, of reasons and of wares;
    ``open_share`` of them are open."""

    count: int
    open_share: float
    stages: Sequence[int]
    reasons: int


class DealMaker:
    """Makes the deals of one recipe, once through."""

    def __init__(self, recipe: Recipe, hosts: Sequence[Host], plan: Plan) -> None:
        self._recipe = recipe
        self._hosts = hosts
        self._plan = plan
        self._draw = recipe.draw("deals")
        self._later = recipe.draw("deal activities")
        self._wares = wares_of(recipe.stock.language)
        self._projects = by_rank(self._wares.projects)
        self._sources = by_rank(recipe.stock.sources)
        self._companies = len(recipe.firms)

    def deals(self) -> Iterator[dict[str, Any]]:
        """The values of records; ``pipeline``, ``stage``, ``owner``, ``company``, ``reason``,
        ``tags``, ``contacts``, and ``product`` of the lines are numbers."""
        left = self._plan.count
        for _client in range(self._plan.count // _PER_REGULAR):
            for deal in self._regular():
                yield deal
                left -= 1
        for _number in range(left):
            yield self._deal()

    def _regular(self) -> Iterator[dict[str, Any]]:
        """Three to seven purchases of one client; the next one is due soon, or was a while ago."""
        draw = self._draw
        host, project, cycle = self._host(), draw.pick(self._projects), draw.pick(_CYCLES)
        usual = self._amount() or self._wares.scale * 100
        ago = draw.below(cycle * 5 // 4)
        for _purchase in range(3 + draw.below(5)):
            closed = draw.moment_before(self._recipe.now - timedelta(days=ago), 1)
            created = closed - timedelta(days=3 + draw.below(cycle))
            way = self._won(created, closed, self._plan.stages[_REPEAT])
            amount = usual * (8 + draw.below(5)) // 1_000_000 * 100_000 or usual
            yield self._values(host, _REPEAT, created, way) | {
                "title": project,
                "amount_minor": amount,
            }
            ago += cycle - 2 + draw.below(5)

    def _deal(self) -> dict[str, Any]:
        draw = self._draw
        host = self._host()
        pipeline = draw.pick(_PIPELINES)
        is_open = draw.chance(self._plan.open_share)
        created = draw.moment_before(self._recipe.now, _OPEN_DAYS if is_open else HISTORY_DAYS)
        way = self._way(created, self._plan.stages[pipeline], is_open=is_open)
        lines = self._lines() if draw.chance(0.3) else []
        return self._values(host, pipeline, created, way) | {
            "title": self._title(self._brand(host)),
            "amount_minor": None if lines else self._amount(),
            "lines": lines,
            "chance": 5 * (1 + draw.below(19)) if draw.chance(0.05) else None,
        }

    def _values(
        self, host: Host, pipeline: int, created: datetime, way: dict[str, Any]
    ) -> dict[str, Any]:
        """What every deal with ``host`` has."""
        draw = self._draw
        tags = () if host.company is None else self._recipe.firms[host.company].tags
        return {
            "pipeline": pipeline,
            "currency": self._wares.currency,
            "lines": [],
            "chance": None,
            "company": host.company,
            "contacts": self._participants(host),
            "owner": host.owner,
            "source": draw.pick(self._sources),
            "tags": list(tags) if draw.chance(0.4) else [],
            "created": created,
            **way,
        }

    def _brand(self, host: Host) -> str | None:
        return None if host.company is None else self._recipe.firms[host.company].brand

    def _host(self) -> Host:
        """A person, in nine of ten cases one who works somewhere."""
        people = len(self._hosts) - self._companies
        for _attempt in range(8):
            host = self._hosts[self._companies + self._draw.below(people)]
            if host.company is not None or self._draw.chance(0.05):
                return host
        return host

    def _title(self, brand: str | None) -> str:
        project = self._draw.pick(self._projects)
        return f"{project}, {brand}" if brand and self._draw.chance(0.5) else project

    def _amount(self) -> int | None:
        """Many small ones and few large ones, in round numbers; one in twenty is not known yet."""
        draw = self._draw
        if draw.chance(0.05):
            return None
        share = 0.1 + 6 * draw.fraction() * draw.fraction() * draw.fraction()
        step = max(self._wares.scale // 250, 1)
        return int(self._wares.scale * share / step) * step * 100

    def _lines(self) -> list[dict[str, Any]]:
        draw = self._draw
        numbers = dict.fromkeys(
            draw.below(len(self._wares.wares)) for _ in range(draw.pick(_LINES))
        )
        return [self._line(number) for number in numbers]

    def _line(self, number: int) -> dict[str, Any]:
        ware = self._wares.wares[number]
        quantity = 1 if ware.price * 20 > self._wares.scale else self._draw.pick(_QUANTITIES)
        return {
            **line_values(ware),
            "product": number,
            "quantity": str(quantity),
            "discount": self._draw.pick((0, 0, 0, 0, 300, 500, 1000)),
        }

    def _participants(self, host: Host) -> list[dict[str, Any]]:
        """The person, and now and then an earlier record's person who has another role."""
        draw = self._draw
        found = [{"contact": host.number, "role": self._wares.roles[0], "primary": True}]
        if host.number and draw.chance(0.2):
            role = draw.pick(self._wares.roles[1:])
            found.append({"contact": draw.below(host.number), "role": role, "primary": False})
        return found

    def _way(self, created: datetime, stages: int, *, is_open: bool) -> dict[str, Any]:
        """Through which stages until now, or until it was closed."""
        draw, now = self._draw, self._recipe.now
        if is_open:
            last = min(draw.below(stages), draw.below(stages))
            visits = self._visits(created, now, last + 1)
            due = now + timedelta(days=draw.below(80) - 10)
            return _state("open", visits, due)
        days = 3 + int(_LONGEST_DAYS * draw.fraction() * draw.fraction())
        closed = min(created + timedelta(days=days, minutes=draw.below(300)), now)
        if draw.chance(0.56):
            return self._won(created, closed, stages)
        visits = self._visits(created, closed, 1 + draw.below(stages))
        visits[-1]["left"] = iso(closed)
        return _state("lost", visits, closed) | self._loss(closed)

    def _won(self, created: datetime, closed: datetime, stages: int) -> dict[str, Any]:
        visits = self._visits(created, closed, stages)
        visits[-1]["left"] = iso(closed)
        return _state("won", visits, closed) | {"closed_at": iso(closed)}

    def _loss(self, closed: datetime) -> dict[str, Any]:
        draw, reason = self._draw, self._draw.below(self._plan.reasons)
        return {
            "closed_at": iso(closed),
            "reason": reason,
            "lost_detail": draw.pick(self._wares.rivals) if reason == 1 else None,
            "lost_comment": draw.pick(self._wares.comments) if draw.chance(0.3) else None,
        }

    def _visits(self, first: datetime, until: datetime, count: int) -> list[dict[str, Any]]:
        """The stays in the first ``count`` stages, the last without an end."""
        span = until - first
        cuts = sorted(self._draw.fraction() for _ in range(count - 1))
        moments = [first, *(first + int(cut * 1_000) * span / 1_000 for cut in cuts)]
        entered = [iso(moment) for moment in moments]
        return [
            {"stage": number, "entered": entered[number], "left": left}
            for number, left in enumerate([*entered[1:], None])
        ]

    def doings(self, number: int, deal: Host) -> Iterator[dict[str, Any]]:
        """What was done for an open deal, and in two of three cases what is next. ``deal`` is
        the deal's person, as of when the deal was made."""
        draw, words = self._later, words_of(self._recipe.stock.language)
        links = {"contacts": [deal.number], "companies": [], "deals": [number]}
        for _number in range(draw.pick(_PER_OPEN_DEAL)):
            yield {**done(draw, words, self._recipe, deal), **links}
        if draw.chance(0.66):
            yield {**next_step(draw, words, self._recipe, deal), **links}


def _state(status: str, visits: list[dict[str, Any]], due: datetime) -> dict[str, Any]:
    return {
        "status": status,
        "stage": visits[-1]["stage"],
        "visits": visits,
        "expected_close": due.date().isoformat(),
        "reason": None,
    }


def line_values(ware: Ware) -> dict[str, Any]:
    """What a line of a deal copies from the catalogue."""
    return {
        "name": ware.name,
        "sku": ware.sku or None,
        "unit": ware.unit,
        "price_minor": ware.price * 100,
        "vat": ware.vat,
    }


def wares_of(language: str) -> Wares:
    """The words of deals in ``language``; English for another than ours."""
    if language == "ru":
        from crm_desktop.features.data.demo.wares_ru import WARES as RUSSIAN

        return RUSSIAN
    if language == "pl":
        from crm_desktop.features.data.demo.wares_pl import WARES as POLISH

        return POLISH
    from crm_desktop.features.data.demo.wares_en import WARES as ENGLISH

    return ENGLISH
