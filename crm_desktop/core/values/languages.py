"""Languages people speak: kept by their codes (``ru``, ``pt_BR``), shown and typed by their names.

What is no code stays the text it is: files and people call languages as they like. Pure but for
the current language; any thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from crm_desktop.core.i18n import current_language
from crm_desktop.core.text.folding import fold

LANGUAGES = "languages"
"""The field of a contact that holds them."""
_SHOWN_IN = ("ru", "en", "pl")


def language_name(code: str) -> str:
    """``Russian`` for ``ru``, in the current language; what is no known code as it is."""
    return _names(current_language()).get(_plain(code), code)


def language_code(text: str) -> str:
    """``ru`` for ``Russian``, ``русский`` or ``rosyjski``; what is no known name as it is."""
    return next((c[f] for c in map(_codes, _SHOWN_IN) if (f := fold(text)) in c), text)


def _plain(code: str) -> str:
    return code.strip().replace("-", "_").casefold()


@lru_cache
def _names(language: str) -> dict[str, str]:
    return {code.casefold(): str(name) for code, name in _languages(language).items()}


@lru_cache
def _codes(language: str) -> dict[str, str]:
    return {fold(str(name)): code for code, name in _languages(language).items()}


def _languages(language: str) -> Mapping[str, str]:
    from babel import Locale

    return Locale(language).languages
