"""Pictures of every page and of its states are written as the command line promises, and drawing
them makes no part of the program complain."""

from __future__ import annotations

from itertools import cycle, product
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import LANGUAGES, set_language
from crm_desktop.gui.kit.theme.tokens import ThemeName
from crm_desktop.gui.screenshots import PICTURES, Look, pictures_called, take_pictures

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints"),
]
THEMES: tuple[ThemeName, ...] = ("light", "dark")
SIZES = (QSize(1440, 900), QSize(1024, 640))
LOOKS = [Look(theme, size) for theme, size in product(THEMES, SIZES)]


def test_pictures_of_all_kinds_are_drawn_in_every_theme_and_size(tmp_path: Path) -> None:
    """In the language whose words are longest, each in one of the looks."""
    set_language("pl")
    pairs = zip(PICTURES[::3], cycle(LOOKS), strict=False)
    wanted = sorted(pairs, key=lambda pair: pair[1].theme)  # dressing all anew takes longest
    drawn = {path.name: QImage(str(path)) for path in take_pictures(tmp_path, wanted)}
    assert {name: image.size() for name, image in drawn.items()} == {
        f"{picture.name}-{look.theme}-pl.png": picture.size or look.size for picture, look in wanted
    }
    assert all(_has_words(image) for image in drawn.values())


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("look", LOOKS, ids=["light", "light, small", "dark", "dark, small"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_drawn_in_every_language_theme_and_size(
    language: str, look: Look, tmp_path: Path
) -> None:
    set_language(language)
    drawn = take_pictures(tmp_path, [(picture, look) for picture in PICTURES])
    assert len({path.name for path in drawn}) == len(PICTURES)
    assert all(_has_words(QImage(str(path))) for path in drawn)


def _has_words(image: QImage) -> bool:
    """Whether there is more than grounds and lines: letters have many shades."""
    shades: set[int] = set()
    for x, y in product(range(0, image.width(), 7), range(0, image.height(), 3)):
        shades.add(image.pixel(x, y))
        if len(shades) > 40:
            return True
    return False


def test_one_page_may_be_asked_for_and_must_exist(tmp_path: Path) -> None:
    [empty] = pictures_called("b-empty")
    [path] = take_pictures(tmp_path, [(empty, Look(size=QSize(1200, 700)))])
    assert QImage(str(path)).size() == QSize(1200, 700)
    with pytest.raises(Invalid, match="no page z-nothing"):
        pictures_called("z-nothing")
