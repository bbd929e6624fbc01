"""``selftest``: tries out the program as installed, frozen or not, on a workspace of its own.

Opens, migrates, writes, searches, imports a sheet, undoes, verifies, and draws every page. The
window's part is handed in, so that this module needs no Qt. Prints a line a step.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.bootstrap import check_workspace, open_backend
from crm_desktop.cli.output import remark, say
from crm_desktop.core.errors import CrmError
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.contacts.queries import count
from crm_desktop.features.data.importing.commands import ImportFiles
from crm_desktop.features.search.queries import search
from crm_desktop.integrations.tabular.writing import write_csv, write_xlsx

_HEADER = ("Имя", "Фамилия", "Телефон", "E-mail", "Компания")
_ROWS = (
    ("Анна", "Łapińska", "+48 600 555 114", "anna@example.com", "Północ"),
    ("Пётр", "Ёлкин", "8 900 555-01-14", "", "ООО «Свет»"),
)

Draw = Callable[[str], int]


def run_selftest(draw: Draw) -> int:
    """Run all steps; ``draw(address)`` draws every page and gives their number."""
    with tempfile.TemporaryDirectory(prefix="crm-selftest-") as folder:
        try:
            _try_core(Path(folder))
            pages = draw(str(Path(folder) / "selftest.crm"))
        except (CrmError, AssertionError) as error:
            remark(f"selftest failed: {error}")
            return 1
    say(f"drew {pages} pages")
    say("selftest passed")
    return 0


def _try_core(folder: Path) -> None:
    backend = open_backend(str(folder / "selftest.crm"), create=True)
    say("opened and migrated a workspace")
    try:
        _write_and_search(backend)
        _import_and_undo(backend, folder)
        problems = check_workspace(backend).problems
        assert not problems, problems[0].text()
        say("verified it")
    finally:
        backend.close()


def _write_and_search(backend: Backend) -> None:
    values = {"given_name": "Марина", "family_name": "Ким", "phones": [{"value": "89005550114"}]}
    backend.execute(CreateContact(values, "RU"))
    for text in ("marina", "rbv", "555-01-14"):
        found = backend.ask(search, text)
        assert [hit.title for hit in found] == ["Марина Ким"], f"search for {text} found {found}"
    say("wrote and found a contact")


def _import_and_undo(backend: Backend, folder: Path) -> None:
    for name in ("people.csv", "people.xlsx"):
        path = folder / name
        if path.suffix == ".csv":
            write_csv(path, _HEADER, _ROWS)
        else:
            write_xlsx(path, "People", _HEADER, _ROWS)
        before = backend.ask(count)
        result = backend.execute(ImportFiles((path,), "RU", "ru")).result
        assert result.contacts.created == len(_ROWS), f"{name} gave {result.contacts}"
        backend.execute(UndoOperation())
        assert backend.ask(count) == before, f"{name} was not taken back"
    say("imported and took back a text file and a workbook")
