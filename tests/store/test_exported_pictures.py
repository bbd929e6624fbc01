"""Business cards show whose they are."""

from __future__ import annotations

from pathlib import Path

import vobject  # type: ignore[import-untyped]  # its stubs are a package apart

from crm_desktop.backend.backend import Backend
from crm_desktop.features.companies.commands import CreateCompany, SetCompanyLogo
from crm_desktop.features.contacts.commands import CreateContact, SetContactPhoto
from crm_desktop.features.data.exporting.queries import ExportRequest, export_records

PHOTO = b"\xff\xd8\xff" + b"photo" * 100
LOGO = b"\x89PNG\r\n\x1a\n" + b"logo" * 100


def pictures(client: Backend, kind: str, path: Path) -> list[tuple[str, bytes]]:
    """The types and bytes of the pictures of all exported cards."""
    client.ask(export_records, ExportRequest(kind, "vcf", path), lambda _progress: None)
    cards = vobject.readComponents(path.read_text("utf-8"))
    return [(c.photo.type_param, c.photo.value) for c in cards if hasattr(c, "photo")]


def test_photos_and_logos_go_with_the_cards(client: Backend, tmp_path: Path) -> None:
    people = [str(client.execute(CreateContact({"family_name": n})).result) for n in "ABC"]
    firm = str(client.execute(CreateCompany({"name": "Orbita"})).result)
    client.execute(SetContactPhoto(people[1], 1, PHOTO))
    client.execute(SetCompanyLogo(firm, 1, LOGO))
    assert pictures(client, "contacts", tmp_path / "people.vcf") == [("JPEG", PHOTO)]
    assert pictures(client, "companies", tmp_path / "firms.vcf") == [("PNG", LOGO)]
