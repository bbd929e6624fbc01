"""Who types letters into a list jumps to the next name that begins so, on both engines."""

from __future__ import annotations

from array import array

from crm_desktop.backend.backend import Backend
from crm_desktop.features.common.jumping import find_named, next_line
from crm_desktop.features.common.listing import WHOLE_LIST, ListOrder, Shelf
from crm_desktop.features.contacts.commands import ArchiveContacts, CreateContact
from crm_desktop.features.contacts.queries import find_order

NAMES = ("Anna", "Żaneta", "żubr", "Zofia", "Ёлкин", "Елин", "Яна")


def test_names_are_found_by_their_beginning_on_the_shelf_of_the_list(client: Backend) -> None:
    ids = {name: str(client.execute(CreateContact({"family_name": name})).result) for name in NAMES}
    client.execute(ArchiveContacts((ids["Елин"],)))
    order = client.ask(find_order, WHOLE_LIST)
    names = dict(zip(order, ("Anna", "Zofia", "Żaneta", "żubr", "Ёлкин", "Яна"), strict=True))

    def found(beginning: str, shelf: ListOrder = WHOLE_LIST) -> list[str]:
        keys = client.ask(find_named, "contact", shelf, beginning)
        return sorted(names.get(key, "archived") for key in keys)

    assert found("ż") == ["Żaneta", "żubr"]
    assert found("z") == ["Zofia", "Żaneta", "żubr"]
    assert found("ел") == ["Ёлкин"]
    assert found("ел", ListOrder(Shelf.ARCHIVE)) == ["archived"]
    assert found("никто") == found("«") == []


def test_the_next_line_is_looked_for_from_the_top_again() -> None:
    order = array("q", (7, 5, -3, 9, 5))
    assert [next_line(order, {5}, start) for start in (0, 1, 2, 5)] == [1, 1, 4, 1]
    assert next_line(order, (), 0) is None
    assert next_line(order, (8,), 0) is None
