"""The command ``mathcheck``, wired: each command is a module of ``mathcheck/commands/``, read when it is asked for.

Exit status, of every command: 0 all is well, 1 it found something that is not, 2 it was used wrongly.
"""

from __future__ import annotations

import difflib
import importlib

import click

# Each command: its module, and what it does in a line of the help.
COMMANDS = {
    "new": ("new", "Write a claims folder that runs, or a claim to fill in."),
    "list": ("listing", "List documents, sections, items, claims and readings."),
    "show": ("show", "Show a claim: its statement, letters, readings."),
    "check": ("check", "Check claims, show what is wrong, write the report."),
    "lint": ("lint", "Find what is legal in claims and useless."),
    "watch": ("watch", "Check again what changes while you edit."),
    "open": ("opening", "Open the report in the browser."),
    "export": ("export", "Write verdicts as LaTeX, Markdown or JUnit XML."),
    "diff": ("diff", "Say what changed from one run to another."),
}

EPILOG = """\b
A first run, in any folder:
  mathcheck new document sheet_1
  mathcheck check

\b
Completion, for bash (for zsh or fish, put its name in place of bash):
  eval "$(_MATHCHECK_COMPLETE=bash_source mathcheck)"

\b
Exit status, of every command:
  0  all is well
  1  something is not
  2  it was used wrongly
"""


class _Lazy(click.Group):
    """Commands that are read when they are asked for: the help and a completion need no NumPy."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"mathcheck.commands.{COMMANDS[cmd_name][0]}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"the commands are {', '.join(COMMANDS)}."
            ctx.fail(f"there is no command {args[0]!r}: {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


@click.group(cls=_Lazy, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mathcheck")
def main() -> None:
    """Mathematical claims, checked.

    A claim is the formula that answers an item of a document, written with NumPy in a Python file below claims/.
    """
