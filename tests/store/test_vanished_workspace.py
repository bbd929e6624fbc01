"""A workspace file that is taken away while it is open: nothing is written into nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.bootstrap import open_backend
from crm_desktop.core.errors import Unavailable
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.contacts.queries import count

ANNA = CreateContact({"given_name": "Anna"})


def test_a_save_is_refused_while_the_file_is_away_and_works_when_it_is_back(tmp_path: Path) -> None:
    place, pocket = tmp_path / "office.crm", tmp_path / "pocket.crm"
    backend = open_backend(str(place), create=True)
    try:
        backend.execute(ANNA)
        place.rename(pocket)
        with pytest.raises(Unavailable, match="isn’t where it was"):
            backend.execute(ANNA)
        assert not place.exists(), "no empty file may take its place"
        pocket.rename(place)
        backend.execute(ANNA)
        assert backend.ask(count) == 2
    finally:
        backend.close()


def test_another_file_at_the_same_place_is_not_written(tmp_path: Path) -> None:
    place = tmp_path / "office.crm"
    backend = open_backend(str(place), create=True)
    try:
        place.rename(tmp_path / "old.crm")
        other = open_backend(str(place), create=True)
        other.close()
        with pytest.raises(Unavailable, match="open the workspace again"):
            backend.execute(ANNA)
    finally:
        backend.close()
