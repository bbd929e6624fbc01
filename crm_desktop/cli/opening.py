"""Opening a workspace for a command: who asks for the password, in what language to speak; and
carrying out what takes long."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator
from concurrent.futures import wait
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import unquote

from crm_desktop.backend.backend import Backend
from crm_desktop.bootstrap import kept_password, open_backend, workspace_settings
from crm_desktop.cli.output import ProgressLine
from crm_desktop.core.errors import Invalid, NotFound, WrongPassword
from crm_desktop.core.i18n import _, msg, set_language
from crm_desktop.store.location import SqliteLocation, parse_location

# How often somebody who waits for a command looks whether Ctrl+C was pressed.
_LISTEN_SECONDS = 0.1


@contextmanager
def opened(address: str, language: str | None, *, create: bool = False) -> Iterator[Backend]:
    """The workspace's backend, closed at the end; the interface takes the workspace's language
    unless one was asked for."""
    backend = _open(address, language, create=create)
    try:
        if language is None:
            set_language(workspace_settings(backend)["language"])
        yield backend
    finally:
        backend.close()


@contextmanager
def opened_or_new(address: str, language: str | None, *, only_try: bool) -> Iterator[Backend]:
    """As ``opened``, made if it is missing; a new file goes again if the command is refused or
    was ``only_try``ing, because then it shall have changed nothing."""
    location = parse_location(address)
    is_new = isinstance(location, SqliteLocation) and not location.path.exists()
    done = False
    try:
        with opened(address, language, create=True) as backend:
            yield backend
        done = True
    finally:
        if is_new and isinstance(location, SqliteLocation) and (only_try or not done):
            for ending in ("", "-wal", "-shm"):
                with suppress(OSError):  # the reason was told already
                    location.path.with_name(location.path.name + ending).unlink(missing_ok=True)


def carry_out(backend: Backend, command: Any) -> Any:
    """Run a long command with its progress on the terminal; Ctrl+C takes it back."""
    line = ProgressLine()
    running = backend.start(command, on_progress=line.show)
    try:
        # A wait without an end may hear of Ctrl+C only when all is done: the signal can come just
        # before the thread falls asleep, or to another thread.
        while not wait((running.future,), _LISTEN_SECONDS).done:
            pass
        return running.future.result()
    except KeyboardInterrupt:
        running.cancel()
        return running.future.result()
    finally:
        line.end()


def _open(address: str, language: str | None, *, create: bool) -> Backend:
    _check_letters(address)
    location = parse_location(address)
    password = kept_password(location)
    try:
        return open_backend(location, create=create, password=password, language=language)
    except NotFound as error:
        raise NotFound(
            msg("{reason} The commands demo and import make a new one.", reason=error.message)
        ) from error
    except WrongPassword:
        if password is not None or not sys.stdin.isatty() or "PGPASSWORD" in os.environ:
            raise
    typed = getpass.getpass(_("Password: "), stream=sys.stderr)
    return open_backend(location, create=create, password=typed, language=language)


def _check_letters(address: str) -> None:
    """Databases take names in UTF-8 without NUL; a terminal may hand over any bytes."""
    try:
        text = unquote(address, errors="strict") if "://" in address else address
        readable = "\0" not in text.encode().decode()
    except UnicodeError:
        readable = False
    if not readable:
        raise Invalid(
            msg(
                "The address of the workspace holds signs that are no letters. Rename the file or "
                "the database and try again."
            )
        )
