"""What is measured in a process of its own: ``python -m benchmarks.worker TASK ADDRESS …``.

The last line on stdout is a JSON answer. Started by ``processes``.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

_SAVE_EVERY_SECONDS = 0.1


def import_sheet(address: str, sheet: str) -> dict[str, Any]:
    """Import a sheet; how long it took and its longest transaction."""
    from benchmarks.datasets import LANGUAGE, REGION
    from crm_desktop.features.data.importing.commands import ImportFiles

    return _long(address, ImportFiles((Path(sheet),), REGION, LANGUAGE))


def undo(address: str, operation: str) -> dict[str, Any]:
    """Undo the operation."""
    from uuid import UUID

    from crm_desktop.backend.history import UndoOperation

    return _long(address, UndoOperation(UUID(operation)))


def _long(address: str, command: Any) -> dict[str, Any]:
    from benchmarks.datasets import LANGUAGE
    from crm_desktop.bootstrap import open_backend

    backend = open_backend(address, create=False, language=LANGUAGE)
    spans: list[float] = []
    setattr(backend.database, "writing", _noting(backend.database.writing, spans))  # noqa: B010
    began = time.perf_counter()
    outcome = backend.execute(command)
    seconds = time.perf_counter() - began
    backend.close()
    operation = str(outcome.operation_id) if outcome.operation_id else None
    return {"seconds": seconds, "operation": operation, "longest": max(spans, default=0.0)}


def _noting(writing: Callable[..., Any], spans: list[float]) -> Callable[..., Any]:
    """``Database.writing`` that notes how long each transaction keeps others out."""

    @contextmanager
    def noted(**how: bool) -> Iterator[Any]:
        began = 0.0
        try:
            with writing(**how) as connection:
                began = time.perf_counter()
                yield connection
        finally:
            if began:
                spans.append(time.perf_counter() - began)

    return noted


def colleague(address: str) -> dict[str, Any]:
    """Change a person every 100 ms until stdin ends; the seconds of each save."""
    import threading

    from benchmarks.datasets import LANGUAGE, REGION
    from crm_desktop.bootstrap import open_backend
    from crm_desktop.features.contacts.commands import CreateContact, UpdateContact

    backend = open_backend(address, create=False, language=LANGUAGE)
    values = {"family_name": "Сорокина", "given_name": "Анна"}
    person = backend.execute(CreateContact(values, REGION)).result
    ended = threading.Event()

    def listen() -> None:
        sys.stdin.read()
        ended.set()

    threading.Thread(target=listen, daemon=True).start()
    print("ready", flush=True)
    saves: list[float] = []
    while not ended.is_set():
        began = time.perf_counter()
        change = {"position": f"Мастер {len(saves)}"}
        backend.execute(UpdateContact(person, len(saves) + 1, change, REGION))
        saves.append(time.perf_counter() - began)
        ended.wait(max(0.0, _SAVE_EVERY_SECONDS - saves[-1]))
    backend.close()
    return {"saves": saves}


def export(address: str, kind: Literal["json", "csv", "xlsx"], path: str) -> dict[str, Any]:
    """Export all people into a file of the ``kind``."""
    from benchmarks.datasets import LANGUAGE
    from crm_desktop.bootstrap import open_backend
    from crm_desktop.features.data.exporting.queries import ExportRequest, export_records

    backend = open_backend(address, create=False, language=LANGUAGE)
    request = ExportRequest("contacts", kind, Path(path), False, LANGUAGE)
    began = time.perf_counter()
    backend.ask(export_records, request, lambda _progress: None)
    seconds = time.perf_counter() - began
    backend.close()
    return {"seconds": seconds}


def start(address: str) -> dict[str, Any]:
    """From nothing to the first page of the list, then the whole order; times and memory."""
    began = time.perf_counter()
    import crm_desktop.bootstrap

    imported = time.perf_counter()
    from benchmarks.pages import first_page
    from crm_desktop.features.common.listing import ListOrder
    from crm_desktop.features.contacts.queries import find_order

    backend = crm_desktop.bootstrap.open_backend(address, create=False)
    backend.ask(first_page)
    ready = time.perf_counter()
    at_rest = _megabytes()
    before = _megabytes(own=True)
    order = backend.ask(find_order, ListOrder())
    after = _megabytes(own=True)
    backend.close()
    return {
        "import": imported - began,
        "ready": ready - began,
        "rest": at_rest,
        "order": after - before,
        "people": len(order),
    }


def bare_start(address: str) -> dict[str, Any]:
    """The floor of ``start``: SQLAlchemy imported, the page read by the driver alone."""
    began = time.perf_counter()
    import sqlalchemy

    imported = time.perf_counter()
    from benchmarks.plain import Plain

    assert sqlalchemy.__version__
    plain = Plain(address)
    plain.rows(
        "SELECT rid, display_name FROM contact WHERE deleted_at IS NULL AND archived_at IS NULL "
        "ORDER BY sort_key, rid LIMIT 50"
    )
    ready = time.perf_counter()
    return {"import": imported - began, "ready": ready - began, "rest": _megabytes()}


def _megabytes(*, own: bool = False) -> float:
    """Resident memory; ``own``: without libraries and mapped pages of the database."""
    import psutil

    found = psutil.Process().memory_info()
    return float(found.rss - (getattr(found, "shared", 0) if own else 0)) / 1e6


TASKS: dict[str, Callable[..., dict[str, Any]]] = {
    "import": import_sheet,
    "undo": undo,
    "colleague": colleague,
    "export": export,
    "start": start,
    "bare-start": bare_start,
}

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](*sys.argv[2:])))
