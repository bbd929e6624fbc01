"""Keys: which of them may be given to a command, how they are read, and where they lie.

Keys count by their place on the keyboard (interaction.md, section 2). Qt itself finds the Latin
letter of a key when the system knows a Latin layout beside the Russian one (Linux), when it gives
letters by virtual key (Windows) or by what ⌘ makes of them (macOS). What is left are signs such as
``,`` and ``/`` under the Russian layout, and a Linux with the Russian layout alone: for these
``by_place`` goes by the scan code. GUI thread only.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.late_pattern import late_pattern

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_NATIVE = QKeySequence.SequenceFormat.NativeText
_Modifier = Qt.KeyboardModifier
_FIRST_SPECIAL = int(Qt.Key.Key_Escape)  # from here on keys that type nothing
_PRESSED = late_pattern(r"(?P<modifiers>(?:(?:Ctrl|Shift|Alt|Meta)\+)*)(?P<key>[^,+ ]+|.)")
# Rows of the main block by PC scan code (set 1; the kernel of Linux counts alike, X11 adds 8).
_ROWS = ((2, "1234567890-="), (16, "QWERTYUIOP[]"), (30, "ASDFGHJKL;'`"), (43, "\\ZXCVBNM,./"))
_BY_SCAN_CODE = {first + n: sign for first, signs in _ROWS for n, sign in enumerate(signs)}
_X11_OFFSET = 8


@dataclass(frozen=True)
class ListKey:
    """A key of lists and tables, which is the same for everybody; ``keys`` are empty where it is
    any letter."""

    title: Callable[[], str]
    keys: tuple[str, ...]


_MAC_ENDS = ("Ctrl+Up", "Ctrl+Down") if sys.platform == "darwin" else ()
LIST_KEYS = (
    ListKey(msg("Move").text, ("Up", "Down")),
    ListKey(msg("A page up or down").text, ("PgUp", "PgDown")),
    ListKey(msg("To the first or last row").text, ("Home", "End", *_MAC_ENDS)),
    ListKey(msg("Type letters: to the next name that begins with them").text, ()),
    ListKey(msg("Open").text, ("Enter", "Return")),
    ListKey(msg("Tick the row and go on").text, ("Space",)),
    ListKey(msg("Extend the choice").text, ("Shift+Up", "Shift+Down")),
    ListKey(msg("Tick all").text, ("Ctrl+A",)),
    ListKey(msg("Take all ticks away").text, ("Esc",)),
    ListKey(
        msg("In an open cell: keep and go to the next or the previous one").text,
        ("Tab", "Shift+Tab"),
    ),
    ListKey(msg("Copy as a table").text, ("Ctrl+C",)),
    ListKey(msg("Menu of the row").text, ("Shift+F10", "Menu")),
    ListKey(msg("In the header: sort by the column").text, ("Enter",)),
    ListKey(msg("In the header: fit the column to what stands in it").text, ("Ctrl+Enter",)),
    ListKey(msg("In the header: move the column").text, ("Ctrl+Left", "Ctrl+Right")),
)
# Of text fields; help lists them nowhere, everybody knows them.
_FIELD_KEYS = (
    ListKey(msg("Cut").text, ("Ctrl+X",)),
    ListKey(msg("Paste").text, ("Ctrl+V",)),
    ListKey(msg("Next field").text, ("Tab", "Shift+Tab")),
)


def clean_keys(keys: str) -> str:
    """The key as it is stored: ``ctrl+k`` → ``Ctrl+K``; empty stays empty. ``Invalid`` if it is
    no single key, or one that types something."""
    if not keys:
        return ""
    sequence = QKeySequence.fromString(keys, _PORTABLE)
    text = sequence.toString(_PORTABLE)
    pressed = _PRESSED.fullmatch(text)
    if sequence.count() != 1 or pressed is None:
        raise Invalid(msg("“{keys}” is no key. Press one key.", keys=keys), "keys")
    _check(pressed["modifiers"], pressed["key"])
    return text


def _check(modifiers: str, key: str) -> None:
    if "Ctrl" in modifiers and "Alt" in modifiers and sys.platform != "darwin":
        raise Invalid(
            msg(
                "Ctrl+Alt types letters such as ą and ł under the Polish layout. Choose another "
                "key."
            ),
            "keys",
        )
    types_something = len(key) == 1 or key == "Space"
    if types_something and modifiers in ("", "Shift+"):
        raise Invalid(
            msg("Single letters are for typing. Choose a key together with Ctrl or Alt."), "keys"
        )


def shown_keys(keys: str) -> str:
    """The key as people read it on this platform, in their language: ``⌘K``."""
    if sys.platform != "darwin":
        keys = keys.replace("Return", "Enter")  # as it stands on the key
    shown = QKeySequence.fromString(keys, _PORTABLE).toString(_NATIVE) if keys else ""
    return shown.replace("Tabulator", "Tab")  # Qt's Polish word, which stands on no keyboard


def list_key_name(keys: str) -> str | None:
    """What a key does in lists and fields, if anything."""
    for fixed in (*LIST_KEYS, *_FIELD_KEYS):
        if keys in fixed.keys:
            return fixed.title()
    return None


def by_place(event: QKeyEvent) -> str | None:
    """The keys of this press as they would be under the English layout, if the layout of now
    gives another sign; ``None`` where there is nothing to guess."""
    key, modifiers = event.key(), event.modifiers()
    if _is_latin(key) or not modifiers & (_Modifier.ControlModifier | _Modifier.AltModifier):
        return None
    offset = 0 if sys.platform == "win32" else _X11_OFFSET
    sign = _BY_SCAN_CODE.get(event.nativeScanCode() - offset)
    if sys.platform == "darwin" or sign is None or sign == chr(key if key < 0x110000 else 0):
        return None
    pressed = modifiers & ~_Modifier.KeypadModifier & ~_Modifier.GroupSwitchModifier
    return QKeySequence(QKeyCombination(pressed, Qt.Key(ord(sign)))).toString(_PORTABLE)


def _is_latin(key: int) -> bool:
    return (key < 0x80 and chr(key).isalnum()) or key >= _FIRST_SPECIAL
