"""What every test stands on: a world of its own, both databases, and no silent warnings.

pytest loads it in each of its processes. Nothing a test does reaches the files, the keychain or
the screen of the person who runs it. PostgreSQL comes from ``CRM_TEST_POSTGRESQL`` (the URL of an
administrator) or from a throw-away server; where neither can be had the tests are skipped aloud,
and with ``CRM_TEST_NOTHING_SKIPPED=1`` a skipped test fails the run.
"""

from __future__ import annotations

import gc
import logging
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from pytestqt.qtbot import QtBot

from crm_desktop.core import clock
from crm_desktop.core.garbage import collect_due, collect_on_request
from crm_desktop.core.i18n import set_language
from tests.factories.postgresql import (
    NoServer,
    copy_database,
    create_database,
    drop_database,
    start_server,
)
from tests.factories.scratch import scratch_folder

_home = pytest.StashKey[Path]()
_PATIENCE_MS = 20_000
WORKSPACE_LANGUAGE = "pl"


# The machine's mood is no property of the program; and what the commit tier tries is the same
# each time, while the long tier looks further.
settings.register_profile("commit", deadline=None, derandomize=True)
settings.register_profile("long", deadline=None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests marked long as well")


def pytest_configure(config: pytest.Config) -> None:
    """A home, a language and a screen of our own, before anything of the program is imported."""
    settings.load_profile("long" if config.getoption("--long") else "commit")
    in_memory = scratch_folder()
    if in_memory is not None:
        os.environ["TMPDIR"], tempfile.tempdir = str(in_memory), None
    home = config.stash[_home] = Path(tempfile.mkdtemp(prefix="crm-home-"))
    places = {
        "HOME": home,
        "USERPROFILE": home,
        "APPDATA": home / "roaming",
        "LOCALAPPDATA": home / "local",
        "XDG_DATA_HOME": home / "data",
        "XDG_CONFIG_HOME": home / "config",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_STATE_HOME": home / "state",
    }
    os.environ.update({name: str(place) for name, place in places.items()})
    os.environ["LC_ALL"] = "C.UTF-8"
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    collect_on_request()
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # started in the background
        signal.signal(signal.SIGINT, signal.default_int_handler)  # processes of tests must hear it
    for name in ("PGPASSWORD", "PGUSER", "PGHOST", "PGPORT", "PGDATABASE", "PGSERVICE"):
        os.environ.pop(name, None)


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[_home], ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests marked ``long`` are left out, not skipped, unless asked for."""
    if config.getoption("--long"):
        return
    left_out = [item for item in items if item.get_closest_marker("long")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Thousands of tests stay until the end: the collector need not look through them each time."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where nothing may be skipped, a skip is a failure."""
    if _skipped(session.config) and _nothing_may_be_skipped() and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    count = _skipped(config)
    if count:
        verdict = "which fails this run" if _nothing_may_be_skipped() else "see the reasons above"
        terminalreporter.write_line(f"NOT TESTED: {count} tests were skipped, {verdict}.", red=True)


def _skipped(config: pytest.Config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return len(reporter.stats.get("skipped", ())) if reporter else 0


def _nothing_may_be_skipped() -> bool:
    return os.environ.get("CRM_TEST_NOTHING_SKIPPED") == "1"


class PatientBot(QtBot):
    """Waits for a state longer than any busy machine takes: how quick the window is, the
    benchmarks tell."""

    def waitUntil(  # noqa: N802
        self, callback: Callable[[], bool | None], *, timeout: int = _PATIENCE_MS
    ) -> None:
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> QtBot:
    """That of pytest-qt with more patience."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def _language_and_clock_as_at_start() -> Iterator[None]:
    yield
    set_language("en")
    clock.set_source(None)


@pytest.fixture(autouse=True)
def _collected_on_this_thread() -> Iterator[None]:
    """Widgets of tests may not be destroyed on a thread of the store, as in the program."""
    yield
    collect_due()


@pytest.fixture(autouse=True)
def _no_unexpected_log_records(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """A warning in the log fails the test, unless it is marked ``expected_log``."""
    yield
    if request.node.get_closest_marker("expected_log"):
        return
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    unexpected = [
        f"{record.levelname} {record.name}: {record.getMessage()}"
        for record in records
        if record.levelno >= logging.WARNING
    ]
    if unexpected:
        pytest.fail("unexpected log records:\n" + "\n".join(unexpected), pytrace=False)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The administrator's URL of a server on which databases may be made and dropped."""
    given = os.environ.get("CRM_TEST_POSTGRESQL")
    if given:
        yield given
        return
    try:
        server = start_server()
    except NoServer as reason:
        pytest.skip(f"no PostgreSQL: {reason}; name one in CRM_TEST_POSTGRESQL")
    yield server.admin_url
    server.stop()


@pytest.fixture(scope="session")
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """One scratch database for the whole session; tests that share it clean up after themselves."""
    url = create_database(postgresql_server)
    yield url
    drop_database(postgresql_server, url)


@pytest.fixture
def postgresql_database(postgresql_server: str) -> Iterator[str]:
    """A fresh empty database for one test."""
    url = create_database(postgresql_server)
    yield url
    drop_database(postgresql_server, url)


@pytest.fixture(scope="session")
def migrated_database(postgresql_server: str) -> Iterator[str]:
    """The pattern of new databases; connected to, it can't be copied."""
    url = create_database(postgresql_server)
    _migrate(url)
    yield url
    drop_database(postgresql_server, url)


@pytest.fixture(scope="session")
def opened_database(postgresql_server: str, migrated_database: str) -> Iterator[str]:
    """The pattern of ``postgresql_workspace``."""
    url = copy_database(postgresql_server, migrated_database)
    _open(url)
    yield url
    drop_database(postgresql_server, url)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pattern of new workspaces on a file."""
    path = tmp_path_factory.mktemp("pattern") / "migrated.db"
    _migrate(str(path))
    return path


@pytest.fixture(scope="session")
def opened_file(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Path:
    """The pattern of workspaces on a file."""
    path = tmp_path_factory.mktemp("pattern") / "opened.db"
    shutil.copy(migrated_file, path)
    _open(str(path))
    return path


def _migrate(address: str) -> None:
    """Tables and indexes only: the workspace's settings and its first user come at opening."""
    from crm_desktop.store.engine import Database
    from crm_desktop.store.location import parse_location
    from crm_desktop.store.migrating import migrate

    database = Database(parse_location(address))
    migrate(database, create=True)
    database.close()


def _open(address: str) -> None:
    """Settings, the first user, a pipeline: more work than most tests do themselves."""
    from crm_desktop.bootstrap import open_backend

    open_backend(address, create=False, language=WORKSPACE_LANGUAGE).close()


@pytest.fixture
def postgresql_workspace(postgresql_server: str, opened_database: str) -> Iterator[str]:
    """A database for one test that is the person's own workspace already, in Polish and empty."""
    url = copy_database(postgresql_server, opened_database)
    yield url
    drop_database(postgresql_server, url)


@pytest.fixture(params=["sqlite", "postgresql"])
def workspace_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A workspace as it is after its first opening, in Polish and empty, once on each engine: a
    file's path or a database's URL. For tests that don't ask how it is made."""
    if request.param == "sqlite":
        opened: Path = request.getfixturevalue("opened_file")
        return str(shutil.copy(opened, tmp_path / "workspace.db"))
    return str(request.getfixturevalue("postgresql_workspace"))


@pytest.fixture(params=["sqlite", "postgresql"])
def new_workspace_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A workspace that is migrated and was never opened, once on each engine: for tests in which
    somebody's language, or their first opening, is told of."""
    if request.param == "sqlite":
        migrated: Path = request.getfixturevalue("migrated_file")
        yield str(shutil.copy(migrated, tmp_path / "workspace.db"))
        return
    server = request.getfixturevalue("postgresql_server")
    url = copy_database(server, request.getfixturevalue("migrated_database"))
    yield url
    drop_database(server, url)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_workspace_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place with nothing in it, once on each engine: for tests of making a workspace."""
    if request.param == "sqlite":
        return str(tmp_path / "workspace.db")
    return str(request.getfixturevalue("postgresql_database"))
