"""Writes of the layouts of cards, and of what the groups of custom fields are called.

Handlers on the writer's thread, inside one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.backend.access import Actor
from crm_desktop.backend.work import Work
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.core.text.folding import fold
from crm_desktop.features.custom_fields.commands import NameFieldGroup, SaveCardLayout
from crm_desktop.features.custom_fields.definitions import check_label
from crm_desktop.features.custom_fields.queries import layout_id
from crm_desktop.features.custom_fields.rows import CardLayout
from crm_desktop.store.loading import Loaded


def save_layout(work: Work, command: SaveCardLayout) -> None:
    """Handler of ``SaveCardLayout``; that of all needs the right to change fields."""
    if command.for_all:
        work.actor.require("custom_fields:field:write")
    owner = None if command.for_all else work.actor
    loaded = _loaded(work, command.entity, owner)
    titles = loaded.state["layout"].get("titles", {}) if loaded is not None else {}
    if command.layout is None and not titles:
        if loaded is not None:
            work.unit.delete_many("card_layout", [loaded])
        return
    wanted = command.layout or CardLayout()
    layout: dict[str, Any] = {
        "groups": [{"name": g.name, "fields": [*g.fields]} for g in wanted.groups],
        "hidden": sorted(wanted.hidden),
    }
    _keep_layout(work, command.entity, loaded, owner, layout | _titled(titles))


def name_group(work: Work, command: NameFieldGroup) -> None:
    """Handler of ``NameFieldGroup``; the names stand beside the layout for all."""
    names = check_label(command.names)
    loaded = _loaded(work, command.entity, None)
    layout = {"groups": [], "hidden": []} if loaded is None else loaded.state["layout"]
    titles = {**layout.get("titles", {}), command.group: names}
    titles = {group: names for group, names in titles.items() if names}
    layout = {name: value for name, value in layout.items() if name != "titles"}
    _require_own_names(titles, command.group)
    _keep_layout(work, command.entity, loaded, None, layout | _titled(titles))


def _require_own_names(titles: Mapping[str, Mapping[str, str]], group: str) -> None:
    """Two groups that are called the same could not be told apart."""
    own = {fold(text) for text in titles.get(group, {}).values()}
    for other, names in titles.items():
        same = next((text for text in (other, *names.values()) if fold(text) in own), None)
        if other != group and same:
            raise Invalid(
                msg("There is a group “{group}” already. Type another name.", group=same), "names"
            )


def _loaded(work: Work, entity: str, owner: Actor | None) -> Loaded | None:
    known = layout_id(work.connection, entity, owner.rid if owner else None)
    return work.unit.load("card_layout", known) if known else None


def _titled(titles: Mapping[str, Any]) -> dict[str, Any]:
    return {"titles": titles} if titles else {}


def _keep_layout(
    work: Work, entity: str, loaded: Loaded | None, owner: Actor | None, layout: Mapping[str, Any]
) -> None:
    if loaded is not None:
        work.unit.update_many("card_layout", [(loaded, {"layout": layout})])
    else:
        user = owner.id if owner else None
        work.unit.insert("card_layout", {"entity": entity, "layout": layout, "user": user})
