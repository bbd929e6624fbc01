"""Expected errors come whole out of other processes, or these would count as broken."""

from __future__ import annotations

import pickle

import pytest

from crm_desktop.core.errors import (
    Conflict,
    CrmError,
    FieldConflict,
    Forbidden,
    Invalid,
    Unavailable,
)
from crm_desktop.core.i18n import msg

SAID = msg("There is no field “{field}” to import into.", field="x")
CHANGED = FieldConflict("contact", "id", "note", None, "mine", "theirs")


@pytest.mark.parametrize(
    "error",
    [Unavailable(SAID), Invalid(SAID, "note"), Forbidden(SAID, "a:b"), Conflict(SAID, [CHANGED])],
    ids=lambda error: type(error).__name__,
)
def test_an_error_from_another_process_is_what_it_was(error: CrmError) -> None:
    found = pickle.loads(pickle.dumps(error))
    assert type(found) is type(error)
    assert vars(found) == vars(error)
    assert (str(found), found.args) == (str(error), error.args)
