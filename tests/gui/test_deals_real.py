"""The page of deals in the program itself, with a real mouse and real keys: what it shows then
is in the workspace, where others see it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.bootstrap import open_backend
from crm_desktop.features.deals.commands import CreateDeal
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.gui.pages.deals.words import in_months, today
from tests.gui.conftest import needs_x_server, there
from tests.gui.deals import Sale, make_sale
from tests.store.workshop import wait_until

TOLD = (
    *("moved", "kept 1", "asked", "answered", "won"),
    *("moved two", "moved down", "moved aside", "lost", "expected"),
)
MORE_THAN_FITS = 12
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def colleague(workspace_url: str) -> Iterator[Backend]:
    """Another connection to the workspace."""
    backend = open_backend(workspace_url, create=False, language="en")
    yield backend
    backend.close()


@needs_x_server
def test_what_a_real_mouse_drags_is_in_the_workspace_for_others(
    workspace_url: str, colleague: Backend, display: str
) -> None:
    sale = make_sale(colleague, {"title": "Stand", "source": "Fair"})
    sale.require(4, ("deal", "source"))
    month = today().replace(day=1)
    keys = {
        title: deal(sale, title, expected_close=month.isoformat())
        for title in ("Gym", "Fair", "Kept", "Two", "One")
    }
    keys["Last"] = deal(sale, "Last", source="Fair")
    for number in range(MORE_THAN_FITS):
        deal(sale, f"Pile {number}", stage=sale.stages[1])
    scene = subprocess.Popen(
        [sys.executable, "-m", "tests.gui.real_deals", workspace_url, sale.pipeline],
        cwd=ROOT,
        env={**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert scene.stdout is not None
    with scene:
        said = []
        for line in scene.stdout:
            said.append(line.strip())
            if said[-1] == "done":
                break
        assert said == [*TOLD, "done"]
        # What is dropped shows before it is saved; this was dropped last.
        gym = partial(colleague.ask, get_deal, keys["Gym"])
        wait_until(lambda: there(gym()).expected_close == in_months(month, 1))
        rows = {title: there(colleague.ask(get_deal, key)) for title, key in keys.items()}
        won = sale.row()
    assert scene.returncode == 0
    stages = {title: sale.stages.index(row.stage_id) for title, row in rows.items()}
    assert stages == {"Gym": 2, "Fair": 4, "Kept": 1, "Two": 2, "One": 2, "Last": 4}
    assert {len(row.visits) for row in rows.values()} == {2}
    assert rows["Fair"].source == "Exhibition"
    assert (won.status, rows["Last"].status) == ("won", "lost")


def deal(sale: Sale, title: str, **values: str) -> str:
    """A deal in the first stage; gives its id."""
    given = {"title": title, "pipeline": sale.pipeline, "stage": sale.stages[0], **values}
    return str(sale.backend.execute(CreateDeal(given)).result)
