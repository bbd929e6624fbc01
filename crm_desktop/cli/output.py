"""What a command tells: results on stdout, everything else on stderr."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop.core.errors import Unavailable
from crm_desktop.core.i18n import _, msg
from crm_desktop.core.json_text import json_text

if TYPE_CHECKING:  # the database's libraries load where their errors are told
    from crm_desktop.backend.work import Progress
    from crm_desktop.features.data.importing.commands import BarredDeal, Missed

Lines = Callable[[Mapping[str, Any]], Iterable[tuple[str, str]]]
_EVERY_SECONDS = 0.5
_TOLD = 20
"""Links not found, and deals of clients on the blacklist, that are told one by one."""


def say(text: str) -> None:
    """A line of the result."""
    with _told():
        sys.stdout.write(text + "\n")


def say_json(value: Any) -> None:
    """The one JSON object of the result."""
    say(json_text(value))


def say_record(told: Mapping[str, Any], lines: Lines, *, as_json: bool) -> None:
    """One record: as JSON, or as ``lines`` tells it, labels before values."""
    if as_json:
        say_json(told)
        return
    for label, value in lines(told):
        say(f"{label}: {value}" if label else value)


def finish() -> None:
    """All of the result is where it was to go, or ``Unavailable`` says that it is not."""
    with _told():
        sys.stdout.flush()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        let_go_of_results()
        raise Unavailable(
            msg(
                "The command was carried out, but its result could not be written where it was "
                "sent. Make room there, or send it elsewhere."
            )
        ) from error


def let_go_of_results() -> None:
    """Python flushes stdout once more at the end and would complain on stderr."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tell_error_file(errors: int, file: Path | None) -> None:
    """How many rows an import has left out, and where they are to be corrected."""
    if errors:
        say(_("Rows not imported: {number}").format(number=errors))
    if file:
        words = _("They are in {file}, each with its reason: correct them there and import it.")
        say(words.format(file=file))


def missed_words(missed: Missed) -> list[str]:
    """The links that an import did not find, a sentence for each of the first."""
    words = _("Row {number}: {reason}")
    return [words.format(number=one.row_number, reason=one.reason) for one in missed.cells]


def barred_words(barred: Sequence[BarredDeal]) -> list[str]:
    """Deals that came in although their clients are on the blacklist, a sentence for each."""
    words, reason = _("Row {number}: {reason}"), _("{name} is on the blacklist")
    return [
        words.format(number=one.row_number, reason=reason.format(name=one.client)) for one in barred
    ]


def remark_first(told: Sequence[str], number: int) -> None:
    """Tell the first of these sentences, and how many more of ``number`` there are."""
    for words in told[:_TOLD]:
        remark(words)
    if number > _TOLD:
        remark(_("and {number} more").format(number=number - _TOLD))


def remark(text: str) -> None:
    """A line that is no result."""
    sys.stderr.write(text + "\n")


class ProgressLine:
    """Progress on a terminal, in place; nothing where nobody watches."""

    def __init__(self) -> None:
        self._watched = sys.stderr.isatty()
        self._shown_at = 0.0

    def show(self, progress: Progress) -> None:
        """Called by the long command's thread."""
        if not self._watched or time.monotonic() - self._shown_at < _EVERY_SECONDS:
            return
        self._shown_at = time.monotonic()
        of_all = f" / {progress.total}" if progress.total else ""
        sys.stderr.write(f"\r\x1b[K{self._phase(progress.phase)} {progress.done}{of_all}")
        sys.stderr.flush()

    def end(self) -> None:
        """Leave the line clean."""
        if self._watched and self._shown_at:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    @staticmethod
    def _phase(code: str) -> str:
        phases = {"read": _("Reading"), "clean": _("Checking"), "write": _("Writing")}
        return phases.get(code, _("Taking back"))
