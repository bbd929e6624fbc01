"""The program's log: what happened and where in the code, nothing of what people typed or saved.

``__main__`` opens it with ``log_kept``; records come from any thread of any process of the
person, all into one file that is turned over at one megabyte.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType

from crm_desktop.core.clock import UTC, iso
from crm_desktop.core.files import turn
from crm_desktop.core.late_pattern import late_pattern
from crm_desktop.core.paths import program_folder, user_log_folder

LOG_NAME = "crm-desktop.log"
_LARGEST = 1_000_000
_EARLIER = 3
_OURS = logging.getLogger("crm_desktop")

_SIGN_IN = r"(?<=://)[^\s/@]+@"  # postgresql://anna:secret@host
_EMAIL = r"[^\s@<>\"'(),;:]+@[^\s@<>\"'(),;:]+"
_NUMBER = r"\+?\d(?:[\s().-]{0,2}\d){6,}"  # phones, tax ids, accounts
_PERSONAL = late_pattern(f"{_SIGN_IN}|{_EMAIL}|{_NUMBER}")


@contextmanager
def log_kept(folder: Path | None = None) -> Iterator[None]:
    """Meanwhile the program's log is written in ``folder`` (the person's own by default). Where
    that isn't possible the program works without."""
    path = (folder or user_log_folder()) / LOG_NAME
    handler = SharedLogFile(path)
    level = _OURS.level
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
    _OURS.addHandler(handler)
    _OURS.setLevel(logging.INFO)
    try:
        yield
    finally:
        _OURS.removeHandler(handler)
        _OURS.setLevel(level)


def last_lines(count: int = 50, folder: Path | None = None) -> list[str]:
    """The end of the log."""
    path = (folder or user_log_folder()) / LOG_NAME
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 200 * count))
            return file.read().decode("utf-8", "replace").splitlines()[-count:]
    except OSError:
        return []


class DiscreetFormatter(logging.Formatter):
    """Keeps what the code says and leaves out what people said.

    A record's text is the code's own; of its values only numbers and the names of exceptions are
    shown, of an exception its kind and its places. Whatever looks like an e-mail address, a long
    number or the sign-in of an address is masked wherever it stands.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line, and one more for each link and place of an exception."""
        moment = iso(datetime.fromtimestamp(record.created, UTC))
        text = without_personal_data(_text(record))
        head = f"{moment} {record.levelname} {record.process} {record.threadName} {record.name}"
        lines = [f"{head}: {text}"]
        if record.exc_info and record.exc_info[1] is not None:
            lines += describe_error(record.exc_info[1])
        return "\n".join(lines)


def without_personal_data(text: str) -> str:
    """The text in one line, with what looks personal masked and the person's folder as ``~``."""
    with suppress(RuntimeError):  # an account without a folder of its own
        text = text.replace(str(Path.home()), "~")
    return _PERSONAL.sub("…", " ".join(text.split()))


def describe_error(error: BaseException) -> Iterator[str]:
    """The kinds of the errors and the places in the code. Their texts are left out: drivers put
    the values of records there, and paths hold the person's name."""
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield f"{type(link).__module__}.{type(link).__qualname__}"
        for filename, line, name in _places(link.__traceback__):
            yield f"  {short_place(filename)}:{line} in {name}"
        link = link.__cause__ or link.__context__


def short_place(filename: str) -> str:
    """A module's path without the folders of whoever installed the program."""
    path = Path(filename)
    if path.is_relative_to(program_folder()):
        return path.relative_to(program_folder()).as_posix()
    return "/".join(path.parts[-3:])


def _places(trace: TracebackType | None) -> Iterator[tuple[str, int, str]]:
    while trace is not None:
        code = trace.tb_frame.f_code
        yield code.co_filename, trace.tb_lineno, code.co_name
        trace = trace.tb_next


def _text(record: logging.LogRecord) -> str:
    if not record.args:
        return str(record.msg)
    values = record.args.values() if isinstance(record.args, dict) else record.args
    shown = tuple(map(_shown, values))
    try:
        if isinstance(record.args, dict):
            return str(record.msg) % dict(zip(record.args, shown, strict=True))
        return str(record.msg) % shown
    except (TypeError, ValueError):
        return str(record.msg)


def _shown(value: object) -> object:
    if isinstance(value, int | float):
        return value
    if isinstance(value, BaseException):
        return type(value).__name__
    return value if isinstance(value, str) and value in _names_of_errors() else "…"


def _names_of_errors() -> set[str]:
    return {kind.__name__ for kind in _with_subclasses(BaseException)}


def _with_subclasses(kind: type[BaseException]) -> Iterable[type[BaseException]]:
    yield kind
    for narrower in type.__subclasses__(kind):
        yield from _with_subclasses(narrower)


class SharedLogFile(logging.Handler):
    """A file that several processes write and whichever finds it large turns over.

    It is open only while a line is written, since Windows renames no open file; lines are few.
    """

    def __init__(self, path: Path, largest: int = _LARGEST) -> None:
        super().__init__(logging.INFO)
        self._path = path
        self._largest = largest
        self.setFormatter(DiscreetFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record. A full disk must not stop the program that wanted to say so."""
        with suppress(OSError):
            self._turn_over()
            with self._path.open("a", encoding="utf-8", errors="replace") as file:
                file.write(f"{self.format(record)}\n")

    def _turn_over(self) -> None:
        if self._is_small():
            return
        with turn(self._path.with_suffix(".lock")):
            if self._is_small():
                return
            for number in range(_EARLIER, 0, -1):
                newer = self._numbered(number - 1)
                if newer.exists():
                    newer.replace(self._numbered(number))

    def _is_small(self) -> bool:
        return not self._path.exists() or self._path.stat().st_size < self._largest

    def _numbered(self, number: int) -> Path:
        return self._path.with_suffix(f".{number}.log") if number else self._path
