"""Words in three languages: gettext catalogues for window, command line and worker alike.

Source strings are English. ``_()`` and ``ngettext()`` translate at once into the current
language; ``N_()`` only marks. The core raises errors as a ``Message`` (an id with values) and
whoever shows it calls ``text()``. The current language belongs to the process and is set by
``set_language``; reading it is safe from every thread.
"""

from __future__ import annotations

import gettext as _gettext
import os
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.paths import resources_folder

LANGUAGES = ("ru", "en", "pl")
# Around what is quoted, and around what is quoted within that.
_QUOTES = {"ru": tuple("«»„“"), "en": tuple("“”‘’"), "pl": tuple("„”«»")}

_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"


def set_language(language: str) -> None:
    """Make ``language`` (one of ``LANGUAGES``) the language of every later translation."""
    global _catalogue, _language  # noqa: PLW0603 - one interface language per process
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}")
    _catalogue = _gettext.translation(
        "crm_desktop", resources_folder() / "translations", languages=[language], fallback=True
    )
    _language = language


def current_language() -> str:
    """The code of the current language."""
    return _language


def system_language() -> str:
    """The system's language if the program speaks it, else English."""
    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    code = (name or _of_the_system() or "").lower()
    for language, names in {"ru": ("ru",), "pl": ("pl", "polish")}.items():
        if code.startswith(names):
            return language
    return "ru" if code.startswith("russian") else "en"


def _of_the_system() -> str | None:
    import locale  # where no variable tells

    return locale.getlocale()[0]


class _Quoting(str):
    """A sentence that quotes its values: marks within them are inner ones, ``«Склад „Вектор“»``."""

    __slots__ = ()

    def format(self, *args: object, **values: object) -> str:
        return _with_inner_quotes(super().format(*args, **values))


def _with_inner_quotes(text: str) -> str:
    """The same where marks don't come in pairs: nobody knows which are within others."""
    opens, closes, opens_within, closes_within = _QUOTES[_language]
    if text.count(opens) < 2 or text.count(opens) != text.count(closes):
        return text
    depth, said = 0, []
    for letter in text:
        depth += letter == opens
        if depth > 1 and letter in (opens, closes):
            said.append(opens_within if letter == opens else closes_within)
        else:
            said.append(letter)
        depth -= letter == closes
    return "".join(said)


def _said(words: str) -> str:
    return _Quoting(words) if _QUOTES[_language][0] in words and "{" in words else words


def gettext(message: str) -> str:
    """The message in the current language."""
    return _said(_catalogue.gettext(message))


def ngettext(singular: str, plural: str, number: int) -> str:
    """The message in the plural form that ``number`` asks for."""
    return _said(_catalogue.ngettext(singular, plural, number))


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """Mark for translation without translating."""
    return message


_ = gettext


@dataclass(frozen=True)
class Message:
    """A translatable sentence: an English message id with ``{named}`` values.

    A value may be a ``Message`` itself. With ``plural`` the form is chosen by ``number``.
    """

    msgid: str
    values: Mapping[str, Any] = field(default_factory=dict)
    plural: str | None = None
    number: int = 1

    def text(self) -> str:
        """The sentence in the current language, with its values."""
        template = (
            gettext(self.msgid)
            if self.plural is None
            else ngettext(self.msgid, self.plural, self.number)
        )
        shown = {k: v.text() if isinstance(v, Message) else v for k, v in self.values.items()}
        return template.format(**shown) if shown else template


def msg(msgid: str, **values: Any) -> Message:
    """A ``Message`` with its values; ``msg`` marks for extraction as ``_`` does."""
    return Message(msgid, values)


def nmsg(singular: str, plural: str, number: int, **values: Any) -> Message:
    """A ``Message`` in the plural form of ``number``, which is also the value ``{number}``."""
    return Message(singular, {"number": number, **values}, plural, number)
