"""The board of recurring clients read: its columns by the day, what they bring, the cards in view.

Measured on a copy of the workspace in which many clients have a cycle, made up; the floor reads
the same keys in their order and the same sums by the driver.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

from benchmarks.measuring import Action, Figure, alternating
from benchmarks.plain import Plain
from benchmarks.world import SMALL, World, opened
from crm_desktop.features.recurring.tables import purchase_cycle
from crm_desktop.gui.pages.deals.recurring_board import read_all
from crm_desktop.store.bulk import insert_rows
from crm_desktop.store.engine import Connection

# quality.md, 'Speed and memory': a board opened.
_OPENED_SECONDS = 0.100
_MOST_CLIENTS = 44_000
_TODAY = date(2026, 1, 15)
_SUMS = (
    "SELECT currency, count(*), sum(amount_minor), sum(monthly_minor) FROM purchase_cycle "
    "GROUP BY currency"
)
_KEYS = "SELECT client FROM purchase_cycle ORDER BY next_on, client"


def measure(world: World) -> list[Figure]:
    """The figures of this family."""
    with world.scratch() as address, opened(address) as (backend, plain):
        clients = 500 if world.scale == SMALL else _MOST_CLIENTS
        backend.write(partial(_fill, clients))
        plain.run("ANALYZE")
        ours: Action = partial(backend.ask, read_all, "", _TODAY)
        sample = alternating(
            [ours] * world.repetitions, [partial(_floor, plain)] * world.repetitions
        )
    name = f"{clients} recurring clients, read with the cards in view"
    return [Figure("board", name, world.engine, "ms", *sample, _OPENED_SECONDS)]


def _fill(clients: int, connection: Connection) -> None:
    """A cycle for so many clients, whoever they are."""
    connection.exec_driver_sql("DELETE FROM purchase_cycle")
    chance = Random(5)
    names = tuple(column.name for column in purchase_cycle.columns)
    insert_rows(connection, purchase_cycle, names, [_row(n, chance) for n in range(2, clients + 2)])


def _row(client: int, chance: Random) -> tuple[Any, ...]:
    days = 7 + chance.randrange(200)
    ahead = _TODAY + timedelta(chance.randrange(400) - 200)
    last, lapses = ahead - timedelta(days), ahead + timedelta(days)
    minor = chance.randrange(10**8)
    told = [day.isoformat() for day in (last, ahead, lapses)]
    return (client, 3, days, *told, chance.choice(("RUB", "EUR")), minor, minor // 9, False)


def _floor(plain: Plain) -> None:
    plain.rows(_SUMS)
    plain.rows(_KEYS)
