"""Imports between the rooms run one way; without this test a report could come to decide verdicts."""

import ast
from pathlib import Path

import mathcheck

PACKAGE = Path(mathcheck.__file__).parent

# Each room may import those before it (and itself).
ROOMS = ["language", "numerics", "engine", "insight", "report", "pytest", "commands"]
MAY = {
    "language": {"language"},
    "numerics": {"numerics"},
    "engine": {"language", "numerics", "engine"},
    "insight": {"language", "engine", "insight"},
    "report": {"language", "engine", "report"},
    "pytest": {"language", "engine", "insight", "report", "pytest"},
    "commands": {"language", "engine", "insight", "report", "pytest", "commands"},
}


def room(module: str) -> str:
    """The room a module of the package belongs to."""
    parts = module.split(".")
    if len(parts) > 1 and parts[1] in ROOMS:
        return parts[1]
    return (
        {"functions": "language", "cli": "commands", "__main__": "commands"}.get(parts[1], "pytest") if len(parts) > 1 else "front"
    )


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("mathcheck"):
            found |= {f"{node.module}.{alias.name}" for alias in node.names} if node.module == "mathcheck" else {node.module}
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("mathcheck")}
    return found


def test_imports_between_rooms_run_one_way():
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(("mathcheck", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
        if name == "mathcheck":
            continue  # the front door opens into every room
        wrong += [f"{name} imports {other}" for other in imports(path) if room(other) not in MAY[room(name)]]
    assert wrong == []


def test_the_check_sees_a_wrong_import(tmp_path):
    (tmp_path / "x.py").write_text("from mathcheck.report.card import card\n")
    (other,) = imports(tmp_path / "x.py")
    assert room(other) not in MAY["engine"]
