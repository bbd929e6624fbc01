"""Puts a data set of demo records together from a language, a scale and a seed.

Called by the command ``crm-desktop demo`` and by benchmarks, on any thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from crm_desktop.features.data.demo.activities import Host, activities
from crm_desktop.features.data.demo.draw import Draw
from crm_desktop.features.data.demo.firms import companies, directory
from crm_desktop.features.data.demo.people import PeopleMaker
from crm_desktop.features.data.demo.recipe import Recipe
from crm_desktop.features.data.demo.stock import Stock


class Scale(Enum):
    """How much: the counts of contacts, companies, users and deals."""

    SMALL = "small"
    OFFICE = "office"
    LARGE = "large"

    @property
    def contacts(self) -> int:
        """Contacts in a data set of this scale."""
        return _COUNTS[self][0]

    @property
    def companies(self) -> int:
        """Companies in a data set of this scale."""
        return _COUNTS[self][1]

    @property
    def users(self) -> int:
        """Colleagues who share the records."""
        return _COUNTS[self][2]

    @property
    def deals(self) -> int:
        """Deals, closed ones too."""
        return _COUNTS[self][3]

    @property
    def open_share(self) -> float:
        """Which part of the deals is open: a small workspace shall fill its board."""
        return 0.6 if self is Scale.SMALL else 0.12


_COUNTS = {
    Scale.SMALL: (300, 60, 5, 150),
    Scale.OFFICE: (100_000, 10_000, 20, 30_000),
    Scale.LARGE: (1_000_000, 100_000, 50, 300_000),
}


@dataclass(frozen=True)
class DemoData:
    """A data set. Users and tags are at hand; records are made while one walks through them.

    Records refer to users, tags, companies and contacts by their index in this data set;
    companies and contacts refer only to earlier ones of their own kind.
    """

    workspace_name: str
    users: list[dict[str, Any]]
    """``full_name`` and ``role``: owner, senior_manager, manager or accountant; the owner first."""
    tags: list[dict[str, Any]]
    """``name`` and ``colour``: index into the eight of design/tokens.md, section 2."""
    recipe: Recipe

    def companies(self) -> Iterator[dict[str, Any]]:
        """The records of all companies, the same every time."""
        return companies(self.recipe)

    def contacts(self) -> Iterator[dict[str, Any]]:
        """The records of all contacts, the same every time."""
        return PeopleMaker(self.recipe).contacts()

    def activities(self, hosts: Iterable[Host]) -> Iterator[dict[str, Any]]:
        """What was done with ``hosts``, the records above, and what is planned."""
        return activities(self.recipe, hosts)


def generate(language: str, scale: Scale, seed: int, now: datetime) -> DemoData:
    """The data set of ``seed`` in ``language`` (``ru``, ``pl``; anything else is English).

    ``now`` (UTC, with its zone) is the moment all dates lie before; the same arguments give the
    same data on every platform and Python version.
    """
    stock = _stock(language)
    recipe = Recipe(
        stock=stock,
        seed=seed,
        now=now,
        contacts=scale.contacts,
        firms=directory(stock, scale.companies, seed),
        users=scale.users,
    )
    return DemoData(
        workspace_name=stock.workspace_name,
        users=_users(stock, scale.users, seed),
        tags=[{"name": name, "colour": colour} for name, colour in stock.tags],
        recipe=recipe,
    )


def _stock(language: str) -> Stock:
    """Each language's words are loaded when they are needed: start-up time is a feature."""
    if language == "ru":
        from crm_desktop.features.data.demo.stock_ru import STOCK as RUSSIAN

        return RUSSIAN
    if language == "pl":
        from crm_desktop.features.data.demo.stock_pl import STOCK as POLISH

        return POLISH
    from crm_desktop.features.data.demo.stock_en import STOCK as ENGLISH

    return ENGLISH


def _users(stock: Stock, count: int, seed: int) -> list[dict[str, Any]]:
    """The people of the pictures, then managers until there are ``count``, no two namesakes."""
    draw = Draw(seed, f"{stock.language}/users")
    roles = dict(stock.users)
    while len(roles) < count:
        if draw.chance(0.5):
            name = f"{draw.pick(stock.women)} {stock.feminine(draw.pick(stock.surnames))}"
        else:
            name = f"{draw.pick(stock.men)} {draw.pick(stock.surnames)}"
        roles.setdefault(name, "manager")
    return [{"full_name": name, "role": role} for name, role in roles.items()]
