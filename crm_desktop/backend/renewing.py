"""Bringing the search documents of an older workspace up to date while people work.

The window begins it some seconds after opening, when nobody waits for the program any more; it
lasts as long as it takes, half of the time at most, in transactions of some hundredths of a
second. Whoever opens the workspace next goes on where it stopped. Two at once do no harm.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from functools import partial
from itertools import islice

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.core.errors import CrmError
from crm_desktop.store.identity import read_settings
from crm_desktop.store.renewing import Place, Stale, place_of, remember, renew, stale_from

log = logging.getLogger(__name__)

_BEGINS_AFTER = 15.0  # seconds
_LOOKED_AT, _WRITTEN = 1_000, 50  # documents of one question, and of one transaction
# Portions in which nothing was to be written, after which the place is kept all the same.
_KEPT_EVERY = 50


def renew_later(backend: Backend, settings: Mapping[str, str]) -> None:
    """Begin it on a thread of its own if the workspace's ``settings`` say that it is needed; any
    thread. It ends when the backend is closed."""
    if place_of(settings) is None or backend.database.is_read_only:
        return
    backend.beside("renewing documents", partial(_run, backend))


def _run(backend: Backend, closing: threading.Event) -> None:
    if closing.wait(_BEGINS_AFTER):
        return
    try:
        renew_documents(backend, closing)
    except CrmError as error:  # a full disk, a server that is gone: the next one goes on
        log.info("documents not renewed: %s", type(error).__name__)


def renew_documents(backend: Backend, closing: threading.Event) -> None:
    """Look at all documents from where the last one stopped, until the end or until ``closing``."""
    place = backend.ask(lambda reader: place_of(read_settings(reader.connection)))
    unkept = 0
    while place is not None and not closing.is_set():
        began = time.monotonic()
        stale, following = backend.ask(partial(_look, place=place))
        is_written = any(stale.values())
        if is_written and not _write(backend, stale, closing):
            return
        unkept += 1
        if following is None or is_written or unkept == _KEPT_EVERY:
            backend.write(partial(remember, place=following), lasting=False)
            unkept = 0
        place = following
        closing.wait(time.monotonic() - began)


def _look(reader: Reader, place: Place) -> tuple[Stale, Place | None]:
    return stale_from(reader.connection, reader.registry, place, _LOOKED_AT)


def _write(backend: Backend, stale: Stale, closing: threading.Event) -> bool:
    """Whether all of them were written."""
    for entity, keys in stale.items():
        left = iter(sorted(keys))
        while rids := list(islice(left, _WRITTEN)):
            began = time.monotonic()
            if closing.is_set():
                return False
            anew = partial(renew, registry=backend.registry, entity=entity, rids=rids)
            backend.write(anew, lasting=False)
            closing.wait(time.monotonic() - began)
    return True
