"""What ``mathcheck new`` writes: a row for each kind of claim, with an example that holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Kind:
    """A kind of claim: what it is for, the names of its letters, and an example that holds, with the code that it may speak of."""

    words: str
    name: str
    letters: str
    title: str
    statement: str
    code: str = ""


KINDS = {
    "jacobian": Kind(
        "the derivative of an array by an array, in numerator layout", "linear_map", "A x",
        "Jacobian of a linear map", "jacobian(A @ x, x) == A",
    ),
    "gradient": Kind(
        "the derivative of a number, with the shape of its variable", "squared_norm", "x",
        "Gradient of the squared norm", "gradient(x @ x, x) == 2 * x",
    ),
    "limit": Kind(
        "where a formula tends as a letter moves", "softmax_at_zero", "beta x",
        "Softmax tends to the uniform distribution as β tends to 0", "limit(softmax(beta * x), beta, 0) == ones(n) / n",
    ),
    "identity": Kind(
        "two formulas with the same value", "transposed_product", "A B",
        "Transpose of a product", "(A @ B).T == B.T @ A.T",
    ),
    "inequality": Kind(
        "one formula never above another", "cauchy_schwarz", "u v",
        "Cauchy–Schwarz", "(u @ v) ** 2 <= (u @ u) * (v @ v)",
    ),
    "update-rule": Kind(
        "a step of an algorithm, as code, against the formula that it should follow", "descent", "A x y eta",
        "The code takes a step of gradient descent on the squared error",
        'function({name}_step, name="step")(A, x, y, eta) == A - eta * gradient(np.sum((A @ x - y) ** 2), A)',
        'def {name}_step(A, x, y, eta):\n    """One step, written by hand."""\n    return A - eta * 2 * np.outer(A @ x - y, x)\n',
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Letter:
    """A letter of the examples: what makes it, its name in LaTeX, its sizes, its domain."""

    kind: str
    latex: str
    sizes: tuple[str, ...] = ()
    domain: str = ""

    def made(self, sizes: Mapping[str, str], number: str = "") -> str:
        """The call that makes it, with other names for its sizes, and a ``number`` at its own."""
        name = f'r"{self.latex}{number}"' if "\\" in self.latex else f'"{self.latex}{number}"'
        return f"{self.kind}({', '.join([name, *(sizes[size] for size in self.sizes), *([self.domain] if self.domain else [])])})"


LETTERS = {
    "A": Letter("Matrix", "A", ("m", "n")), "B": Letter("Matrix", "B", ("n", "k")), "x": Letter("Vector", "x", ("n",)),
    "y": Letter("Vector", "y", ("m",)), "u": Letter("Vector", "u", ("n",)), "v": Letter("Vector", "v", ("n",)),
    "beta": Letter("Scalar", r"\beta"), "eta": Letter("Scalar", r"\eta", domain="positive"),
}  # fmt: skip
SIZES = "k m n".split()

FRONT = "Matrix Scalar Vector claim dims function gradient jacobian limit positive".split()
FUNCTIONS = "ones softmax".split()


@dataclass(frozen=True)
class Letters:
    """The letters of a claim: the lines that make those which are not there, and under which name each stands in the file."""

    lines: list[str]
    names: dict[str, str] = field(default_factory=dict)

    def named(self, formula: str) -> str:
        """A formula with these names."""
        return re.sub(r"\b[A-Za-z_]\w*\b", lambda word: self.names.get(word[0], word[0]), formula)


def fresh(kinds: list[str]) -> Letters:
    """The letters of claims of these kinds in a file that has none."""
    wanted = {letter for kind in kinds for letter in KINDS[kind].letters.split()}
    rows = {letter: row for letter, row in LETTERS.items() if letter in wanted}
    sizes = [size for size in SIZES if any(size in row.sizes for row in rows.values())]
    made = [f"{letter} = {row.made({size: size for size in sizes})}" for letter, row in rows.items()]
    return Letters([*sized(sizes), *made])


def sized(sizes: list[str]) -> list[str]:
    """The line that makes sizes, if there are any."""
    return [f'{", ".join(sizes)} = dims("{" ".join(sizes)}")'] if sizes else []


def claim(kind: str, name: str, item: str, letters: Letters) -> str:
    """A claim of a kind bound to ``name``, without its letters."""
    row = KINDS[kind]
    code = f"\n\n{row.code.format(name=name)}\n\n" if row.code else ""
    return (
        f"# {kind}: {row.words}\n{code}{name} = claim(\n    {letters.named(row.statement).format(name=name)},\n"
        f'    item="{item}",\n    title="{row.title}",\n)\n'
    )


def used(text: str) -> tuple[list[str], list[str]]:
    """The names that a text takes from mathcheck, and from its functions."""
    front, functions = ([name for name in group if f"{name}(" in text or f"{name})" in text] for group in (FRONT, FUNCTIONS))
    return front, functions


def imports(text: str) -> list[str]:
    """The lines that import what a text needs."""
    front, functions = used(text)
    lines = ["import numpy as np"] if "np." in text else []
    lines += [f"from mathcheck import {', '.join(front)}"]
    return lines + ([f"from mathcheck.functions import {', '.join(functions)}"] if functions else [])


def section(title: str) -> str:
    """A claims file with one claim of each kind."""
    letters = fresh(list(KINDS))
    items = zip("abcdef", KINDS.items(), strict=True)
    body = "\n".join(claim(kind, row.name, f"1({letter})", letters) for letter, (kind, row) in items)
    made = "\n".join(letters.lines)
    return "\n".join([f'"""{title}"""', "", *imports(f"{made}\n{body}"), "", made, "", body])
