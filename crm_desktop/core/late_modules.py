"""SQLAlchemy without the modules of Python that it imports at once, and nobody uses at a start.

It begins with ``asyncio`` (which brings OpenSSL and sockets), for engines that wait without a
thread, and with ``importlib.metadata`` (which brings the parser of e-mails), for drivers from other
packages: a fifth of the time it takes to import it. Any thread.
"""

from __future__ import annotations

import importlib
import sys
import threading
from types import ModuleType
from typing import Any

_turn = threading.Lock()


class _Late(ModuleType):
    """What SQLAlchemy holds in the place of a module, which is imported when something is asked
    that isn't here. That is an import as any other, in which nothing of ours is locked: threads
    that import parts of the module meanwhile wait as they wait for each other anywhere."""

    def __getattr__(self, name: str) -> Any:
        _withdraw(self)
        return getattr(importlib.import_module(self.__name__), name)


def import_sqlalchemy() -> None:
    """Import SQLAlchemy as SQLite needs it. Whoever else imports one of those modules afterwards
    gets the module itself; what is there already is left alone."""
    # The only thing that SQLAlchemy takes from it at once.
    late = [_put_off("asyncio", iscoroutine=_iscoroutine), _put_off("importlib.metadata")]
    try:
        importlib.import_module("sqlalchemy.dialects.sqlite")
    finally:
        for module in late:
            _withdraw(module)


def _put_off(name: str, **known: Any) -> _Late:
    module = _Late(name)
    vars(module).update(known)
    if sys.modules.setdefault(name, module) is module:
        package, _dot, own = name.rpartition(".")
        if package:
            setattr(importlib.import_module(package), own, module)
    return module


def _withdraw(module: _Late) -> None:
    with _turn:  # only for these two steps
        if sys.modules.get(module.__name__) is module:
            del sys.modules[module.__name__]


def _iscoroutine(asked: object) -> bool:
    return bool(importlib.import_module("asyncio.coroutines").iscoroutine(asked))
