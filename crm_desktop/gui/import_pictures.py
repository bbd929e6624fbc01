"""Pictures of the import wizard over the list of contacts, with a file as in the design's pictures.

Called by ``screenshots`` on the main thread.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication

from crm_desktop.backend.work import Progress
from crm_desktop.core.i18n import _
from crm_desktop.features.data.importing.commands import Counts, ImportResult, RowProblem
from crm_desktop.gui.bridge.tasks import LongTask
from crm_desktop.gui.drawing import wait_until
from crm_desktop.gui.pages.importing.wizard import COLUMNS, RESULT, ImportWizard
from crm_desktop.gui.scenes import bridge_of
from crm_desktop.gui.session import Session

_FILE_NAME = "клиенты 2026.csv"
_ROWS = 1302
_HEADER = (
    "ФИО", "Организация", "Тел. моб.", "Почта", "Город", "Дата рожд.", "Комментарий", "Сегмент",
    "Менеджер", "Отгрузок", "Код 1С", "Должность", "Сайт", "Улица",
)  # fmt: skip
_PEOPLE = (
    ("Ким Марина Олеговна", "Вектор Плюс", "89005550114", "m.kim@vektor.example", "СПб",
     "18.03.1984", "Опт, просит каталог"),
    ("Гатин Руслан", "Спортзал Ритм", "+7 (900) 555-01-27", "ruslan@ritm.example", "СПб", "",
     "Перезвонить в среду"),
    ("Фомина Е. А.", "Клиника «Опора»", "8 812 555-04-40", "fomina@opora.example",
     "Санкт-Петербург", "20.10.1979", ""),
    ("Ахметов Тимур", "ООО Северный склад", "9005550231", "t.ahmetov@sever.example", "Колпино",
     "19.10.1988", "Пропуск заказывать заранее"),
    ("Лапина Софья", "Пекарня Тёплая", "8-900-555-03-08", "sofya@teplaya.example", "СПб",
     "14.10.1990", ""),
    ("Юдин Павел", "Бюро Юдин и дом", "+79005550192", "pavel@yudin", "СПб", "15.10.1981",
     "Партнёр, 5 %"),
    ("Кравцова Нина", "Балтлог", "812 5550711", "kravtsova@baltlog.example", "Шушары",
     "16.10.1986", ""),
    ("Мирзоева Алина", "Отель Пристань", "88125550905", "alina@pristan.example", "СПб",
     "02.02.1992", "Только почта"),
    ("Чен Виктор", "Электроцентр", "+7 900 555 08 19", "chen@elcentr.example", "Пушкин", "", ""),
)  # fmt: skip
_SEGMENTS = ("опт", "розница", "партнёр")
# Rows that hold nobody, by their number in the file, and how far the import is.
_EMPTY = (87, 412, 903)
_DONE, _CREATED, _COMPLETED = 806, 712, 71
_SAME, _FIRMS = 516, 214


@contextmanager
def wizard(step: int, application: QApplication, session: Session) -> Iterator[None]:
    """A step of the wizard over the window; nothing is imported."""
    with _opened(application, session) as shown:
        if step == RESULT:
            _show_under_way(shown)
        shown.go(step)
        if step == COLUMNS:
            wait_until(application, lambda: shown.columns.beside.pane.shown is not None)
        application.processEvents()
        yield


@contextmanager
def imported(application: QApplication, session: Session) -> Iterator[None]:
    """What came of an import."""
    with _opened(application, session) as shown:
        looked = shown.inspection.looked
        assert looked is not None
        shown.go(RESULT)
        shown.import_step.show_result(_result(looked.preview.problems))
        application.processEvents()
        yield


@contextmanager
def _opened(application: QApplication, session: Session) -> Iterator[ImportWizard]:
    bridge = bridge_of(session)
    bridge.settings["region"] = "RU"
    shown = ImportWizard(bridge, session.window)
    with tempfile.TemporaryDirectory(prefix="crm-import-") as folder:
        path = Path(folder) / _FILE_NAME
        _write_sample(path)
        shown.begin((path,))
        wait_until(application, lambda: shown.inspection.looked is not None)
        yield shown
        shown.run.task = None
        shown.reject()
    application.processEvents()


def _show_under_way(shown: ImportWizard) -> None:
    """As if the import ran: it would be over before the picture is taken."""
    looked = shown.inspection.looked
    assert looked is not None
    task = LongTask("", shown)
    shown.run.task = task
    shown.import_step.follow(task, _("Importing contacts"), looked.preview)
    task.progress = Progress("write", _DONE, _ROWS)
    task.progressed.emit()
    shown.import_step.tell_so_far(_CREATED, _COMPLETED)


def _result(problems: Sequence[RowProblem]) -> ImportResult:
    people, firms = Counts(_CREATED, _COMPLETED, _SAME), Counts(created=_FIRMS)
    return ImportResult(
        "contacts", "windows-1251", ";", _ROWS, (), people, firms, len(problems), 0, None, (),
        problems=tuple(problems),
    )  # fmt: skip


def _write_sample(path: Path) -> None:
    with path.open("w", encoding="windows-1251", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(_HEADER)
        for number in range(2, _ROWS + 2):
            writer.writerow(_row(number))


def _row(number: int) -> tuple[str, ...]:
    if number in _EMPTY:
        return ("",) * 9 + ("1",)
    place = number - 2
    person = _PEOPLE[place % len(_PEOPLE)]
    segment = _SEGMENTS[place % len(_SEGMENTS)]
    shipped = str(12 + place % 30) if place % 5 < 2 else ""
    return (*person, segment, "Соколова", shipped, f"00-{4127 + place:08}", "", "", "")
