"""Modules of the standard library that a library imports at once, and nobody uses at a start.

SQLAlchemy begins with ``asyncio`` (which brings OpenSSL and sockets), for engines that wait
without a thread, and with ``importlib.metadata`` (which brings the parser of e-mails), for drivers
from other packages: a fifth of the time it takes to import it. Any thread.
"""

from __future__ import annotations

import importlib
import sys
import threading
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any

_turn = threading.RLock()


class _Late(ModuleType):
    """The module itself, not run yet: that comes when something is asked that it hasn't got.
    ``importlib.util.LazyLoader`` would run it whatever it is asked."""

    _is_waiting = True

    def __getattr__(self, name: str) -> Any:
        with _turn:
            if isinstance(self, _Late) and self._is_waiting:
                _run(self)
        return object.__getattribute__(self, name)


def import_late() -> None:
    """From now on these two are run when something of them is used. To be called before
    SQLAlchemy is imported; leaves alone what is there already."""
    with _turn:
        # The only thing that SQLAlchemy takes from it at once.
        _put_off("asyncio", iscoroutine=_iscoroutine)
        _put_off("importlib.metadata")


def _put_off(name: str, **known: Any) -> None:
    spec = find_spec(name)
    if name in sys.modules or spec is None or spec.loader is None:
        return
    module = module_from_spec(spec)
    vars(module).update(known)
    module.__class__ = _Late
    sys.modules[name] = module
    package, _dot, own = name.rpartition(".")
    if package:
        setattr(importlib.import_module(package), own, module)


def _run(module: _Late) -> None:
    spec = module.__spec__
    assert spec is not None
    assert spec.loader is not None
    module._is_waiting = False  # while it is run it asks for parts of its own
    try:
        spec.loader.exec_module(module)
    finally:
        del module._is_waiting
    module.__class__ = ModuleType  # type: ignore[assignment]  # as every other one


def _iscoroutine(asked: object) -> bool:
    return bool(importlib.import_module("asyncio.coroutines").iscoroutine(asked))
