"""The arrows between rooms: who may import whom. Change a table here when a new arrow is wanted."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# What each room may import of the bot. A prefix stands for all that is under it.
INSIDE = {
    "core": ("core",),
    "content": ("content", "core.model", "core.text"),
    "journal": ("journal", "core.model"),
    "tg": ("tg", "core"),
    "drawing": ("core.reply",),
    "terminal": ("drawing", "core"),
    "wire": ("core",),
    "explanation": ("explanation", "core"),
    "pictures": ("pictures", "core"),
    "poster": ("pictures", "core", "wire"),
    "evaluation": ("evaluation", "core", "wire"),
    "cache": ("core",),
    "settings": (),
    "app": ("core", "content", "journal", "tg", "cache", "pictures", "settings"),
    "commands": ("app", "core", "evaluation", "explanation", "poster", "settings", "terminal", "wire"),
    "arguments": ("commands",),
    "__main__": ("arguments", "content.problem", "settings", "wire"),
}
# Where each library may be imported.
LIBRARIES = {
    "yaml": ("content",),
    "telegram": ("tg",),
    "sqlalchemy": ("journal",),
    "pydantic_settings": ("settings",),
    "PIL": ("pictures",),
    "fontTools": ("pictures",),
    "fpdf": ("pictures",),
    "segno": ("pictures",),
    "rapidfuzz": ("core.text", "core.matching"),
    "numpy": ("core.linear", "core.matching", "cache"),
    "sklearn": ("core.linear",),
    "scipy": ("core.linear",),
}
# Inside the core, a module imports only those before it.
CORE = (
    "model text conversation reply paths linear matching safety followup context decision"
    " cards statement_pages compose pages assistant"
).split()
# What would make the core depend on something else than its arguments.
IMPURE = {"asyncio", "io", "os", "pathlib", "random", "secrets", "socket", "subprocess", "tempfile", "time"}

MODULES = {
    str(path.relative_to(ROOT / "bot").with_suffix("")).replace("/", "."): ast.parse(path.read_text("utf-8"))
    for path in sorted((ROOT / "bot").rglob("*.py"))
}


def imported(nodes: Iterator[ast.AST]) -> Iterator[str]:
    """Full names of what is imported; `from bot.core import linear` names bot.core.linear."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                inside = f"{node.module}.{alias.name}"
                yield inside if inside.removeprefix("bot.") in MODULES else str(node.module)


def under(name: str, rooms: tuple[str, ...]) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


every_module = pytest.mark.parametrize("module", [m for m in MODULES if not m.endswith("__init__")])


@every_module
def test_a_room_imports_only_what_it_may(module: str) -> None:
    allowed = INSIDE[module.partition(".")[0]]
    own = [
        name.removeprefix("bot.") for name in imported(ast.walk(MODULES[module])) if name.startswith("bot.")
    ]
    assert [name for name in own if not under(name, allowed)] == []


@every_module
def test_a_library_stays_in_its_room(module: str) -> None:
    used = {name.partition(".")[0] for name in imported(ast.walk(MODULES[module]))}
    assert [name for name in used & LIBRARIES.keys() if not under(module, LIBRARIES[name])] == []


def test_the_core_only_looks_down() -> None:
    assert {f"core.{name}" for name in CORE} == {m for m in MODULES if under(m, ("core",))} - {
        "core.__init__"
    }
    for at, module in enumerate(CORE):
        names = imported(ast.walk(MODULES[f"core.{module}"]))
        own = {name.removeprefix("bot.core.") for name in names if name.startswith("bot.core.")}
        assert own <= set(CORE[:at]), module


@pytest.mark.parametrize("module", CORE)
def test_the_core_is_pure(module: str) -> None:
    tree = MODULES[f"core.{module}"]
    assert not IMPURE & {name.partition(".")[0] for name in imported(ast.walk(tree))}
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef | ast.Await)]
    calls = [
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    assert not {"open", "print", "input"} & set(calls)


def test_learning_libraries_are_only_loaded_to_learn() -> None:
    at_import = {name.partition(".")[0] for name in imported(iter(MODULES["core.linear"].body))}
    assert not {"sklearn", "scipy"} & at_import


def test_starting_in_a_terminal_does_not_load_telegram_or_the_database() -> None:
    at_import = {
        name.split(".")[1] for name in imported(iter(MODULES["app"].body)) if name.startswith("bot.")
    }
    assert not {"tg", "journal"} & at_import


def test_nobody_imports_relatively() -> None:
    relative = [
        module
        for module, tree in MODULES.items()
        if any(isinstance(node, ast.ImportFrom) and node.level for node in ast.walk(tree))
    ]
    assert relative == []
