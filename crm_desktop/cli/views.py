"""``view list``: the views of the lists, as the person at the command line sees them."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.cli.opening import opened
from crm_desktop.cli.output import say, say_json
from crm_desktop.cli.parser import ENTITIES
from crm_desktop.core.errors import Invalid
from crm_desktop.features.pipelines.queries import find_pipelines
from crm_desktop.features.views.modes import mode_of
from crm_desktop.features.views.queries import count_view, find_views
from crm_desktop.features.views.rows import ViewRow
from crm_desktop.filters import codec


def run_view(arguments: argparse.Namespace) -> int:
    """``view list``: presets first, each with the number of its records."""
    entities = (arguments.entity,) if arguments.entity else ENTITIES
    with opened(arguments.workspace, arguments.lang) as backend:
        found = [
            (view, backend.ask(_count, view))
            for entity in entities
            for view in backend.ask(find_views, entity)
        ]
        pipelines = {one.id: one.name for one in backend.ask(find_pipelines)}
    if arguments.json:
        views = [view_json(view, number, pipelines) for view, number in found]
        say_json({"views": views})
        return 0
    for view, number in found:
        say("\t".join((view.entity, view.name, "–" if number is None else str(number))))
    return 0


def _count(reader: Reader, view: ViewRow) -> int | None:
    """``None`` for a view that asks for what is gone."""
    try:
        return count_view(reader, view)
    except Invalid:
        return None


def view_json(view: ViewRow, number: int | None, pipelines: Mapping[str, str]) -> dict[str, Any]:
    """The view as the command line tells it, with the pipeline by its name of ``pipelines``;
    ``null`` for what it has not."""
    return {
        "id": view.id,
        "kind": view.entity,
        "name": view.name,
        "preset": view.preset or None,
        "shared": view.shared,
        "owner": view.owner or None,
        "count": number,
        "pipeline": pipelines.get(view.look.pipeline),
        "mode": (mode_of(view.filter, view.look) or None) if view.entity == "deal" else None,
        "filter": None if view.problem else codec.to_json(view.filter),
    }
