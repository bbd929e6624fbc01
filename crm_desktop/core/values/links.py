"""Web addresses and messenger names as people write them.

Called by contact and company handlers and import on any thread. What is stored is what the
person meant, with no tracking of our own and no scheme that could run something.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import Message, msg
from crm_desktop.core.late_pattern import late_pattern
from crm_desktop.core.text.folding import clean_line, only_digits

_SCHEME = late_pattern(r"([a-zA-Z][a-zA-Z0-9+.\-]*):(?!\d+(?:/|$))")
_WEB_SCHEMES = {"http", "https"}
_HOST = late_pattern(
    r"(?=.{1,253}$)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_](?:[\w-]{0,61}[^\W_])?"
)
_LONGEST = 2_000

_PROFILE_HOSTS = {
    "telegram": ("t.me", "telegram.me"),
    "vk": ("vk.com", "m.vk.com", "vk.ru"),
    "facebook": ("facebook.com", "fb.com", "m.facebook.com"),
    "instagram": ("instagram.com",),
    "whatsapp": ("wa.me", "api.whatsapp.com"),
    "viber": (),
    "signal": (),
    "skype": (),
    "max": ("max.ru",),
}
MESSENGERS = tuple(_PROFILE_HOSTS)
_NAME = late_pattern(r"[\w.+\-:]{2,64}")
# Of Jabber (RFC 7622), also with a device; Skype, Teams and others know people by e-mail addresses.
_ADDRESS = late_pattern(r"[\w.+\-~%&#$!*=?^{|}]{1,64}@[\w.\-]{1,190}(?:/[^\s/]{1,100})?")
_ADDRESS_SCHEME = late_pattern(r"(?:xmpp|jabber|skype|sip|mailto|im):", re.IGNORECASE)


def check_url(text: str) -> str:
    """The address as written (``example.com/prices`` stays without ``https://``), after it
    proved to name a web page. Raises ``Invalid``, also for ``javascript:`` and ``file:``."""
    address = clean_line(text)
    scheme = _SCHEME.match(address)
    if scheme and scheme[1].lower() not in _WEB_SCHEMES:
        raise Invalid(
            msg("Only web addresses can be kept here, not “{scheme}:”.", scheme=scheme[1][:30]),
            field="links",
        )
    if len(address) > _LONGEST or " " in address or not _names_a_host(address, bool(scheme)):
        raise Invalid(_refusal(address), field="links")
    return address


def check_messenger(service: str, text: str) -> str:
    """The name, number or address at ``service`` (of ``MESSENGERS``, or any other), without the
    profile's web address and ``@`` before a name. Raises ``Invalid``."""
    written = _ADDRESS_SCHEME.sub("", clean_line(text), count=1)
    name = _without_profile_address(written, _PROFILE_HOSTS.get(service, ())).removeprefix("@")
    if 7 <= len(only_digits(name)) <= 15 and re.fullmatch(r"\+?[\d\s().\-]+", name):
        return ("+" if name.startswith("+") else "") + only_digits(name)
    has_addresses = not _PROFILE_HOSTS.get(service)
    if _NAME.fullmatch(name) or (has_addresses and _ADDRESS.fullmatch(name)):
        return name
    raise Invalid(
        msg("“{value}” is not a name or a number in a messenger.", value=written[:60]),
        field="messengers",
    )


def _names_a_host(address: str, has_scheme: bool) -> bool:
    try:
        parts = urlsplit(address if has_scheme else f"https://{address}")
        parts.port  # noqa: B018 - reading it checks it
    except ValueError:
        return False
    return "@" not in parts.netloc and bool(_HOST.fullmatch(parts.hostname or ""))


def _without_profile_address(written: str, hosts: tuple[str, ...]) -> str:
    address = re.sub(r"^https?://(?:www\.)?", "", written, flags=re.IGNORECASE)
    for host in hosts:
        if address.lower().startswith(f"{host}/"):
            path, _mark, query = address[len(host) + 1 :].partition("?")
            return query.partition("phone=")[2] or path.strip("/")
    return written


def _refusal(address: str) -> Message:
    return msg(
        "“{value}” is not a web address. It should look like example.com or "
        "https://example.com/page.",
        value=address[:80],
    )
