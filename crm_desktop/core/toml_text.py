"""TOML 1.0 (https://toml.io/en/v1.0.0), read by the library and written so that it reads the same.

Called by ``settings``. Comments are not kept, because the reader drops them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from crm_desktop.core.late_pattern import late_pattern

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_BARE_KEY = late_pattern(r"[A-Za-z0-9_-]+")


def from_toml(text: str) -> dict[str, Any]:
    """The document's table; ``ValueError`` when it is no TOML."""
    return tomllib.loads(text)


def to_toml(table: Mapping[str, Any]) -> str:
    """The table as a document; ``TypeError`` for what TOML has no form for."""
    return "\n".join(_lines(table, ())).lstrip("\n") + "\n"


def _lines(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """Plain values first: what follows a heading belongs to it."""
    plain = {key: value for key, value in table.items() if not isinstance(value, Mapping)}
    if path and (plain or not table):
        yield f"\n[{'.'.join(map(_key, path))}]"
    for key, value in plain.items():
        yield f"{_key(key)} = {_value(value)}"
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _lines(value, (*path, key))


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _string(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    raise TypeError(f"TOML has no form for {type(value).__name__}")


def _string(text: str) -> str:
    """JSON's escapes are TOML's too, but TOML wants one for DEL; what is no letter at all (half
    of a surrogate pair, from a file's name in no encoding) can't be written."""
    readable = text.encode("utf-8", "replace").decode()
    return json.dumps(readable, ensure_ascii=False).replace("\x7f", "\\u007f")
