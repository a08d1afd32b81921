"""By which rules the index was written: a hash of all that decides what stands in it.

Names are folded when they are indexed, and queries when they are asked. After an update that
folds in another way, an older index would silently miss names; so it bears the hash of the
rules that wrote it.
"""

from __future__ import annotations

import ast
import unicodedata
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from campaign.models import SearchState

MODULES = (
    *("addresses", "content", "facet_values", "folding", "index", "legal_forms", "pinyin"),
    *("postings", "quarters", "regrouping", "sets", "simplifying", "vocabulary", "wade_giles"),
    "weights",
)
PACKAGES = ("anyascii", "opencc", "pypinyin")
OUTDATED = "it was written by other rules than this version's. Run: campaign index rebuild"


@cache
def present_rules() -> str:
    """Return the hash of the rules of this version; comments and docstrings are none."""
    digest = sha256(unicodedata.unidata_version.encode())
    for package in PACKAGES:
        digest.update(f"{package} {version(package)}".encode())
    for module in MODULES:
        source = Path(__file__).with_name(f"{module}.py").read_text(encoding="utf-8")
        digest.update(without_words(source).encode())
    return digest.hexdigest()[:16]


def without_words(source: str) -> str:
    """Return Python code without comments, docstrings and the ways to write it."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            node.body = [part for part in node.body if not _is_text(part)] or [ast.Pass()]
    return ast.unparse(tree)


def _is_text(part: ast.stmt) -> bool:
    return isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)


def is_outdated(session: Session) -> bool:
    """Tell whether the index was written by other rules, or is not there yet."""
    return session.scalar(select(SearchState.rules)) != present_rules()


def note_rules(session: Session) -> None:
    """Note that the index is written by the present rules."""
    session.execute(delete(SearchState))
    session.add(SearchState(id=1, rules=present_rules()))
    session.flush()
