"""Web addresses and messenger names."""

from __future__ import annotations

import pytest

from crm_desktop.core.errors import Invalid
from crm_desktop.core.values.links import check_messenger, check_url


@pytest.mark.parametrize(
    "address",
    [
        "example.com",
        "https://example.com/prices?a=1#top",
        "HTTP://Example.com",
        "example.com:8080/x",
        "пример.рф",
        "sub-domain.example.co.uk",
    ],
)
def test_a_web_address_is_kept_as_written(address: str) -> None:
    assert check_url(f" {address} ") == address


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "JavaScript:alert(1)", "file:///etc/passwd", "data:text/html,x"),
        *("", "hello", "http://", "https://[", "example .com", "https://user@example.com"),
        *("https://example.com:99999", "-.com", "vbscript:x.com"),
    ],
)
def test_what_is_no_web_page_is_refused(address: str) -> None:
    with pytest.raises(Invalid):
        check_url(address)


@pytest.mark.parametrize(
    ("service", "written", "name"),
    [
        ("telegram", "@ivan_petrov", "ivan_petrov"),
        ("telegram", "https://t.me/ivan_petrov", "ivan_petrov"),
        ("telegram", "t.me/ivan_petrov?start=1", "ivan_petrov"),
        ("whatsapp", "+7 (912) 831-20-21", "+79128312021"),
        ("whatsapp", "https://wa.me/79128312021", "79128312021"),
        ("whatsapp", "https://api.whatsapp.com/send?phone=79128312021", "79128312021"),
        ("vk", "https://vk.com/id1", "id1"),
        ("skype", "live:ivan.1", "live:ivan.1"),
        ("icq", "123-456-789", "123456789"),
        ("jabber", "ivan@jabber.ru", "ivan@jabber.ru"),
        ("jabber", "xmpp:ivan.petrov@chat.example.org/phone", "ivan.petrov@chat.example.org/phone"),
        ("skype", "ivan@example.com", "ivan@example.com"),
        ("teams", "ivan@firma.example", "ivan@firma.example"),
    ],
)
def test_a_messenger_name_is_stored_bare(service: str, written: str, name: str) -> None:
    assert check_messenger(service, written) == name


def test_a_name_elsewhere_is_no_address() -> None:
    with pytest.raises(Invalid):
        check_messenger("telegram", "ivan@example.com")


@pytest.mark.parametrize("written", ["ivan@", "a b@c.de", "ivan@jabber.ru/", "a@b@c"])
def test_other_jabber_addresses_are_refused(written: str) -> None:
    with pytest.raises(Invalid):
        check_messenger("jabber", written)


@pytest.mark.parametrize("written", ["", "@", "two words", "<script>"])
def test_other_messenger_names_are_refused(written: str) -> None:
    with pytest.raises(Invalid):
        check_messenger("telegram", written)
