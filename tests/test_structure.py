"""Imports run one way, and nothing grows beyond what one can read. Reads the sources, runs none of them."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# A room of core imports itself and rooms of lower rank. A new room is given a rank here.
RANKS = {
    "errors": 0,
    "randomness": 0,
    "intervals": 0,
    "spreadsheet": 0,
    "version": 0,
    "placing": 1,
    "tables": 1,
    "settings": 2,
    "distributions": 2,
    "catalogue": 2,
    "answers": 2,
    "shortage": 3,
    "planning": 3,
    "demand": 3,
    "supply": 3,
    "events": 3,
    "history": 3,
    "shocks": 3,
    "policies": 4,
    "costs": 4,
    "engine": 4,
    "scenario": 5,
    "measures": 5,
    "compiling": 5,
    "ledger": 6,
    "look": 6,
    "kept": 6,
    "presets": 6,
    "stress_presets": 6,
    "snapshots": 6,
    "job": 6,
    "simulation": 7,
    "portfolio": 7,
    "outcome": 8,
    "daily": 8,
    "frontier": 9,
    "trials": 9,
    "uncertainty": 10,
    "optimum": 10,
    "extra_stock": 10,
    "stress": 10,
    "season": 10,
    "exports": 10,
    "switching": 10,
    "sensitivity": 10,
    "advice": 10,
    "break_even": 10,
    "__init__": 11,
    "verify": 12,
    "bench": 12,
}
MOST_FUNCTION_LINES, MOST_MODULE_LINES, MOST_VIEW_LINES, MOST_APP_LINES = 50, 300, 60, 40


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(path): path for path in [ROOT / "app.py", *sources("core", "pages")]}


def imports(path: Path) -> set[str]:
    """Dotted names that a file imports anywhere; a module taken from a package counts as that module."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            inner = whole & MODULES.keys()
            found |= inner | ({str(node.module)} if inner != whole else set())
    return found


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else "__init__"


def in_core(names: set[str]) -> set[str]:
    return {name for name in names if name.split(".")[0] == "core"}


def code_lines(path: Path, node: ast.AST | None = None) -> int:
    """Lines that hold code: no blanks, comments or docstrings."""
    text = path.read_text(encoding="utf-8")
    first, last = (node.lineno, node.end_lineno) if node is not None else (1, text.count("\n") + 1)
    docs: set[int] = set()
    for inner in ast.walk(ast.parse(text)):
        if isinstance(inner, ast.Expr) and isinstance(inner.value, ast.Constant) and isinstance(inner.value.value, str):
            docs |= set(range(inner.lineno, inner.end_lineno + 1))
    lines = enumerate(text.splitlines(), start=1)
    return sum(
        first <= n <= last and n not in docs and bool(line.strip()) and not line.strip().startswith("#")
        for n, line in lines
    )


def test_every_room_of_core_has_a_rank() -> None:
    unknown = {room(name) for name in MODULES if name.split(".")[0] == "core"} - RANKS.keys()
    assert not unknown, f"give {sorted(unknown)} a rank in RANKS"


@pytest.mark.parametrize("path", sources("core"), ids=lambda path: module_of(path))
def test_core_imports_run_one_way(path: Path) -> None:
    mine = room(module_of(path))
    wrong = [name for name in in_core(imports(path)) if room(name) != mine and RANKS[room(name)] >= RANKS[mine]]
    assert not wrong, f"{module_of(path)} imports {wrong}"


@pytest.mark.parametrize("path", sources("core"), ids=lambda path: module_of(path))
def test_core_knows_no_screen(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports(path)} & {"streamlit", "altair", "pages", "app"}


@pytest.mark.parametrize(("one", "other"), [("policies", "costs"), ("costs", "policies")])
def test_policies_and_costs_are_strangers(one: str, other: str) -> None:
    for path in sources(f"core/{one}"):
        assert other not in {room(name) for name in in_core(imports(path))}, path.name


def test_the_engine_knows_no_policy_and_no_money() -> None:
    rooms = {room(name) for name in in_core(imports(ROOT / "core" / "engine.py"))}
    assert not rooms & {"policies", "costs", "scenario", "catalogue"}


def test_no_circles() -> None:
    graph = {name: {other for other in imports(path) if other in MODULES} - {name} for name, path in MODULES.items()}
    # Raises graphlib.CycleError, which names the circle.
    assert list(TopologicalSorter(graph).static_order())


def test_views_dont_import_views() -> None:
    for path in sources("pages/views"):
        assert not [name for name in imports(path) if name.startswith("pages.views")], path.name


def test_parts_dont_import_views_or_the_app() -> None:
    for path in sources("pages/parts"):
        assert not [name for name in imports(path) if name == "app" or name.startswith("pages.views")], path.name


@pytest.mark.parametrize(
    "name",
    [
        "words",
        "charts",
        "stress_words",
        "stress_help_words",
        "stress_rows",
        "stress_charts",
        "stress_events",
    ],
)
def test_pure_parts_know_no_streamlit(name: str) -> None:
    path = ROOT / "pages" / "parts" / f"{name}.py"
    if path.exists():
        assert not {found.split(".")[0] for found in imports(path)} & {"streamlit"}


def test_there_is_one_cache() -> None:
    users = [path.name for path in [ROOT / "app.py", *sources("pages")] if "st.cache_" in path.read_text("utf-8")]
    assert users == ["cached.py"]


def test_every_table_that_leaves_a_page_is_made_safe_in_one_place() -> None:
    writers = [path.name for path in [ROOT / "app.py", *sources("pages")] if ".to_csv(" in path.read_text("utf-8")]
    assert writers == []


def test_a_door_for_every_page_but_the_first_and_nothing_else_in_pages() -> None:
    # A fresh server would serve a script there without app.py to whoever opens a deep link first; a door runs app.py.
    doors = {path.stem: path.read_text("utf-8") for path in (ROOT / "pages").glob("*.py") if path.stem != "__init__"}
    others = {path.stem for path in (ROOT / "pages" / "views").glob("*.py")} - {"explore", "__init__"}
    assert set(doors) == others
    for door in doors.values():
        body = ast.parse(door).body
        assert isinstance(body[-1], ast.Expr)
        assert "app.py" in ast.unparse(body[-1])
        assert all(isinstance(line, ast.Import | ast.ImportFrom | ast.Expr) for line in body)


@pytest.mark.parametrize("path", MODULES.values(), ids=MODULES.keys())
def test_proportions(path: Path) -> None:
    assert code_lines(path) <= MOST_MODULE_LINES
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            assert code_lines(path, node) <= MOST_FUNCTION_LINES, f"{path.name}: {node.name}"


def test_views_and_the_frame_are_small() -> None:
    assert all(code_lines(path) <= MOST_VIEW_LINES for path in sources("pages/views"))
    assert code_lines(ROOT / "app.py") <= MOST_APP_LINES
