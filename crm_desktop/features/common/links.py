"""Links that a command gives must lead to records that are there. Called by handlers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from crm_desktop.backend.work import Work
from crm_desktop.core.errors import Invalid, NotFound
from crm_desktop.core.i18n import msg
from crm_desktop.core.id_texts import is_id
from crm_desktop.features.common.reach import hidden_among
from crm_desktop.store.records import RecordType


def require_links(work: Work, entity: str, values: Mapping[str, Any]) -> None:
    """``Invalid`` for what is no id, ``NotFound`` for an id of nothing that the person
    sees: the rest is known now."""
    record = work.registry[entity]
    links = list(_links(record, values))
    for field, _target, key in links:
        if not is_id(key):
            raise Invalid(msg("The value doesn’t fit its field. Nothing was saved."), field)
    if not links:
        return
    work.unit.labels.prefetch(work.connection, record, [record.complete(values)])
    for _field, target, key in links:
        if work.unit.labels.rid(target, key) is None or hidden_among(work, target, (key,)):
            raise NotFound(
                msg(
                    "What you chose isn’t there any more: someone deleted it. Nothing was saved; "
                    "choose another one."
                )
            )


def _links(record: RecordType, values: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """(field, target, id) of everything that ``values`` point at."""
    for reference in record.references:
        if values.get(reference.field):
            yield reference.field, reference.target, values[reference.field]
    for belonging in record.linked_lists:
        items = values.get(belonging.field) or ()
        for key, reference in belonging.references.items() if items else ():
            optional = belonging.table.c[reference.column].nullable
            for item in items:
                pointed = item if belonging.plain else item[key]
                if pointed is not None or not optional:
                    yield belonging.field, reference.target, pointed
