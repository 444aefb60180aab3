"""Claims by their bare names: which one is meant by an argument that is no path, and what to write where that cannot be told."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Sequence
from pathlib import Path

from mathcheck.collection import ClaimItem
from mathcheck.commands.session import Found, collect
from mathcheck.commands.targets import Misused, beside, close, near, shown


def located(arguments: Sequence[str], command: str) -> list[str]:
    """The arguments of a command, the name of a claim and the label of an item each as PATH::CLAIM.

    What names a path is left as it is. Raises :class:`Misused` where a name stands for several claims, or for none.
    """
    found: Found | None = None
    located = []
    for argument in arguments:
        if "::" in argument or argument.endswith(".py") or Path(argument).exists():
            located.append(argument)
            continue
        found = found or collect([])
        located.append(_one(argument, found, command))
    return located


def _one(argument: str, found: Found, command: str) -> str:
    meant, reading = _meant(argument, found.claims), ""
    if not meant:
        name, bracket, rest = argument.partition("[")
        wanted = rest.removesuffix("]")
        there = _meant(name, [item for item in found.claims if item.reading == wanted]) if bracket else {}
        meant, reading = there or _meant(name, found.claims), bracket + rest if bracket else ""
        if bracket and not there and len(meant) > 1:  # of a single one it is said where it is looked for
            raise Misused(_without(name, wanted, meant, found.claims, command))
    if len(meant) > 1:
        lines = [f"  mathcheck {command} {shlex.quote(target + reading)}  ({words})" for target, words in meant.items()]
        raise Misused("\n".join([f"{argument} stands for {len(meant)} claims: write one of", *lines]))
    if not meant:
        known = [*beside(Path(argument).absolute()), *(name for item in found.claims for name in (item.variable, item.claim.item))]
        unread = "".join(f" {reason}" for reason in found.unread)
        hint = near(Path(argument).absolute(), argument) or close(argument, known)
        said = f"{argument} is no file or folder, and no claim or item is called so{hint}: mathcheck list shows all claims"
        raise Misused(f"{said}.{unread}" if unread else said)
    return f"{next(iter(meant))}{reading}"


def _without(name: str, wanted: str, meant: Collection[str], items: list[ClaimItem], command: str) -> str:
    """None of the claims of a name has the reading that is asked for: those that each has, as they are written."""
    having = [(target, item.reading) for target in meant for item in items if f"{shown(item.path)}::{item.variable}" == target]
    lines = [f"  mathcheck {command} {shlex.quote(target + (f'[{reading}]' if reading else ''))}" for target, reading in having]
    said = f"{name} stands for {len(meant)} claims, and none of them has a reading [{wanted}]{close(wanted, [reading for _, reading in having])}"
    return "\n".join([f"{said}: write one of", *lines])


def _meant(name: str, items: list[ClaimItem]) -> dict[str, str]:
    """The claims of this name, and those of an item with this label: how each is written, with its item and title."""
    chosen = [item for item in items if name in (item.variable, item.claim.item)]
    return {f"{shown(item.path)}::{item.variable}": " ".join(filter(None, (item.claim.item, item.claim.title))) for item in chosen}
