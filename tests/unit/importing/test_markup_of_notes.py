"""Notes that other programs wrote with markup come in as text, with their lines and links."""

from __future__ import annotations

import pytest

from crm_desktop.features.data.importing.markup import plain
from tests.unit.importing.test_cleaning_rules import contact


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("<p>Call <b>Anna</b></p><p>after&nbsp;six</p>", "Call Anna\nafter six"),
        ("<div>one<br/>two<br>three</div>", "one\ntwo\nthree"),
        ("<ul><li>lamps</li><li>wires &amp; plugs</li></ul>", "lamps\nwires & plugs"),
        (
            '<p>See <a href="https://vega.example/offer">our offer</a></p>',
            "See our offer (https://vega.example/offer)",
        ),
        ('<a href="mailto:a@x.example">a@x.example</a>', "a@x.example"),
        ('<a href="https://vega.example/">https://vega.example</a>', "https://vega.example"),
        ("one <b>two</b>\nthree", "one two\nthree"),
        ("<p>one\ntwo</p>", "one two"),
        ("[b]Важно[/b][br]перезвонить [user=12]Анне[/user]", "Важно\nперезвонить Анне"),
        ("[url=https://vega.example]сайт[/url]", "сайт (https://vega.example)"),
        ("[list][*]лампы[*]провода[/list]", "лампы\nпровода"),
    ],
)
def test_markup_is_read(written: str, told: str) -> None:
    assert plain(written) == told


@pytest.mark.parametrize(
    "text",
    [
        "a <b and c> d",
        "5 < 7 > 3",
        "[срочно] звонить",
        "[b] без конца",
        "<Анна> звонила",
        "<script>x</script>",
    ],
)
def test_what_only_looks_like_markup_stays(text: str) -> None:
    assert plain(text) == text


def test_a_note_of_a_sheet_comes_in_without_markup() -> None:
    row = "Ann|Kim|a@x.example|<p>first</p><p>second</p>"
    found = contact("First Name|Last Name|Email|Note", row, language="en")
    assert found["note"] == "first\nsecond"
