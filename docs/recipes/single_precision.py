"""Single precision: a backward pass that computes in float32"""

import numpy as np

from mathcheck import Matrix, Vector, claim, dims, function, gradient

EPS = 1e-5


def layer_norm(x, gamma, beta):
    centred = x - x.mean(axis=-1, keepdims=True)
    return gamma * centred / np.sqrt(x.var(axis=-1, keepdims=True) + np.asarray(EPS, x.dtype)) + beta


def backward(g, x, gamma):
    sigma = np.sqrt(x.var(axis=-1, keepdims=True) + np.asarray(EPS, x.dtype))
    normal = (x - x.mean(axis=-1, keepdims=True)) / sigma
    d = g * gamma
    return (d - d.mean(axis=-1, keepdims=True) - normal * (d * normal).mean(axis=-1, keepdims=True)) / sigma


def single(f):
    """``f`` as a GPU would run it: every argument rounded to float32, and everything computed in it."""
    return function(lambda *arrays: f(*(array.astype(np.float32) for array in arrays)), name=f"{f.__name__}32")


b, n = dims("b n")
X, G = Matrix("X", b, n), Matrix("G", b, n)
gamma, beta = Vector(r"\gamma", n), Vector(r"\beta", n)

exact = np.sum(G * function(layer_norm)(X, gamma, beta))  # the forward pass in double precision
rounded = np.sum(G * single(layer_norm)(X, gamma, beta))  # the same forward pass in float32

# Best: only the backward pass is in float32. Errors of about a hundred-thousandth are seen.
to_double = claim(single(backward)(G, X, gamma) == gradient(exact, X), item="a", title="float32 backward, float64 forward")
# Where there is no other forward pass: differences of float32 values, which show errors of about a thousandth.
to_single = claim(single(backward)(G, X, gamma) == gradient(rounded, X), item="b", title="float32 backward, float32 forward")

to_double_broken = claim(
    1.0001 * single(backward)(G, X, gamma) == gradient(exact, X), item="a, broken", title="Wrong by 0.01 %", expect="refuted"
)
to_single_broken = claim(
    1.01 * single(backward)(G, X, gamma) == gradient(rounded, X), item="b, broken", title="Wrong by 1 %", expect="refuted"
)
