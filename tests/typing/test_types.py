"""What a type checker and an editor make of claims: right ones pass, and each wrong line is reported."""

import ast
import inspect
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import mathcheck
from mathcheck.language.expression import Expr

HERE = Path(__file__).parent
OFFERED = Path(mathcheck.__file__).parent / "language" / "offered.py"
needs_mypy = pytest.mark.skipif(
    find_spec("mypy") is None, reason='mypy is not installed: python -m pip install ".[lint]" brings it'
)


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    """What mypy says of each file, by line."""
    cache = tmp_path_factory.mktemp("mypy")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--enable-error-code=truthy-bool", "--config-file=", f"--cache-dir={cache}",
         "--hide-error-context", "--no-error-summary", "--follow-imports=silent", str(HERE / "right.py"), str(HERE / "wrong.py")],
        capture_output=True, text=True, cwd=HERE.parents[1], check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    found: dict[str, dict[int, str]] = {"right.py": {}, "wrong.py": {}}
    for line in done.stdout.splitlines():
        place = re.match(r".*?(right|wrong)\.py:(\d+): error: (.*)", line)
        if place:
            lines = found[f"{place[1]}.py"]
            lines[int(place[2])] = lines.get(int(place[2]), "") + place[3] + "\n"
        else:
            assert "error:" not in line, line
    return found


@needs_mypy
def test_right_claims_pass_strictly(reported):
    assert reported["right.py"] == {}


@needs_mypy
def test_every_wrong_line_is_reported_and_no_other(reported):
    wrong = (HERE / "wrong.py").read_text(encoding="utf-8").splitlines()
    expected = {number: line.partition("# E: ")[2] for number, line in enumerate(wrong, 1) if "# E: " in line}
    assert set(reported["wrong.py"]) == set(expected)
    for number, words in expected.items():
        assert words in reported["wrong.py"][number], wrong[number - 1]


def test_what_an_editor_offers_is_there_with_a_sentence():
    (offered,) = (node for node in ast.walk(ast.parse(OFFERED.read_text(encoding="utf-8"))) if isinstance(node, ast.ClassDef))
    methods = [node for node in offered.body if isinstance(node, ast.FunctionDef)]
    named = {node.name for node in methods if not node.name.startswith("_")}
    assert all(ast.get_docstring(node) for node in methods if node.name in named)
    assert all(hasattr(Expr, node.name) for node in methods)
    made = {name for name, value in vars(Expr).items() if inspect.isfunction(value) and not name.startswith("_")}
    assert made - {"with_arguments"} == named
