"""A graph laid out in layers: every node to the right of what it is made of, with as few crossings as a few sweeps find.

An edge that passes layers has a place in each of them, so that it goes around the nodes there.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

SWEEPS = 6


def layered(count: int, edges: Sequence[Sequence[int]]) -> tuple[list[list[int]], list[list[int]]]:
    """The nodes 0 … count − 1 of an acyclic graph in layers from left to right, and each edge as the places it passes.

    An edge goes from its first node to its second; its bends are numbered from ``count`` on. A node that nothing leads to stands just
    before the first one that needs it.

    >>> layered(4, [[0, 2], [1, 3], [2, 3]])
    ([[0], [1, 2], [3]], [[0, 2], [1, 3], [2, 3]])
    """
    depth = _depths(count, edges)
    ways = []
    for i, j in edges:
        bends = list(range(len(depth), len(depth) + depth[j] - depth[i] - 1))
        depth += [depth[i] + 1 + k for k in range(len(bends))]
        ways.append([i, *bends, j])
    layers = [[i for i, level in enumerate(depth) if level == here] for here in range(max(depth, default=0) + 1)]
    into: dict[int, list[int]] = {i: [] for i in range(len(depth))}
    out: dict[int, list[int]] = {i: [] for i in range(len(depth))}
    for i, j in ((a, b) for way in ways for a, b in itertools.pairwise(way)):
        into[j].append(i)
        out[i].append(j)
    for sweep in range(SWEEPS):
        neighbours, order = (out, layers[-2::-1]) if sweep % 2 == 0 else (into, layers[1:])
        height = _heights(layers)
        for layer in order:
            layer.sort(key=lambda i: _middle([height[j] for j in neighbours[i]], height[i]))
            height.update(_heights([layer]))
    return layers, ways


def _depths(count: int, edges: Sequence[Sequence[int]]) -> list[int]:
    """The layer of each node: after all that leads to it; nodes that nothing leads to as late as they can."""
    depth = [0] * count
    for _ in range(count):  # longest paths, by relaxation
        for i, j in edges:
            depth[j] = max(depth[j], depth[i] + 1)
    reached = {j for _, j in edges}
    for i in set(range(count)) - reached:
        depth[i] = min((depth[b] for a, b in edges if a == i), default=1) - 1
    return depth


def _heights(layers: list[list[int]]) -> dict[int, float]:
    return {i: (k + 0.5) / len(layer) for layer in layers for k, i in enumerate(layer)}


def _middle(heights: list[float], otherwise: float) -> float:
    return sum(heights) / len(heights) if heights else otherwise
