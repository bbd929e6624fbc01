"""Pictures of every page are written as the command line promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from crm_desktop.core.errors import Invalid
from crm_desktop.gui.screenshots import Look, take_pictures

pytestmark = pytest.mark.usefixtures("dressed")


def test_every_page_has_a_picture_of_its_size(tmp_path: Path) -> None:
    pictures = take_pictures(tmp_path, Look("dark"))
    sizes = {path.name: QImage(str(path)).size() for path in pictures}
    assert sizes == {
        "b-contacts-dark-en.png": QSize(1440, 900),
        "companies-dark-en.png": QSize(1440, 900),
        "settings-dark-en.png": QSize(1440, 900),
        "c-contact-card-dark-en.png": QSize(1440, 900),
        "c2-contact-blacklist-dark-en.png": QSize(1440, 900),
        "l-conflict-dialog-dark-en.png": QSize(1440, 900),
        "company-card-dark-en.png": QSize(1440, 900),
        "d-deals-kanban-dark-en.png": QSize(1440, 900),
        "e-deal-card-dark-en.png": QSize(1440, 900),
        "e2-deal-lost-reason-dark-en.png": QSize(1440, 900),
        "e3-deal-products-dark-en.png": QSize(1440, 900),
        "products-dark-en.png": QSize(1440, 900),
        "product-card-dark-en.png": QSize(1440, 900),
        "k1-settings-pipelines-dark-en.png": QSize(1440, 900),
        "n1-contacts-1024-compact-dark-en.png": QSize(1024, 640),
        "n2-deals-1024-dark-en.png": QSize(1024, 640),
        "i-command-palette-dark-en.png": QSize(1440, 900),
        "h1-import-file-dark-en.png": QSize(1440, 900),
        "h2-import-mapping-dark-en.png": QSize(1440, 900),
        "h4-import-progress-dark-en.png": QSize(1440, 900),
        "j1-first-run-dark-en.png": QSize(1440, 900),
    }


def test_one_page_may_be_asked_for_and_must_exist(tmp_path: Path) -> None:
    [picture] = take_pictures(tmp_path, Look(size=QSize(1200, 700)), "companies")
    assert QImage(str(picture)).size() == QSize(1200, 700)
    with pytest.raises(Invalid, match="no page z-nothing"):
        take_pictures(tmp_path, Look(), "z-nothing")
