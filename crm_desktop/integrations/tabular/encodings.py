"""From the bytes of a text file to its lines: the encoding found, checked and named.

Called by ``reading`` for CSV, vCard and HTML, on the import's thread. UTF-8 and UTF-16 prove
themselves; between the single-byte code pages letter statistics decide (``letters``), and what
no candidate explains is asked of charset-normalizer. The choice is made on a sample but checked
against the whole file: a file glued together from two others has lines in two encodings, and
each line is read in its own.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from itertools import islice

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg, nmsg
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.integrations.tabular.letters import plausibility

CODE_PAGES = (
    "windows-1251",
    "windows-1250",
    "windows-1252",
    "koi8-r",
    "cp866",
    "mac-cyrillic",
    "iso-8859-2",
)
"""The candidates, the more frequent first: of equally good readings the first is taken."""

_SELDOM = frozenset({"koi8-r", "cp866", "mac-cyrillic", "iso-8859-2"})
_SELDOM_COST = 3.0  # what the letters must say more before a page of the last century is believed

_BOMS = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),  # begins like UTF-16's, so it is asked first
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
_BLOCK = 1 << 20
_WORDS_FOR_OTHERS = 5  # fewer words are too little to believe in Turkish or Chinese
_SAMPLE_WORDS = 3_000
_SAMPLE_MATCHES = 100_000
_WORD_REST = re.compile(rb"[\x80-\xff][A-Za-z\x80-\xff]*")
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
# UTF-8 inside a code page: letters that lead (Russian d, others p) and continue (c). Translated
# and sought as plain bytes, because a pattern over these classes takes ten times longer.
_UTF8_CLASSES = bytes(
    ord("c") if 0x80 <= b <= 0xBF else ord("d") if b in (0xD0, 0xD1) else
    ord("p") if 0xC3 <= b <= 0xC5 else 0
    for b in range(256)
)  # fmt: skip
# UTF-8 read as a code page and saved as UTF-8 again: Р or С (Ã, Ä, Å, Ĺ, Ă) before every sign.
# Each pattern begins with fixed bytes, which makes the search as fast as that for a word.
_SCRAMBLED = tuple(
    re.compile(pattern)
    for pattern in (
        rb"\xd0\xa0(?:[\xc2-\xe2][\x80-\xbf]{1,2}\xd0[\xa0\xa1]){2}",
        rb"\xc3[\x83-\x85\x90\x91](?:[\xc2-\xc6\xcb][\x80-\xbf]|\xe2[\x80-\x84][\x80-\xbf])",
        rb"\xc4[\x82\xb9](?:[\xc2-\xc6\xcb][\x80-\xbf]|\xe2[\x80-\x84][\x80-\xbf])",
    )
)


@dataclass(frozen=True)
class Text:
    """A decoded file; ``encoding`` is the name to show, ``codec`` the one that reads ``data``."""

    data: bytes
    encoding: str
    codec: str
    warnings: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """The lines with their ends, which may be CR, LF or CRLF in any mixture."""
        yield from self._stream()

    def text(self, limit: int = -1) -> str:
        """The whole text, or its beginning of ``limit`` characters."""
        return self._stream().read(limit)

    def blocks(self, size: int) -> Iterator[str]:
        """The text in pieces of ``size`` characters."""
        stream = self._stream()
        while block := stream.read(size):
            yield block

    def _stream(self) -> io.TextIOWrapper:
        source = io.BytesIO(self.data)
        return io.TextIOWrapper(source, encoding=self.codec, errors="replace", newline="")


def decode(data: bytes, *, requested: str | None = None, hint: str | None = None) -> Text:
    """Find out the encoding of ``data``, mend what is mixed, and say so in ``warnings``.

    ``requested`` is the person's choice and is kept to; ``hint`` is what the file says of
    itself (an HTML meta tag) and is believed only if it fits. ``Invalid`` for an unknown name.
    """
    if requested is not None:
        return _as_requested(data, requested)
    for mark, name, codec in _BOMS:
        if data.startswith(mark):
            return _mended_utf8(data[3:]) if name == "utf-8" else Text(data, name, codec)
    wide = _utf16_without_bom(data)
    if wide is not None:
        return Text(data, "utf-16", wide)
    if b"\0" in data:
        data = data.replace(b"\0", b"")  # no sign of any text; csv of Python 3.10 refuses it
    return _mended_utf8(data) if _is_mostly_utf8(data) else _single_byte(data, hint)


def _as_requested(data: bytes, requested: str) -> Text:
    try:
        codec = codecs.lookup(requested).name
        "".encode(codec)
    except LookupError as error:
        raise Invalid(
            msg("The encoding {name} is not known. Choose another one.", name=requested)
        ) from error
    if codec == "utf-8":
        return _mended_utf8(data.removeprefix(codecs.BOM_UTF8))
    if codec.startswith(("utf-16", "utf-32")):
        has_mark = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        return Text(data, requested, codec[:6] if has_mark else codec)
    return Text(data, requested, codec) if _decodes(data, codec) else _mixed(data, requested)


def _utf16_without_bom(data: bytes) -> str | None:
    sample = data[:4096]
    if b"\0" not in sample and len(re.findall(rb"\x04", sample)) < len(sample) // 4:
        return None
    for codec in ("utf-16-le", "utf-16-be"):
        text = sample.decode(codec, errors="ignore")
        usual = sum(1 for c in text if c in "\t\r\n" or " " <= c <= "\u04ff" or "‐" <= c <= "™")
        if len(text) > 1 and usual >= 0.97 * len(text) and any(c in text for c in " \t\r\n;,"):
            return codec
    return None


def _decodes(data: bytes, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        for start in range(0, len(data), _BLOCK):
            decoder.decode(data[start : start + _BLOCK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_utf8(data: bytes) -> bool:
    if _decodes(data, "utf-8"):
        return True
    # Words of a code page are hardly ever correct UTF-8, so a majority of such words proves it.
    words = _sample(data)
    good = sum(1 for word in words if _decodes(word, "utf-8"))
    return good * 2 > len(words)


def _sample(data: bytes) -> list[bytes]:
    """Different words with bytes outside ASCII."""
    found: dict[bytes, None] = {}
    for match in islice(_WORD_REST.finditer(data), _SAMPLE_MATCHES):
        start = match.start()
        # Going back by hand: a pattern that begins with [A-Za-z]* takes quadratic time.
        while start > 0 and match.start() - start < 30 and data[start - 1 : start].isalpha():
            start -= 1
        found[data[start : min(match.end(), start + 60)]] = None
        if len(found) >= _SAMPLE_WORDS:
            break
    return list(found)


def _single_byte(data: bytes, hint: str | None) -> Text:
    if hint is not None and _is_known(hint) and _decodes(data, hint):
        return Text(data, hint.lower(), hint)
    name = best_code_page(data)
    if _decodes(data, name) and not _may_hold_utf8(data):
        return Text(data, name, name)
    return _mixed(data, name)


def _may_hold_utf8(data: bytes) -> bool:
    classes = data.translate(_UTF8_CLASSES)
    return b"dcdcdc" in classes or b"pc" in classes


def _is_scrambled(data: bytes) -> bool:
    return any(pattern.search(data) for pattern in _SCRAMBLED)


def _is_known(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def best_code_page(data: bytes) -> str:
    """The code page in which the words of ``data`` make the best text."""
    words = _sample(data)
    scored = [(_score(words, page), -rank, page) for rank, page in enumerate(CODE_PAGES)]
    score, _rank, page = max(scored)
    if score > 0.0 or len(words) < _WORDS_FOR_OTHERS:
        return page
    return _by_charset_normalizer(data) or page


def _score(words: list[bytes], page: str) -> float:
    prior = _SELDOM_COST / max(1, sum(map(len, words))) if page in _SELDOM else 0.0
    return plausibility(word.decode(page, errors="replace") for word in words) - prior


def _by_charset_normalizer(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[: 64 * 1024]).best()
    return best.encoding.replace("_", "-") if best is not None else None


def _mended_utf8(data: bytes) -> Text:
    if not _decodes(data, "utf-8"):
        return _mixed(data, "utf-8")
    if _is_scrambled(data):
        return _unscrambled(data)
    return Text(data, "utf-8", "utf-8")


def _mixed(data: bytes, name: str) -> Text:
    """Every line in its own encoding, all together as UTF-8."""
    strays: list[bytes] = []
    lines = _LINE.findall(data)
    for line in lines:
        if _in_main(line, name) is None:
            strays.append(line)
    other = best_code_page(b"".join(strays)) if strays else name
    mended, odd = [], 0
    for line in lines:
        text = _in_main(line, name)
        if text is None:
            odd += 1
            text = _in_other(line, other)
        mended.append(text.encode("utf-8"))
    warnings = (_mixed_warning(odd, name),) if odd else ()
    return Text(b"".join(mended), name, "utf-8", warnings)


def _mixed_warning(number: int, name: str) -> str:
    return nmsg(
        "The file is in {encoding}, but {number} line is in another encoding. It was read in "
        "that one: look through the result.",
        "The file is in {encoding}, but {number} lines are in another encoding. They were read "
        "in that one: look through the result.",
        number,
        encoding=name,
    ).text()


def _in_main(line: bytes, name: str) -> str | None:
    if name != "utf-8" and _may_hold_utf8(line) and _decodes(line, "utf-8"):
        return None
    try:
        return line.decode(name)
    except UnicodeDecodeError:
        return None


def _in_other(line: bytes, other: str) -> str:
    for codec in ("utf-8", other):
        try:
            return line.decode(codec)
        except UnicodeDecodeError:
            continue
    return line.decode(other, errors="replace")


def _unscrambled(data: bytes) -> Text:
    """Take back a double encoding (``РџСЂРёРІРµС‚`` was ``Привет``) where it is certain."""
    mended, number = [], 0
    for line in _LINE.findall(data):
        again = _once_more(line) if _is_scrambled(line) else None
        number += again is not None
        mended.append(line if again is None else again)
    warning = nmsg(
        "{number} line had letters spoiled by a double encoding (like РџСЂРё for При). It was "
        "put right: look through the result.",
        "{number} lines had letters spoiled by a double encoding (like РџСЂРё for При). They "
        "were put right: look through the result.",
        number,
    ).text()
    return Text(b"".join(mended), "utf-8", "utf-8", (warning,) if number else ())


def _once_more(line: bytes) -> bytes | None:
    text = line.decode("utf-8")
    for page in ("windows-1251", "windows-1252", "windows-1250"):
        try:
            again = text.encode(page, errors=_C1)
            again.decode("utf-8")
        except UnicodeError:
            continue
        return again
    return None


def _undefined_byte(error: UnicodeError) -> tuple[bytes, int]:
    """Windows reads the few bytes that a code page leaves free as control characters."""
    if isinstance(error, UnicodeEncodeError):
        characters = error.object[error.start : error.end]
        if all("\x80" <= character <= "\x9f" for character in characters):
            return characters.encode("latin-1"), error.end
    raise error


_C1 = "crm-desktop-undefined-byte"
codecs.register_error(_C1, _undefined_byte)
