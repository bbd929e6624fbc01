"""What filters can ask of custom fields: the catalogues of a workspace.

Called by whoever binds filters, on reader threads; the fields are read once in a transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crm_desktop.backend.work import Reader
from crm_desktop.core.clock import LOCAL_ZONE
from crm_desktop.core.errors import Invalid
from crm_desktop.features.common.fields import Custom, WithDeleted
from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.custom_fields.definitions import WITH_CHOICES
from crm_desktop.features.custom_fields.kinds import KINDS, Given, check_value, target_of
from crm_desktop.features.custom_fields.queries import fields_by_entity
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.filters.ast import And, Condition, Node, Not, Or, Related
from crm_desktop.filters.catalogue import (
    Catalogue,
    Catalogues,
    Choice,
    Field,
    FieldKind,
    TextRule,
    WithKinds,
)


def custom_catalogues(reader: HasConnection, catalogues: Catalogues) -> Catalogues:
    """``catalogues`` with the custom fields of the workspace, named ``custom:<id>``."""
    known = fields_by_entity(reader.connection, is_reader=isinstance(reader, Reader))
    own = {
        entity: _with_custom(catalogues[entity], fields)
        for entity, fields in known.items()
        if entity in catalogues
    }
    return WithKinds(own, catalogues)


def _with_custom(known: Catalogue, fields: Iterable[CustomFieldRow]) -> Catalogue:
    there = tuple(filter_field(field) for field in fields if not field.deleted)
    deleted = {field.key: field.name for field in fields if field.deleted}
    return WithDeleted(known.entity, (*known.fields, *there), known.relations, deleted=deleted)


def filter_field(field: CustomFieldRow) -> Field:
    """What a filter may ask of the field."""
    rule = TextRule.DIGITS if field.type == "phone" else TextRule.FOLDED
    is_chosen = field.type in WITH_CHOICES
    return Custom(
        field.key,
        field.name,
        KINDS[field.type].filter_kind,
        tuple(Choice(one.code, one.name) for one in field.choices) if is_chosen else (),
        rule=rule,
        target=target_of(field),
        former=tuple(_former_choices(field)) if not is_chosen else (),
        rid=field.rid,
        is_long=field.type == "long_text",
    )


def _former_choices(field: CustomFieldRow) -> Iterator[Choice]:
    """The choices that the definition of a text still knows, as conversions wrote them (in the
    language of whoever changed the type); without words those that no value was made of."""
    if KINDS[field.type].filter_kind is not FieldKind.TEXT:
        return
    for choice in field.choices:
        texts = [text for name in sorted(choice.names) if (text := _as_value(field, name))]
        yield from (Choice(choice.code, text) for text in texts or [""])


def _as_value(field: CustomFieldRow, text: str) -> str:
    try:
        return str(check_value(field, text, Given(zone=LOCAL_ZONE)))
    except Invalid:
        return ""


def without_field(root: Node, name: str) -> Node:
    """The filter without the conditions on the field ``name``: what is offered when the field
    was deleted. Groups that lose all their parts go with them."""
    return _without(root, name) or And()


def _without(node: Node, name: str) -> Node | None:
    if isinstance(node, Condition):
        return None if node.field == name else node
    if isinstance(node, Not):
        inner = _without(node.part, name)
        return None if inner is None else Not(inner)
    if isinstance(node, Related):
        where = _without(node.where, name)
        return None if where is None else Related(node.relation, node.quantifier, where)
    parts = tuple(part for one in node.parts if (part := _without(one, name)) is not None)
    if not parts and node.parts:
        return None
    return And(parts) if isinstance(node, And) else Or(parts)
