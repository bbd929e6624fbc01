"""What of a record stands on its electronic card."""

from __future__ import annotations

from crm_desktop.features.data.exporting.cards import company_card, contact_card
from crm_desktop.features.data.exporting.shapes import company_json, contact_json
from crm_desktop.integrations.tabular.vcard_writing import VCard, VCardAddress
from tests.unit.exporting import export_samples as samples
from tests.unit.exporting.export_samples import address, names, phone


def test_a_persons_card_is_of_the_primary_company_and_notes_the_others() -> None:
    assert contact_card(contact_json(samples.FULL_CONTACT, names)) == VCard(
        full_name="Marina Kim",
        family_name="Kim",
        given_name="Marina",
        middle_name="Olegovna",
        company="Vektor",
        position="Buyer",
        phones=(("mobile", "+79005550114"), ("work", "+78125550440 ext. 12")),
        emails=(("work", "kim@vektor.example"),),
        messengers=(("telegram", "kim"),),
        addresses=(VCardAddress("work", street="Main 1", city="Pskov"),),
        sites=("kim.example",),
        birthday="--03-18",
        note="Likes tea.\nCompany: Sever, Adviser",
        tags=("VIP", "Shops"),
        uid="p1",
    )


def test_the_primary_phone_comes_first() -> None:
    phones = [phone("+1", "work", primary=False), phone("+2")]
    card = contact_card(contact_json(samples.contact(phones=phones), names))
    assert card.phones == (("mobile", "+2"), ("work", "+1"))


def test_a_company_has_a_card_of_a_company() -> None:
    card = company_card(company_json(samples.FULL_COMPANY, names))
    assert (card.is_company, card.company, card.full_name) == (True, "Vektor", "Vektor")
    assert card.addresses == (
        VCardAddress("work", city="Pskov"),
        VCardAddress("other", street="Box 5"),
    )


def test_an_address_that_is_one_text_stands_in_the_street() -> None:
    person = samples.contact(addresses=[address("home", text="Main 1, Pskov")])
    card = contact_card(contact_json(person, names))
    assert card.addresses == (VCardAddress("home", street="Main 1, Pskov"),)
