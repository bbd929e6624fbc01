"""What SQLAlchemy imports and nobody uses is put off, and there as soon as it is used."""

from __future__ import annotations

import subprocess
import sys

_BEGIN = """
import sys
from crm_desktop.core.late_modules import import_sqlalchemy
import_sqlalchemy()
"""

_PATIENCE = 60


def _run(program: str) -> str:
    """What ``program`` says in a Python of its own, in which nothing is imported yet."""
    words = [sys.executable, "-c", _BEGIN + program]
    done = subprocess.run(words, check=True, capture_output=True, text=True, timeout=_PATIENCE)
    return done.stdout.strip()


def test_sqlalchemy_comes_without_sockets_openssl_and_the_parser_of_emails() -> None:
    said = _run(
        "import sqlalchemy as sa\n"
        "engine = sa.create_engine('sqlite://')\n"
        "with engine.connect() as connection:\n"
        "    print(connection.execute(sa.text('SELECT 1')).scalar())\n"
        "print(*{'socket', 'ssl', 'email', 'asyncio.events'}.intersection(sys.modules))"
    )
    assert said == "1"


def test_who_imports_what_was_put_off_gets_the_module_itself() -> None:
    said = _run(
        "import asyncio, importlib.metadata\n"
        "from importlib import metadata\n"
        "async def answer():\n"
        "    await asyncio.sleep(0)\n"
        "    return 42\n"
        "print(asyncio.run(answer()), metadata is importlib.metadata)\n"
        "print(metadata.version('sqlalchemy') > '2', type(asyncio), type(metadata))"
    )
    assert said.split("\n") == ["42 True", "True <class 'module'> <class 'module'>"]


def test_what_sqlalchemy_holds_in_its_place_has_all_of_it() -> None:
    said = _run(
        "from sqlalchemy.util import compat, langhelpers\n"
        "print(compat.asyncio.Queue.__module__, len(compat.importlib_metadata_get('none')))\n"
        "print(langhelpers.importlib.metadata.version('sqlalchemy') > '2')\n"
        "import asyncio\n"
        "print(compat.asyncio.Queue is asyncio.Queue)"
    )
    assert said.split("\n") == ["asyncio.queues 0", "True", "True"]


def test_a_coroutine_is_known_before_asyncio_is_used() -> None:
    said = _run(
        "from sqlalchemy.util import compat\n"
        "async def nothing(): ...\n"
        "asked = compat.asyncio.iscoroutine\n"
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
        "import threading\n"
        "from sqlalchemy.util import compat\n"
        "gate, found = threading.Barrier(4), []\n"
        "def use():\n"
        "    gate.wait()\n"
        "    found.append(compat.asyncio.Queue.__name__)\n"
        "threads = [threading.Thread(target=use) for _each in range(4)]\n"
        "[each.start() for each in threads]\n"
        "[each.join() for each in threads]\n"
        "print(*found)"
    )
    assert said == "Queue Queue Queue Queue"


def test_who_uses_it_first_and_who_imports_a_part_of_it_do_not_wait_for_each_other() -> None:
    """The part is held by the thread that imports it when the other one begins with the whole."""
    said = _run(
        "import threading\n"
        "from sqlalchemy.util import compat\n"
        "begun, inside, found = threading.Event(), threading.Event(), []\n"
        "class Gate:\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name == 'asyncio.base_events':\n"
        "            begun.set()\n"
        "        if name == 'asyncio.events' and threading.current_thread() is part:\n"
        "            inside.set()\n"
        "            begun.wait()\n"
        "sys.meta_path.insert(0, Gate())\n"
        "def use():\n"
        "    inside.wait()\n"
        "    found.append(compat.asyncio.Queue.__name__)\n"
        "def import_part():\n"
        "    from asyncio.events import AbstractEventLoop\n"
        "    found.append(AbstractEventLoop.__name__)\n"
        "whole = threading.Thread(target=use, daemon=True)\n"
        "part = threading.Thread(target=import_part, daemon=True)\n"
        "for each in (whole, part): each.start()\n"
        "for each in (whole, part): each.join()\n"
        "print(*sorted(found))"
    )
    assert said == "AbstractEventLoop Queue"


def test_what_is_there_already_is_left_alone() -> None:
    words = [
        sys.executable,
        "-c",
        "import asyncio\n"
        "from crm_desktop.core.late_modules import import_sqlalchemy\n"
        "import_sqlalchemy()\n"
        "from sqlalchemy.util import compat\n"
        "print(compat.asyncio is asyncio)",
    ]
    done = subprocess.run(words, check=True, capture_output=True, text=True, timeout=_PATIENCE)
    assert done.stdout.strip() == "True"
