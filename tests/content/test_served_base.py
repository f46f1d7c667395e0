"""The base that is served, and the code that speaks with its messages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.content.checks import CHECKS, DATED_CHECKS
from bot.content.draft import read_draft
from bot.content.files import read_files
from bot.content.loader import load
from bot.content.source_document import read_source_document
from bot.core.model import Knowledge

ROOT = Path(__file__).parents[2]


def test_no_error_and_nothing_to_look_at_but_plain_http(knowledge: Knowledge) -> None:
    draft = read_draft(read_files(ROOT / "knowledge"))
    found = [*draft.problems, *(p for check in CHECKS for p in check(draft))]
    assert [str(p) for p in found if "(http)" not in p.message] == []
    assert knowledge.fingerprint == draft.knowledge.fingerprint


def test_the_sixteen_statements_are_the_document(knowledge: Knowledge) -> None:
    (document,) = (ROOT / "knowledge" / "source").glob("*.txt")
    quoted = [q.text for q in read_source_document(document.read_text("utf-8"))]
    assert len(quoted) == 16
    assert sorted(quoted) == sorted(s.quote for s in knowledge.statements.values())


def test_every_check_is_in_the_list() -> None:
    """A rule that nobody runs protects nobody."""
    written = {
        node.name
        for path in (ROOT / "bot" / "content").glob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("check_")
    }
    assert written == {check.__name__ for check in (*CHECKS, *DATED_CHECKS)}


def said_keys() -> Iterator[tuple[str, str]]:
    """Every message that the code says by a literal key, with where: `say("key")`, `cards.say("key")`."""
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name == "say" and isinstance(node.args[0].value, str):
                yield node.args[0].value, f"{path.relative_to(ROOT)}:{node.lineno}"


@pytest.mark.parametrize("folder", ["knowledge", "tests/fixtures/knowledge"])
def test_every_message_that_the_code_says_is_written(folder: str) -> None:
    messages = load(ROOT / folder).messages
    keys = dict(said_keys())
    assert keys
    assert {key: where for key, where in keys.items() if key not in messages} == {}
