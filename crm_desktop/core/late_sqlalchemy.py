"""What SQLAlchemy writes for itself while it is imported, left until it is used.

It writes and compiles a function around each of its eighty methods that give a changed copy, and
makes a second class of each of its two hundred kinds of expressions, for notes that the mapper of
objects puts on them: a fifth of the time it takes to import it. Any thread.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import update_wrapper
from importlib.abc import MetaPathFinder
from types import ModuleType
from typing import Any

_UTIL, _ANNOTATION = "sqlalchemy.util", "sqlalchemy.sql.annotation"
# What each of these modules defines last of what is changed in it.
_WHOLE = {_UTIL: "walk_subclasses", _ANNOTATION: "_prepare_annotations"}


@contextmanager
def written_late() -> Iterator[None]:
    """SQLAlchemy may be imported in the block. A version of it that is built otherwise is left
    alone, and so is one that is there already."""
    if _UTIL in sys.modules:
        yield
        return
    between = _Between()
    sys.meta_path.insert(0, between)
    try:
        yield
    finally:
        sys.meta_path.remove(between)
        between.end()


class _Between(MetaPathFinder):
    """Finds nothing: asked for each module before it is imported, it can change what came before
    and is not used yet."""

    def __init__(self) -> None:
        self._waiting = {_UTIL: self._write_methods_late, _ANNOTATION: self._make_classes_late}
        self._changed: list[tuple[ModuleType, str, Any]] = []

    def find_spec(self, _name: str, _path: Sequence[str] | None, _target: Any = None) -> None:
        for name in list(self._waiting):
            module = sys.modules.get(name)
            if hasattr(module, _WHOLE[name]) and (change := self._waiting.pop(name, None)):
                change(module)

    def end(self) -> None:
        """Whoever decorates something of their own does it as usual."""
        for module, name, usual in self._changed:
            setattr(module, name, usual)

    def _replace(self, module: Any, name: str, other: Any) -> None:
        self._changed.append((module, name, getattr(module, name)))
        setattr(module, name, other)

    def _write_methods_late(self, util: Any) -> None:
        if hasattr(util, "decorator"):
            self._replace(util, "decorator", _late_decorator(util.decorator))

    def _make_classes_late(self, annotation: Any) -> None:
        if getattr(annotation, "annotated_classes", None) == {}:
            made = annotation.annotated_classes = _MadeLate(annotation._prepare_annotations)
            self._replace(annotation, "_prepare_annotations", made.put_off)


def _late_decorator(usual: Any) -> Any:
    """SQLAlchemy's own decorator of decorators, whose function is written at its first call."""

    def decorator(target: Any) -> Any:
        decorate_now = usual(target)

        def decorate(function: Any) -> Any:
            written: list[Any] = []

            def late(*values: Any, **named: Any) -> Any:
                if not written:
                    written.append(decorate_now(function))
                return written[0](*values, **named)

            return update_wrapper(late, function)

        return update_wrapper(decorate, target)

    return decorator


class _MadeLate(dict[Any, Any]):
    """The second classes by the first ones. When the first one is looked for, SQLAlchemy makes all
    as it usually does: which are derived from which depends on the order."""

    def __init__(self, prepare: Callable[..., None]) -> None:
        super().__init__()
        self._prepare = prepare
        self._hierarchies: list[tuple[Any, ...]] = []
        self._turn = threading.RLock()  # they are looked up while they are made

    def put_off(self, *hierarchy: Any) -> None:
        """Remember for what SQLAlchemy wants to make them."""
        self._hierarchies.append(hierarchy)

    def __missing__(self, kind: Any) -> Any:
        with self._turn:
            hierarchies, self._hierarchies = self._hierarchies, []
            for hierarchy in hierarchies:
                self._prepare(*hierarchy)
            if kind in self:
                return self[kind]
        raise KeyError(kind)
