"""What the terminal is given: no control characters from a claim, no colours where nobody sees them."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

# Verdicts by what they mean to the reader; the words say it without the colours too.
STYLES = {"holds": "green", "refuted": "bold red", "error": "bold red", "not checkable": "dim", "not run": "dim"}


# Columns of a line where no terminal says how many it has: no line is cut for a file or a pipe.
WIDE = 1000


def console(*, errors: bool = False) -> Console:
    """A console on standard output, or on standard error. What is printed is not searched for markup, e-mail or numbers."""
    file = sys.stderr if errors else sys.stdout
    return Console(file=file, markup=False, highlight=False, emoji=False, soft_wrap=True, width=None if file.isatty() else WIDE)


def printable(text: str) -> str:
    """A text on one line, without what a terminal would obey.

    >>> printable("a\\x1b[31m\\tb")
    'a[31m b'
    """
    return "".join(" " if letter.isspace() else letter for letter in text if letter.isprintable() or letter.isspace())


def lines(text: str) -> str:
    """The same for several lines."""
    return "\n".join(_kept(line) for line in text.splitlines())


def _kept(line: str) -> str:
    return "".join(letter for letter in line.expandtabs(4) if letter.isprintable() or letter == " ")


def verdict(text: str) -> Text:
    """A verdict in its colour."""
    return Text(text, STYLES.get(text, "yellow"))


def table_help(example: str, status: Mapping[int, str]) -> str:
    """The end of a command's help: an example, and what each exit status means, in a line each."""
    listed = "\n".join(f"  {number}  {meaning}" for number, meaning in status.items())
    return f"\b\nExample:\n  {example}\n\n\b\nExit status:\n{listed}"
