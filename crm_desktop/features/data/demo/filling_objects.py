"""Writing the objects of the demo data: the list, its fields, the field of deals that leads to it.

Called by ``filling_deals`` before the deals, on the thread of the long command.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from crm_desktop.backend.work import LongWork, Work
from crm_desktop.features.common.list_entities import list_entity
from crm_desktop.features.custom_fields.handlers import create_field
from crm_desktop.features.custom_fields.queries import field_of
from crm_desktop.features.custom_lists.commands import CreateList
from crm_desktop.features.custom_lists.handlers import create_list
from crm_desktop.features.data.demo.objects import ObjectWords, objects, words_of
from crm_desktop.features.data.demo.recipe import Recipe
from crm_desktop.store.ready import NewRecord

_PORTION = 400
_MOST = 2_000
_ICON = "map-pin"


class Objects(NamedTuple):
    """The ``field`` of deals that names an object, and the ``ids`` of the objects: that of a
    company stands at its number."""

    field: str
    ids: Sequence[str]

    def of(self, company: int | None, deal: int) -> list[dict[str, Any]]:
        """What a deal with a company says of its object; one in five says nothing."""
        if company is None or company >= len(self.ids) or deal % 5 == 0:
            return []
        return [{"value": self.ids[company], "field": self.field}]


NO_OBJECTS = Objects("", ())


class _List(NamedTuple):
    """The list that was made: its id, its fields by what they hold, its kinds' codes, and the
    field of deals."""

    id: str
    fields: Mapping[str, str]
    kinds: Sequence[str]
    of_deals: str


def fill_objects(work: LongWork, recipe: Recipe, companies: Sequence[str], deals: int) -> Objects:
    """Write one object for every fifth deal, at most two thousand."""
    made = work.portion(partial(_make_list, words_of(recipe.stock.language)))
    there = objects(recipe, min(deals // 5, len(companies), _MOST))
    ids: list[str] = []
    while batch := list(islice(there, _PORTION)):
        new = [_entry(made, item, companies) for item in batch]
        ids += work.portion(partial(_insert, list_entity(made.id), new))
    return Objects(made.of_deals, ids)


def _make_list(words: ObjectWords, work: Work) -> _List:
    given = {"name": words.name, "one": words.one, "note": words.note, "icon": _ICON}
    list_id = create_list(work, CreateList(given))
    entity = list_entity(list_id)
    asked: dict[str, dict[str, Any]] = {
        "kind": {"label": words.kind, "type": "choice", "choices": list(words.kinds)},
        "company": {"label": words.client, "type": "record", "target": "company"},
        "area": {"label": words.area, "type": "number"},
        "city": {"label": words.city, "type": "text"},
        "handover": {"label": words.handover, "type": "date"},
    }
    fields = {
        name: create_field(work, {"entity": entity, **values}) for name, values in asked.items()
    }
    of_deals = create_field(
        work, {"entity": "deal", "label": words.one, "type": "record", "target": entity}
    )
    kinds = [choice.code for choice in field_of(work.connection, fields["kind"]).choices]
    return _List(list_id, fields, kinds, of_deals)


def _entry(made: _List, item: Mapping[str, Any], companies: Sequence[str]) -> NewRecord:
    values = {
        **{name: item[name] for name in ("city", "area", "handover")},
        "kind": made.kinds[item["kind"]],
        "company": companies[item["company"]],
    }
    custom = [{"value": values[name], "field": field} for name, field in made.fields.items()]
    return NewRecord({"name": item["name"], "list": made.id, "custom": custom})


def _insert(entity: str, new: Sequence[NewRecord], work: Work) -> list[str]:
    return work.unit.insert_many(entity, new)
