"""Bringing in files: starts the import in the background and tells what came of it.

GUI thread only; the import runs on a thread of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from crm_desktop.core.i18n import _, current_language, ngettext
from crm_desktop.features.data.importing.commands import ImportFiles
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.shell.numbers import shown_number

if TYPE_CHECKING:
    from crm_desktop.backend.work import Outcome
    from crm_desktop.features.data.importing.commands import ImportResult


class Importing(QObject):
    """``tell_done`` shows what can be undone, ``tell`` what can not."""

    def __init__(
        self,
        bridge: Bridge,
        *,
        tell_done: Callable[[str], None],
        tell: Callable[[str], None],
        make_command: Callable[..., Any] = ImportFiles,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._tell_done = tell_done
        self._tell = tell
        self._make_command = make_command

    def start(self, paths: tuple[Path, ...]) -> None:
        """Import these files as one step."""
        command = self._make_command(
            paths,
            region=self._bridge.settings.get("region", "US"),
            language=current_language(),
        )
        self._bridge.start(command, _("Import"), then=self._done, owner=self)

    def _done(self, outcome: Outcome) -> None:
        words = import_words(outcome.result)
        if outcome.operation_id is None:
            self._tell(words)
        else:
            self._tell_done(words)


def import_words(result: ImportResult) -> str:
    """What an import did, in one or a few sentences."""
    contacts, companies = result.contacts, result.companies
    sentences = [
        _counted(
            contacts.created,
            ngettext("Imported {number} contact.", "Imported {number} contacts.", contacts.created),
        ),
        _counted(
            companies.created,
            ngettext(
                "Imported {number} company.", "Imported {number} companies.", companies.created
            ),
        ),
        _counted(
            updated := contacts.updated + companies.updated,
            ngettext("Completed {number} record.", "Completed {number} records.", updated),
        ),
    ]
    if not any(sentences):
        sentences.append(_("Everything in the file was here already. Nothing was changed."))
    if result.errors:
        words = ngettext(
            "{number} row wasn't imported.", "{number} rows weren't imported.", result.errors
        )
        sentences.append(_counted(result.errors, words))
    if result.error_file is not None:
        sentences.append(
            _("The rows that need a look are in {file}.").format(file=result.error_file)
        )
    return " ".join(filter(None, sentences))


def _counted(number: int, words: str) -> str:
    return words.format(number=shown_number(number)) if number else ""
