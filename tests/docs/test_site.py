"""The site builds without a warning: every link between pages leads somewhere, every name it documents exists."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
NEEDED = ("sphinx", "myst_nb", "furo")


@pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in NEEDED),
    reason='the site is not built here: pip install ".[docs]" adds Sphinx',
)
def test_the_site_builds_without_a_warning(tmp_path):
    call = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-n", "-b", "html", str(DOCS), str(tmp_path / "site")]
    run = subprocess.run(call, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    page = (tmp_path / "site" / "limits-and-inequalities.html").read_text(encoding="utf-8")
    assert "<math" in page
    assert 'src="http' not in page  # formulas need no script from another host


def test_every_page_says_what_its_reader_can_do_after_it():
    made = {"mistakes.md"}
    for page in sorted(DOCS.glob("*.md")):
        first = page.read_text(encoding="utf-8").split("\n\n")[1]
        assert page.name in made or (first.startswith("After this page you can ") and first.count(". ") == 0), page.name


def test_every_page_is_in_the_contents():
    front = (DOCS / "index.md").read_text(encoding="utf-8")
    assert [page.name for page in sorted(DOCS.glob("*.md")) if page.stem != "index" and f"({page.name})" not in front] == []
