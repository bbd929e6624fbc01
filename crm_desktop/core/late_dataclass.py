"""``dataclass`` of the standard library, its methods written when a class is first used.

Python writes and compiles six methods for a frozen dataclass, in 0.4 ms at every start of the
program. Features declare hundreds of commands and rows, of which a process uses a few. Modules
that are imported at the start and declare many take ``dataclass`` from here. Whatever is asked of
such a class (its fields, to be derived from, unpickled) is answered as usual. Any thread.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(**options: Any) -> Callable[[type], type]:
        """As ``dataclasses.dataclass``, but without ``slots``, which make another class, and
        without an ``__init__`` of one's own."""
        return lambda cls: _declare(cls, options)


# Completing a class completes those that it is derived from.
_turn = threading.RLock()


def _declare(cls: Any, options: dict[str, Any]) -> type:
    """Stand in for all by which a class comes to its first object or tells of itself."""

    def complete() -> None:
        with _turn:
            if vars(cls)["__init__"] is first_made:
                _complete(cls, options)

    def first_made(self: Any, /, *values: Any, **named: Any) -> None:
        complete()
        cls.__init__(self, *values, **named)

    def first_read(self: Any, state: dict[str, Any]) -> None:
        """For objects from another process."""
        complete()
        vars(self).update(state)

    cls.__init__ = first_made
    cls.__setstate__ = first_read
    cls.__dataclass_fields__ = _Fields(complete)
    declared: type = cls
    return declared


class _Fields:
    """Completes the class of which somebody wants to know the fields."""

    def __init__(self, complete: Callable[[], None]) -> None:
        self._complete = complete

    def __get__(self, _instance: object, owner: Any) -> Any:
        self._complete()
        return owner.__dataclass_fields__


def _complete(cls: Any, options: dict[str, Any]) -> None:
    """Write the methods; ``__init__`` for a class derived for it, and put in its place last.
    Another thread that makes an object meanwhile waits in what stands there until then."""
    dataclasses.dataclass(**options, init=False)(cls)
    plain = {name: value for name, value in options.items() if name != "order"}
    derived: Any = type(cls.__name__, (cls,), {})
    del cls.__setstate__
    cls.__init__ = dataclasses.dataclass(**{**plain, "eq": False, "repr": False})(derived).__init__
