"""Every page can be drawn with nobody looking, and a workspace that can't be opened is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.core.errors import Damaged
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.drawing import draw_pages
from tests.gui.conftest import write

pytestmark = pytest.mark.usefixtures("dressed")


def test_every_page_is_drawn(backend: Backend, workspace: Path) -> None:
    write(backend, CreateContact({"given_name": "Anna"}))
    assert draw_pages(str(workspace)) == 6


def test_what_can_not_be_opened_is_said(tmp_path: Path) -> None:
    letter = tmp_path / "letter.db"
    letter.write_text("Dear Anna, " * 500, encoding="utf-8")
    with pytest.raises(Damaged, match="not a workspace"):
        draw_pages(str(letter))
