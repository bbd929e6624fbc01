"""Every page can be drawn with nobody looking, and a workspace that can't be opened is named."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core.errors import Damaged
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.drawing import draw_pages, whole_picture
from crm_desktop.gui.session import Session
from tests.gui.conftest import write

pytestmark = pytest.mark.usefixtures("dressed")


def test_every_page_is_drawn(backend: Backend, workspace: Path) -> None:
    write(backend, CreateContact({"given_name": "Anna"}))
    assert draw_pages(str(workspace)) == 6


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)")
def test_what_pops_up_has_the_shadow_on_pictures_that_a_system_gives_it(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setStyleSheet("background: white")
    window.resize(200, 160)
    window.show()
    popup = QFrame(window, Qt.WindowType.Popup)
    popup.setGeometry(window.mapToGlobal(QPoint(60, 40)).x(), window.y() + 40, 80, 60)
    popup.show()
    image = whole_picture(cast(Session, SimpleNamespace(window=window))).toImage()
    far, below = image.pixelColor(4, 4), image.pixelColor(100, 106)
    assert below.lightness() < far.lightness() - 5
    assert image.pixelColor(100, 70) == far, "the shadow lies around it, not over it"


def test_what_can_not_be_opened_is_said(tmp_path: Path) -> None:
    letter = tmp_path / "letter.db"
    letter.write_text("Dear Anna, " * 500, encoding="utf-8")
    with pytest.raises(Damaged, match="not a workspace"):
        draw_pages(str(letter))
