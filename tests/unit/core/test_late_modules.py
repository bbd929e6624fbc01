"""What SQLAlchemy imports and nobody uses is put off, and there as soon as it is used."""

from __future__ import annotations

import subprocess
import sys

_BEGIN = """
import sys
from crm_desktop.core.late_modules import import_late
import_late()
"""


def _run(program: str) -> str:
    """What ``program`` says in a Python of its own, in which nothing is imported yet."""
    words = [sys.executable, "-c", _BEGIN + program]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()


def test_sqlalchemy_comes_without_sockets_openssl_and_the_parser_of_emails() -> None:
    said = _run(
        "import sqlalchemy as sa\n"
        "engine = sa.create_engine('sqlite://')\n"
        "with engine.connect() as connection:\n"
        "    print(connection.execute(sa.text('SELECT 1')).scalar())\n"
        "print(*{'socket', 'ssl', 'email', 'asyncio.events'}.intersection(sys.modules))"
    )
    assert said == "1"


def test_modules_put_off_are_whole_when_they_are_used() -> None:
    said = _run(
        "import asyncio, importlib.metadata\n"
        "from importlib import metadata\n"
        "async def answer():\n"
        "    await asyncio.sleep(0)\n"
        "    return 42\n"
        "print(asyncio.run(answer()), metadata is importlib.metadata)\n"
        "print(metadata.version('sqlalchemy') > '2', type(asyncio), type(metadata))\n"
        "print(asyncio.iscoroutine.__module__)"
    )
    assert said.split("\n") == [
        "42 True",
        "True <class 'module'> <class 'module'>",
        "asyncio.coroutines",
    ]


def test_a_coroutine_is_known_before_asyncio_is_used() -> None:
    said = _run(
        "import asyncio\n"
        "async def nothing(): ...\n"
        "asked = asyncio.iscoroutine\n"
        "one = nothing()\n"
        "print(asked(one), asked(nothing))\n"
        "one.close()"
    )
    assert said == "True False"


def test_parts_of_a_module_put_off_can_be_imported_by_themselves() -> None:
    assert _run("from asyncio.events import AbstractEventLoop as one\nprint(one.__name__)") == (
        "AbstractEventLoop"
    )


def test_several_threads_may_use_it_first_at_the_same_moment() -> None:
    said = _run(
        "import asyncio, threading\n"
        "gate, found = threading.Barrier(4), []\n"
        "def use():\n"
        "    gate.wait()\n"
        "    found.append(asyncio.Queue.__name__)\n"
        "threads = [threading.Thread(target=use) for _each in range(4)]\n"
        "[each.start() for each in threads]\n"
        "[each.join() for each in threads]\n"
        "print(*found)"
    )
    assert said == "Queue Queue Queue Queue"


def test_what_is_there_already_is_left_alone() -> None:
    said = _run(
        "import asyncio\nasyncio.Queue\nthere = asyncio\nimport_late()\nimport asyncio\n"
        "print(asyncio is there)"
    )
    assert said == "True"
