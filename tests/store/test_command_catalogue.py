"""Every command of the program is declared whole, and refused to whoever lacks its permission."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.backend.access import Actor
from crm_desktop.backend.backend import Backend
from crm_desktop.backend.feature import CommandType
from crm_desktop.backend.history import HISTORY
from crm_desktop.bootstrap import open_backend
from crm_desktop.catalog import FEATURES
from crm_desktop.core.errors import Forbidden
from tests.store.workshop import journal_length, snapshot

COMMANDS = [kind for feature in (HISTORY, *FEATURES) for kind in feature.commands]
each_command = pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.command.__name__)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    """A client of somebody who may only read."""
    place = tmp_path_factory.mktemp("read only") / "workspace.db"
    backend = open_backend(str(place), create=True)
    backend.actor = replace(backend.actor, role="read_only")
    yield backend
    backend.close()


def test_no_command_is_declared_twice() -> None:
    names = [kind.command for kind in COMMANDS]
    assert len(names) == len(set(names))


@each_command
def test_a_command_is_a_frozen_imperative_with_permission_handler_and_label(
    kind: CommandType,
) -> None:
    assert is_dataclass(kind.command)
    for field in fields(kind.command):
        with pytest.raises(FrozenInstanceError):
            setattr(made_up(kind.command), field.name, 1)
    assert re.fullmatch(r"([A-Z][a-z]+)+", kind.command.__name__)
    assert re.fullmatch(r"[a-z_]+:[a-z_]+:(write|delete)", kind.permission)
    assert len(inspect.signature(kind.handler).parameters) == 2
    assert kind.label
    assert len(kind.label) <= 64


@each_command
def test_a_command_is_refused_to_whoever_may_only_read(reader: Backend, kind: CommandType) -> None:
    before = snapshot(reader), journal_length(reader)
    with pytest.raises(Forbidden) as refused:
        reader.execute(made_up(kind.command))
    assert refused.value.permission == kind.permission
    assert (snapshot(reader), journal_length(reader)) == before


def made_up(command: type) -> Any:
    """The command with nothing sensible in it: refusal comes before anything is looked at."""
    made_of = fields(command)
    return command(**{field.name: None for field in made_of})


@pytest.mark.parametrize(
    ("role", "permission", "allowed"),
    [
        ("owner", "contacts:contact:delete", True),
        ("read_only", "contacts:contact:read", True),
        ("read_only", "contacts:contact:write", False),
        ("none", "contacts:contact:read", False),
        ("", "contacts:contact:read", False),
    ],
)
def test_roles_hold_what_their_patterns_say(role: str, permission: str, allowed: bool) -> None:
    assert Actor(1, "", "", role).may(permission) is allowed


def test_every_feature_has_a_folder_of_its_name() -> None:
    features = Path(inspect.getfile(FEATURES[0].__class__)).parents[1] / "features"
    assert all((features / feature.name).is_dir() for feature in FEATURES)
