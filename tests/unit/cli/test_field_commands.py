"""``field add`` and ``field list``: fields are added and told, nonsense is refused in one line."""

from __future__ import annotations

import json

from crm_desktop.cli.parser import ENTITIES, FIELD_TYPES
from crm_desktop.features.custom_fields import definitions
from crm_desktop.features.custom_fields.rows import TYPES
from tests.journeys.program import done, run


def test_the_command_line_knows_every_type_and_every_kind_of_record() -> None:
    assert FIELD_TYPES == TYPES
    assert definitions.ENTITIES == ENTITIES


def test_a_field_is_added_and_listed(workspace: str) -> None:
    words = ("--workspace", workspace, "--entity", "contact")
    options = ("--type", "choice", "--label", "Размер", "--choices", "S,M", "--group", "Одежда")
    added = json.loads(done("field", "add", *words, *options, "--required", "--json").out)
    assert (added["label"], added["type"], added["group"]) == ("Размер", "choice", "Одежда")
    assert [choice["label"] for choice in added["choices"]] == ["S", "M"]
    assert added["required"] is True
    listed = json.loads(done("field", "list", *words, "--json").out)
    assert listed == {"fields": [added]}
    assert (
        done("field", "list", "--workspace", workspace).out == "contact\tОдежда\tРазмер\tchoice\n"
    )
    assert json.loads(done("check", "--workspace", workspace, "--json").out)["problems"] == []


def test_a_second_field_of_the_same_name_is_refused(workspace: str) -> None:
    words = ("--workspace", workspace, "--entity", "company", "--type", "text", "--label", "Size")
    done("field", "add", *words)
    again = run("field", "add", *words)
    assert (again.status, len(again.err.splitlines())) == (1, 1)
