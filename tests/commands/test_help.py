"""Every help is read in a terminal of eighty columns."""

import importlib
import itertools

import click
import pytest
from click.testing import CliRunner

from mathcheck.cli import COMMANDS, main

WIDTH = 80


def paths():
    """Every command, as it is typed."""
    yield ()
    for name, (module, _) in COMMANDS.items():
        yield (name,)
        command = importlib.import_module(f"mathcheck.commands.{module}").command
        if isinstance(command, click.Group):
            yield from ((name, inner) for inner in command.commands)


def shown(path):
    done = CliRunner().invoke(main, [*path, "--help"], terminal_width=WIDTH, prog_name="mathcheck")
    assert done.exit_code == 0
    return done.output.splitlines()


@pytest.mark.parametrize("path", list(paths()), ids=" ".join)
def test_a_help_reads_well_at_eighty_columns(path):
    lines = shown(path)
    assert [line for line in lines if len(line) > WIDTH] == []
    assert [line for line in lines if line != line.rstrip()] == []
    # No word stands alone at the end of what was wrapped.
    assert [line for before, line in itertools.pairwise(lines) if len(before) > WIDTH - 20 and len(line.split()) == 1] == []


@pytest.mark.parametrize("path", [path for path in paths() if path and path != ("new",)], ids=" ".join)
def test_a_help_has_an_example_and_a_line_for_each_exit_status(path):
    lines = shown(path)
    example = lines[lines.index("  Example:") + 1].split()
    assert example[: len(path) + 1] == ["mathcheck", *path]
    statuses = lines[lines.index("  Exit status:") + 1 :]
    assert [line.split()[0] for line in statuses if line.strip()] in (["0", "2"], ["0", "1", "2"])
