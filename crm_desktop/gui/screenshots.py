"""Pictures of the window with the sample data of the design's pictures (``screenshots``).

Every page is shown at 14 October 2026, 12:40, in Inter where it is installed, and grabbed to a
file ``{page}-{theme}-{language}.png``. Called by ``__main__`` on the main thread, with or without
a screen.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from crm_desktop.bootstrap import open_backend
from crm_desktop.core import clock, ids
from crm_desktop.core.errors import CrmError, Invalid
from crm_desktop.core.i18n import current_language, msg
from crm_desktop.features.common.listing import ids_of
from crm_desktop.features.data.commands import FillWithDemo
from crm_desktop.features.users.queries import known_ids
from crm_desktop.gui import card_scenes as cards
from crm_desktop.gui import deal_scenes as deals
from crm_desktop.gui import import_pictures as importing
from crm_desktop.gui import list_scenes as lists
from crm_desktop.gui import window_scenes as window
from crm_desktop.gui.app import make_application
from crm_desktop.gui.card_pictures import FIRST_OF_DEMO, MARINA, OLEG, fixed_ids, tell_stories
from crm_desktop.gui.deal_pictures import SHOWN_DEAL, tell_deals
from crm_desktop.gui.drawing import let_settle, opened_view, wait_until, whole_picture
from crm_desktop.gui.kit.theme.manager import Appearance, ThemeManager
from crm_desktop.gui.kit.theme.tokens import Density, ThemeName
from crm_desktop.gui.pages.deals.modes import FORECAST, LIST
from crm_desktop.gui.pages.importing.wizard import COLUMNS, FILE, RESULT
from crm_desktop.gui.pages.settings.page import SettingsPage
from crm_desktop.gui.program import Program
from crm_desktop.gui.scenes import Scene, bridge_of
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
# Who stands in the design's pictures comes first in the sample: records are written in its order.
_VEKTOR = 1
_SIZE = QSize(1440, 900)
_SMALLEST = QSize(1024, 640)
_FONT = "Inter"


@dataclass(frozen=True)
class Picture:
    """A ``page`` by its name; ``size`` and ``density`` of its own if it has them. ``card``: the
    internal key of the record of this page whose card is open; ``section``: what is shown of the
    settings; ``over``: what is done there or lies over it; ``is_empty``: in a workspace that holds
    nothing yet."""

    name: str
    page: str = "contact"
    size: QSize | None = None
    density: Density | None = None
    card: int | None = None
    section: str = "appearance"
    over: Scene | None = None
    is_empty: bool = False


_PEOPLE = (
    Picture("b-contacts", over=lists.chosen),
    Picture("b-filter", over=lists.values_of_chip),
    Picture("b-filter-builder", over=lists.builder),
    Picture("b-view-menu", over=lists.view_menu),
    Picture("b-columns", over=lists.columns),
    Picture("b-row-menu", over=lists.row_menu),
    Picture("b-bulk-preview", over=lists.bulk_preview),
    Picture("b-bulk-progress", over=lists.bulk_progress),
    Picture("b-new-contact", over=lists.new_contact),
    Picture("b-nothing-found", over=lists.nothing_found),
    Picture("b-search", over=lists.found),
    Picture("b-search-nothing", over=lists.not_found),
    Picture("b-loading", over=lists.loading),
    Picture("b-unread", over=lists.unread),
    Picture("b-archive", over=lists.archive),
    Picture("b-recycle-bin", over=lists.recycle_bin),
    Picture("b-empty", is_empty=True),
    Picture("companies", "company"),
    Picture("c-contact-card", card=MARINA, over=cards.mistaken),
    Picture("c-contact-card-at-rest", card=MARINA),
    Picture("c-timeline-search", card=MARINA, over=cards.timeline_search),
    Picture("c-history", card=MARINA, over=cards.history),
    Picture("c-field-history", card=MARINA, over=cards.field_history),
    Picture("c-loading", card=MARINA, over=cards.loading),
    Picture("c-unread", card=MARINA, over=cards.unread),
    Picture("c2-contact-blacklist", card=OLEG),
    Picture("l-conflict-dialog", card=MARINA, over=cards.conflict),
    Picture("company-card", "company", card=_VEKTOR),
    Picture("n1-contacts-1024-compact", "contact", _SMALLEST, "compact"),
)
_SALES = (
    Picture("d-deals-kanban", "deal", over=deals.board),
    Picture("d-list", "deal", over=partial(deals.mode, LIST)),
    Picture("d-forecast", "deal", over=partial(deals.mode, FORECAST)),
    Picture("d-nothing-found", "deal", over=deals.nothing_found),
    Picture("d-loading", "deal", over=deals.loading),
    Picture("d-unread", "deal", over=deals.unread),
    Picture("d-empty", "deal", is_empty=True),
    Picture("e-deal-card", "deal", card=SHOWN_DEAL, over=deals.gate),
    Picture("e2-deal-lost-reason", "deal", card=SHOWN_DEAL, over=deals.loss),
    Picture("e3-deal-products", "deal", card=SHOWN_DEAL),
    Picture("products", "product"),
    Picture("product-card", "product", card=1),
    Picture("n2-deals-1024", "deal", _SMALLEST),
)
_PROGRAM = (
    Picture("i-command-palette", "deal", over=partial(window.palette, "*")),
    Picture("i-empty", "deal", over=partial(window.palette, "")),
    Picture("i-commands", "deal", over=partial(window.palette, ">")),
    Picture("i-nothing-found", "deal", over=partial(window.palette, "*qqq")),
    Picture("m-components", size=_SIZE, over=window.components),
    Picture("m-notes", "deal", over=window.notes),
    Picture("m-bell", "deal", over=window.bell),
    Picture("h1-import-file", over=partial(importing.wizard, FILE)),
    Picture("h2-import-mapping", over=partial(importing.wizard, COLUMNS)),
    Picture("h4-import-progress", over=partial(importing.wizard, RESULT)),
    Picture("h5-import-result", over=importing.imported),
    Picture("j1-first-run", over=window.first_run),
    Picture("settings", "settings"),
    Picture("k1-settings-pipelines", "settings", section="pipelines", over=deals.last_stage),
    *(
        Picture(f"k-settings-{name}", "settings", section=name, over=window.settled)
        for name in (
            *(
                "language",
                "shortcuts",
                "catalogue",
                "fields",
                "custom-lists",
                "workspace",
                "changes",
            ),
            "about",
        )
    ),
)
PICTURES = _PEOPLE + _SALES + _PROGRAM


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
        wanted = [(picture, look) for picture in pictures_called(arguments.page)]
        pictures = take_pictures(arguments.out, wanted)
    except CrmError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for path in pictures:
        sys.stdout.write(f"{path}\n")
    return 0


def pictures_called(name: str | None) -> Sequence[Picture]:
    """The one with this name, all without one. One that does not exist raises ``Invalid``."""
    found = [picture for picture in PICTURES if name in (None, picture.name)]
    if not found:
        names = ", ".join(picture.name for picture in PICTURES)
        raise Invalid(msg("There is no page {name}. Pages are: {names}.", name=name, names=names))
    return found


def take_pictures(folder: Path, wanted: Sequence[tuple[Picture, Look]]) -> list[Path]:
    """Write these pictures, each as it is wanted, to ``folder``; gives the files."""
    folder.mkdir(parents=True, exist_ok=True)
    clock.set_source(lambda: NOON)
    try:
        with (
            _at_home(current_language()),
            tempfile.TemporaryDirectory(prefix="crm-pictures-") as temporary,
        ):
            os.environ.setdefault("QT_QPA_PLATFORM", _plain_screen(Path(temporary)))
            taken = []
            for is_empty, fill in ((False, _fill), (True, _leave_empty)):
                asked = [one for one in wanted if one[0].is_empty == is_empty]
                if asked:
                    office, _name = _OFFICE[current_language()]
                    place = Path(temporary) / fill.__name__.strip("_")
                    place.mkdir()
                    address = str(place / f"{office}.crm")
                    with ThreadPoolExecutor(1) as pool:
                        pool.submit(fill, address, current_language()).result()
                    taken += _take(address, folder, asked)
            return taken
    finally:
        clock.set_source(None)


def _plain_screen(folder: Path) -> str:
    """The name of a screen that nobody looks at, with room for pop-overs beside the window."""
    if sys.platform == "win32":
        return "offscreen"  # the name of a file has a colon there, as the name of a screen has
    screen = {"name": "pictures", "x": 0, "y": 0, "width": 1920, "height": 1080}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    path = folder / "screen.json"
    path.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    return f"offscreen:configfile={path}"


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


def _leave_empty(address: str, language: str) -> None:
    open_backend(address, create=True, language=language).close()


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


def _take(address: str, folder: Path, wanted: Sequence[tuple[Picture, Look]]) -> list[Path]:
    application = make_application(current_language(), _families)
    program = Program(application)
    session = program.open(address)
    try:
        view = opened_view(application, session)
        view.sidebar.show_workspace(*_OFFICE[current_language()], _person(application, session))
        taken = []
        for picture, look in wanted:
            _set_up(session, view, picture, look)
            wait_until(application, lambda: view.page.is_ready)
            view.focus_list()
            view.show_first()
            wait_until(application, partial(_is_settled, view))
            if picture.card is not None:
                _open_card(application, session, view, picture.card)
            application.processEvents()  # what was laid out anew is not yet in its place
            taken.append(folder / f"{picture.name}-{look.theme}-{current_language()}.png")
            with picture.over(application, session) if picture.over else nullcontext():
                whole_picture(session).save(str(taken[-1]))
        return taken
    finally:
        program.finish()
        wait_until(application, lambda: not program.sessions)


def _person(application: QApplication, session: Session) -> str:
    """The id of whoever works there, where there is such a colleague: it decides a colour."""
    _title, name = _OFFICE[current_language()]
    found: list[dict[str, str]] = []
    bridge_of(session).query(known_ids, [name], then=found.append, owner=session)
    wait_until(application, lambda: bool(found))
    return found[0].get(name, session.user[1])


def _open_card(application: QApplication, session: Session, view: WorkspaceView, rid: int) -> None:
    """Show the card of the record with this internal key, as opened from its list."""
    page, bridge = view.page, session.bridge
    assert bridge is not None
    entity = page.objectName()

    def show(ids: tuple[str, ...]) -> None:
        view.open_record(RecordRef(entity, ids[0]), page)

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
