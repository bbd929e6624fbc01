"""Texts with a little form (bold, italic, lists, links), stored as Markdown: to draw and to edit.

Nothing that a text names is ever loaded, neither from the net nor from the disk, and HTML in it
stays letters. GUI thread only.
"""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from crm_desktop.gui.kit.theme.fonts import Face

MARKDOWN = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)
"""GitHub's dialect is CommonMark that knows an address by itself as a link."""
MENTION = "user:"
"""The scheme of a link that mentions a colleague: ``[@Name](user:ID)``."""
_LINKS = ("http", "https", "mailto", "tel", "user", "crmdesktop")
_PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_MARKS = frozenset("*_`#[]<>&\\|~-+!=:.)\n")


class SafeDocument(QTextDocument):
    """A document that loads nothing."""

    def loadResource(self, _kind: int, _name: QUrl | str) -> Any:  # noqa: N802
        """No picture, no style sheet, from nowhere."""
        return None


def is_allowed(address: str) -> bool:
    """Whether a link may be kept: the web, mail, phone, people and records; no files, no code."""
    return QUrl(address).scheme().lower() in _LINKS


def make_document(markdown: str, width: float, face: Face) -> QTextDocument:
    """A text laid out in ``width`` pixels; whoever draws it gives the ink."""
    document = SafeDocument()
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(0)
    document.setDefaultFont(face.font)
    document.setIndentWidth(14)
    if _MARKS.isdisjoint(markdown):
        document.setPlainText(markdown)
    else:
        document.setMarkdown(markdown, MARKDOWN)
        even_out(document)
    space_lines(document, face)
    document.setTextWidth(width)
    return document


def even_out(document: QTextDocument) -> None:
    """Headings become bold lines; links lose their line and, where they may harm, their aim."""
    cursor = QTextCursor(document)
    block = document.begin()
    size = document.defaultFont().pixelSize()
    while block.isValid():
        if block.blockFormat().headingLevel():
            plain = QTextBlockFormat(block.blockFormat())
            plain.setHeadingLevel(0)
            cursor.setPosition(block.position())
            cursor.setBlockFormat(plain)
            whole = QTextCharFormat()
            whole.setFontWeight(QFont.Weight.DemiBold)
            whole.setProperty(QTextCharFormat.Property.FontSizeAdjustment, 0)
            if size > 0:
                whole.setProperty(QTextCharFormat.Property.FontPixelSize, size)
            cursor.movePosition(
                QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
            )
            cursor.mergeCharFormat(whole)
        for start, length, kept in _links(block):
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(kept)
        block = block.next()


def _links(block: Any) -> list[tuple[int, int, QTextCharFormat]]:
    """Where links stand in a block, and how they shall look."""
    found = []
    place = block.begin()
    while not place.atEnd():
        fragment = place.fragment()
        form = fragment.charFormat()
        if form.isImageFormat():
            found.append((fragment.position(), fragment.length(), QTextCharFormat()))
        elif form.isAnchor():
            kept = QTextCharFormat(form)
            kept.setFontUnderline(False)
            if not is_allowed(form.anchorHref()):
                kept.setAnchor(False)
                kept.setAnchorHref("")
                kept.clearForeground()
            elif form.anchorHref().startswith(MENTION):
                kept.setFontWeight(QFont.Weight.Medium)
            found.append((fragment.position(), fragment.length(), kept))
        place += 1
    return found


def space_lines(document: QTextDocument, face: Face) -> None:
    """Lines as high as the design has them, without gaps between paragraphs."""
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    lines = QTextBlockFormat()
    lines.setLineHeight(float(face.line), QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
    lines.setTopMargin(0)
    lines.setBottomMargin(0)
    cursor.mergeBlockFormat(lines)


def plain_text(markdown: str) -> str:
    """The words of a text without its marks, for the clipboard."""
    if _MARKS.isdisjoint(markdown):
        return markdown
    document = SafeDocument()
    document.setMarkdown(markdown, MARKDOWN)
    return document.toPlainText()


def to_markdown(document: QTextDocument) -> str:
    """The text as Markdown; empty where there are no words."""
    if not document.toPlainText().strip():
        return ""
    copy = document.clone()
    for letter, stand_in in _STAND_INS.items():
        _replace(copy, letter, stand_in)
    written = copy.toMarkdown(MARKDOWN)
    for letter, stand_in in _STAND_INS.items():
        written = written.replace(stand_in, f"\\{letter}")
    return written.strip("\n")


# Qt's writer leaves these letters as they are, and its reader takes them for marks.
_STAND_INS = {"*": "\ue000", "_": "\ue001", "~": "\ue002"}


def _replace(document: QTextDocument, letter: str, stand_in: str) -> None:
    cursor = document.find(letter)
    while not cursor.isNull():
        cursor.insertText(stand_in)
        cursor = document.find(letter, cursor)


def from_html(html: str) -> str:
    """Foreign HTML as Markdown: bold, italic, lists and harmless links are kept, nothing else."""
    document = SafeDocument()
    document.setHtml(html)
    return _PICTURE.sub("", to_markdown(document))
