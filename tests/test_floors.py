"""The house has floors: imports run downwards only, and the core knows no database, no request and no clock."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)
# From the top down: a room may import those below it. (Entries show tools, one tool shows opening hours.)
ROOMS = ("wizard", "faq", "tools", "contact", "search", "insights", "ground")
FLOOR = {room: number for number, room in enumerate(ROOMS)}
CORE = (
    "wizard.graph", "wizard.paths", "wizard.problems", "wizard.validation", "wizard.trail", "wizard.runtime",
    "wizard.comparison", "wizard.outline", "wizard.treelayout", "wizard.lettering", "wizard.drawing",
    "wizard.identity", "wizard.leads", "wizard.parts",
    "contact.channel", "contact.hours", "faq.article", "faq.validation", "faq.markdown", "faq.faults", "faq.links",
    "ground.text", "ground.nodes", "ground.documents", "ground.markup", "ground.link_repair",
)  # fmt: skip
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time"),
          ("time", "monotonic"), ("timezone", "now"), ("timezone", "localtime"), ("timezone", "localdate")}  # fmt: skip
SIGNALS = {
    "django.dispatch",
    "django.db.models.signals",
    "django.core.signals",
    "django.contrib.auth.signals",
}


def module_of(path: Path) -> str:
    """`wizard/views/step.py` as `wizard.views.step`."""
    parts = path.relative_to(BASE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def sources() -> dict[str, ast.Module]:
    """The modules of all rooms by name, parsed; migrations are written by a program."""
    paths = (path for room in FLOOR for path in (BASE / room).rglob("*.py"))
    return {
        module_of(path): ast.parse(path.read_text(encoding="utf-8"))
        for path in paths
        if "migrations" not in path.parts
    }


MODULES = sources()


def imports(tree: ast.AST) -> Iterator[str]:
    """Every module that is imported anywhere in `tree`, in functions too, and each name from it as a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the floor"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def reached(module: str) -> dict[str, str]:
    """All modules that `module` loads, itself and through the rooms' own ones, each with who imports it."""
    found = {module: module}
    waiting = [module]
    while waiting:
        here = waiting.pop()
        parts = here.split(".")
        packages = [".".join(parts[:number]) for number in range(1, len(parts))]
        for name in [*packages, *imports(MODULES[here])]:
            if name not in found:
                found[name] = here
                if name in MODULES:
                    waiting.append(name)
    return found


def test_there_is_something_to_look_at() -> None:
    assert set(CORE) <= set(MODULES)
    assert len(MODULES) > 50


@pytest.mark.parametrize("room", FLOOR)
def test_imports_run_downwards_only(room: str) -> None:
    upwards = {
        f"{module} imports {name}"
        for module, tree in MODULES.items()
        if module.split(".")[0] == room
        for name in imports(tree)
        if name.split(".")[0] in {*FLOOR, "config", "tests", "bench"} - {room}
        and FLOOR.get(name.split(".")[0], -1) <= FLOOR[room]
    }
    assert upwards == set()


@pytest.mark.parametrize("module", CORE)
def test_the_core_imports_no_django_however_far_down(module: str) -> None:
    through = {
        f"{who} imports {name}" for name, who in reached(module).items() if name.split(".")[0] == "django"
    }
    assert through == set()


@pytest.mark.parametrize("module", CORE)
def test_the_core_reads_no_clock(module: str) -> None:
    calls = (node.func for node in ast.walk(MODULES[module]) if isinstance(node, ast.Call))
    named = {
        (getattr(call.value, "id", getattr(call.value, "attr", "")), call.attr)
        for call in calls
        if isinstance(call, ast.Attribute)
    }
    assert named & CLOCKS == set()


@pytest.mark.parametrize("module", CORE)
def test_the_core_is_asked_for_no_request(module: str) -> None:
    arguments = {node.arg for node in ast.walk(MODULES[module]) if isinstance(node, ast.arg)}
    assert "request" not in arguments


def test_nothing_happens_by_signal() -> None:
    using = {module for module, tree in MODULES.items() if SIGNALS & set(imports(tree))}
    assert using == set()


def test_saving_a_row_does_nothing_but_save_it() -> None:
    own = {
        f"{module}.{node.name}"
        for module, tree in MODULES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith("Model") for base in node.bases)
        for inner in node.body
        if isinstance(inner, ast.FunctionDef) and inner.name == "save"
    }
    # That one refuses to save what is there already.
    assert own == {"ground.append_only.WrittenOnce"}


def public(tree: ast.Module, at: str) -> Iterator[tuple[str, ast.AST]]:
    """The public classes, functions and methods of a module by name; what is inside functions is their own."""
    waiting: list[tuple[str, ast.AST]] = [(at, tree)]
    while waiting:
        name, node = waiting.pop()
        for inner in getattr(node, "body", []):
            if isinstance(inner, (ast.ClassDef, ast.FunctionDef)) and not inner.name.startswith("_"):
                yield f"{name}.{inner.name}", inner
                if isinstance(inner, ast.ClassDef):
                    waiting.append((f"{name}.{inner.name}", inner))


def needs_words(name: str, node: ast.AST) -> bool:
    """Whether a reader needs a docstring: not for what Django fixes the meaning of."""
    return name.rpartition(".")[2] not in {"Meta", "Media"} and not any(
        ast.unparse(decorator).endswith("overload") for decorator in getattr(node, "decorator_list", [])
    )


@pytest.mark.parametrize("room", FLOOR)
def test_everything_public_says_what_it_is_for(room: str) -> None:
    silent = set()
    for module, tree in MODULES.items():
        if module.split(".")[0] != room:
            continue
        if tree.body and not ast.get_docstring(tree):
            silent.add(module)
        silent |= {
            name
            for name, node in public(tree, module)
            if needs_words(name, node) and not ast.get_docstring(node)  # type: ignore[arg-type]
        }
    assert silent == set()
