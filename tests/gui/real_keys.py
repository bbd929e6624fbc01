"""A window on an X server under a keyboard layout, and real keys pressed in it.

Run by ``test_keys.py`` as ``real_keys.py LAYOUT``; tells which of its commands ran.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from crm_desktop.core.i18n import set_language
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.shell.main_window import MainWindow

# The places of K, comma and slash on a PC keyboard, as X counts them.
_PLACES = (45, 59, 61)
_KEYS = {"K": "Ctrl+K", "comma": "Ctrl+,", "slash": "Ctrl+/"}


_PATIENCE_MS = 30_000
_LOOK_MS = 20


def main(layout: str) -> None:
    """Press the three keys with Ctrl, each when the one before was heard."""
    subprocess.run(["setxkbmap", layout], check=True)
    set_language("en")
    application = QApplication(sys.argv[:1])
    ThemeManager(application)
    window = MainWindow()
    presses = map(press, _PLACES)

    def heard(name: str) -> None:
        print(name, flush=True)
        if next(presses, None) is None:
            application.quit()

    for name, keys in _KEYS.items():
        holder = window.commands.holder_of(keys)
        assert holder is not None
        free = replace(holder, needs_workspace=False)
        window.commands.add(free, partial(heard, name))
    line = QLineEdit(window)
    window.setCentralWidget(line)
    window.show()
    window.activateWindow()
    line.setFocus()
    begin_when_active(window, lambda: next(presses))
    QTimer.singleShot(_PATIENCE_MS, application.quit)
    application.exec()


def begin_when_active(window: QWidget, begin: Callable[[], object]) -> None:
    """The server gives the keyboard to the window when it likes."""
    if window.isActiveWindow():
        begin()
    else:
        QTimer.singleShot(_LOOK_MS, partial(begin_when_active, window, begin))


def press(place: int) -> bool:
    """Ctrl and the key at this place, whatever the layout makes of it."""
    keys = ("keydown", "Control_L", "key", str(place), "keyup", "Control_L")
    subprocess.run(["xdotool", *keys], check=True)
    return True


if __name__ == "__main__":
    main(sys.argv[1])
