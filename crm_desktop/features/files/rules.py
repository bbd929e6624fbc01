"""Pure decisions about files: what they may be called, what they are, what is never opened.

Names are made fit for every system at once, since a workspace is shared between them.
"""

from __future__ import annotations

import mimetypes
import re
from functools import lru_cache
from pathlib import PurePosixPath

from crm_desktop.core.late_pattern import late_pattern
from crm_desktop.core.text.folding import clean_line

LARGEST_FILE = 50 * 1024 * 1024
LONGEST_NAME = 120
"""Characters; twice as many bytes in Cyrillic, and systems take 255 bytes (POSIX NAME_MAX)."""

UNKNOWN_TYPE = "application/octet-stream"
HEAD = 16
"""So many first bytes tell whether a file is a program."""

_NAMELESS = "file"
_LONGEST_SUFFIX = 20
# Win32, 'Naming Files, Paths, and Namespaces'.
_REFUSED_SIGNS = late_pattern(r'[<>:"|?*]')
_RESERVED = late_pattern(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\.|$)")

_PROGRAM = "application/x-executable"
_PROGRAM_HEADS = (
    b"MZ",  # Windows
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",  # Mach-O in four writings and the universal one, Java's class files
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
    b"L\x00\x00\x00\x01\x14\x02\x00",  # a Windows shortcut
)
_PROGRAM_ENDINGS = """
    action apk app appimage application appref-ms appx bas bat cer chm cmd com cpl command crt deb
    desktop diagcab dll dmg exe fxp gadget grp hlp hta inf ins iso isp img jar jnlp js jse ksh lnk
    mad maf mda mde msc msi msix msp mst osx out pif pkg pl plg prg ps1 ps1xml ps2 psc1 psd1 psm1 py
    pyc pyw rb reg rpm run scf scr sct settingcontent-ms sh shb shs tool url vb vbe vbs vhd vhdx
    webloc website workflow ws wsc wsf wsh xbap xll zsh
"""
_PROGRAM_SUFFIXES = frozenset(f".{ending}" for ending in _PROGRAM_ENDINGS.split())


def clean_name(name: str) -> str:
    """A file's name that every system takes and that shows what it is: without folders, controls
    and signs that turn the direction of writing, not a device of Windows, at most
    ``LONGEST_NAME`` characters with the ending kept."""
    last = re.split(r"[/\\]", name)[-1]
    plain = clean_line(_REFUSED_SIGNS.sub("_", last)).rstrip(" .")
    if not plain.strip("._ "):
        return _NAMELESS
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    if len(plain) > LONGEST_NAME:
        suffix = PurePosixPath(plain).suffix
        kept = suffix if len(suffix) <= _LONGEST_SUFFIX else ""
        plain = plain[: LONGEST_NAME - len(kept)].rstrip(" .") + kept
    return plain


def suffix_of(name: str) -> str:
    """The ending with its dot, in lower case (``.pdf``); empty for none."""
    return PurePosixPath(name).suffix.lower()


def media_type(name: str, head: bytes) -> str:
    """What the file is by its name; a program is one, whatever its name says."""
    if looks_runnable(head):
        return _PROGRAM
    return _types().guess_type(name.lower(), strict=False)[0] or UNKNOWN_TYPE


@lru_cache(maxsize=1)
def _types() -> mimetypes.MimeTypes:
    """Without what the system adds to the table: the same file is the same everywhere. Made when
    it is asked, because the system's tables are read with it."""
    return mimetypes.MimeTypes()


def looks_runnable(head: bytes) -> bool:
    """Whether the first ``HEAD`` bytes are those of a program."""
    return head.startswith(_PROGRAM_HEADS)


def is_runnable(name: str, type_: str) -> bool:
    """Whether opening the file could run it: such files can only be saved."""
    return type_ == _PROGRAM or suffix_of(name) in _PROGRAM_SUFFIXES
