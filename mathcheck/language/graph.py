"""Walks over the graph: what a formula contains, which letters are free in it."""

from __future__ import annotations

from collections.abc import Container, Iterator

from mathcheck.language.expression import Expr, Leaf
from mathcheck.language.nested import parts


def nodes(*roots: Expr, but: Container[bytes] = ()) -> Iterator[Expr]:
    """Every node of the formulas once (by fingerprint), each after its children. Bodies of derivatives and limits included.

    Nodes whose fingerprints are in ``but`` are left out, with what is only inside them.

    >>> from mathcheck import Scalar
    >>> x = Scalar("x")
    >>> [str(node) for node in nodes(x * x + 1)]
    ['x', 'x * x', 'x * x + 1']
    """
    seen: set[bytes] = set()
    stack: list[tuple[Expr, bool]] = [(root, False) for root in reversed(roots)]
    while stack:  # not recursive: an unrolled training loop is deeper than Python's stack
        node, ready = stack.pop()
        key = node.fingerprint
        if key in seen or key in but:
            continue
        if ready or not node.children:
            seen.add(key)
            yield node
        else:
            stack.append((node, True))
            stack.extend([(child, False) for child in reversed(node.children)])


def contains(expr: Expr, part: Expr) -> bool:
    """Whether ``part`` occurs in ``expr``, as the same text."""
    return any(node.fingerprint == part.fingerprint for node in nodes(expr))


def leaves(*roots: Expr) -> list[Leaf]:
    """Every size and variable, in order of appearance; sizes that only occur in shapes come before the variable they size."""
    from mathcheck.language.variables import Variable

    found: dict[bytes, Leaf] = {}
    for node in nodes(*roots):
        if isinstance(node, Variable):
            for leaf in leaves(*parts(node.sizes)):
                found.setdefault(leaf.fingerprint, leaf)
        if isinstance(node, Leaf):
            found.setdefault(node.fingerprint, node)
    return list(found.values())


def free(*roots: Expr) -> list[Leaf]:
    """The leaves that must be given a value: all but those bound by a limit wherever they occur.

    >>> from mathcheck import Scalar, limit
    >>> t, a = Scalar("t"), Scalar("a")
    >>> free(limit(a * t, t, 0))
    [a]
    """
    from mathcheck.language.calculus import Limit

    unbound: set[bytes] = set()
    seen: set[tuple[bytes, frozenset[bytes]]] = set()
    stack: list[tuple[Expr, frozenset[bytes]]] = [(root, frozenset()) for root in roots]
    while stack:
        node, bound = stack.pop()
        if (node.fingerprint, bound) in seen:
            continue
        seen.add((node.fingerprint, bound))
        if isinstance(node, Leaf) and node.fingerprint not in bound:
            unbound.add(node.fingerprint)
        inner = bound | {node.variable.fingerprint} if isinstance(node, Limit) else bound
        stack.extend((child, inner) for child in node.children)
    from mathcheck.language.sizes import Size

    return [leaf for leaf in leaves(*roots) if leaf.fingerprint in unbound or isinstance(leaf, Size)]
