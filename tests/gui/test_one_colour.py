"""A colleague's initials have one colour everywhere: that of the person, not that of the name."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.features.companies import queries as companies
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts import queries as contacts
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.deals import queries as deals
from crm_desktop.gui.kit.painted import Initials
from crm_desktop.gui.kit.row_drawing import paint_owner
from crm_desktop.gui.kit.theme.manager import ThemeManager
from tests.gui.conftest import read, write
from tests.gui.deals import make_sale

SIDE = 40


def in_a_list(name: str, person_id: str) -> QColor:
    """The ground of the initials in a cell, a little below the upper edge."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_owner(painter, QRectF(0, 0, SIDE, SIDE), name, person_id, ThemeManager.instance().theme)
    painter.end()
    return image.pixelColor(SIDE // 2, SIDE // 2 - 8)


def on_a_card(name: str, person_id: str, qtbot: QtBot) -> QColor:
    """The same on a card."""
    face = Initials(24)
    qtbot.addWidget(face)
    face.show_name(name, person_id)
    return face.grab().toImage().pixelColor(face.width() // 2, face.height() // 2 - 8)


def test_lists_and_cards_show_the_same_person_alike_and_namesakes_apart(
    dressed: None, qtbot: QtBot
) -> None:
    one, namesake = "0190b1c2-0000-7000-8000-000000000001", "0190b1c2-0000-7000-8000-00000000000a"
    shown = in_a_list("Anna Sokolova", one)
    assert shown == on_a_card("Anna Sokolova", one, qtbot)
    assert shown == in_a_list("Anna Petrova", one)
    assert shown != in_a_list("Anna Sokolova", namesake)


def test_lists_of_every_kind_know_who_the_owner_is(backend: Backend) -> None:
    me = backend.actor.id
    write(backend, CreateContact({"given_name": "Boris", "owner": me}))
    write(backend, CreateCompany({"name": "Firm", "owner": me}))
    sale = make_sale(backend, {"owner": me})

    def owners(reader: Reader) -> list[str | None]:
        rows = contacts.find_list_rows(reader, range(1, 9))
        firms = companies.find_list_rows(reader, range(1, 9))
        [deal] = deals.find_list_rows(reader, [1])
        assert deal.client_id == sale.company
        [contact] = (row for row in rows if row.name == "Boris")
        [firm] = (row for row in firms if row.name == "Firm")
        return [contact.owner_id, firm.owner_id, deal.owner_id]

    assert read(backend, owners) == [me, me, me]
