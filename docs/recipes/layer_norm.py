"""Layer norm: a backward pass in NumPy"""

import numpy as np

from mathcheck import Matrix, Vector, claim, dims, function, gradient

EPS = 1e-5


def layer_norm(x, gamma, beta):
    centred = x - x.mean(axis=-1, keepdims=True)
    return gamma * centred / np.sqrt(x.var(axis=-1, keepdims=True) + EPS) + beta


def layer_norm_backward(g, x, gamma):
    """From g = ∂L/∂(output), what the optimiser needs: ∂L/∂x, ∂L/∂γ, ∂L/∂β."""
    sigma = np.sqrt(x.var(axis=-1, keepdims=True) + EPS)
    normal = (x - x.mean(axis=-1, keepdims=True)) / sigma
    d = g * gamma
    dx = (d - d.mean(axis=-1, keepdims=True) - normal * (d * normal).mean(axis=-1, keepdims=True)) / sigma
    return dx, (g * normal).sum(axis=0), g.sum(axis=0)


def frozen_variance(g, x, gamma):
    """The same, as if σ did not depend on x."""
    sigma = np.sqrt(x.var(axis=-1, keepdims=True) + EPS)
    normal = (x - x.mean(axis=-1, keepdims=True)) / sigma
    d = g * gamma
    return (d - d.mean(axis=-1, keepdims=True)) / sigma, (g * normal).sum(axis=0), g.sum(axis=0)


b, n = dims("b n")
X, G = Matrix("X", b, n), Matrix("G", b, n)
gamma, beta = Vector(r"\gamma", n), Vector(r"\beta", n)

forward = function(layer_norm)(X, gamma, beta)
L = np.sum(G * forward)  # any loss, as far as the backward pass can tell: its gradient by the output is G

dX, dgamma, dbeta = function(layer_norm_backward, name="backward", outputs="dx dgamma dbeta")(G, X, gamma)

by_x = claim(dX == gradient(L, X), item="x", title="Layer norm, by its input")
by_gamma = claim(dgamma == gradient(L, gamma), item="γ", title="Layer norm, by its scale")
by_beta = claim(dbeta == gradient(L, beta), item="β", title="Layer norm, by its offset")

wrong_dX, _, _ = function(frozen_variance, outputs="dx dgamma dbeta")(G, X, gamma)

by_x_broken = claim(
    wrong_dX == gradient(L, X),
    item="x, broken",
    title="The variance also depends on x",
    expect="refuted",
)
