"""What is quoted within a quotation has the inner marks of the language."""

from __future__ import annotations

import pytest

from crm_desktop.core.i18n import _, msg, set_language

WON = "“{deal}” is won."


@pytest.mark.parametrize(
    ("language", "name", "words"),
    [
        ("ru", "Склад «Вектор»", "«Склад „Вектор“» выиграна."),
        ("ru", "«Вектор» и «Опора»", "«„Вектор“ и „Опора“» выиграна."),
        ("ru", "Склад", "«Склад» выиграна."),
        ("ru", "Склад «Вектор", "«Склад «Вектор» выиграна."),
        ("en", "The “Oak” office", "“The ‘Oak’ office” is won."),
    ],
)
def test_a_name_with_marks_of_its_own_is_quoted_with_inner_ones(
    language: str, name: str, words: str
) -> None:
    set_language(language)
    assert _(WON).format(deal=name) == words
    assert msg(WON, deal=name).text() == words


def test_in_polish_too() -> None:
    set_language("pl")
    assert "„Salon «Lux»”" in _(WON).format(deal="Salon „Lux”")


def test_two_quotations_beside_each_other_stay_as_they_are() -> None:
    set_language("ru")
    words = _("“{deal}” is in the stage “{stage}” now.").format(
        deal="Склад «Вектор»", stage="Договор"
    )
    assert words == "«Склад „Вектор“» теперь на стадии «Договор»."
