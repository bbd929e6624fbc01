"""Bringing in files: opens the wizard on them, and tells what came of an import that went on
behind it.

GUI thread only; the import runs on a thread of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.custom_lists.queries import find_lists
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.shell.numbers import shown_number

if TYPE_CHECKING:
    from crm_desktop.backend.work import Outcome
    from crm_desktop.features.data.entries.commands import EntriesImported
    from crm_desktop.features.data.importing.commands import ImportResult
    from crm_desktop.gui.pages.importing.wizard import ImportWizard


class Importing(QObject):
    """``tell_done`` shows what can be undone, ``tell`` what can not. ``window`` is the one that
    the wizard belongs to, by default the one in front."""

    def __init__(
        self,
        bridge: Bridge,
        *,
        tell_done: Callable[[str], None],
        tell: Callable[[str], None],
        window: QWidget | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._tell_done = tell_done
        self._tell = tell
        self._window = window
        self._wizard: ImportWizard | None = None

    @property
    def wizard(self) -> ImportWizard | None:
        """The wizard that is to be seen."""
        wizard = self._wizard
        return wizard if wizard is not None and isValid(wizard) and wizard.isVisible() else None

    def start(self, paths: tuple[Path, ...] = (), entity: str = "") -> None:
        """Show these files in the wizard, in the one that is open unless its import runs; their
        rows go into the list of this ``entity``, if there is one."""
        wizard = self.wizard
        if wizard is not None and wizard.can_take:
            wizard.bring_into(entity)
            wizard.take(paths)
            return
        from crm_desktop.gui.pages.importing.wizard import ImportWizard

        self._wizard = ImportWizard(self._bridge, self._window or QApplication.activeWindow())
        self.destroyed.connect(self._wizard.deleteLater)  # it goes with the workspace
        self._wizard.ended_unseen.connect(self._done)
        self._wizard.taken_back_unseen.connect(lambda: self._tell(_("The import was taken back.")))
        offer = self._wizard.file.offer_lists
        self._bridge.query(find_lists, then=offer, owner=self._wizard, channel="lists")
        self._wizard.bring_into(entity)
        self._wizard.begin(paths)

    def _done(self, outcome: Outcome) -> None:
        from crm_desktop.features.data.entries.commands import EntriesImported

        result = outcome.result
        is_list = isinstance(result, EntriesImported)
        words = entries_words(result) if is_list else import_words(result)
        if outcome.operation_id is None:
            self._tell(words)
        else:
            self._tell_done(words)


def import_words(result: ImportResult) -> str:
    """What an import did, in one or a few sentences."""
    contacts, companies, deals = result.contacts, result.companies, result.deals
    products = result.products
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
            deals.created,
            ngettext("Imported {number} deal.", "Imported {number} deals.", deals.created),
        ),
        _counted(
            products.created,
            ngettext("Imported {number} product.", "Imported {number} products.", products.created),
        ),
        _counted(
            updated := (contacts + companies + deals + products).updated,
            ngettext("Completed {number} record.", "Completed {number} records.", updated),
        ),
    ]
    if not any(sentences):
        sentences.append(_("Everything in the file was here already. Nothing was changed."))
    if result.errors:
        words = ngettext(
            "{number} row wasn’t imported.", "{number} rows weren’t imported.", result.errors
        )
        sentences.append(_counted(result.errors, words))
    if barred := len(result.barred):
        words = ngettext(
            "{number} deal has a client on the blacklist.",
            "{number} deals have clients on the blacklist.",
            barred,
        )
        sentences.append(_counted(barred, words))
    sentences.append(_missed_words(result.missed.number))
    if result.error_file is not None:
        sentences.append(
            _("The rows that need a look are in {file}.").format(file=result.error_file)
        )
    return " ".join(filter(None, sentences))


def entries_words(result: EntriesImported) -> str:
    """What an import into a list did, in one or a few sentences."""
    number = result.entries.created
    words = ngettext("{number} entry was imported.", "{number} entries were imported.", number)
    said = [words.format(number=shown_number(number))]
    if result.entries.updated:
        words = ngettext(
            "{number} was filled in.", "{number} were filled in.", result.entries.updated
        )
        said.append(words.format(number=shown_number(result.entries.updated)))
    if result.errors:
        words = ngettext(
            "{number} row was left out.", "{number} rows were left out.", result.errors
        )
        said.append(words.format(number=shown_number(result.errors)))
    said.append(_missed_words(result.missed.number))
    if result.error_file is not None:
        words = _("The rows that need a look are in {file}.")
        said.append(words.format(file=result.error_file))
    return " ".join(filter(None, said))


def _missed_words(number: int) -> str:
    words = ngettext(
        "{number} link wasn’t found; its value is in the note.",
        "{number} links weren’t found; their values are in the notes.",
        number,
    )
    return _counted(number, words)


def _counted(number: int, words: str) -> str:
    return words.format(number=shown_number(number)) if number else ""
