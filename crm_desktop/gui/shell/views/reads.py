"""Names of the records that filters speak of.

Called on reader threads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from crm_desktop.backend.work import Reader
from crm_desktop.core.id_texts import is_id
from crm_desktop.features.common.reach import hidden_among
from crm_desktop.features.views.queries import catalogues_of
from crm_desktop.filters.ast import And, Condition, Node, Not, Or, Related
from crm_desktop.filters.catalogue import Catalogues
from crm_desktop.store.loading import load_by_id


def find_names(reader: Reader, entity: str, roots: Iterable[Node]) -> dict[tuple[str, str], str]:
    """The names of the records that these filters speak of and the person sees, by entity and
    id."""
    catalogues = catalogues_of(reader)
    wanted: dict[str, set[str]] = defaultdict(set)
    for root in roots:
        _collect(root, entity, catalogues, wanted)
    found = {}
    for target, values in wanted.items():
        record = reader.registry[target]
        ids = {value for value in values if is_id(value)}
        ids -= hidden_among(reader, target, ids)
        for loaded in load_by_id(reader.connection, record, sorted(ids)).values():
            found[target, loaded.id] = record.name_of(loaded.state, record.derive(loaded.state))
    return found


def _collect(node: Node, entity: str, catalogues: Catalogues, wanted: dict[str, set[str]]) -> None:
    catalogue = catalogues.get(entity)
    if catalogue is None:
        return
    if isinstance(node, Condition):
        field = next((one for one in catalogue.fields if one.name == node.field), None)
        if field is not None and field.target:
            values = node.value if isinstance(node.value, tuple) else (node.value,)
            wanted[field.target].update(str(value) for value in values if value)
    elif isinstance(node, Related):
        relation = next((r for r in catalogue.relations if r.name == node.relation), None)
        if relation is not None:
            _collect(node.where, relation.target, catalogues, wanted)
    elif isinstance(node, Not):
        _collect(node.part, entity, catalogues, wanted)
    elif isinstance(node, (And, Or)):
        for part in node.parts:
            _collect(part, entity, catalogues, wanted)
