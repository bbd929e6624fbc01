"""Pictures of the window with the sample data of the design's pictures (``screenshots``).

Every page is shown at 14 October 2026, 12:40, in Inter where it is installed, and grabbed to a
file ``{page}-{theme}-{language}.png``. Called by ``__main__`` on the main thread, with or without
a screen.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase, QPixmap
from PySide6.QtWidgets import QApplication

from crm_desktop.bootstrap import open_backend
from crm_desktop.core import clock, ids
from crm_desktop.core.errors import CrmError, Invalid
from crm_desktop.core.i18n import current_language, msg
from crm_desktop.features.common.listing import ids_of
from crm_desktop.features.data.commands import FillWithDemo
from crm_desktop.gui.app import make_application
from crm_desktop.gui.card_pictures import FIRST_OF_DEMO, MARINA, OLEG, fixed_ids, tell_stories
from crm_desktop.gui.card_scenes import picture_of_conflict
from crm_desktop.gui.deal_pictures import SHOWN_DEAL, tell_deals
from crm_desktop.gui.deal_scenes import (
    open_last_stage,
    picture_of_board,
    picture_of_gate,
    picture_of_loss,
)
from crm_desktop.gui.drawing import let_settle, opened_view, wait_until
from crm_desktop.gui.import_pictures import picture_of_wizard
from crm_desktop.gui.kit.theme.manager import Appearance, ThemeManager
from crm_desktop.gui.kit.theme.tokens import Density, ThemeName
from crm_desktop.gui.list_scenes import picture_of_chosen
from crm_desktop.gui.pages.first_run.window import FirstRunWindow
from crm_desktop.gui.pages.importing.wizard import COLUMNS, FILE, RESULT
from crm_desktop.gui.pages.settings.page import SettingsPage
from crm_desktop.gui.program import Program
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.workspace_view import WorkspaceView

# Wednesday, 14 October 2026, 12:40 wherever the pictures are made (tokens.md, section 15).
NOON = datetime(2026, 10, 14, 12, 40, tzinfo=clock.LOCAL_ZONE)
# When the sample was written, before what its people went through.
_BEFORE = datetime(2026, 2, 27, 9, tzinfo=clock.LOCAL_ZONE)
# Whose base it is and who works in it, in the pictures of each language.
_OFFICE = {
    "ru": ("Линия Света", "Анна Соколова"),
    "en": ("Line of Light", "Anna Sokolova"),
    "pl": ("Linia Światła", "Anna Sokołowska"),
}
_HOMES = {"ru": "Europe/Moscow", "en": "Europe/London", "pl": "Europe/Warsaw"}
# What stands in the palette.
_SOUGHT = {"ru": "вект", "en": "vect", "pl": "wekt"}
# Who stands in the design's pictures comes first in the sample: records are written in its order.
_VEKTOR = 1
_SIZE = QSize(1440, 900)
_SMALLEST = QSize(1024, 640)
_FONT = "Inter"


@dataclass(frozen=True)
class Picture:
    """A ``page`` by its name; ``size`` and ``density`` of its own if it has them, ``step`` of the
    import wizard if that is shown over it. ``card``: the internal key of the
    record of this page whose card is open; ``section``: what is shown of the settings.
    ``is_first``: the window of the first run instead. ``over``: what is done
    there or lies over it, one of ``_OVER``."""

    name: str
    page: str = "contact"
    size: QSize | None = None
    density: Density | None = None
    step: int | None = None
    card: int | None = None
    is_first: bool = False
    section: str = "appearance"
    over: str = ""


PICTURES = (
    Picture("b-contacts", over="chosen"),
    Picture("companies", "company"),
    Picture("settings", "settings"),
    Picture("c-contact-card", card=MARINA),
    Picture("c2-contact-blacklist", card=OLEG),
    Picture("l-conflict-dialog", card=MARINA, over="conflict"),
    Picture("company-card", "company", card=_VEKTOR),
    Picture("d-deals-kanban", "deal", over="board"),
    Picture("e-deal-card", "deal", card=SHOWN_DEAL, over="gate"),
    Picture("e2-deal-lost-reason", "deal", card=SHOWN_DEAL, over="loss"),
    Picture("e3-deal-products", "deal", card=SHOWN_DEAL),
    Picture("products", "product"),
    Picture("product-card", "product", card=1),
    Picture("k1-settings-pipelines", "settings", section="pipelines"),
    Picture("n1-contacts-1024-compact", "contact", _SMALLEST, "compact"),
    Picture("n2-deals-1024", "deal", _SMALLEST),
    Picture("i-command-palette", "deal", over="palette"),
    Picture("h1-import-file", step=FILE),
    Picture("h2-import-mapping", step=COLUMNS),
    Picture("h4-import-progress", step=RESULT),
    Picture("j1-first-run", is_first=True),
)


@dataclass(frozen=True)
class Look:
    """How the pictures are wanted."""

    theme: ThemeName = "light"
    size: QSize = _SIZE
    density: Density = "comfortable"


def run_screenshots(arguments: argparse.Namespace) -> int:
    """The command: takes the pictures and tells their files; gives the exit status."""
    look = Look(arguments.theme, QSize(*arguments.size), arguments.density)
    try:
        pictures = take_pictures(arguments.out, look, arguments.page)
    except CrmError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for path in pictures:
        sys.stdout.write(f"{path}\n")
    return 0


def take_pictures(folder: Path, look: Look, only: str | None = None) -> list[Path]:
    """Write all pictures, or the ``only`` one, to ``folder``; gives the files. A page that does
    not exist raises ``Invalid``."""
    wanted = [picture for picture in PICTURES if only in (None, picture.name)]
    if not wanted:
        names = ", ".join(picture.name for picture in PICTURES)
        raise Invalid(msg("There is no page {name}. Pages are: {names}.", name=only, names=names))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder.mkdir(parents=True, exist_ok=True)
    clock.set_source(lambda: NOON)
    try:
        with (
            _at_home(current_language()),
            tempfile.TemporaryDirectory(prefix="crm-pictures-") as temporary,
        ):
            address = str(Path(temporary) / "sample.crm")
            with ThreadPoolExecutor(1) as pool:
                pool.submit(_fill, address, current_language()).result()
            return _take(address, folder, look, wanted)
    finally:
        clock.set_source(None)


@contextmanager
def _at_home(language: str) -> Iterator[None]:
    """The clock of the country that the sample is about, where a program can choose it: the time
    where its people are is ours then."""
    if sys.platform == "win32":
        yield
        return
    before = os.environ.get("TZ")
    os.environ["TZ"] = _HOMES[language]
    time.tzset()
    try:
        yield
    finally:
        del os.environ["TZ"]
        if before is not None:
            os.environ["TZ"] = before
        time.tzset()


def _fill(address: str, language: str) -> None:
    clock.set_source(lambda: _BEFORE)
    fixed_ids()
    backend = open_backend(address, create=True, language=language)
    try:
        fixed_ids(FIRST_OF_DEMO)
        fill = FillWithDemo(language, today=NOON, with_deals=False)
        backend.start(fill).future.result()
        tell_stories(backend, language, tell_deals(backend, language))
    finally:
        ids.set_source(None)
        clock.set_source(lambda: NOON)
        backend.close()


def _take(address: str, folder: Path, look: Look, wanted: list[Picture]) -> list[Path]:
    application = make_application(current_language(), _families)
    program = Program(application)
    session = program.open(address)
    try:
        view = opened_view(application, session)
        view.sidebar.show_workspace(*_OFFICE[current_language()])
        taken = []
        for picture in wanted:
            _set_up(session, view, picture, look)
            wait_until(application, lambda: view.page.is_ready)
            view.focus_list()
            view.show_first()
            wait_until(application, partial(_is_settled, view))
            if isinstance(view.page, SettingsPage) and picture.section == "pipelines":
                open_last_stage(application, view.page)
            if picture.card is not None:
                _open_card(application, session, view, picture.card)
            application.processEvents()  # what was laid out anew is not yet in its place
            taken.append(folder / f"{picture.name}-{look.theme}-{current_language()}.png")
            _picture(application, program, session, picture).save(str(taken[-1]))
        return taken
    finally:
        program.finish()
        wait_until(application, lambda: not program.sessions)


def _picture(
    application: QApplication, program: Program, session: Session, picture: Picture
) -> QPixmap:
    if picture.step is not None:
        return picture_of_wizard(application, session, picture.step)
    if picture.is_first:
        return _picture_of_first_run(application, program, session.window.size())
    if picture.over:
        return _OVER[picture.over](application, session)
    return session.window.grab()


def _picture_of_palette(application: QApplication, session: Session) -> QPixmap:
    session.window.open_palette()
    palette = session.window.search_palette
    assert palette is not None
    palette.line.setText(_SOUGHT[current_language()])
    wait_until(application, lambda: palette.is_ready)
    shown = session.window.grab()
    palette.close_again()
    return shown


_OVER: dict[str, Callable[[QApplication, Session], QPixmap]] = {
    "board": picture_of_board,
    "gate": picture_of_gate,
    "loss": picture_of_loss,
    "conflict": picture_of_conflict,
    "palette": _picture_of_palette,
    "chosen": picture_of_chosen,
}


def _picture_of_first_run(application: QApplication, program: Program, size: QSize) -> QPixmap:
    window = FirstRunWindow(program.preferences)
    window.resize(size)
    window.show()
    application.processEvents()
    window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, False)
    shown = window.grab()
    window.close()
    window.deleteLater()
    return shown


def _open_card(application: QApplication, session: Session, view: WorkspaceView, rid: int) -> None:
    """Show the card of the record with this internal key, as opened from its list."""
    page, bridge = view.page, session.bridge
    assert bridge is not None
    order = page.list.model.order if isinstance(page, ListPage) else None
    entity = page.objectName()

    def show(ids: tuple[str, ...]) -> None:
        view.open_record(RecordRef(entity, ids[0]), order)

    bridge.query(ids_of, entity, [rid], then=show, owner=view)
    wait_until(application, lambda: view.way.card is not None and view.way.card.is_ready)
    let_settle(application)
    view.page.setFocus()


def _set_up(session: Session, view: WorkspaceView, picture: Picture, look: Look) -> None:
    """Show the page as wanted, with no sign of the keyboard."""
    density = picture.density or look.density
    ThemeManager.instance().apply(Appearance(mode=look.theme, density=density, reduced_motion=True))
    session.window.resize(picture.size or look.size)
    names = [page.objectName() for page in view.pages]
    view.show_place(names.index(picture.page))
    if isinstance(view.page, SettingsPage):
        view.page.show_section(picture.section)
    session.window.activateWindow()  # otherwise the current row is grey
    session.window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, False)


def _is_settled(view: WorkspaceView) -> bool:
    """Whether the preview shows the record of the current row."""
    if isinstance(view.page, ListPage) and not view.page.views.is_counted:
        return False
    record, shown = view.page.current(), view.preview.shown
    if record is None or view.preview.isHidden():
        return True
    if shown is None or shown.key != record.id:
        return False
    return not shown.has_story or view.preview.below_is_ready


def _families() -> tuple[str, ...] | None:
    """Inter, whose metrics the design's pictures have, if it is installed."""
    return (_FONT,) if _FONT in QFontDatabase.families() else None
