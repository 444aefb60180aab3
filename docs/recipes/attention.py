"""Attention with a causal mask: a backward pass in NumPy"""

import numpy as np

from mathcheck import Array, claim, dims, function, gradient


def weights(q, k):
    scores = q @ k.swapaxes(-1, -2) / np.sqrt(q.shape[-1])
    scores = np.where(np.tri(q.shape[-2], k.shape[-2], dtype=bool), scores, -np.inf)  # nobody looks ahead
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def attention(q, k, v):
    return weights(q, k) @ v


def attention_backward(g, q, k, v):
    """From g = ∂L/∂(output): ∂L/∂q, ∂L/∂k, ∂L/∂v."""
    p = weights(q, k)
    dp = g @ v.swapaxes(-1, -2)
    ds = p * (dp - (dp * p).sum(axis=-1, keepdims=True)) / np.sqrt(q.shape[-1])
    return ds @ k, ds.swapaxes(-1, -2) @ q, p.swapaxes(-1, -2) @ g


def unscaled(g, q, k, v):
    """The same without 1/√d, which the forward pass has."""
    dq, dk, dv = attention_backward(g, q, k, v)
    return dq * np.sqrt(q.shape[-1]), dk * np.sqrt(q.shape[-1]), dv


def untransposed(g, q, k, v):
    """dv with the attention weights the wrong way round: the shapes fit, as queries and keys are equally many."""
    return weights(q, k) @ g


b, t, d = dims("b t d", high=3)
Q, K, V, G = (Array(name, b, t, d) for name in "QKVG")

L = np.sum(G * function(attention)(Q, K, V))
dQ, dK, dV = function(attention_backward, name="backward", outputs="dq dk dv")(G, Q, K, V)

by_queries = claim(dQ == gradient(L, Q), item="Q", title="Attention, by the queries")
by_keys = claim(dK == gradient(L, K), item="K", title="Attention, by the keys")
by_values = claim(dV == gradient(L, V), item="V", title="Attention, by the values")

wrong_dQ, _, _ = function(unscaled, outputs="dq dk dv")(G, Q, K, V)

by_queries_broken = claim(wrong_dQ == gradient(L, Q), item="Q, broken", title="The scale is missing", expect="refuted")
by_values_broken = claim(
    function(untransposed)(G, Q, K, V) == gradient(L, V), item="V, broken", title="A transpose is missing", expect="refuted"
)
