"""A graph laid out in layers: every node to the right of what it is made of, as few crossings as a few sweeps find."""

from __future__ import annotations

from collections.abc import Sequence

SWEEPS = 4


def layered(count: int, edges: Sequence[Sequence[int]]) -> list[list[int]]:
    """The nodes 0 … count − 1 of an acyclic graph in layers from left to right; an edge goes from its first node to its second.

    A node that nothing leads to stands just before the first one that needs it.

    >>> layered(4, [[0, 2], [1, 3], [2, 3]])
    [[0], [1, 2], [3]]
    """
    into: dict[int, list[int]] = {i: [] for i in range(count)}
    out: dict[int, list[int]] = {i: [] for i in range(count)}
    for i, j in edges:
        into[j].append(i)
        out[i].append(j)
    depth = [0] * count
    for _ in range(count):  # longest paths, by relaxation
        for i, j in edges:
            depth[j] = max(depth[j], depth[i] + 1)
    for i in range(count):
        if not into[i] and out[i]:
            depth[i] = min(depth[j] for j in out[i]) - 1
    layers = [[i for i in range(count) if depth[i] == level] for level in range(max(depth, default=0) + 1)]
    for sweep in range(SWEEPS):
        neighbours, order = (into, layers[1:]) if sweep % 2 == 0 else (out, layers[-2::-1])
        height = _heights(layers)
        for layer in order:
            layer.sort(key=lambda i: _middle([height[j] for j in neighbours[i]], height[i]))
            height.update(_heights([layer]))
    return [layer for layer in layers if layer]


def _heights(layers: list[list[int]]) -> dict[int, float]:
    return {i: (k + 0.5) / len(layer) for layer in layers for k, i in enumerate(layer)}


def _middle(heights: list[float], otherwise: float) -> float:
    return sum(heights) / len(heights) if heights else otherwise
