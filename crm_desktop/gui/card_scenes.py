"""The card of a person on pictures: at work, with what lies over it, and when it can't be shown.

Called by ``screenshots`` on the main thread, with the card open.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta

from PySide6.QtWidgets import QApplication, QLineEdit

from crm_desktop.core import clock
from crm_desktop.core.i18n import _, current_language
from crm_desktop.features.common.listing import ids_of
from crm_desktop.features.users.queries import known_ids
from crm_desktop.gui.card_pictures import VERA
from crm_desktop.gui.card_words import WORDS
from crm_desktop.gui.drawing import let_settle, wait_until
from crm_desktop.gui.pages.activities.timeline_part import TimelinePart
from crm_desktop.gui.scenes import bridge_of, card_of, cut_off, dialog_of, held_up, view_of
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.card_fields.history import FieldHistoryDialog
from crm_desktop.gui.shell.card_fields.history_dialog import RecordHistoryDialog
from crm_desktop.gui.shell.card_fields.part import FieldsPart
from crm_desktop.gui.shell.conflict_row import Clash, Keep
from crm_desktop.gui.shell.conflicts import joined_line, made_question, resolve_conflict
from crm_desktop.gui.shell.meanwhile import Author
from crm_desktop.gui.shell.page import RecordRef

_AGO = timedelta(minutes=4)


@contextmanager
def conflict(application: QApplication, session: Session) -> Iterator[None]:
    """Dmitry changed the phone, the hours and a text at the same time."""
    words = WORDS[current_language()]
    view, bridge = view_of(session), bridge_of(session)
    head = card_of(session).head
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
    yield
    dialog.reject()
    application.processEvents()


@contextmanager
def mistaken(application: QApplication, session: Session) -> Iterator[None]:
    """Somebody else has the same phone, and an address is not complete."""
    fields = _fields_of(session)
    record = fields.record
    assert record is not None
    fields.similar.note_change("phones")
    wait_until(application, lambda: bool(fields.similar.boxes))
    row = fields.pane.rows["emails"]
    row.edit()
    lines = row.editor_there.entry.findChildren(QLineEdit)
    next(line for line in lines if line.text()).setText(WORDS[current_language()].unfinished)
    row.keep()
    let_settle(application)
    yield
    row.restore()
    fields.similar.begin(record.id)


@contextmanager
def history(application: QApplication, session: Session) -> Iterator[None]:
    """All that was changed."""
    card = card_of(session)
    card.history_wanted.emit(card.record)
    with dialog_of(application, session, RecordHistoryDialog):
        yield


@contextmanager
def field_history(application: QApplication, session: Session) -> Iterator[None]:
    """What stood in a field before."""
    _fields_of(session).tools.show_history("position")
    with dialog_of(application, session, FieldHistoryDialog):
        yield


@contextmanager
def timeline_search(application: QApplication, session: Session) -> Iterator[None]:
    """Words are sought in what happened."""
    card = card_of(session)
    [story] = card.findChildren(TimelinePart)
    card.find_here()
    story.bar.line.setText(WORDS[current_language()].discount)
    let_settle(application)
    yield
    story.bar.end_search()
    let_settle(application)


@contextmanager
def loading(application: QApplication, session: Session) -> Iterator[None]:
    """The card takes its time."""
    with _on_the_way(application, session, held_up(bridge_of(session))):
        yield


@contextmanager
def unread(application: QApplication, session: Session) -> Iterator[None]:
    """The card can't be had."""
    with _on_the_way(application, session, cut_off(application, bridge_of(session))):
        yield


@contextmanager
def _on_the_way(
    application: QApplication, session: Session, trouble: AbstractContextManager[None]
) -> Iterator[None]:
    """To the card of somebody else, where there is ``trouble``."""
    card, found = card_of(session), list[str]()
    here = card.record
    assert here is not None
    bridge_of(session).query(ids_of, here.entity, [VERA], then=found.extend, owner=card)
    wait_until(application, lambda: bool(found))
    with trouble:
        card.show_record(RecordRef(here.entity, found[0]))
        wait_until(application, lambda: not card.panes.isVisible())
        application.processEvents()
        yield
    card.show_record(here)
    wait_until(application, lambda: card.is_ready)


def _fields_of(session: Session) -> FieldsPart:
    fields = card_of(session).panes.fields
    assert isinstance(fields, FieldsPart)
    return fields
