"""What ``mathcheck new`` writes: a row for each kind of claim, with an example that holds."""

from __future__ import annotations

import re
from dataclasses import dataclass


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

# Each letter: how it is made. Sizes come first, as the others are made of them.
LETTERS = {
    "A": 'Matrix("A", m, n)', "B": 'Matrix("B", n, k)', "x": 'Vector("x", n)', "y": 'Vector("y", m)', "u": 'Vector("u", n)',
    "v": 'Vector("v", n)', "beta": r'Scalar(r"\beta")', "eta": r'Scalar(r"\eta", positive)',
}  # fmt: skip
SIZES = "k m n"

FRONT = "Matrix Scalar Vector claim dims function gradient jacobian limit positive".split()
FUNCTIONS = "ones softmax".split()


def letters(kinds: list[str], bound: set[str]) -> list[str]:
    """The lines that make the letters of claims of these kinds; sizes that are ``bound`` are taken as they are."""
    wanted = {letter for kind in kinds for letter in KINDS[kind].letters.split()}
    lines = [f"{letter} = {made}" for letter, made in LETTERS.items() if letter in wanted]
    sizes = [size for size in SIZES.split() if size not in bound and any(re.search(rf"\b{size}\b", line) for line in lines)]
    return [f'{", ".join(sizes)} = dims("{" ".join(sizes)}")'] * bool(sizes) + lines


def claim(kind: str, name: str, item: str) -> str:
    """A claim of a kind bound to ``name``, without its letters."""
    row = KINDS[kind]
    code = f"\n\n{row.code.format(name=name)}\n\n" if row.code else ""
    return (
        f"# {kind}: {row.words}\n{code}{name} = claim(\n    {row.statement.format(name=name)},\n"
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
    body = "\n".join(claim(kind, row.name, f"1({letter})") for letter, (kind, row) in zip("abcdef", KINDS.items(), strict=True))
    made = "\n".join(letters(list(KINDS), set()))
    return "\n".join([f'"""{title}"""', "", *imports(f"{made}\n{body}"), "", made, "", body])
