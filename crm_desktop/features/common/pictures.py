"""Pictures of records: a person's photo, a company's logo. Kept once, by their digest.

Called by handlers on the writer's thread and by reads on reader threads.
"""

from __future__ import annotations

from crm_desktop.backend.work import Reader, Work
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.store import contents
from crm_desktop.store.contents import Content

LARGEST_PICTURE = 5 * 1024 * 1024


def picture_type(data: bytes) -> str:
    """The media type of a picture, by its first bytes and never by its name. ``Invalid`` for
    anything else, and for more than ``LARGEST_PICTURE`` bytes."""
    if len(data) > LARGEST_PICTURE:
        raise Invalid(
            msg("The picture is larger than 5 MB. Nothing was changed; choose a smaller one.")
        )
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    raise Invalid(
        msg("This file is no picture. Nothing was changed; choose a PNG, JPEG or WebP file.")
    )


def keep_picture(work: Work, picture: bytes | None) -> str | None:
    """Keep the picture; gives its digest, or nothing for none."""
    if picture is None:
        return None
    return contents.keep(work.connection, Content(picture_type(picture), picture))


def get_picture(reader: Reader, digest: str) -> Content | None:
    """The picture with this digest."""
    return contents.fetch(reader.connection, digest)
