"""Shapes in symbols: run the formula once on sizes that are distinct primes, and name the sizes of the result back."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import numpy as np

from mathcheck.language.calculus import Derivative, Limit
from mathcheck.language.errors import ShapeMismatch
from mathcheck.language.expression import Constant, Expr, Leaf
from mathcheck.language.graph import free, nodes
from mathcheck.language.nested import substitute
from mathcheck.language.relations import Relation, conjuncts
from mathcheck.language.sizes import Size
from mathcheck.language.variables import Variable

# Primes that no literal in a formula is likely to be; a product of two names its factors.
PRIMES = (7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43)

# Lengths up to which a size is looked at for one that is long enough.
LONGER = 8

Shape = tuple[int, ...]


class UnknownShape(Exception):
    """A black box or a value-dependent operation failed on the trial input, so nothing can be said about shapes."""


def shape_of(expr: Expr) -> tuple[Any, ...]:
    """The shape of a formula, each axis as a size, a formula of sizes, or an int.

    Raises :class:`~mathcheck.language.errors.ShapeMismatch` where the shapes inside do not agree.

    >>> import numpy as np
    >>> from mathcheck import Matrix, dims
    >>> m, n = dims("m n")
    >>> np.kron(Matrix("A", m, n), Matrix("B", n, m)).shape
    (m * n, m * n)
    """
    sizes = prime_sizes(expr)
    values = trial(expr, sizes)
    return tuple(_formula(length, sizes) for length in np.shape(values[expr.fingerprint]))


def prime_sizes(*roots: Expr) -> dict[Size, int]:
    """A prime for each size, distinct where the sizes' bounds allow (primes above a bound fall back to the largest size allowed)."""
    found = [leaf for leaf in free(*roots) if isinstance(leaf, Size)]
    chosen: dict[Size, int] = {}
    for size, prime in zip(found, itertools.cycle(PRIMES), strict=False):
        # An explicit upper bound that is small is kept: a formula may be meant for n <= 3 only.
        chosen[size] = size.high if size.bounded and size.high < prime else max(prime, size.low)
    return chosen


def trial(root: Expr, sizes: Mapping[Size, int]) -> dict[bytes, Any]:
    """Values (of the right shapes, otherwise arbitrary) of every node of ``root``, by fingerprint.

    Raises :class:`ShapeMismatch` naming the operation, and :class:`UnknownShape`.
    """
    rng = np.random.default_rng(0)
    values: dict[bytes, Any] = {size.fingerprint: length for size, length in sizes.items()}
    with np.errstate(all="ignore"):
        for node in nodes(root):
            if node.fingerprint not in values:
                values[node.fingerprint] = _value(node, values, sizes, rng)
    return values


def _value(node: Expr, values: dict[bytes, Any], sizes: Mapping[Size, int], rng: np.random.Generator) -> Any:
    if isinstance(node, Variable):
        lengths = tuple(int(evaluate_length(length, sizes)) for length in node.sizes)
        return node.domain.construct(rng.integers(1, 4, lengths).astype(np.float64))
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Derivative):
        return np.ones(_derivative_shape(node, values, sizes))
    if isinstance(node, Limit):
        return values[node.body.fingerprint]
    if isinstance(node, Relation) and node.symbol == "proportional":
        return np.bool_(True)
    args = substitute(node.args, lambda e: values[e.fingerprint])
    kwargs = substitute(dict(node.kwargs), lambda e: values[e.fingerprint])
    if node.operation.opaque:
        return _black_box(node, args, kwargs)
    try:
        return node.operation.call(*args, **kwargs)
    except (ValueError, IndexError) as error:
        if isinstance(error, np.linalg.LinAlgError) and "singular" in str(error).lower():
            raise UnknownShape(str(error)) from error
        raise ShapeMismatch(_mismatch(node, args, sizes)) from error
    except Exception as error:
        raise UnknownShape(str(error)) from error


def _black_box(node: Expr, args: Any, kwargs: Any) -> Any:
    # What somebody's code does wrong is said when it is run on an input that can be shown, not here.
    try:
        result = np.asarray(node.operation.call(*(np.copy(arg) if isinstance(arg, np.ndarray) else arg for arg in args), **kwargs))
    except (Exception, SystemExit) as error:
        raise UnknownShape(str(error)) from error
    if result.dtype.kind not in "fiub":
        raise UnknownShape(f"{node.operation.name} returned no real numbers")
    return result


def evaluate_length(length: Any, sizes: Mapping[Size, int]) -> Any:
    """The number that a length (a size, a formula of sizes, or an int) is for the given ``sizes``."""
    if not isinstance(length, Expr):
        return length
    values: dict[bytes, Any] = {size.fingerprint: number for size, number in sizes.items()}
    for node in nodes(length):
        if node.fingerprint not in values:
            values[node.fingerprint] = node.operation.call(*substitute(node.args, lambda e: values[e.fingerprint]))
    return values[length.fingerprint]


def _derivative_shape(node: Derivative, values: Mapping[bytes, Any], sizes: Mapping[Size, int]) -> Shape:
    body, wrt = np.shape(values[node.body.fingerprint]), np.shape(values[node.wrt.fingerprint])
    if node.kind in ("gradient", "hessian") and body:
        first = f"jacobian({node.body!r}, {node.wrt!r})"
        of_it, write = (
            ("derivative", first) if node.kind == "gradient" else ("second derivative", f"jacobian({first}, {node.wrt!r})")
        )
        raise ShapeMismatch(
            f"{node.kind} needs a scalar, and `{node.body!r}` has shape {named_shape(body, sizes)}: the {of_it} of an array is `{write}`"
        )
    if node.kind == "derivative":
        if wrt and body != wrt:
            raise ShapeMismatch(
                f"derivative needs an elementwise map, and `{node.body!r}` has shape {named_shape(body, sizes)} where "
                f"`{node.wrt!r}` has {named_shape(wrt, sizes)}: write `{'jacobian' if body else 'gradient'}({node.body!r}, {node.wrt!r})`"
            )
        return body
    if node.kind == "directional":
        along = np.shape(values[node.along.fingerprint]) if node.along is not None else wrt
        if along != wrt:
            raise ShapeMismatch(
                f"directional: the direction has shape {named_shape(along, sizes)} where `{node.wrt!r}` has {named_shape(wrt, sizes)}"
            )
        return body
    return wrt + wrt if node.kind == "hessian" else body + wrt


def _mismatch(node: Expr, args: Any, sizes: Mapping[Size, int]) -> str:
    if node.operation.name == "getitem":
        return f"`{node!r}` asks for an entry that an array of shape {named_shape(np.shape(args[0]), sizes)} does not have"
    arrays = [part for arg in args for part in (arg if isinstance(arg, (list, tuple)) else [arg])]
    shapes = [named_shape(np.shape(arg), sizes) for arg in arrays if np.ndim(arg) or isinstance(arg, (np.ndarray, np.generic))]
    symbol = node.operation.symbol
    joined = f" {symbol} ".join(shapes) if symbol and len(shapes) == 2 else f"{node.operation.name} of {', '.join(shapes)}"
    return f"{joined} in `{node!r}`{_summed(node, args, sizes)}"


def _summed(node: Expr, args: Any, sizes: Mapping[Size, int]) -> str:
    """Over which sizes a product of matrices would have to sum."""
    if node.operation.call not in (np.matmul, np.dot):
        return ""
    shapes = [np.shape(arg) for arg in args]
    if len(shapes) != 2 or not all(shapes):
        return ", where a product needs an array on both sides: a number times an array is `*`" if () in shapes else ""
    left, right = shapes[0][-1], shapes[1][-2 if len(shapes[1]) > 1 else 0]
    return f", where the sum would run over {_formula(left, sizes)} on the left and {_formula(right, sizes)} on the right" * (
        left != right
    )


def named_shape(shape: Shape, sizes: Mapping[Size, int]) -> str:
    """A shape with its sizes named, as in ``(K, d)``."""
    inner = ", ".join(str(_formula(length, sizes)) for length in shape)
    return f"({inner},)" if len(shape) == 1 else f"({inner})"


def _formula(length: int, sizes: Mapping[Size, int]) -> Any:
    for size, number in sizes.items():
        if length == number:
            return size
    pairs = list(itertools.combinations_with_replacement(sizes.items(), 2))
    candidates: list[tuple[int, Any]] = [(a[1] * b[1], lambda a=a, b=b: a[0] * b[0]) for a, b in pairs]
    candidates += [(a[1] + b[1], lambda a=a, b=b: a[0] + b[0]) for a, b in pairs]
    candidates += [(number + k, lambda s=size, k=k: s + k) for size, number in sizes.items() for k in (1, 2)]
    candidates += [(number - k, lambda s=size, k=k: s - k) for size, number in sizes.items() for k in (1, 2)]
    candidates += [(number * k, lambda s=size, k=k: k * s) for size, number in sizes.items() for k in (2, 3)]
    candidates += [(a[1] * b[1] * c[1], lambda a=a, b=b, c=c: a[0] * b[0] * c[0])
                   for a, b, c in itertools.combinations_with_replacement(sizes.items(), 3)]  # fmt: skip
    return next((make() for value, make in candidates if value == length), length)


def disagreement(relation: Relation) -> str | None:
    """Why the shapes of a relation cannot agree, in symbols; None where they do, or where nothing can be said.

    The two sides must have the same shape; a plain number, and in an inequality any scalar, is compared with every entry.

    >>> from mathcheck import Matrix, Vector, dims
    >>> k, d = dims("K d")
    >>> disagreement(Matrix("W", k, k) @ Vector("x", d) == Vector("y", k))
    'the shapes do not agree: (K, K) @ (d,) in `W @ x`, where the sum would run over K on the left and d on the right'
    """
    sizes = prime_sizes(relation, *relation.hypotheses)
    for part in conjuncts(relation):
        sides = part.args[:2] if isinstance(part, Relation) else (part,)
        try:
            values = {key: value for side in sides for key, value in trial(side, sizes).items()}
        except ShapeMismatch as mismatch:
            return f"the shapes do not agree: {mismatch}"
        except UnknownShape:
            continue
        if isinstance(part, Relation):
            left, right = (np.shape(values[side.fingerprint]) for side in (part.left, part.right))
            if left != right and not _comparable(part, left, right):
                return f"the shapes do not agree: the left side is {named_shape(left, sizes)}, the right side {named_shape(right, sizes)}"
    return None


def too_short(relation: Relation, lengths: Mapping[Size, int]) -> tuple[Size, int] | None:
    """The size whose length is what shapes do not agree for, and the least one above it for which they do; None where no single size is."""
    ordinary = prime_sizes(relation, *relation.hypotheses)
    for size in ordinary:
        fitting = [length for length in range(lengths[size], LONGER) if _agree(relation, {**ordinary, size: length})]
        if fitting and fitting[0] > lengths[size]:
            return size, fitting[0]
    return None


def _agree(relation: Relation, lengths: Mapping[Size, int]) -> bool:
    """Whether every operation of a relation has a value for these lengths."""
    try:
        for side in relation.args:
            trial(side, lengths)
    except (ShapeMismatch, UnknownShape):
        return False
    return True


def _comparable(part: Relation, left: Shape, right: Shape) -> bool:
    if part.symbol in ("<", "<=", ">", ">="):
        return not left or not right
    return any(not shape and not any(isinstance(n, Leaf) and not isinstance(n, Size) for n in nodes(side))
               for side, shape in ((part.left, left), (part.right, right)))  # fmt: skip
