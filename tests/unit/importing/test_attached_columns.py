"""Links behind cells and comments on them come in with their rows, claiming only what is safe."""

from __future__ import annotations

from crm_desktop.features.data.importing.attached_columns import attached_as_columns
from crm_desktop.integrations.tabular.table import COMMENT, LINK, Attached, Table

ROWS = [
    ["Clients of November"],
    ["Name", "Company", "Phone", "E-mail", "Site"],
    ["Ivan Petrov", "Vector Ltd", "call", "write", "site"],
    ["Anna Kim", "Romb Ltd", "+1 (202) 555-01-42", "anna@romb.example", "romb.example"],
]


def _with(*attached: Attached) -> list[list[str]]:
    """The rows from the header on, with what comes behind them."""
    table = Table("xlsx", ROWS, (1, 2, 3, 4), attached=attached)
    return [list(row)[5:] for row in attached_as_columns(table).rows][1:]


def test_a_link_behind_other_words_is_the_value_they_stand_for() -> None:
    assert _with(
        Attached(2, 0, LINK, "mailto:ivan%40vector.example?subject=Hello"),
        Attached(2, 1, LINK, "https://vector.example/"),
        Attached(2, 2, LINK, "tel:+1-202-555-0143"),
        Attached(2, 4, LINK, "https://ivan.example/about"),
    ) == [
        ["E-mail", "Phone", "Site", "Company’s site"],
        ["ivan@vector.example", "+1-202-555-0143", "https://ivan.example/about",
         "https://vector.example/"],
        [],
    ]  # fmt: skip


def test_a_link_that_says_what_its_cell_says_adds_nothing() -> None:
    assert _with(
        Attached(3, 2, LINK, "tel:12025550142"),
        Attached(3, 3, LINK, "MAILTO:Anna@romb.example"),
        Attached(3, 4, LINK, "http://www.romb.example/"),
    ) == [[], [], []]


def test_a_link_that_contradicts_its_cell_or_leads_into_a_site_is_noted() -> None:
    assert _with(
        Attached(3, 3, LINK, "mailto:old@romb.example"),
        Attached(3, 0, LINK, "https://crm.example/contact/5/"),
        Attached(3, 1, LINK, "file:///C:/contract.docx"),
    ) == [
        ["Comment"],
        [],
        ["E-mail: mailto:old@romb.example\nName: https://crm.example/contact/5/\n"
         "Company: file:///C:/contract.docx"],
    ]  # fmt: skip


def test_comments_say_at_which_column_they_hang_and_those_above_the_rows_are_nobodys() -> None:
    assert _with(
        Attached(0, 0, COMMENT, "made by Bo"),
        Attached(1, 0, COMMENT, "family name first"),
        Attached(2, 2, COMMENT, "after six"),
    ) == [["Comment"], ["Phone: after six"], []]
