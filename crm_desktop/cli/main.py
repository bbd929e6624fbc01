"""From arguments to an exit status: 0 done, 1 refused with one line of reason, 2 wrong usage."""

from __future__ import annotations

import argparse
import logging
import platform
from importlib.metadata import PackageNotFoundError, version

from crm_desktop import __version__
from crm_desktop.cli.output import remark, say
from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import msg

log = logging.getLogger(__name__)

_LIBRARIES = ("PySide6-Essentials", "SQLAlchemy", "alembic", "psycopg", "sqlcipher3")


def run_command(arguments: argparse.Namespace) -> int:
    """Run the command that the arguments name."""
    from crm_desktop.cli.commands import RUN

    try:
        return RUN[arguments.command](arguments)
    except CrmError as error:
        refuse(error)
        return 1


def refuse(error: CrmError) -> None:
    """Say what went wrong, in one line."""
    remark(" ".join(error.message.text().split()))


def tell_version() -> int:
    """``--version``: name, version and libraries."""
    say(f"CRM Desktop {__version__} (Python {platform.python_version()})")
    for library in _LIBRARIES:
        say(f"{library} {_installed(library)}")
    return 0


def _installed(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:  # a frozen program may carry no metadata of a library
        return msg("built in").text()
