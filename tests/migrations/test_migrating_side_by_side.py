"""Two windows of one process may open two new workspaces at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from crm_desktop.bootstrap import open_backend


def test_workspaces_made_at_the_same_moment_are_all_whole(tmp_path: Path) -> None:
    def make(number: int) -> None:
        open_backend(str(tmp_path / f"{number}.db"), create=True, language="en").close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(make, range(4)))
