"""What is said of the entries of custom lists wherever they are counted.

Pure but for the language; any thread.
"""

from __future__ import annotations

from crm_desktop.core.i18n import ngettext
from crm_desktop.gui.shell.numbers import shown_number


def count_words(number: int) -> str:
    """``3 entries``."""
    words = ngettext("{number} entry", "{number} entries", number)
    return words.format(number=shown_number(number))
