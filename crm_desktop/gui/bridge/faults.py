"""What went wrong, in words for a person; bugs go to the crash report.

Called on the GUI thread by the bridge and by whoever shows a failure.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from crm_desktop.core.errors import Cancelled, CrmError, Damaged, Replaced, Unavailable
from crm_desktop.core.i18n import _
from crm_desktop.core.late_dataclass import dataclass

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failure:
    """Something that was asked for and did not happen; ``retry`` asks again, where that may
    help."""

    error: BaseException
    retry: Callable[[], None] | None = None


def is_expected(error: BaseException) -> bool:
    """Whether a person or an administrator can mend it; all else is a bug of ours."""
    return isinstance(error, CrmError)


def may_pass(error: BaseException) -> bool:
    """Whether the same may work in a minute."""
    return isinstance(error, Unavailable)


def is_grave(error: BaseException) -> bool:
    """Whether no waiting helps and nothing on the screen can be believed any more: the workspace's
    file is damaged, or another one is in its place."""
    return isinstance(error, (Damaged, Replaced))


def was_wanted(error: BaseException) -> bool:
    """Whether the person asked for it: stopping is no failure."""
    return isinstance(error, Cancelled)


def words_for(error: BaseException) -> str:
    """What happened, what was kept, what to do, in the current language."""
    if isinstance(error, CrmError):
        return error.message.text()
    return _(
        "The program made a mistake and couldn’t do this. Everything saved before is safe. Try "
        "again, or start the program anew."
    )


def words_for_part(error: BaseException) -> str:
    """The same for a part of a page that couldn't be read: that the workspace is lost one banner
    says for all."""
    if may_pass(error) and not is_grave(error):
        return _("This couldn’t be read. Everything saved before is safe.")
    return words_for(error)


def report_bug(error: BaseException) -> None:
    """Log it with its places; while the window's process is watched that makes a crash report."""
    log.error("unexpected error", exc_info=error)
