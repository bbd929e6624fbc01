"""Which changes move recurring clients, and whom."""

from __future__ import annotations

import pytest

from crm_desktop.gui.bridge.changes import Changes, RecordChanges
from crm_desktop.gui.pages.deals.recurring_changes import EVERYTHING, Touched, touched_by

NOTHING = Touched()


@pytest.mark.parametrize(
    ("entity", "change", "touched"),
    [
        ("deal", RecordChanges({"a"}, fields={"title", "stage"}), NOTHING),
        ("deal", RecordChanges({"a"}, fields={"status"}), Touched(frozenset("a"))),
        ("deal", RecordChanges({"a"}, {"a"}, came_or_left=True), Touched(frozenset("a"))),
        ("deal", RecordChanges({"a"}, fields={"company"}), EVERYTHING),
        ("next_purchase", RecordChanges({"b"}), Touched(delays=frozenset("b"))),
        ("company", RecordChanges({"c"}, fields={"name"}), NOTHING),
        ("company", RecordChanges({"c"}, {"c"}, came_or_left=True), NOTHING),
        ("contact", RecordChanges({"c"}, fields={"archived_at"}), EVERYTHING),
        ("contact", RecordChanges({"c"}, came_or_left=True), EVERYTHING),
        ("pipeline", RecordChanges({"p"}, fields={"viewers"}), EVERYTHING),
        ("tag", RecordChanges({"t"}), NOTHING),
    ],
)
def test_a_change_touches_the_clients_it_may_move(
    entity: str, change: RecordChanges, touched: Touched
) -> None:
    assert touched_by(Changes({entity: change})) == touched
