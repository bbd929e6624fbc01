"""What the palette offers to begin with what was typed: a task for the record found, or a record of
that name where nothing was found.

Pure but for language; called by ``palette.py`` on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import _
from crm_desktop.core.text.direction import isolated
from crm_desktop.gui.shell import palette_lines as lines
from crm_desktop.gui.shell.commands import Commands
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.palette_lines import Line, Scope

if TYPE_CHECKING:
    from crm_desktop.features.search.rows import SearchHit

_WITHOUT_TASKS = frozenset((lines.PRODUCT, lines.ENTRY))


def task_lines(
    hits: Sequence[SearchHit],
    sought: str,
    commands: Commands,
    act: Callable[[RecordRef, str], object],
) -> list[Line]:
    """What can be begun at once for the best record; ``act`` takes it and the id of a command."""
    if not hits or "record.task" not in commands:
        return []
    best = lines.best_hit(hits, sought)
    if lines.kind_of(best) in _WITHOUT_TASKS:
        return []
    words = _("New task for “{name}”").format(name=isolated(best.title))
    return [
        Line(
            words,
            icon="check-square",
            keys=commands.shown_keys("record.task"),
            run=partial(act, RecordRef(best.kind, best.id), "record.task"),
            spans=lines.found_spans(words, sought),
        ).under_lock(commands.lock_of("record.task"))
    ]


def creation_lines(
    scope: Scope, sought: str, commands: Commands, create: Mapping[Scope, Callable[[str], object]]
) -> list[Line]:
    """Records that can be made with this name, of the kinds of the scope; ``create`` begins one
    of each kind that can be."""
    titles = {
        Scope.PEOPLE: (_("Create contact “{name}”"), "contacts.create"),
        Scope.COMPANIES: (_("Create company “{name}”"), "companies.create"),
    }
    shown = []
    for each, (words, command) in titles.items():
        if scope in (Scope.ALL, each):
            title = words.format(name=isolated(sought))
            line = Line(title, icon="plus-circle", run=partial(create[each], sought))
            shown.append(line.under_lock(commands.lock_of(command)))
    return shown
