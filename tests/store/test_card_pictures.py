"""Pictures on electronic cards become photos of people and logos of companies."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.features.common.pictures import LARGEST_PICTURE, get_picture
from crm_desktop.features.companies.commands import CreateCompany, SetCompanyLogo
from crm_desktop.features.contacts.commands import CreateContact, SetContactPhoto
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.data.exporting.queries import ExportRequest, export_records
from crm_desktop.features.data.importing.commands import Counts
from crm_desktop.store.loading import load_by_rid
from tests.store.importing import bring_in, companies, outcome_of, people

PHOTO = b"\xff\xd8\xff" + bytes(range(256)) * 4
LOGO = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
CODED = base64.b64encode(PHOTO).decode()
FOLDED = "\n ".join(CODED[start : start + 74] for start in range(0, len(CODED), 74))
ONE_ENGINE = pytest.mark.parametrize("workspace_url", ["sqlite"], indirect=True)


def card(*lines: str, version: str = "3.0", phone: int = 1) -> str:
    own = (f"FN:Person {phone}", f"TEL:+4851200000{phone}")
    return "\n".join(("BEGIN:VCARD", f"VERSION:{version}", *own, *lines, "END:VCARD")) + "\n"


def vcf(folder: Path, *cards: str) -> Path:
    path = folder / "cards.vcf"
    path.write_text("".join(cards), encoding="utf-8")
    return path


def photos(client: Backend) -> list[bytes | None]:
    return [_data(client, one["photo"]) for one in people(client)]


def _data(client: Backend, digest: str | None) -> bytes | None:
    kept = client.ask(get_picture, digest) if digest else None
    return kept.data if kept else None


@ONE_ENGINE
@pytest.mark.parametrize(
    ("version", "written"),
    [
        ("2.1", f"PHOTO;JPEG;ENCODING=BASE64:\n {FOLDED}\n"),
        ("2.1", f"PHOTO;ENCODING=BASE64;TYPE=JPEG:{CODED[:74]}\n{CODED[74:]}\n"),
        ("3.0", f"PHOTO;ENCODING=b;TYPE=JPEG:{FOLDED}"),
        ("4.0", f"PHOTO:data:image/jpeg;base64,{FOLDED}"),
        ("4.0", f"PHOTO:data:image/jpeg\\;base64\\,{FOLDED}"),
    ],
)
def test_a_photo_of_each_version_comes_in_and_goes_with_its_person(
    client: Backend, tmp_path: Path, version: str, written: str
) -> None:
    file = vcf(tmp_path, card(phone=1), card(written, version=version, phone=2))
    done = outcome_of(client, file)
    assert done.result.warnings == ()
    assert photos(client) == [None, PHOTO]
    assert people(client)[1]["note"] is None
    assert outcome_of(client, file).operation_id is None
    client.execute(UndoOperation(done.operation_id))
    assert photos(client) == []


def test_exported_pictures_come_back(client: Backend, tmp_path: Path) -> None:
    person = str(client.execute(CreateContact({"family_name": "Kim"})).result)
    firm = str(client.execute(CreateCompany({"name": "Orbita"})).result)
    client.execute(SetContactPhoto(person, 1, PHOTO))
    client.execute(SetCompanyLogo(firm, 1, LOGO))
    for kind in ("contacts", "companies"):
        path = tmp_path / f"{kind}.vcf"
        client.ask(export_records, ExportRequest(kind, "vcf", path), lambda _progress: None)
        text = path.read_text("utf-8").replace("Kim", "Lis").replace("Orbita", "Vega")
        uid = person if kind == "contacts" else firm
        path.write_text(text.replace(uid, "another"), "utf-8", newline="")
        bring_in(client, path)
    assert photos(client) == [PHOTO, PHOTO]
    assert [_data(client, one["logo"]) for one in companies(client)] == [LOGO, LOGO]


@ONE_ENGINE
def test_who_has_a_photo_keeps_it_and_who_has_none_gets_it(client: Backend, tmp_path: Path) -> None:
    own = PHOTO + b"own"
    bring_in(client, vcf(tmp_path, card(phone=1), card(phone=2)))
    first = client.ask(lambda reader: load_by_rid(reader.connection, CONTACT, [1]))[1]
    client.execute(SetContactPhoto(first.id, first.version, own))
    cards = (card(f"PHOTO;ENCODING=b:{FOLDED}", phone=number) for number in (1, 2))
    done = bring_in(client, vcf(tmp_path, *cards))
    assert photos(client) == [own, PHOTO]
    assert done.contacts == Counts(unchanged=1, updated=1)


@ONE_ENGINE
def test_pictures_that_cannot_be_taken_are_told_and_their_cards_come_in(
    client: Backend, tmp_path: Path
) -> None:
    too_large = base64.b64encode(PHOTO + b"x" * LARGEST_PICTURE).decode()
    cards = (
        card("PHOTO;ENCODING=b:////", phone=1),
        card("PHOTO;ENCODING=b:A", phone=2),
        card(f"PHOTO;ENCODING=b:{too_large}", phone=3),
        card("PHOTO;VALUE=uri:https://x.example/a.jpg", phone=4),
    )
    done = bring_in(client, vcf(tmp_path, *cards))
    assert photos(client) == [None] * 4
    left_out, refused = sorted(done.warnings)
    assert left_out.startswith("1 picture or sound")
    assert refused.startswith("3 pictures")
    assert "(lines 1, 7, 13)" in refused


@ONE_ENGINE
def test_a_file_that_changed_meanwhile_gives_nobody_anothers_photo(
    client: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = vcf(tmp_path, card(f"PHOTO;ENCODING=b:{FOLDED}"))
    module = "crm_desktop.features.data.importing.handlers.bring_pictures"
    from crm_desktop.features.data.importing.pictures import bring_pictures

    def later(*arguments: object) -> object:
        file.write_text(card(phone=2) * 2, encoding="utf-8")
        bring: Callable[..., object] = bring_pictures
        return bring(*arguments)

    monkeypatch.setattr(module, later)
    done = bring_in(client, file)
    assert photos(client) == [None]
    assert "(line 1)" in done.warnings[0]
