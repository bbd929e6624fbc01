"""The columns of a list as one description: what it shows besides its lines, and its orders.

The features' ``columns`` modules make one each and offer its reads to the list's page, which calls
them on reader threads. It knows custom fields, and what other features add to the list.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.features.common import columns, grouping, orders
from crm_desktop.features.common.columns import Value
from crm_desktop.features.common.grouping import Grouping, GroupRule
from crm_desktop.features.common.listing import ListOrder, SortRule
from crm_desktop.features.custom_fields.columns import custom_texts, group_rule, sort_rule
from crm_desktop.store.records import RecordType


@dataclass(frozen=True, eq=False)
class ListColumns:
    """The list of ``record``: by what it can be ordered other than by name, what it can show
    (``more``, expressions over the record's table) and by what it can be grouped, by name."""

    record: RecordType
    sorts: Mapping[str, SortRule]
    more: Mapping[str, Value]
    groups: Mapping[str, GroupRule] = field(default_factory=dict)

    def find_order(self, reader: Reader, order: ListOrder, limit: int | None = None) -> array[int]:
        """Internal keys in the list's order; ``order.sort`` may be one of ``sorts``, of what
        other features add to the list, or a custom field."""
        rule = self._sort(reader, order)
        return orders.find_order(reader, self.record.table, order, limit, rule)

    def find_groups(self, reader: Reader, order: ListOrder, group: str) -> Grouping:
        """The list by groups; ``group`` as in ``group_rule``."""
        by, rule = self.group_rule(reader, group), self._sort(reader, order)
        return grouping.find_groups(reader, self.record.table, order, by, rule)

    def group_rule(self, reader: Reader, group: str) -> GroupRule:
        """By what ``group`` is: one of ``groups``, of what other features add, or a custom field;
        one that is gone has no values."""
        groups = {**self.groups, **columns.added(reader, self.record.entity).groups}
        return groups.get(group) or group_rule(reader, self.record, group)

    def find_more(
        self, reader: Reader, rids: Sequence[int], names: Collection[str]
    ) -> dict[int, dict[str, Any]]:
        """The fields of ``more``, those that other features add and the custom ones (as texts)
        that are among ``names``, by internal key and name."""
        entity = self.record.entity
        known = {**self.more, **columns.added(reader, entity).more}
        wanted = {name: known[name] for name in known if name in names}
        found = columns.find_fields(reader, self.record, wanted, rids)
        for rid, texts in custom_texts(reader, entity, rids, names).items():
            found.setdefault(rid, {}).update(texts)
        return found

    def _sort(self, reader: Reader, order: ListOrder) -> SortRule | None:
        """By name where the order is one that views of an earlier version know."""
        table = self.record.table
        sorts = {**self.sorts, **columns.added(reader, self.record.entity).sorts}
        rule = sorts.get(order.sort) or sort_rule(reader, self.record, order.sort)
        if rule is None and order.sort not in table.c:
            return SortRule(table.c.sort_key)
        return rule
