"""``mathcheck list``: documents, sections, items, claims and readings as a tree."""

from __future__ import annotations

import json
from typing import Any

import click
from rich.text import Text
from rich.tree import Tree

from mathcheck.commands.screen import console, printable, table_help
from mathcheck.commands.session import Found, collect
from mathcheck.language.claims import Unchecked
from mathcheck.language.printing import counted
from mathcheck.report.frame import natural


@click.command(
    "list",
    epilog=table_help(
        "mathcheck list claims/sheet_1",
        {0: "it was listed", 2: "a path does not exist or a file cannot be read"},
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array of documents instead of a tree.")
def command(paths: tuple[str, ...], as_json: bool) -> None:
    """List documents, sections, items, claims and readings as a tree.

    PATH is a folder or file of claims, or FILE::CLAIM; without one, all claims of the project are listed. Where a file
    cannot be read the others are listed, and it is said why.
    """
    found = collect(paths)
    documents = outlined(found)
    if as_json:
        click.echo(json.dumps(documents, ensure_ascii=False, indent=1))
    elif documents:
        show(documents)
    found.refuse_unread()


def show(documents: list[dict[str, Any]]) -> None:
    """The trees, and how much there is in them."""
    screen = console()
    for document in documents:
        screen.print(_tree(document), soft_wrap=False)
    claims = [
        claim for document in documents for section in document["sections"] for item in section["items"] for claim in item["claims"]
    ]
    readings = sum(len(claim["readings"]) for claim in claims)
    screen.print(f"{counted(len(claims), 'claim')}, {counted(len(claims) + readings, 'reading')}.")


def outlined(found: Found) -> list[dict[str, Any]]:
    """What was found, as nested dictionaries in the document's order: documents, sections, items, claims, the names of readings."""
    documents: dict[str, dict[str, Any]] = {}
    for entry in sorted(
        found.claims, key=lambda e: (str(e.path.parent), natural(e.headings["section"]), str(e.path), e.headings["position"])
    ):
        path = found.shown(entry.path)
        folder = found.shown(entry.path.parent)
        document = documents.setdefault(folder, {"document": entry.headings["document"], "path": folder, "sections": {}})
        section = document["sections"].setdefault(path, {"section": entry.headings["section"], "path": path, "items": {}})
        item = section["items"].setdefault(entry.claim.item, {"item": entry.claim.item, "claims": {}})
        claim = item["claims"].setdefault(entry.variable, {
            "claim": entry.variable, "title": entry.claim.title, "checkable": not isinstance(entry.claim, Unchecked),
            "expect": getattr(entry.claim, "expect", "holds"), "line": int(entry.claim.source.rpartition(":")[2] or 0),
            "target": f"{path}::{entry.variable}", "readings": [],
        })  # fmt: skip
        if entry.reading:
            claim["readings"].append(entry.reading)
    for document in documents.values():
        document["sections"] = list(document["sections"].values())
        for section in document["sections"]:
            section["items"] = list(section["items"].values())
            for item in section["items"]:
                item["claims"] = list(item["claims"].values())
    return list(documents.values())


def _tree(document: dict[str, Any]) -> Tree:
    tree = Tree(_line(document["document"], document["path"], "bold"))
    for section in document["sections"]:
        branch = tree.add(_line(section["section"], section["path"], "bold"))
        for item in section["items"]:
            twig = branch.add(_line(item["item"] or "no item", "", "cyan"))
            for claim in item["claims"]:
                aside = "" if claim["checkable"] else "  (nothing to check)"
                aside += "  (a known error)" if claim["expect"] == "refuted" else ""
                leaf = twig.add(_line(claim["claim"], claim["title"] + aside, ""))
                for reading in claim["readings"]:
                    leaf.add(_line("", f"[{reading}]", ""))
    return tree


def _line(name: str, words: str, style: str) -> Text:
    between = "  " if name and words else ""
    return Text.assemble((printable(name), style), between, (printable(words), "dim" if name else ""))
