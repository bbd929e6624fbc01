"""A person's photo is kept once, by its digest, and comes back with undo."""

from __future__ import annotations

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.core.errors import Invalid
from crm_desktop.features.common.pictures import LARGEST_PICTURE, get_picture, picture_type
from crm_desktop.features.contacts.commands import CreateContact, SetContactPhoto
from crm_desktop.features.contacts.queries import get_contact

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
JPEG = b"\xff\xd8\xff" + bytes(100)


def photo(client: Backend, contact_id: str) -> bytes | None:
    loaded = client.ask(get_contact, contact_id)
    assert loaded is not None
    digest = loaded.state["photo"]
    kept = client.ask(get_picture, digest) if digest else None
    return kept.data if kept else None


def test_undo_brings_the_older_photo_back(client: Backend) -> None:
    anna = str(client.execute(CreateContact({"given_name": "Anna"})).result)
    client.execute(SetContactPhoto(anna, 1, PNG))
    client.execute(SetContactPhoto(anna, 2, JPEG))
    assert photo(client, anna) == JPEG
    client.execute(UndoOperation())
    assert photo(client, anna) == PNG
    client.execute(UndoOperation())
    assert photo(client, anna) is None


def test_the_same_picture_serves_two_people(client: Backend) -> None:
    people = [str(client.execute(CreateContact({"given_name": name})).result) for name in "AB"]
    for person in people:
        client.execute(SetContactPhoto(person, 1, PNG))
    assert {photo(client, person) for person in people} == {PNG}


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>", PNG + bytes(LARGEST_PICTURE)])
def test_what_is_no_picture_or_too_large_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid, match="Nothing was changed"):
        picture_type(data)


def test_webp_is_a_picture() -> None:
    assert picture_type(b"RIFF\x00\x00\x00\x00WEBPVP8 ") == "image/webp"
