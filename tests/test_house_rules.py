"""What a linter cannot hold: sizes, names, the clock, models, and what may be committed."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = sorted(p for p in (ROOT / "src" / "bihuan").rglob("*.py") if "migrations" not in p.parts)
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCE}
FACES = ("cli", "web", "api")


def place(path: Path) -> str:
    return str(path.relative_to(ROOT))


def part(path: Path) -> str:
    return path.relative_to(ROOT / "src" / "bihuan").parts[0]


def committed() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_files_are_small() -> None:
    lengths = {place(p): len(p.read_text(encoding="utf-8").splitlines()) for p in SOURCE}
    assert not {name: length for name, length in lengths.items() if length > 400}
    assert median(length for length in lengths.values() if length > 1) <= 150


def test_functions_are_small() -> None:
    functions = [
        (node.end_lineno - node.lineno + 1, f"{place(path)}:{node.lineno} {node.name}")
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    ]
    assert not [where for length, where in functions if length > 60]


def test_nothing_is_called_by_a_word_that_says_nothing() -> None:
    banned = re.compile(r"^(utils?|helpers?|common|manager|services?|core|misc|process_data)$")
    assert not [place(p) for p in SOURCE if banned.match(p.stem) or any(banned.match(x) for x in p.parts[-3:-1])]


def test_every_part_says_what_it_is() -> None:
    for path, tree in TREES.items():
        assert ast.get_docstring(tree), f"{place(path)} has no docstring"


def test_only_faces_ask_the_clock() -> None:
    clock = re.compile(r"\b(datetime\.now|date\.today|timezone\.now|localdate|localtime|time\.time)\(")
    asking = [place(p) for p in SOURCE if part(p) not in FACES and clock.search(p.read_text(encoding="utf-8"))]
    assert not asking


def test_faces_touch_no_models() -> None:
    reaching = [
        f"{place(path)}:{node.lineno}"
        for path, tree in TREES.items()
        if part(path) in FACES
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and re.match(r"bihuan\.\w+\.models", node.module)
    ]
    assert not reaching


def test_every_module_that_calls_itself_pure_is_held_to_it() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {contract["name"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}
    held = set(contracts["Rules and reading know no framework"]["source_modules"])
    for path, tree in TREES.items():
        if part(path) not in FACES and re.search(r"\bPure\b", (ast.get_docstring(tree) or "").split("\n\n")[0]):
            module = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")
            above = {module.rsplit(".", n)[0] for n in range(module.count("."))}
            assert above & held, f"{module} says that it is pure and stands in no contract"


def test_no_broad_except() -> None:
    broad = [
        f"{place(path)}:{node.lineno}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (
            node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
        )
    ]
    assert not broad


def test_saving_computes_nothing_and_there_are_no_signals() -> None:
    for path, tree in TREES.items():
        if path.name == "models.py":
            names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
            assert not names & {"save", "delete"}, place(path)
        assert "django.db.models.signals" not in path.read_text(encoding="utf-8"), place(path)


def test_no_dict_of_anything_passes_below_the_faces() -> None:
    loose = re.compile(r"dict\[str, Any\]|Mapping\[str, Any\]")
    found = [place(p) for p in SOURCE if part(p) not in FACES and loose.search(p.read_text(encoding="utf-8"))]
    assert not found


@pytest.mark.parametrize(
    "pattern", [r"/packages/[0-9a-f]{2}/[0-9a-f]{2}/", r"(extra-)?index-url\s*[=:]", r"/work/main"]
)
def test_no_committed_file_names_a_registry_or_this_machine(pattern: str) -> None:
    looking = re.compile(pattern)
    naming = []
    for path in committed():
        if path == Path(__file__):
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if looking.search(text):
            naming.append(place(path))
    assert not naming


def test_no_third_party_asset_is_committed() -> None:
    names = [place(p) for p in committed()]
    assert not [n for n in names if n.endswith((".min.js", ".min.css")) or "/vendor/" in n]
