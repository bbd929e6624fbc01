"""Another process at the same workspace, to be stopped or killed by a test.

``python -m tests.store.worker URL ACTION …`` says ``ready`` when it has the workspace open and
then a line for every step that is confirmed as saved.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.backend.work import Progress
from crm_desktop.features.files.commands import AttachFiles
from tests.store.workshop import MakePeople, create_contact, open_client


def say(text: object) -> None:
    """A line for the test that waits for it."""
    print(text, flush=True)


def _tell(progress: Progress) -> None:
    say(progress.done)


def _make(client: Backend, count: str, portion: str) -> None:
    """One long operation."""
    client.execute(MakePeople(int(count), int(portion)), on_progress=_tell)


def _undo(client: Backend) -> None:
    """Take back the newest operation."""
    client.execute(UndoOperation(), on_progress=_tell)


def _save(client: Backend, name: str, times: str) -> None:
    """Save one person after another, and tell each one's id once it is saved."""
    for number in range(int(times)):
        say(create_contact(client, family_name=name, note=str(number)))


def _attach(client: Backend, path: str, person: str) -> None:
    """One file."""
    client.execute(AttachFiles((Path(path),), {"contacts": (person,)}), on_progress=_tell)


def _hold(client: Backend, seconds: str) -> None:
    """Keep the writer's place."""
    with client.database.writing():
        say("holding")
        time.sleep(float(seconds))


ACTIONS: dict[str, Callable[..., None]] = {
    "make": _make,
    "undo": _undo,
    "save": _save,
    "hold": _hold,
    "attach": _attach,
}


def main(arguments: Sequence[str]) -> None:
    """See the module's text."""
    url, action, *details = arguments
    client = open_client(url)
    say("ready")
    ACTIONS[action](client, *details)
    say("done")
    client.close()


if __name__ == "__main__":
    main(sys.argv[1:])
