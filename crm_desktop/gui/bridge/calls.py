"""What the window asked of the backend and has no answer to yet. Made by the bridge, used on the
GUI thread only: it holds widgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from crm_desktop.core.late_dataclass import dataclass

if TYPE_CHECKING:
    from crm_desktop.backend.work import Reader

Then = Callable[[Any], None]
Failed = Callable[[BaseException], None]


@dataclass(frozen=True)
class Call:
    """A question or an order whose answer is awaited; ``is_save``: a short command."""

    owner: QObject
    then: Then
    failed: Failed
    reads: bool
    channel: tuple[int, str] | None = None
    writes: bool = True
    is_save: bool = False


def unless_gone(owner: QObject, failed: Failed, error: BaseException) -> None:
    """Tell of the failure whoever is still there."""
    if isValid(owner):
        failed(error)


def ask(read: Callable[..., Any], args: tuple[Any, ...], reader: Reader) -> Any:
    """Put the question to the reader, on its thread."""
    return read(reader, *args)


def ignore(_answer: object) -> None:
    """An answer that does not matter."""
