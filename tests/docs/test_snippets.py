"""Everything that README.md and the pages of docs/ show is run, or is at least what the tool understands; without this they would rot.

What a fenced block is, is told by its language:

- ``python``: the blocks of a page run in order, in one namespace. One that begins with ``# claims/….py`` is a file, and is written too.
  One that begins with ``>>>`` is compared as a doctest.
- ``console``: lines after ``$`` are run in the page's folder, and what follows is what they print (``...`` for what may differ).
- ``sh``: every ``mathcheck`` command in it must exist, with its options; those that end by themselves are run too.
- ``toml``, ``yaml``: is read, and the commands in it are looked at like those of ``sh``.
- ``text``: is not looked at.

``<!-- not run: reason -->`` before a block leaves it out, though its commands must exist; ``<!-- needs: torch -->`` leaves it out where
that is not installed.
"""

import doctest
import importlib
import importlib.util
import itertools
import os
import re
import shlex
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from mathcheck import check, cli

ROOT = Path(__file__).parents[2]
# Made by a test of their own, which keeps them true.
ELSEWHERE = {"mistakes.md": "tests/language/test_mistakes.py", "commands.md": "tests/docs/test_commands_page.py"}
PAGES = [ROOT / "README.md", *(page for page in sorted((ROOT / "docs").glob("*.md")) if page.name not in ELSEWHERE)]
# Commands that need nothing but a folder, and end by themselves.
RUN = {"new", "list", "show", "check", "lint", "export", "diff"}
_BLOCK = re.compile(r"(?:^<!-- (not run|needs): (.+?) -->\n+)?^(`{3,})(\w+)[^\n]*\n(.*?)^\3$", re.MULTILINE | re.DOTALL)
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    language: str
    text: str
    line: int
    mark: str = ""  # "not run" or "needs"
    words: str = ""  # the reason, or what is needed

    @property
    def left_out(self) -> bool:
        return self.mark == "not run" or (self.mark == "needs" and importlib.util.find_spec(self.words) is None)


def blocks(text):
    """The fenced blocks of a page, in order."""
    found = []
    for match in _BLOCK.finditer(text):
        mark, words, _, language, body = match.groups()
        found.append(Block(language, body, text[: match.start(4)].count("\n") + 1, mark or "", words or ""))
    return found


class Page:
    """What the blocks of a page share: a folder, a namespace."""

    def __init__(self, name, folder):
        self.name, self.folder, self.names = name, folder, {"__name__": "page"}
        self.done = []  # commands whose output is not looked at are run once

    def run(self, block):
        """Run one block; raises where it does not do what the page says."""
        if block.language == "sh" and block.left_out:
            return [parse(words) for words in commands(block.text)]
        return None if block.left_out else getattr(self, f"_{block.language}", self._other)(block)

    def _python(self, block):
        if block.text.startswith(">>>"):
            return self._compared(block)
        file = re.match(r"# (claims/\S+\.py)\n", block.text)
        if file:
            path = self.folder / file[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text.partition("\n")[2], encoding="utf-8")
        code = "\n" * block.line + block.text  # so that a traceback says where on the page
        exec(compile(code, str(self.name), "exec"), self.names)  # the pages are ours

    def _compared(self, block):
        test = doctest.DocTestParser().get_doctest(block.text, self.names, self.name, self.name, block.line)
        told = []
        doctest.DocTestRunner(optionflags=OPTIONS).run(test, out=told.append, clear_globs=False)
        self.names.update(test.globs)
        assert not told, "".join(told)

    def _console(self, block):
        for command, wanted in sessions(block.text):
            said = output(command, self.folder)
            same = doctest.OutputChecker().check_output(masked(wanted), masked(said), OPTIONS)
            assert same, f"{command} prints\n{said}\nand the page says\n{wanted}"

    def _sh(self, block):
        for words in commands(block.text):
            parse(words)
            if not (self.folder / "claims").exists() and words[1] != "new":
                CliRunner().invoke(cli.main, ["new", "document", "sheet_1"])  # the reader has claims by now
            if words in self.done:
                continue
            self.done.append(words)
            if words[1] in RUN and all(Path(self.folder, word).exists() for word in words[2:] if "reports" in word):
                result = CliRunner().invoke(cli.main, words[1:])
                assert result.exit_code in (0, 1), f"{shlex.join(words)} ends with {result.exit_code}:\n{result.output}"

    def _toml(self, block):
        tomllib.loads(block.text)

    def _yaml(self, block):
        if importlib.util.find_spec("yaml") is None:
            return  # the extra "test" brings it
        for script in scripts(importlib.import_module("yaml").safe_load(block.text)):
            for words in commands(script):
                parse(words)

    def _other(self, block):
        assert block.language in ("text", "json"), f"no rule says how a block of {block.language} is tested"


# What another release of Hypothesis or NumPy may draw or round otherwise: how many inputs, which of them, how large an error.
CHANCE = [
    r"The \w+ input generated refuted it;(?: the \w+ compared before it agreed;)?",
    r"\d+(?:\.\d+)?·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+",
    r"\b\d+(?= (?:inputs|of them|more turned out))",
]


def masked(text):
    """A text on one line, without the numbers that only chance decides."""
    text = " ".join(text.split())
    for pattern in CHANCE:
        text = re.sub(pattern, "#", text)
    return text


def sessions(text):
    """(command, what it prints), for each line after ``$``."""
    parts = re.split(r"^\$ (.*)\n", text, flags=re.MULTILINE)
    assert not parts[0].strip(), "a console begins with a command"
    return list(zip(parts[1::2], parts[2::2], strict=True))


def output(command, folder):
    """What a command prints."""
    words = shlex.split(command, comments=True)
    if words[0] == "mathcheck":
        return CliRunner().invoke(cli.main, words[1:]).output
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    run = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=folder, env={**os.environ, "PATH": path})
    return run.stdout + run.stderr


def scripts(tree):
    """The texts below ``run`` and ``script`` in what a pipeline is made of."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key in ("run", "script", "before_script"):
                yield from value if isinstance(value, list) else [value]
            else:
                yield from scripts(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from scripts(value)


def commands(script):
    """The calls of mathcheck in a script, each as a list of words."""
    found = []
    for line in script.replace("\\\n", " ").splitlines():
        lexer = shlex.shlex(line.removeprefix("$ "), posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        for operator, words in itertools.groupby(lexer, lambda word: set(word) <= set("();<>|&")):
            listed = list(words)
            if not operator and "mathcheck" in listed[:2]:
                found.append(listed[listed.index("mathcheck") :])
    return found


def parse(words):
    """Let the command line read a call, without doing it; fails where there is no such command or option."""
    command, rest = cli.main, words[1:]
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        name, rest = rest[0], rest[1:]
        command = command.get_command(click.Context(command), name)
        assert command is not None, f"{shlex.join(words)}: there is no command {name}"
    try:
        command.make_context(words[-1], list(rest))
    except click.exceptions.Exit:
        pass  # --help and --version end it
    except click.UsageError as error:
        pytest.fail(f"{shlex.join(words)}: {error.format_message()}")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_shows_is_so(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shown, listed = Page(page.name, tmp_path), blocks(page.read_text(encoding="utf-8"))
    if not any(block.language == "console" for block in listed):  # where no output is compared, a few inputs will do
        (tmp_path / "pytest.ini").write_text("[pytest]\nmathcheck_examples = 20\n")
    for block in listed:
        try:
            shown.run(block)
        except Exception as error:
            raise AssertionError(f"{page.name}, line {block.line}: {error}") from error


def test_what_the_readme_says_of_its_claims(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = Page("README.md", tmp_path)
    page.run(blocks((ROOT / "README.md").read_text(encoding="utf-8"))[0])
    first, second = page.names["composition"], page.names["softmax_limit"]
    verdicts = [str(check(first).verdict), str(check(second).verdict), str(check(second, reading="the maximum is unique").verdict)]
    assert verdicts == ["holds", "refuted", "holds"]


def test_few_blocks_are_left_out():
    found = [(page.name, block) for page in PAGES for block in blocks(page.read_text(encoding="utf-8"))]
    assert len(found) > 40
    left_out = [(name, block.words) for name, block in found if block.mark == "not run"]
    assert len(left_out) <= 4, left_out


@pytest.mark.parametrize(
    "wrong",
    [
        "```python\n1 / 0\n```", "```python\n>>> 1 + 1\n3\n```", "```python\nx = (\n```", "```sh\nmathcheck chek\n```",
        "```sh\ncd x && mathcheck check --exampels 3\n```", "```sh\nmathcheck new claim\n```", "```toml\na = \n```",
        "```console\n$ mathcheck list\nNothing at all\n```", "```haskell\nx\n```",
        "```python\n# claims/a/b.py\nx = y\n```", "```sh\nmathcheck check claims/nothing\n```",
        "<!-- not run: a reason -->\n```sh\nmathcheck chek\n```",
    ],
)  # fmt: skip
def test_a_snippet_that_breaks_is_seen(wrong, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (block,) = blocks(f"Words.\n\n{wrong}\n")
    with pytest.raises((Exception, pytest.fail.Exception)):
        Page("page.md", tmp_path).run(block)


def test_commands_are_found_in_a_script():
    script = "status=0; mathcheck check || status=$?\nif mathcheck diff a b; then echo; fi\nFOO=1 mathcheck lint  # words\necho x"
    assert commands(script) == [["mathcheck", "check"], ["mathcheck", "diff", "a", "b"], ["mathcheck", "lint"]]
    assert commands("python -m pip install . && mathcheck \\\n list") == [["mathcheck", "list"]]


def test_numbers_that_only_chance_decides_do_not_count():
    told = "The 17th input generated refuted it; the 16 compared before it agreed; on 150 inputs; below 3·10⁻¹⁰; by 1"
    again = "The first input generated refuted it; on 90 inputs; below\n  2·10⁻¹¹; by 1"
    assert masked(told) == masked(again)
    assert masked(told) != masked(again.replace("by 1", "by 2"))


def test_a_mark_belongs_to_the_block_after_it():
    text = "<!-- not run: needs a browser -->\n```sh\nmathcheck open\n```\n\n```sh\nmathcheck list\n```\n"
    first, second = blocks(text)
    assert (first.left_out, first.words, second.mark, second.line) == (True, "needs a browser", "", 6)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_and_tables_that_a_page_names_exist(page):
    text = page.read_text(encoding="utf-8")
    files = {
        path.relative_to(ROOT).as_posix()
        for room in ("mathcheck", "tests", "benchmarks", "claims")
        for path in (ROOT / room).rglob("*.py")
    }
    made = re.findall(r"^# (claims/\S+\.py)$", text, re.MULTILINE)  # by a block of the page
    for name in re.findall(r"`((?:\w+/)*\w+\.py)`", text):
        known = [file for file in [*files, *made, "claims/sheet_1/examples.py", "docs/conf.py"] if f"/{file}".endswith(f"/{name}")]
        assert known, f"{page.name} names {name}"
    for file, tables in re.findall(r"\| `(\w+/\w+\.py)`, (`_?[A-Z]+`(?: or `_?[A-Z]+`)*)", text):
        for table in re.findall(r"\w+", tables.replace(" or ", " ")):
            assert re.search(rf"^{table}\b", (ROOT / "mathcheck" / file).read_text(encoding="utf-8"), re.MULTILINE), (file, table)
