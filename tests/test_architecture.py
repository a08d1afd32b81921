"""The walls between the rooms of DESIGN.md hold: each check reads the source as a tree."""

import ast
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pytest

from config import ROOT

# A room imports only rooms to its left, and itself.
ROOMS = (
    "errors",
    "db",
    "models",
    "schemas",
    "queries",
    "accounts",
    "search",
    "graph",
    "evidence",
    "editorial",
    "factsheets",
    "imports",
    "exports",
    "cli",
    "web",
)
DOORS = ("cli", "web")
FACTORY = "campaign/__init__.py"
COMMAND = "campaign/__main__.py"
OUTSIDE = (FACTORY, COMMAND, "config.py")  # above or below all rooms
# What only some rooms may import: a library's package, and the rooms or files that may.
LIBRARIES = {
    "flask": (*DOORS, FACTORY),
    "flask_babel": (*DOORS, FACTORY),
    "flask_login": (*DOORS, FACTORY),
    "flask_wtf": (*DOORS, FACTORY),
    "flask_security": ("campaign/models/user.py", "accounts", *DOORS, FACTORY),
    "flask_sqlalchemy_lite": ("campaign/db.py",),
    "jinja2": (*DOORS, FACTORY),
    "markupsafe": (*DOORS, FACTORY),
    "werkzeug": (*DOORS, FACTORY),
    "wtforms": (*DOORS, FACTORY),
    "click": ("cli", COMMAND),
    "networkx": ("graph", "exports"),
    "pikepdf": ("evidence",),
    "PIL": ("evidence",),
}
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}


@dataclass(frozen=True)
class Module:
    """One source file: its path from the root, and its text."""

    path: str
    source: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source, self.path)

    @property
    def room(self) -> str:
        """Return the room in which the file stands; the factory stands outside all."""
        parts = Path(self.path).parts
        return Path(parts[1]).stem if parts[0] == "campaign" else ""

    def imports(self) -> Iterator[tuple[str, int]]:
        """Yield each module that is imported, anywhere in the file, with its line."""
        package = ".".join(Path(self.path).parent.parts)
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield alias.name, node.lineno
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                if node.level:
                    above = package.split(".")[: len(package.split(".")) - node.level + 1]
                    base = ".".join([*above, base] if base else above)
                for alias in node.names:
                    yield f"{base}.{alias.name}", node.lineno

    def calls(self) -> Iterator[ast.Call]:
        """Yield each call in the file."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))


Check = Callable[[Module], Iterator[str]]


def imports_a_room_to_its_right(module: Module) -> Iterator[str]:
    """A room imports only rooms to its left, and itself; of the two doors neither the other."""
    if module.path in OUTSIDE:
        return
    for name, line in module.imports():
        package, _, rest = name.partition(".")
        target = rest.partition(".")[0]
        if package != "campaign" or target == module.room:
            continue
        if target not in ROOMS:
            yield f"{module.path}:{line} imports {name}, which is in no room"
        elif ROOMS.index(target) > ROOMS.index(module.room) or {target, module.room} == set(DOORS):
            yield f"{module.path}:{line} imports {name}, which is not to its left"


def stands_in_no_room(module: Module) -> Iterator[str]:
    """Every file stands in a room; only the factory, the command and the settings do not."""
    if module.path not in OUTSIDE and module.room not in ROOMS:
        yield f"{module.path} stands in no room"


def imports_a_library_of_other_rooms(module: Module) -> Iterator[str]:
    """Web libraries stay at the doors, networkx in the graph."""
    for name, line in module.imports():
        allowed = LIBRARIES.get(name.partition(".")[0])
        if allowed is not None and not {module.room, module.path} & set(allowed):
            yield f"{module.path}:{line} imports {name}"


def imports_an_unknown_web_library(module: Module) -> Iterator[str]:
    """A library that begins with flask or wtforms needs an entry in the table above."""
    for name, line in module.imports():
        library = name.partition(".")[0]
        if library.startswith(("flask", "wtforms")) and library not in LIBRARIES:
            yield f"{module.path}:{line} imports {library}; say above who may"


def commits(module: Module) -> Iterator[str]:
    """Only the doors end a transaction."""
    if module.room in DOORS:
        return
    for call in module.calls():
        if isinstance(call.func, ast.Attribute) and call.func.attr == "commit":
            yield f"{module.path}:{call.lineno} commits"


def has_a_vague_name(module: Module) -> Iterator[str]:
    """No room for what has no room."""
    if VAGUE_NAMES & set(Path(module.path).with_suffix("").parts):
        yield f"{module.path} says nothing by its name"


def reads_the_environment(module: Module) -> Iterator[str]:
    """Only config.py does."""
    if module.path == "config.py":
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "environb", "getenv"):
            yield f"{module.path}:{node.lineno} reads the environment"
    for name, line in module.imports():
        if name in ("os.environ", "os.environb", "os.getenv"):
            yield f"{module.path}:{line} reads the environment"


def listens_to_events(module: Module) -> Iterator[str]:
    """No work is done behind one's back: no events of the database, no signals."""
    if module.path == "campaign/db.py":
        return
    for name, line in module.imports():
        if name.startswith(("sqlalchemy.event", "sqlalchemy.orm.events", "blinker")):
            yield f"{module.path}:{line} imports {name}"
    for call in module.calls():
        names = {node.attr for node in ast.walk(call.func) if isinstance(node, ast.Attribute)}
        if names & {"listens_for", "listen"}:
            yield f"{module.path}:{call.lineno} listens to events"


# Each check with a file that it must find.
PLANTED: dict[Check, list[tuple[str, str]]] = {
    imports_a_room_to_its_right: [
        ("campaign/models/company.py", "from campaign.schemas import parse_document"),
        ("campaign/graph/chains.py", "import campaign.editorial.publishing"),
        ("campaign/graph/chains.py", "def f():\n    from campaign import web"),
        ("campaign/graph/chains.py", "from ..editorial import publishing"),
        ("campaign/graph/chains.py", "from .. import editorial"),
        ("campaign/web/public.py", "from campaign.cli import database"),
        ("campaign/cli/main.py", "from campaign.web import init_app"),
        ("campaign/errors.py", "from campaign.db import db"),
        ("campaign/queries/records.py", "from campaign import create_app"),
    ],
    stands_in_no_room: [
        ("campaign/services/mail.py", ""),
        ("campaign/settings.py", ""),
    ],
    imports_a_library_of_other_rooms: [
        ("campaign/queries/records.py", "from flask import abort"),
        ("campaign/editorial/drafts.py", "import flask.globals"),
        ("campaign/models/company.py", "import flask_security"),
        ("campaign/accounts/users.py", "from flask import current_app"),
        ("campaign/schemas/types.py", "from wtforms import Form"),
        ("campaign/factsheets/html.py", "def f():\n    import jinja2"),
        ("campaign/web/public.py", "import networkx as nx"),
        ("campaign/web/public.py", "from flask_sqlalchemy_lite import SQLAlchemy"),
        ("campaign/imports/seeds.py", "import click"),
    ],
    imports_an_unknown_web_library: [("campaign/web/public.py", "import flask_admin")],
    commits: [
        ("campaign/editorial/drafts.py", "def f(session):\n    session.commit()"),
        ("campaign/imports/seeds.py", "db.session.commit()"),
        ("campaign/__init__.py", "db.session.commit()"),
    ],
    has_a_vague_name: [
        ("campaign/utils.py", ""),
        ("campaign/web/helpers.py", ""),
        ("campaign/common/text.py", ""),
        ("campaign/editorial/manager.py", ""),
    ],
    reads_the_environment: [
        ("campaign/web/public.py", "import os\nos.environ['HOME']"),
        ("campaign/web/public.py", "import os\nos.getenv('HOME')"),
        ("campaign/web/public.py", "from os import environ"),
    ],
    listens_to_events: [
        ("campaign/editorial/audit.py", "from sqlalchemy import event"),
        ("campaign/editorial/audit.py", "from sqlalchemy.event import listens_for"),
        ("campaign/web/__init__.py", "from blinker import signal"),
        ("campaign/search/index.py", "sa.event.listen(Session, 'after_flush', f)"),
        ("campaign/search/index.py", "@sa.event.listens_for(Session, 'after_flush')\ndef f(): ..."),
    ],
}
INNOCENT = [
    ("campaign/graph/chains.py", "import networkx as nx\nfrom campaign.models import Company"),
    ("campaign/graph/chains.py", "from campaign.graph.network import Network"),
    ("campaign/graph/chains.py", "from . import network\nfrom ..models import Company"),
    ("campaign/web/public.py", "from flask import Flask\ndb.session.commit()"),
    ("campaign/cli/database.py", "import click\ndb.session.commit()"),
    ("campaign/models/user.py", "from flask_security import UserMixin"),
    ("campaign/db.py", "from sqlalchemy import event\nevent.listen(engine, 'connect', f)"),
    (FACTORY, "from campaign import cli, web\nfrom flask import Flask"),
    ("config.py", "import os\nos.environ.get('HOME')"),
]


@cache
def modules() -> list[Module]:
    """Return every file of the application."""
    paths = [ROOT / "config.py", *sorted((ROOT / "campaign").rglob("*.py"))]
    return [Module(path.relative_to(ROOT).as_posix(), path.read_text("utf-8")) for path in paths]


@pytest.mark.parametrize("check", PLANTED, ids=lambda check: check.__name__)
def test_no_file(check):
    offences = [offence for module in modules() for offence in check(module)]

    assert offences == []


@pytest.mark.parametrize(
    ("check", "path", "source"),
    [(check, *case) for check, cases in PLANTED.items() for case in cases],
)
def test_a_planted_offence_is_found(check, path, source):
    assert list(check(Module(path, source)))


@pytest.mark.parametrize(("path", "source"), INNOCENT)
def test_what_is_allowed_is_passed_over(path, source):
    module = Module(path, source)

    assert [offence for check in PLANTED for offence in check(module)] == []


def test_every_room_is_looked_at():
    assert {module.room for module in modules()} >= set(ROOMS)


def test_the_application_starts_without_the_libraries_of_the_tests():
    tests_only = {"pytest", "hypothesis", "playwright", "tests"}

    imported = {
        name.partition(".")[0] for module in modules() for name, _ in module.imports()
    } - set(sys.stdlib_module_names)

    assert not imported & tests_only
