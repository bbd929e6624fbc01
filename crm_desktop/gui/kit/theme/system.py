"""What the operating system asks of every program: dark or light, less motion, more contrast.

The theme manager asks on the GUI thread. Where a system or this version of Qt can't tell, the
answer is the plain one: light, full motion, usual contrast.
"""

from __future__ import annotations

import sys
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QStyleHints

from crm_desktop.gui.kit.theme.tokens import ThemeName

Mode = Literal["system", "light", "dark"]

# winuser.h, SystemParametersInfo
_SPI_GETCLIENTAREAANIMATION = 0x1042
_SPI_GETHIGHCONTRAST = 0x0042
_HCF_HIGHCONTRASTON = 0x0001


def system_theme(hints: QStyleHints) -> ThemeName:
    """Light or dark, as the system is set (Qt 6.5 and later)."""
    scheme = getattr(hints, "colorScheme", None)
    return "dark" if scheme is not None and scheme() == Qt.ColorScheme.Dark else "light"


def pin_system_theme(hints: QStyleHints, mode: Mode) -> None:
    """Let what the system draws, title bars and file dialogs, follow the choice too (Qt 6.8)."""
    pin = getattr(hints, "setColorScheme", None)
    if pin is None:
        return
    if mode == "system":
        pin(Qt.ColorScheme.Unknown)
    else:
        pin(Qt.ColorScheme.Dark if mode == "dark" else Qt.ColorScheme.Light)


def wants_less_motion() -> bool:
    """Windows 'Animation effects' off, or macOS 'Reduce motion' on."""
    if sys.platform == "win32":
        import ctypes

        shown = ctypes.c_int(1)
        ctypes.windll.user32.SystemParametersInfoW(
            _SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(shown), 0
        )
        return not shown.value
    if sys.platform == "darwin":
        return _macos_preference("reduceMotion")
    return False


def wants_more_contrast(hints: QStyleHints) -> bool:
    """The system's 'increase contrast' (Qt 6.10 and later; macOS before that too)."""
    accessibility = getattr(hints, "accessibility", None)
    if accessibility is not None:
        preference = accessibility().contrastPreference()
        return bool(preference == Qt.ContrastPreference.HighContrast)  # type: ignore[attr-defined]
    return sys.platform == "darwin" and _macos_preference("increaseContrast")


def has_contrast_theme() -> bool:
    """A Windows high-contrast theme, whose colours alone may be used."""
    if sys.platform != "win32":
        return False
    import ctypes

    class HighContrast(ctypes.Structure):
        """HIGHCONTRASTW of winuser.h."""

        _fields_ = (
            ("size", ctypes.c_uint),
            ("flags", ctypes.c_uint32),
            ("scheme", ctypes.c_wchar_p),
        )

    state = HighContrast(size=ctypes.sizeof(HighContrast))
    ctypes.windll.user32.SystemParametersInfoW(
        _SPI_GETHIGHCONTRAST, state.size, ctypes.byref(state), 0
    )
    return bool(state.flags & _HCF_HIGHCONTRASTON)


def _macos_preference(key: str) -> bool:
    """A switch of System Settings → Accessibility, through CoreFoundation's preferences."""
    import ctypes

    foundation = ctypes.CDLL("/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation")
    utf8 = 0x08000100  # kCFStringEncodingUTF8
    make = foundation.CFStringCreateWithCString
    make.restype = ctypes.c_void_p
    make.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32]
    read = foundation.CFPreferencesGetAppBooleanValue
    read.restype = ctypes.c_ubyte
    read.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]
    release = foundation.CFRelease
    release.argtypes = [ctypes.c_void_p]
    name = make(None, key.encode(), utf8)
    domain = make(None, b"com.apple.universalaccess", utf8)
    try:
        return bool(read(name, domain, None))
    finally:
        release(name)
        release(domain)
