"""Notes that another program wrote as HTML (HubSpot, Bitrix24) or BB code (Bitrix24), as plain
text: lines stay lines, and links keep where they lead.

Called for cells of notes, in worker processes; pure. The standard library's parser of HTML takes
minutes for a hundred thousand letters of broken tags, so known tags alone are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

# Only what programs write: “a <b and c> d” or “[срочно]” is no markup.
_HTML = re.compile(
    r"<(?P<end>/?)(?P<tag>p|br|div|span|b|i|u|s|em|strong|ul|ol|li|a|h[1-6]|table|tbody|tr|td|th|"
    r"font|img|hr|blockquote|pre|code)(?P<value>\s+[\w:-]+\s*=[^<>]*)?\s*/?>",
    re.IGNORECASE,
)
_BB = re.compile(
    r"\[(?P<end>/?)(?P<tag>b|i|u|s|p|br|url|user|list|color|size|font|quote|code|left|center|"
    r"right|table|tr|td|\*)(?:=(?P<value>[^\[\]]*))?\]",
    re.IGNORECASE,
)
_BB_END = re.compile(r"\[/(?:b|i|u|s|p|url|user|list|color|size|font|quote|code)\]", re.IGNORECASE)
_TARGET = re.compile(r"\bhref\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_BLOCKS = frozenset(
    ("p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "quote")
)
_BREAKS = frozenset(("br", "hr", "*"))
_LINKS = frozenset(("a", "url"))


def plain(text: str) -> str:
    """The text without its markup; as it is where there is none."""
    if "<" in text and _HTML.search(text):
        if any(mark["tag"].lower() in _BLOCKS | _BREAKS for mark in _HTML.finditer(text)):
            text = " ".join(text.split())  # the lines of the source are none on a page
        text = _shown(_HTML, text, unescape)
    if "[" in text and _BB_END.search(text):
        text = _shown(_BB, text, str)
    return text


def _shown(marks: re.Pattern[str], text: str, words_of: Callable[[str], str]) -> str:
    parts: list[str] = []
    links: list[tuple[str, int]] = []
    place = 0
    for mark in marks.finditer(text):
        parts.append(words_of(text[place : mark.start()]))
        place, tag, is_end = mark.end(), mark["tag"].lower(), bool(mark["end"])
        if tag in _LINKS and not is_end:
            links.append((_target(mark), len(parts)))
        elif tag in _LINKS and links:
            target, begin = links.pop()
            parts.append(_beside("".join(parts[begin:]), target))
        elif tag in _BLOCKS or tag in _BREAKS:
            parts.append("\n")
        elif tag == "td":
            parts.append(" ")
    parts.append(words_of(text[place:]))
    lines = "".join(parts).replace("\u00a0", " ").splitlines()
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _target(mark: re.Match[str]) -> str:
    """Where a link leads: ``[url=…]`` or ``<a href=…>``."""
    value = mark["value"] or ""
    found = _TARGET.search(value) if mark["tag"].lower() == "a" else None
    return unescape(found[1]) if found else value if mark["tag"].lower() == "url" else ""


def _beside(shown: str, target: str) -> str:
    """What stands behind a link's words: where it leads, unless these say it."""
    told = target.removeprefix("mailto:").removeprefix("tel:")
    return f" ({told})" if told and told.strip("/") not in shown else ""
