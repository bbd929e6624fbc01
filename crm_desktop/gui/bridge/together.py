"""Questions that are asked in one breath, as a card asks a dozen, and read by one reader in turn.

On three threads they would take Python's lock from each other and from the GUI thread, which takes
longer than to read; one transaction shows one moment besides. The answers are handed over in one
go, so that the window is laid out and painted once. Made by the bridge on the GUI thread; reads
run on a reader's thread.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crm_desktop.backend.work import Reader

Ask = Callable[["Reader"], Any]
# What is read after so long is not waited for by what is read already.
_PATIENCE_SECONDS = 0.05


class Together:
    """``submit`` gives work to a reader's thread."""

    def __init__(self, submit: Callable[[Ask], Future[None]]) -> None:
        self._submit = submit
        self._waiting: list[tuple[Ask, Future[Any]]] = []
        self._answers: list[tuple[Future[Any], Any]] = []
        self._under_way: Future[Any] | None = None

    def add(self, ask: Ask) -> Future[Any]:
        """One more question; its answer will be in the future, which can be cancelled until the
        question's turn comes."""
        future: Future[Any] = Future()
        self._waiting.append((ask, future))
        return future

    def send(self) -> None:
        """That is all: begin to read."""
        if self._waiting:
            self._submit(self._read).add_done_callback(self._end)

    def _read(self, reader: Reader) -> None:
        begun = time.monotonic()
        while self._waiting:
            ask, future = self._waiting.pop(0)
            if not future.set_running_or_notify_cancel():
                continue
            self._under_way = future
            self._answers.append((future, ask(reader)))
            self._under_way = None
            if time.monotonic() - begun > _PATIENCE_SECONDS:
                self._hand_over()

    def _end(self, sent: Future[None]) -> None:
        """A fault is the answer of the question it happened to: the others are asked in a
        transaction of their own. A fault of the transaction is the answer of all."""
        error = None if sent.cancelled() else sent.exception()
        failed, self._under_way = self._under_way, None
        if failed is None and error is not None:
            while self._answers:
                self._answers.pop()[0].set_exception(error)
        self._hand_over()
        if failed is not None:
            failed.set_exception(error)
            self.send()
            return
        left, self._waiting = self._waiting, []
        for _ask, future in left:
            if error is None:
                future.cancel()
            elif future.set_running_or_notify_cancel():
                future.set_exception(error)

    def _hand_over(self) -> None:
        while self._answers:
            future, answer = self._answers.pop(0)
            future.set_result(answer)
