"""The developer's script: does all set-up and then opens the program or runs the tests.

Needs Python 3.10 or newer and git, nothing else; a person calls it, and ``.ci/run``. On Debian as
root it installs the system packages that are missing. Commands::

    python3 .ci/dev.py demo [--lang ru|en|pl] [arguments of the program]
    python3 .ci/dev.py test [--long] [arguments of pytest: then only these tests run]
    python3 .ci/dev.py lock         renew requirements.lock from pyproject.toml
    python3 .ci/dev.py messages     renew the translation catalogues from the source
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from pathlib import Path

from running import BUILD, EXE, PYTHON, ROOT, VENV, Failed, beside, run, say, step, tool
from system_packages import (
    QT_LIBRARIES,
    QT_SCREEN_LIBRARIES,
    install_system_packages,
    is_debian_root,
    missing_for_tests,
    missing_libraries,
    missing_venv,
)

LOCK = ROOT / ".ci" / "requirements.lock"
STAMP = VENV / "installed.sha256"
TRANSLATIONS = ROOT / "resources" / "translations"
FROZEN = ROOT / "dist" / "crm-desktop" / f"crm-desktop{EXE}"
CHECKED = ("crm_desktop", "tests", "benchmarks", ".ci")


# --- the environment -------------------------------------------------------------------------


def fingerprint() -> str:
    """What the environment was made from."""
    parts = (LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def prepare_environment() -> None:
    """Make ``.venv`` from the lock, and compile the translations."""
    if not STAMP.exists() or STAMP.read_text(encoding="utf-8") != fingerprint():
        with step("environment"):
            if not PYTHON.exists():
                run(sys.executable, "-m", "venv", VENV)
            pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "-qq")
            lock = ("--require-hashes", "--only-binary", ":all:", "--requirement", LOCK)
            run(*pip, "--no-compile", *lock)
            run(*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT)
            compile_modules(VENV)
            STAMP.write_text(fingerprint(), encoding="utf-8")
    if any(TRANSLATIONS.rglob("*.po")):
        with step("translations"):
            run(tool("pybabel"), "--quiet", "compile", "-d", TRANSLATIONS, "-D", "crm_desktop")


def compile_modules(*folders: str | Path) -> None:
    """Compile on all cores; pip does it on one. Of what is installed some can't be compiled,
    templates for example, and is left as it is."""
    compiling = ("-m", "compileall", "-qq", "-j", "0")
    subprocess.run([PYTHON, *compiling, *folders], cwd=ROOT, check=False)


# --- demo ------------------------------------------------------------------------------------


def has_screen() -> bool:
    """Can a window be shown? A platform named in ``QT_QPA_PLATFORM`` is the person's own choice."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def make_demo_workspace(language: Sequence[str]) -> Path:
    """The demo workspace of this checkout; made once, whole or not at all."""
    folder = BUILD / "-".join(["demo", *language[1:]])
    if not folder.exists():
        with step("demo data"):
            unfinished = folder.with_name(f"{folder.name}.unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir(parents=True)
            workspace = unfinished / "demo.db"
            run(PYTHON, "-m", "crm_desktop", *language, "demo", "--workspace", workspace)
            unfinished.rename(folder)
    return folder / "demo.db"


def demo(arguments: Sequence[str]) -> int:
    """Open the program with demo data; without a screen say so."""
    parser = argparse.ArgumentParser(prog="dev.py demo", allow_abbrev=False)
    parser.add_argument("--lang", choices=("ru", "en", "pl"))
    options, rest = parser.parse_known_args(arguments)
    language = ("--lang", options.lang) if options.lang else ()
    install_system_packages(missing_venv() + missing_libraries(QT_LIBRARIES))
    prepare_environment()
    workspace = make_demo_workspace(language)
    say(f"\nThe demo workspace: {workspace}")
    if not has_screen():
        say(
            "There is no screen here, so the window was not opened. To see it, start this command\n"
            "in a desktop session or through 'ssh -X'. To run it unseen: install xvfb and xauth\n"
            f"and say: xvfb-run {Path(sys.executable).name} .ci/dev.py demo"
        )
        return 0
    install_system_packages(missing_libraries(QT_SCREEN_LIBRARIES))
    run(PYTHON, "-m", "crm_desktop", *language, "--workspace", workspace, *rest)
    return 0


# --- test ------------------------------------------------------------------------------------


@contextmanager
def postgresql() -> Iterator[dict[str, str]]:
    """The environment of the tests, with one PostgreSQL server for all their processes."""
    # Where an image forbids to keep compiled modules, each of hundreds of processes compiles anew.
    env = {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": ""}
    if is_debian_root():
        env["CRM_TEST_NOTHING_SKIPPED"] = "1"
    if os.environ.get("CRM_TEST_POSTGRESQL"):
        yield env
        return
    factory = (PYTHON, "-m", "tests.factories.postgresql")
    started = subprocess.run(
        [*factory, "start"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if started.returncode:
        say(f"Tests that need PostgreSQL will be skipped: {started.stderr.strip()}")
        yield env
        return
    folder, url = started.stdout.split("\n")[:2]
    try:
        yield {**env, "CRM_TEST_POSTGRESQL": url}
    finally:
        run(*factory, "stop", folder)


def static_checks() -> dict[str, Callable[[], None]]:
    """The checks that run nothing of the program, by name."""
    checked = [name for name in CHECKED if any((ROOT / name).rglob("*.py"))]
    return {
        "ruff check": lambda: run(tool("ruff"), "check", "."),
        "ruff format": lambda: run(tool("ruff"), "format", "--check", "."),
        "mypy": lambda: run(tool("mypy"), "--explicit-package-bases", *checked),
        "import-linter": lambda: run(tool("lint-imports")),
    }


def run_pytest(arguments: Sequence[str], env: Mapping[str, str]) -> None:
    # One more than cores: a sixth of the time a test waits for its window, a server, a process.
    processes = str(min((os.cpu_count() or 1) + 1, 4))
    run(PYTHON, "-m", "pytest", "-n", processes, *arguments, env=env)


def run_benchmarks(scale: str, env: Mapping[str, str]) -> None:
    """At 'small' it only counts that they run, so the engines may share the cores there."""
    benchmarks = (PYTHON, "-m", "benchmarks", "--scale", scale)
    if scale == "small":
        with beside("benchmarks", *benchmarks, "--engine", "postgresql", env=env) as finish:
            run(*benchmarks, "--engine", "sqlite", env=env)
            finish()
    else:
        run(*benchmarks, env=env)


def freezing() -> AbstractContextManager[Callable[[], None]]:
    """Build the one-dir program into ``dist/`` behind the checks."""
    quiet = ("--noconfirm", "--log-level=ERROR", "--workpath", BUILD / "freezing")
    return beside("pyinstaller", tool("pyinstaller"), *quiet, "build.spec")


def attempt(checks: Mapping[str, Callable[[], None]]) -> list[str]:
    """Run every check, also after a failed one; give the complaints."""
    complaints = []
    for name, check in checks.items():
        try:
            with step(name):
                check()
        except Failed as reason:
            complaints.append(f"{name}: {reason}")
    return complaints


def test(arguments: Sequence[str]) -> int:
    """Every check of the commit tier, or of the long one; with pytest's arguments only pytest."""
    long = [word for word in arguments if word == "--long"]
    chosen = [word for word in arguments if word != "--long"]
    patience = ["--timeout=3600", "-o", "faulthandler_timeout=3700"] if long else []
    start = time.perf_counter()
    # The frozen program carries what Qt needs for a screen, so it must be here to be carried.
    libraries = missing_libraries({**QT_LIBRARIES, **QT_SCREEN_LIBRARIES})
    install_system_packages([*missing_venv(), *libraries, *missing_for_tests()])
    prepare_environment()
    compile_modules("crm_desktop", "benchmarks", "migrations")
    with ExitStack() as stack:
        env = stack.enter_context(postgresql())
        frozen = None if chosen else stack.enter_context(freezing())
        checks = static_checks() if frozen else {}
        checks["pytest"] = lambda: run_pytest([*long, *patience, *chosen], env)
        for scale in () if chosen else ("office", "large") if long else ("small",):
            checks[f"benchmarks at {scale}"] = partial(run_benchmarks, scale, env)
        if frozen:
            checks["freeze"] = frozen
            checks["selftest of the frozen program"] = lambda: run(FROZEN, "selftest", env=env)
        complaints = attempt(checks)
    say(f"\nAll in {time.perf_counter() - start:.0f} s.")
    if complaints:
        raise Failed("These checks failed:\n  " + "\n  ".join(complaints))
    say("Every check passed.")
    return 0


# --- upkeep ----------------------------------------------------------------------------------


def lock(arguments: Sequence[str]) -> int:
    """Renew the lock for every Python and system we support, or ``--upgrade`` what it pins."""
    uv = Path(shutil.which("uv") or tool("uv"))
    if not uv.exists():
        raise Failed("Install uv first, for example into .venv: pip install uv")
    run(
        uv,
        *("pip", "compile", "pyproject.toml", "--group", "dev", ".ci/build-tools.in"),
        *("--universal", "--python-version", "3.10", "--generate-hashes", "--no-header"),
        *("--no-annotate", "--quiet"),
        *("--output-file", str(LOCK), *arguments),
    )
    return 0


def messages(_arguments: Sequence[str]) -> int:
    """Collect the sentences of the source into the catalogues; the rest is a translator's work."""
    prepare_environment()
    template = BUILD / "messages.pot"
    template.parent.mkdir(exist_ok=True)
    pybabel = tool("pybabel")
    keywords = [f"--keyword={word}" for word in ("msg", "nmsg:1,2")]
    places = ("--add-location=file", "--sort-output", "--project=crm-desktop")
    run(pybabel, "--quiet", "extract", *keywords, *places, "-o", template, "crm_desktop")
    kept = ("--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date")
    catalogue = ("-i", template, "-D", "crm_desktop", "-d", TRANSLATIONS, "--init-missing")
    for language in ("ru", "pl"):
        run(pybabel, "--quiet", "update", *catalogue, "-l", language, *kept)
    return 0


COMMANDS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "demo": demo,
    "test": test,
    "lock": lock,
    "messages": messages,
}


def main(arguments: Sequence[str]) -> int:
    """Carry out one command; gives the exit status."""
    command = COMMANDS.get(arguments[0]) if arguments else None
    if command is None:
        say(__doc__, file=sys.stderr)
        return 2
    try:
        return command(arguments[1:])
    except Failed as reason:
        say(f"\n{reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
