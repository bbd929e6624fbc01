"""What SQLAlchemy writes for itself while it is imported comes when it is used, and is the same."""

from __future__ import annotations

import subprocess
import sys

_LATE = "from crm_desktop.core.late_modules import import_sqlalchemy\nimport_sqlalchemy()\n"
_SAY_CLASSES = """
import sqlalchemy as sa
from sqlalchemy.sql import annotation
known = annotation.annotated_classes
print(len(known) if {is_late} else 0)
known[sa.Column]
for kind, made in sorted(known.items(), key=str):
    print(kind, [each.__name__ for each in made.__mro__], made.__dict__.get("_traverse_internals"))
"""
_PATIENCE = 60


def _run(program: str) -> str:
    """What ``program`` says in a Python of its own, in which nothing is imported yet."""
    words = [sys.executable, "-c", program]
    done = subprocess.run(words, check=True, capture_output=True, text=True, timeout=_PATIENCE)
    return done.stdout.strip()


def test_the_classes_for_notes_are_made_when_one_is_wanted_just_as_they_would_have_been() -> None:
    late = _run(_LATE + _SAY_CLASSES.format(is_late=True))
    usual = _run("import sqlalchemy.dialects.sqlite\n" + _SAY_CLASSES.format(is_late=False))
    assert late == usual
    assert usual.count("\n") > 50


def test_methods_that_give_a_changed_copy_do_what_they_are_called() -> None:
    said = _run(
        _LATE
        + "import inspect, sqlalchemy as sa\n"
        + "table = sa.table('t', sa.column('a'))\n"
        + "whole = sa.select(table)\n"
        + "few = whole.where(table.c.a == sa.literal_column('1')).order_by(table.c.a).distinct()\n"
        + "print(' '.join(str(few).split()))\n"
        + "print(whole.whereclause is None, list(inspect.signature(sa.Select.where).parameters))\n"
        + "try: few.order_by(wrong=1)\n"
        + "except TypeError as error: print('wrong' in str(error))"
    )
    assert said.split("\n") == [
        "SELECT DISTINCT t.a FROM t WHERE t.a = 1 ORDER BY t.a",
        "True ['self', 'whereclause']",
        "True",
    ]


def test_who_decorates_afterwards_gets_the_usual_decorator() -> None:
    said = _run(
        _LATE
        + "import sys\n"
        + "from sqlalchemy import util\n"
        + "from sqlalchemy.sql import annotation\n"
        + "print(util.decorator.__module__, annotation._prepare_annotations.__module__)\n"
        + "print(any('late' in type(each).__module__ for each in sys.meta_path))"
    ).replace("\n", " ")
    assert said == "sqlalchemy.util.langhelpers sqlalchemy.sql.annotation False"


def test_sqlalchemy_that_is_there_already_is_left_alone() -> None:
    said = _run(
        "import sqlalchemy as sa\n"
        + _LATE
        + "from sqlalchemy.sql import annotation\n"
        + "print(type(annotation.annotated_classes) is dict)"
    )
    assert said == "True"


def test_nothing_of_it_is_wanted_to_open_a_workspace() -> None:
    """Else it would only come later: a statement with a union is not made while modules load."""
    said = _run(
        _LATE
        + "import crm_desktop.bootstrap\n"
        + "from sqlalchemy.sql import annotation\n"
        + "print(len(annotation.annotated_classes))"
    )
    assert said == "0"
