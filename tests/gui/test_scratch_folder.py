"""Files that live as long as what made them leave nothing behind."""

from __future__ import annotations

from PySide6.QtCore import QObject

from crm_desktop.gui.kit.scratch import ScratchFolder


def test_a_folder_is_made_when_wanted_and_goes_with_its_owner() -> None:
    owner = QObject()
    folder = ScratchFolder(owner).path
    (folder / "card.vcf").write_text("BEGIN:VCARD", encoding="utf-8")
    del owner
    assert not folder.exists()
