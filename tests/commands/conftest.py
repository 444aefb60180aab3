import pytest
from click.testing import CliRunner

from mathcheck.cli import main

SECTION = '''"""1 Questions"""

import numpy as np

from mathcheck import Scalar, Vector, claim, dims, gradient, unchecked

n = dims("n")
x, t = Vector("x", n), Scalar("t")

squares = claim(gradient(x @ x, x) == 2 * x, item="1(a)", title="Gradient of the squared norm")
roots = claim(
    np.sqrt(t**2) == t, item="1(b)", title="Root of a square",
    readings={"t is positive": (np.sqrt(t**2) == t).given(t > 0)},
)
figure = unchecked(item="1(c)", title="A figure", reason="it is not in the text")
known = claim(t + 1 == t + 1.5, item="1(d)", title="A known error", expect="refuted")
'''


@pytest.fixture
def project(tmp_path, monkeypatch):
    """An empty project, to which files can be added by path; the working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmathcheck_examples = 30\n")
    return tmp_path


@pytest.fixture
def sheet(project):
    """The same with one section of claims."""
    folder = project / "claims" / "sheet"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text('"""Sheet 1"""\n')
    (folder / "section.py").write_text(SECTION, encoding="utf-8")
    return folder / "section.py"


@pytest.fixture
def call():
    """A command line, run in this process; what ends in an exception of ours is a failure here too."""

    def run(*arguments):
        result = CliRunner().invoke(main, [str(argument) for argument in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run
