"""A window on an X server under a keyboard layout, and real keys pressed in it.

Run by ``test_keys.py`` as ``real_keys.py LAYOUT``; tells which of its commands ran.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

from crm_desktop.core.i18n import set_language
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.shell.main_window import MainWindow

# The places of K, comma and slash on a PC keyboard, as X counts them.
_PLACES = (45, 59, 61)
_KEYS = {"K": "Ctrl+K", "comma": "Ctrl+,", "slash": "Ctrl+/"}


def main(layout: str) -> None:
    """Press the three keys with Ctrl, one after another."""
    subprocess.run(["setxkbmap", layout], check=True)
    set_language("en")
    application = QApplication(sys.argv[:1])
    ThemeManager(application)
    window = MainWindow()
    for name, keys in _KEYS.items():
        holder = window.commands.holder_of(keys)
        assert holder is not None
        free = replace(holder, needs_workspace=False)
        window.commands.add(free, partial(print, name, flush=True))
    line = QLineEdit(window)
    window.setCentralWidget(line)
    window.show()
    window.activateWindow()
    line.setFocus()
    for number, place in enumerate(_PLACES):
        QTimer.singleShot(500 + 300 * number, partial(press, place))
    QTimer.singleShot(1800, application.quit)
    application.exec()


def press(place: int) -> None:
    """Ctrl and the key at this place, whatever the layout makes of it."""
    subprocess.Popen(["xdotool", "keydown", "Control_L", "key", str(place), "keyup", "Control_L"])


if __name__ == "__main__":
    main(sys.argv[1])
