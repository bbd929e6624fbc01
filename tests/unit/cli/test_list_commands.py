"""Custom lists on the command line: ``list``, ``field --entity list:NAME``, ``import --list``,
``export list``."""

from __future__ import annotations

import json
from pathlib import Path

from crm_desktop.bootstrap import open_backend
from tests.journeys.program import done, run


def test_a_list_gets_fields_takes_a_sheet_and_is_written(tmp_path: Path) -> None:
    place = tmp_path / "w.crm"
    open_backend(str(place), create=True, language="en").close()
    words = ("--workspace", place)
    made = json.loads(done("list", "add", "Objects", *words, "--one", "Object", "--json").out)
    assert (made["entity"], made["one"], made["note"]) == ("list:Objects", "Object", None)
    assert run("list", "add", "objects", *words).status == 1
    field = ("--entity", "list:objects", "--type", "number", "--label", "Floors", "--json")
    added = json.loads(done("field", "add", *words, *field).out)
    assert (added["entity"], added["label"]) == ("list:Objects", "Floors")
    assert done("field", "list", *words).out == "list:Objects\t\tFloors\tnumber\n"

    sheet, out = tmp_path / "objects.csv", tmp_path / "out.json"
    sheet.write_text("Title,Floors\nTower,12\n,3\n", encoding="utf-8")
    told = json.loads(done("import", sheet, *words, "--list", "Objects", "--json").out)
    assert told["entries"] == {"created": 1, "updated": 0, "unchanged": 0}
    assert [one["row_number"] for one in told["problems"]] == [3]
    assert Path(told["error_file"]).parent == tmp_path
    assert json.loads(done("list", "list", *words, "--json").out)["lists"] == [
        {**made, "entries": 1}
    ]
    done("export", "list", "OBJECTS", *words, "--format", "json", "--out", out)
    (entry,) = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    assert (entry["title"], entry["custom"]) == ("Tower", {"Floors": 12})

    for wrong in (("list", "Nothing"), ("list",), ("contacts", "Objects")):
        refused = run("export", *wrong, *words, "--format", "csv", "--out", tmp_path / "no.csv")
        assert (refused.status, len(refused.err.splitlines())) == (1, 1)
    assert not (tmp_path / "no.csv").exists()
    assert run("field", "list", *words, "--entity", "cat").status == 2
