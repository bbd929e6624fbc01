"""From arguments to an exit status: 0 done, 1 refused with one line of reason, 2 wrong usage."""

from __future__ import annotations

import argparse
import logging
import platform

from crm_desktop import __version__
from crm_desktop.cli.output import finish, let_go_of_results, remark, say
from crm_desktop.core.crash import write_crash_report
from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _, msg
from crm_desktop.core.late_modules import import_sqlalchemy

REFUSED = 1
# What shells give for programs ended by SIGINT (2) and SIGPIPE (13): 128 and the signal's number.
INTERRUPTED, READER_GONE = 130, 141

# stderr is for people: without a handler logging would print its warnings there.
logging.getLogger("crm_desktop").addHandler(logging.NullHandler())

_LIBRARIES = ("PySide6-Essentials", "SQLAlchemy", "alembic", "psycopg", "sqlcipher3")


def run_command(arguments: argparse.Namespace) -> int:
    """Run the command that the arguments name."""
    import_sqlalchemy()
    try:
        from crm_desktop.cli.commands import RUN

        status = RUN[arguments.command](arguments)
        finish()
    except CrmError as error:
        refuse(error)
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        let_go_of_results()  # whoever read them (``head``) has enough: nothing to say
        return READER_GONE
    except Exception as error:
        return _tell_bug(error)
    return status


def _tell_bug(error: Exception) -> int:
    report = write_crash_report(error)
    remark(
        _("The program made a mistake and stopped. Please send this report: {file}").format(
            file=report
        )
        if report
        else _("The program made a mistake and stopped; no report could be written.")
    )
    return REFUSED


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
    from importlib.metadata import PackageNotFoundError, version  # brings the parser of e-mails

    try:
        return version(library)
    except PackageNotFoundError:  # a frozen program may carry no metadata of a library
        return msg("built in").text()
