"""``dataclass`` of the standard library, made in a twentieth of the time.

For a frozen dataclass Python writes and compiles six methods, in 0.5 ms at every start of the
program, which declares hundreds. Here only ``__init__`` is written, when the first object is made;
the other methods are the same for all classes. Modules that are imported at the start take
``dataclass`` from here. Whatever is asked of such a class (its fields, to be derived from,
unpickled) is answered as usual. Any thread.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, is_dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(
        *, frozen: bool = False, eq: bool = True, order: bool = False
    ) -> Callable[[type], type]:
        """As ``dataclasses.dataclass``, but without ``slots``, which make another class, and
        without methods of one's own for what it writes. Each field is an argument of
        ``__init__``, by its place or by its name. A class that has an order is made at once; one
        that is derived from another dataclass is frozen if and only if that is."""

        def declare(cls: Any) -> Any:
            if order:
                return dataclasses.dataclass(frozen=frozen, eq=eq, order=order)(cls)
            return _declare(cls, frozen=frozen, eq=eq)

        return declare


# Objects without a field to compare are equal.
_NOTHING = attrgetter("__class__")
_GUARDS = ("__setattr__", "__delattr__")
_turn = threading.RLock()  # the fields of a class are collected by its first object, too


def _declare(cls: Any, *, frozen: bool, eq: bool) -> type:
    def first_made(self: Any, /, *values: Any, **named: Any) -> None:
        with _turn:
            if vars(cls)["__init__"] is first_made:
                cls.__init__ = _written(cls, frozen=frozen)
        cls.__init__(self, *values, **named)

    cls.__init__ = first_made
    cls.__repr__ = _shown
    cls.__dataclass_fields__ = _Fields(frozen=frozen, eq=eq)
    if eq:
        cls.__eq__, cls.__hash__ = _equals, _hashed if frozen else None
    if frozen:
        cls.__setattr__, cls.__delattr__ = _guards(cls)
    declared: type = cls
    return declared


class _Fields:
    """Has the standard library collect the fields of a class when they are first asked for."""

    def __init__(self, **options: bool) -> None:
        self._options = options

    def __get__(self, _instance: object, owner: Any) -> Any:
        with _turn:
            cls = next(each for each in owner.__mro__ if "__dataclass_fields__" in vars(each))
            if vars(cls)["__dataclass_fields__"] is self:
                cls.__doc__ = cls.__doc__ or cls.__name__  # else its signature is written out
                _collect_fields(cls)
                # Whoever derives a dataclass from it has to be frozen likewise.
                for name, value in self._options.items():
                    setattr(cls.__dataclass_params__, name, value)
        return owner.__dataclass_fields__


def _collect_fields(cls: Any) -> None:
    """Have the standard library do it, which also writes guards for what is derived from a frozen
    class, and refuses to where there are some. Meanwhile those of the base hold."""
    bases: list[Any] = [base for base in cls.__mro__[1:] if is_dataclass(base)]
    frozen = any(base.__dataclass_params__.frozen for base in bases)
    guards = {name: vars(cls)[name] for name in _GUARDS if frozen and name in vars(cls)}
    for name in guards:
        delattr(cls, name)
    dataclasses.dataclass(init=False, repr=False, eq=False, frozen=frozen)(cls)
    for name, guard in guards.items():
        setattr(cls, name, guard)


def _written(cls: Any, *, frozen: bool) -> Any:
    """``__init__`` of a class: what the standard library would write, but for annotations."""
    scope: dict[str, Any] = {"_put": object.__setattr__, "_MISSING": MISSING}
    arguments, lines = ["self"], []
    for each in dataclasses.fields(cls):
        name, default = each.name, f"_of_{each.name}"
        value = name
        if each.default_factory is not MISSING:
            scope[default] = each.default_factory
            arguments.append(f"{name}=_MISSING")
            value = f"{default}() if {name} is _MISSING else {name}"
        elif each.default is not MISSING:
            scope[default] = each.default
            arguments.append(f"{name}={default}")
        else:
            arguments.append(name)
        lines.append(f"_put(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    body = "".join(f"\n    {line}" for line in lines or ["pass"])
    exec(f"def __init__({', '.join(arguments)}):{body}", scope)
    written = scope["__init__"]
    written.__qualname__ = f"{cls.__qualname__}.__init__"
    return written


def _compared(cls: Any) -> Callable[[Any], Any]:
    """Gives what of an object of this class is compared. Kept with the class from now on."""
    names = [each.name for each in dataclasses.fields(cls) if each.compare]
    cls._read_compared = attrgetter(*names) if names else _NOTHING
    found: Callable[[Any], Any] = cls._read_compared
    return found


def _equals(self: Any, other: Any) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    try:
        read = vars(type(self))["_read_compared"]
    except KeyError:  # that of a class it is derived from would not do
        read = _compared(type(self))
    return read(self) == read(other)


def _hashed(self: Any) -> int:
    try:
        read = vars(type(self))["_read_compared"]
    except KeyError:  # that of a class it is derived from would not do
        read = _compared(type(self))
    return hash(read(self))


def _shown(self: Any) -> str:
    shown = [each.name for each in dataclasses.fields(self) if each.repr]
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
    return f"{type(self).__qualname__}({values})"


def _guards(cls: Any) -> tuple[Callable[..., None], Callable[..., None]]:
    """What keeps the fields of a frozen object as they are; a class derived from it without
    fields of its own may have other attributes."""

    def is_kept(self: Any, name: str) -> bool:
        return type(self) is cls or name in cls.__dataclass_fields__

    def assign(self: Any, name: str, value: Any) -> None:
        if is_kept(self, name):
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        object.__setattr__(self, name, value)

    def delete(self: Any, name: str) -> None:
        if is_kept(self, name):
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        object.__delattr__(self, name)

    return assign, delete
