"""The floors of a window: Qt's own widgets with nothing of the program.

Tasks of ``window_worker``, each in a process of its own.
"""

from __future__ import annotations

import time

from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QTableView, QWidget

from benchmarks.window_steps import (
    SIZE,
    Answer,
    Painted,
    Pulse,
    resident,
    rest,
    scroll,
    type_words,
    until,
)


def bare_start(began: float) -> Answer:
    """The floor of a start: an empty window, painted."""
    application = QApplication([])
    window = QMainWindow()
    window.resize(*SIZE)
    painted, pulse = Painted(window), Pulse()
    window.show()
    until(application, lambda: painted.times > 0)
    shown, work = time.monotonic() - began, time.process_time()
    assert pulse
    return {"shown": shown, "work": work, "rest": resident("")}


def bare_use(_began: float, address: str, frames: str, *words: str) -> Answer:
    """The floor of ``use``: Qt's own line edit and table, the driver's query while they wait.
    Nothing is fetched between two keys or frames, so that one may follow on the other."""
    from PySide6.QtGui import QStandardItem, QStandardItemModel

    from benchmarks.plain import Plain
    from benchmarks.searching import newest

    application = QApplication([])
    plain, pulse = Plain(address), Pulse()
    window, field, table = QMainWindow(), QLineEdit(), QTableView()
    model = QStandardItemModel(0, 6)
    table.setModel(model)
    window.setCentralWidget(table)
    window.setMenuWidget(field)
    window.resize(*SIZE)

    def answer(text: str) -> None:
        found = newest(plain, (" " * max(1, 3 - len(text)) + text,)) if text else []
        model.setRowCount(0)
        for row in found:
            model.appendRow([QStandardItem(str(row[1])) for _column in range(3)])

    field.textChanged.connect(answer)
    window.show()
    rest(application, 0.2)
    typed = type_words(application, field, words, table.viewport(), lambda: True, pause=0.0)
    names = plain.rows("SELECT display_name FROM contact LIMIT 5000")
    model.setRowCount(0)
    for (name,) in names:
        model.appendRow([QStandardItem(f"{name} {column}") for column in range(6)])
    table.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    result = {"typed": typed, **scroll(application, table, int(frames), pace=0.0)}
    assert pulse
    plain.close()
    return result


def bare_card(_began: float, address: str, times: str) -> Answer:
    """The floor of ``card``: a form and a list of Qt's on the second page of a stack."""
    from PySide6.QtWidgets import QFormLayout, QLabel, QListWidget, QSplitter, QStackedWidget

    from benchmarks.plain import Plain

    application = QApplication([])
    plain, pulse = Plain(address), Pulse()
    window, stack, page = QMainWindow(), QStackedWidget(), QSplitter()
    form, story = QWidget(), QListWidget()
    lines, labels = QFormLayout(form), [QLabel() for _field in range(20)]
    for label in labels:
        lines.addRow("name", label)
    page.addWidget(form)
    page.addWidget(story)
    stack.addWidget(QTableView())
    stack.addWidget(page)
    window.setCentralWidget(stack)
    window.resize(*SIZE)
    window.show()
    rest(application, 0.3)
    spans = []
    for number in range(int(times) + 1):
        began = time.perf_counter()
        ((name,),) = plain.rows("SELECT display_name FROM contact WHERE rid = ?", (1 + number,))
        entries = plain.rows("SELECT title, text FROM activity ORDER BY rid DESC LIMIT 50")
        for label in labels:
            label.setText(name)
        story.clear()
        story.addItems([f"{title} {text}" for title, text in entries])
        stack.setCurrentIndex(1)
        until(application, Painted(story.viewport()).once_more())
        spans.append(time.perf_counter() - began)
        rest(application, 0.1)
        stack.setCurrentIndex(0)
        rest(application, 0.05)
    assert pulse
    plain.close()
    return {"opened": spans[1:]}
