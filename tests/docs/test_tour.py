"""The tour runs as it is printed, and a check that takes long says how far it has come."""

import json
import os
from pathlib import Path

import pytest

NEEDS = 'nbclient and ipykernel are not installed: python -m pip install ".[test]" brings them'
nbclient = pytest.importorskip("nbclient", reason=NEEDS)
nbformat = pytest.importorskip("nbformat", reason=NEEDS)
pytest.importorskip("ipykernel", reason=NEEDS)

ROOT = Path(__file__).parents[2]
TOUR = ROOT / "docs" / "tour.ipynb"


def run(notebook):
    """The notebook with its outputs, and every message that a cell sent to be shown."""
    client = nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}})
    shown, process = [], client.process_message

    def seen(message, cell, number):
        shown.append(message)
        return process(message, cell, number)

    client.process_message = seen
    client.execute(env={**os.environ, "PYTHONPATH": str(ROOT)})
    return client.nb, shown


def html(cell):
    """What a cell shows, without its style sheet."""
    pages = [output["data"].get("text/html", "") for output in cell.outputs if "data" in output]
    return "".join(page.partition("</style>")[2] or page for page in pages)


@pytest.fixture(scope="module")
def tour():
    return run(nbformat.read(TOUR, 4))[0]


def test_the_tour_is_committed_without_outputs():
    cells = json.loads(TOUR.read_text(encoding="utf-8"))["cells"]
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in cells)


def test_the_tour_shows_mathematics_cards_a_figure_and_a_table(tour):
    codes = [cell for cell in tour.cells if cell.cell_type == "code"]
    pages = [html(cell) for cell in codes]
    texts = ["".join(output.get("text", "") for output in cell.outputs) for cell in codes]
    assert "<math" in pages[1]
    assert "mc-holds" not in pages[1]
    assert "mc-holds" in pages[2]
    assert "mc-refuted" in pages[3]
    assert "A + A.T" in texts[4]
    assert texts[5].split() == ["as", "printed", "refuted", "A", "is", "symmetric", "holds"]
    assert "<svg" in pages[6]
    assert "<table" in pages[7]
    assert not any("<progress" in page for page in pages)


def test_a_check_that_takes_long_shows_how_far_it_has_come_and_takes_it_away():
    code = (
        "import time, numpy as np\nfrom mathcheck import *\n"
        "def slow(v):\n    time.sleep(0.004)\n    return np.tanh(v)\n"
        "x = Vector('x', dims('n'))\n"
        "str(check(function(slow)(x) == np.tanh(x), max_examples=40).verdict)"
    )
    book, shown = run(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)]))
    bars = [m["content"]["data"]["text/html"] for m in shown if "display" in m["msg_type"]]
    assert len(bars) >= 3
    assert bars[0].startswith('<progress max="40"')
    assert "of 40 inputs" in bars[0]
    assert bars[-1] == ""
    assert "progress" not in html(book.cells[0])
    assert book.cells[0].outputs[-1]["data"]["text/plain"] == "'holds'"
