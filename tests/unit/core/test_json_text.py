"""JSON whose numbers keep all their digits."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from crm_desktop.core.json_text import json_text


def test_a_decimal_is_a_number_with_all_its_digits() -> None:
    told = {"amount": Decimal("-999999999999999.99"), "more": [Decimal("1E+3"), 5, None]}
    assert json_text(told) == '{"amount": -999999999999999.99, "more": [1000, 5, null]}'


@pytest.mark.parametrize("text", ['"\\u00005\\u0000"', "5", 'a"b', "\\u0000", "Zażółć 😀"])
def test_texts_stay_texts(text: str) -> None:
    assert json.loads(json_text([text])) == [text]


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(TypeError):
        json_text({1, 2})
