"""What lies over the card of a person on pictures: the choice between what two people wrote.

Called by ``screenshots`` on the main thread, with the card open.
"""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from crm_desktop.core import clock
from crm_desktop.core.i18n import _, current_language
from crm_desktop.features.users.queries import known_ids
from crm_desktop.gui.card_words import WORDS
from crm_desktop.gui.drawing import picture_with, wait_until
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.conflict_row import Clash, Keep
from crm_desktop.gui.shell.conflicts import joined_line, made_question, resolve_conflict
from crm_desktop.gui.shell.meanwhile import Author
from crm_desktop.gui.shell.workspace_view import WorkspaceView

_AGO = timedelta(minutes=4)


def picture_of_conflict(application: QApplication, session: Session) -> QPixmap:
    """Dmitry changed the phone, the hours and a text at the same time."""
    words = WORDS[current_language()]
    view, bridge = session.window.view, session.bridge
    assert isinstance(view, WorkspaceView)
    assert bridge is not None
    assert view.way.card is not None
    head = view.way.card.head
    assert head is not None
    found: dict[str, str] = {}
    bridge.query(known_ids, [words.anna, words.dmitry], then=found.update, owner=view)
    wait_until(application, lambda: bool(found))
    people = (
        Author(words.anna, found[words.anna]),
        Author(words.dmitry, found[words.dmitry], clock.now() - _AGO),
    )
    clashes = (
        Clash("phones", _("Phone"), words.phone, words.other_phone),
        Clash("preferred_hours", _("Best time"), words.hours, words.early),
        Clash("note", _("Note"), words.note, words.deferral, can_join=True),
    )
    joined = (
        joined_line(_("Position"), words.position, words.dmitry),
        joined_line(_("City"), words.city, words.dmitry),
    )
    question = made_question(head.name, people, clashes, joined, entity="contact")
    dialog = resolve_conflict(view, question, lambda _choice: None)
    dialog.rows["phones"].choose(Keep.THEIRS)
    dialog.rows["note"].choose(Keep.BOTH)
    dialog.joined.head.setChecked(True)
    application.processEvents()
    picture = picture_with(session, dialog)
    dialog.reject()
    application.processEvents()
    return picture
