"""The packages of Debian that the program and its tests need: which are missing, and their
installation where that is allowed."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from running import PYTHON, WINDOWS, run, say, step

# Shared libraries that Qt needs from the system, and the Debian package of each.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
QT_SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

# Programs by which tests show a window to nobody and use it, and the Debian package of each.
SCREEN_TOOLS = {"Xvfb": "xvfb", "xdotool": "xdotool", "setxkbmap": "x11-xkb-utils"}


def is_debian_root() -> bool:
    """May packages be installed here?"""
    return not WINDOWS and os.geteuid() == 0 and shutil.which("apt-get") is not None


def has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing_libraries(libraries: Mapping[str, str]) -> list[str]:
    """The Debian packages of those libraries that are not installed; none outside Linux."""
    if not sys.platform.startswith("linux"):
        return []
    return [package for name, package in libraries.items() if not has_library(name)]


def missing_venv() -> list[str]:
    """Debian keeps what ``venv`` needs in a package of its own."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return [] if importlib.util.find_spec("ensurepip") or PYTHON.exists() else [f"{version}-venv"]


def missing_for_tests() -> list[str]:
    """A PostgreSQL server, an X server with a mouse and keys, and what PyInstaller asks for."""
    packages = []
    if sys.platform.startswith("linux"):
        packages += [package for name, package in SCREEN_TOOLS.items() if not shutil.which(name)]
    if not os.environ.get("CRM_TEST_POSTGRESQL") and not any(
        Path("/usr/lib/postgresql").glob("*/bin/initdb")
    ):
        packages.append("postgresql")
    if not shutil.which("objdump"):
        packages.append("binutils")
    own_library = f"libpython{sys.version_info.major}.{sys.version_info.minor}"
    if sys.base_prefix == "/usr" and not has_library(f"{own_library}.so.1.0"):
        packages.append(own_library)
    return packages


def install_system_packages(packages: Sequence[str]) -> None:
    """Install with apt where we may; elsewhere name what is missing and go on."""
    if not packages:
        return
    names = " ".join(packages)
    if not is_debian_root():
        if sys.platform.startswith("linux"):
            say(f"These system packages may be missing: {names}")
        return
    with step(f"system packages: {names}"):
        apt = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300")
        ask_nothing = {"DEBIAN_FRONTEND": "noninteractive"}
        install = ("install", "-y", "--no-install-recommends", *packages)
        run(*apt, "update", env=ask_nothing)
        run(*apt, *install, env=ask_nothing, output=subprocess.DEVNULL)
