"""What an argument names: a file or folder, a claim, a reading; and what to say where it names nothing."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import click

from mathcheck.collection import BrokenItem, ClaimItem

Item = ClaimItem | BrokenItem


class Misused(click.ClickException):
    """A command that was used wrongly: one sentence, with the value, that says what to write instead."""

    exit_code = 2


@dataclass(frozen=True)
class Target:
    """What an argument names: a file or folder, a claim in it, one of its readings (None for all, ``""`` for the printed one)."""

    path: Path
    claim: str = ""
    reading: str | None = None

    def meets(self, item: Item) -> bool:
        """Whether a reading is meant."""
        if self.path != item.path and self.path not in item.path.parents:
            return False
        if not self.claim:
            return True
        if isinstance(item, BrokenItem):
            return False
        return item.variable == self.claim and self.reading in (None, item.reading)


def target(text: str) -> Target:
    """The target that an argument names. Raises :class:`Misused` where there is no such path.

    >>> target(f"{__file__}::squares[x is positive]").reading
    'x is positive'
    """
    written, _, name = text.partition("::")
    path = Path(written).absolute()
    if not path.exists():
        raise Misused(f"{written} does not exist{near(path, written)}: give a file or folder below the claims folder")
    claim, bracket, reading = name.partition("[")
    return Target(path.resolve(), claim, reading.removesuffix("]") if bracket else None)


def near(path: Path, written: str) -> str:
    """What lies below the claims folder, or beside a path, under a name like that."""
    below = sorted(Path("claims").glob(f"**/{path.name}")) if not Path(written).is_absolute() else []
    return f" (did you mean {below[0]}?)" if below else close(path.name, beside(path))


def beside(path: Path) -> list[str]:
    """What lies in the folder that a path would lie in."""
    return [other.name for other in path.parent.iterdir()] if path.parent.is_dir() else []


def shown(path: Path) -> str:
    """A path as seen from here."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def close(name: str, known: Iterable[str]) -> str:
    """Names like ``name``, to be asked about."""
    found = difflib.get_close_matches(name, list(dict.fromkeys(known)), n=3, cutoff=0.6)
    return f" (did you mean {' or '.join(found)}?)" if found else ""


def unmet(wanted: Target, items: list[Item]) -> Misused | None:
    """Why a target names nothing."""
    if any(wanted.meets(item) for item in items):
        return None
    here = [item for item in items if replace(wanted, claim="").meets(item)]
    claims = [item for item in here if isinstance(item, ClaimItem)]
    if not here and wanted.path.suffix == ".py" and "claims" not in wanted.path.parts:
        name = wanted.path.name
        return Misused(
            f"{name} lies outside of the claims folder, and only what is below it is read: move it to claims/my_document/{name}"
        )
    if not here:
        return Misused(
            f"{wanted.path.name} holds no claims: claims are variables of Python files below the claims folder, as "
            'my_claim = claim(a == b, item="1(a)") makes one'
        )
    broken = [item.evidence.reason for item in here if isinstance(item, BrokenItem)]
    named = [item.variable for item in claims]
    if wanted.claim in named and wanted.reading is not None:
        readings = [item.reading for item in claims if item.variable == wanted.claim and item.reading]
        listed = "; ".join(f"[{reading}]" for reading in readings) or "none but the printed one"
        return Misused(f"{wanted.claim} has no reading [{wanted.reading}]: its readings are {listed}")
    if broken:
        return Misused(f"{wanted.path.name} states no claim {wanted.claim} as far as it can be read. {' '.join(broken)}")
    hint = close(wanted.claim, named) or f" (it states {', '.join(list(dict.fromkeys(named))[:6])})"
    return Misused(f"{wanted.path.name} states no claim {wanted.claim}{hint}: mathcheck list shows all")
