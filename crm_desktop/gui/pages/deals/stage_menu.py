"""The stages that deals can be moved to, as entries of a menu.

Used by the menus of cards, of rows and of bars. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial

from PySide6.QtWidgets import QMenu

from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.gui.kit.menu_entries import add_entry

Move = Callable[[str], object]
"""What brings the deals into the stage with this id."""


def add_stages(
    menu: QMenu,
    pipelines: Sequence[PipelineRow],
    shown: str,
    move: Move,
    here: Collection[str] = (),
) -> None:
    """Add the stages of the pipeline with the id ``shown``, and a menu for each other one. A stage
    in which all the deals are already, the only one of ``here``, can't be chosen."""
    for pipeline in pipelines:
        if pipeline.id == shown:
            add_goals(menu, pipeline, move, here)
            menu.addSeparator()
    add_pipelines(menu, [one for one in pipelines if one.id != shown], move)


def add_pipelines(menu: QMenu, pipelines: Sequence[PipelineRow], move: Move) -> None:
    """Add a menu of its stages for each pipeline."""
    for pipeline in pipelines:
        add_goals(menu.addMenu(pipeline.name.replace("&", "&&")), pipeline, move)


def add_goals(menu: QMenu, pipeline: PipelineRow, move: Move, here: Collection[str] = ()) -> None:
    """Add the stages of a pipeline."""
    for stage in pipeline.stages:
        action = add_entry(menu, stage.name.replace("&", "&&"), partial(move, stage.id))
        action.setEnabled(set(here) != {stage.id})
