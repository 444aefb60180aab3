"""docs/commands.md is the command line's own help, so that it lists every command and option there is.

After a change: ``python tests/docs/test_commands_page.py`` writes the page again.
"""

import inspect
import re
from pathlib import Path

import click
from test_snippets import blocks, parse
from test_snippets import commands as calls

from mathcheck.cli import COMMANDS, main
from mathcheck.commands.lint import RULES

ORDER = ["document", "claim", *COMMANDS]  # a document comes before a claim in it
PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
HEAD = """\
# The command line

After this page you can look up every command and option of `mathcheck`.

`mathcheck` does what `pytest claims` does in fewer words, with the same verdicts and the same report, and what comes before and after it. Exit
status of every command: 0 all is well, 1 something is not, 2 it was used wrongly. `mathcheck COMMAND --help` says the same as this page;
`tests/docs/test_commands_page.py` makes it from there.
"""


def commands(group=main, before="mathcheck"):
    """(how it is called, the command), for each that does something."""
    context = click.Context(group)
    for name in sorted(group.list_commands(context), key=ORDER.index):
        command = group.get_command(context, name)
        called = f"{before} {name}"
        yield from commands(command, called) if isinstance(command, click.Group) else [(called, command)]


def section(called, command):
    """What the help says of a command: how it is called, what it does, its options and rules, an example, the exit status."""
    context = click.Context(command, info_name=called)
    example, status = re.search(r"Example:\n\s+(.*?)\n\n\x08\nExit status:\n(.*)", command.epilog, re.DOTALL).groups()
    status = "; ".join(" ".join(line.split()) for line in status.splitlines())
    words = [_sentence(line) for line in inspect.cleandoc(command.help or "").split("\n\n")]
    usage = " ".join([called, *command.collect_usage_pieces(context)])
    lines = [f"## `{called}`", "", "```text", usage, "```", "", "\n\n".join(words), ""]
    rows = [row for parameter in command.params if isinstance(parameter, click.Option) and (row := _row(parameter))]
    lines += ["| option | what it does |", "| --- | --- |", *rows, ""] if rows else []
    rules = re.findall(r"^  (\S+) +(.*)$", (command.epilog.partition("Rules:\n")[2].partition("\n\n")[0]), re.MULTILINE)
    lines += (
        ["| rule | what it finds |", "| --- | --- |", *(f"| `{name}` | {words} |" for name, words in rules), ""] if rules else []
    )
    return "\n".join([*lines, "```sh", example.strip(), "```", "", f"Exit status: {status}.", ""])


def _sentence(text):
    return re.sub(r"(?<![\w/`])([A-Z]{4,})\b", r"`\1`", " ".join(text.split()))


def _row(option):
    names = ", ".join(f"`{name}`" for name in [*option.opts, *option.secondary_opts])
    number = isinstance(option.type, click.types.IntParamType)
    value = "" if option.is_flag else f" `{option.metavar or ('N' if number else option.type.name.upper())}`"
    shown = isinstance(option.default, str) and option.show_default
    default = f" Default: `{option.default}`." if shown else ""
    return f"| {names}{value} | {' '.join((option.help or '').split())}{default} |"


def page():
    """The whole page."""
    return "\n".join([HEAD, *(section(*each) for each in commands())]).rstrip() + "\n"


def test_the_page_is_what_the_help_says():
    assert PAGE.read_text(encoding="utf-8") == page()


def test_the_examples_are_calls_that_exist():
    shown = blocks(PAGE.read_text(encoding="utf-8"))
    examples = [words for block in shown if block.language == "sh" for words in calls(block.text)]
    assert len(examples) == len(list(commands()))
    for words in examples:
        parse(words)


def test_every_rule_of_lint_is_there():
    assert all(f"| `{rule}` | {words} |" in PAGE.read_text(encoding="utf-8") for rule, words in RULES.items())


def test_every_command_is_there():
    assert {called.split()[1] for called, _ in commands()} == set(COMMANDS)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
