"""A dataclass whose methods are written late is one like any other."""

from __future__ import annotations

import dataclasses
import io
import pickle
import threading
from dataclasses import FrozenInstanceError, field
from typing import Any

import pytest

from crm_desktop.core.late_dataclass import dataclass


@dataclass(frozen=True)
class Sent:
    """Made by nobody before it is read."""

    number: int


def make_point() -> Any:
    """A class that nobody has used."""

    @dataclass(frozen=True)
    class Point:
        """Somewhere."""

        x: int
        y: int = 0
        tags: list[str] = field(default_factory=list, compare=False)

        def __post_init__(self) -> None:
            if self.x < 0:
                raise ValueError("outside")

    return Point


def test_it_is_made_compared_shown_and_changed_as_a_dataclass() -> None:
    point = make_point()
    one = point(1, y=2)
    assert one == point(1, 2) != point(1, 3)
    assert one != (1, 2, [])
    assert hash(one) == hash(point(1, 2))
    assert repr(one).endswith("Point(x=1, y=2, tags=[])")
    assert dataclasses.replace(one, x=3) == point(3, 2)
    assert point(1).tags is not point(1).tags
    with pytest.raises(FrozenInstanceError):
        one.x = 5
    with pytest.raises(ValueError, match="outside"):
        point(-1)
    with pytest.raises(TypeError):
        point()


def test_one_with_an_order_is_ordered() -> None:
    @dataclass(frozen=True, order=True)
    class Version:
        """Of something."""

        major: int
        minor: int = 0

    assert Version(1, 2) < Version(1, 3) < Version(2)


def test_its_fields_are_known_before_there_is_an_object() -> None:
    assert [each.name for each in dataclasses.fields(make_point())] == ["x", "y", "tags"]
    assert dataclasses.is_dataclass(make_point())


@pytest.mark.parametrize("derive", [dataclass, dataclasses.dataclass])
def test_another_class_is_derived_from_it_before_there_is_an_object(derive: Any) -> None:
    @derive(frozen=True)
    class Named(make_point()):  # type: ignore[misc]
        """A point with a name."""

        name: str = ""

    assert Named(1, 2, [], "a") == Named(1, 2, name="a") != Named(1, 2)


def test_what_is_derived_from_it_is_compared_and_kept_with_all_its_fields() -> None:
    point = make_point()

    @dataclass(frozen=True)
    class Named(point):  # type: ignore[misc, valid-type]
        """A point with a name."""

        name: str = ""

    class Marked(Named):
        """Without fields of its own."""

    assert point(1) == point(1)  # what is compared of a point is known first
    one = Named(1, name="a")
    assert one == Named(1, name="a") != Named(1, name="b")
    assert hash(one) == hash(Named(1, name="a"))
    assert one != point(1)
    assert Marked(1, name="a") == Marked(1, name="a") != one
    assert [each.name for each in dataclasses.fields(Named)] == ["x", "y", "tags", "name"]
    for each in (one, Marked(1)):
        with pytest.raises(FrozenInstanceError):
            each.name = "b"  # type: ignore[misc]
        with pytest.raises(FrozenInstanceError):
            del each.x


def test_what_is_derived_costs_no_methods_until_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    point = make_point()
    made: list[object] = []
    monkeypatch.setattr(dataclasses, "_process_class", lambda *arguments: made.append(arguments))

    @dataclass(frozen=True)
    class _Named(point):  # type: ignore[misc, valid-type]
        """A point with a name."""

        name: str = ""

    assert not made


def test_an_object_from_another_process_is_whole_though_none_was_made_here() -> None:
    class Another(pickle.Unpickler):
        """Finds the class as a process finds it that has just imported it."""

        def find_class(self, _module: str, _name: str) -> Any:
            return fresh

    @dataclass(frozen=True)
    class fresh:  # noqa: N801
        """The same."""

        number: int

    read = Another(io.BytesIO(pickle.dumps(Sent(7)))).load()
    assert read == fresh(7)
    with pytest.raises(FrozenInstanceError):
        read.number = 8


def test_threads_that_make_the_first_objects_at_once_all_get_theirs() -> None:
    for _time in range(20):
        point = make_point()
        made: list[Any] = []
        begin = threading.Barrier(4)

        def make(point: Any = point, made: list[Any] = made, begin: Any = begin) -> None:
            begin.wait()
            made.append(point(1, 2))

        threads = [threading.Thread(target=make) for _number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert made == [point(1, 2)] * 4
