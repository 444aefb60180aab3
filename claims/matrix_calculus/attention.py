"""7 Attention"""

import numpy as np

from mathcheck import Matrix, Scalar, Vector, claim, dims, gradient, limit, named, positive
from mathcheck.functions import arange, logsumexp, one_hot_argmax, relu, softmax, unique_maximum

from ._sources import FLASH, VASWANI

q, k, d, e = dims("q k d e")
Q, K, V = Matrix("Q", q, d), Matrix("K", k, d), Matrix("V", k, e)
upstream = Matrix("G", q, e)

S = named("S", Q @ K.T / np.sqrt(d))
P = named("P", softmax(S))
O = named("O", P @ V)
loss = named("L", np.sum(upstream * O))
dP = named("dP", upstream @ V.T)
dS = named("dS", P * (dP - np.sum(upstream * O, axis=-1)[:, None]))

# --- the backward pass, for a loss with gradient G at the output ----------------------------------

by_values = claim(
    gradient(loss, V) == P.T @ upstream,
    item="7.1", title="Backward pass of attention to the values", note=FLASH,
)  # fmt: skip
by_scores = claim(
    gradient(loss, S) == dS,
    item="7.2", title="Backward pass of attention to the scores", note=FLASH,
)  # fmt: skip
by_queries = claim(
    gradient(loss, Q) == dS @ K / np.sqrt(d),
    item="7.3", title="Backward pass of attention to the queries", note=FLASH,
)  # fmt: skip
by_keys = claim(
    gradient(loss, K) == dS.T @ Q / np.sqrt(d),
    item="7.4", title="Backward pass of attention to the keys", note=FLASH,
)  # fmt: skip

# --- softmax in pieces ----------------------------------------------------------------------------

m = dims("m")
s1, s2 = Vector("s_1", k), Vector("s_2", m)
V2 = Matrix("V_2", m, e)
both = np.concatenate([s1, s2])
share = named("a", np.exp(logsumexp(s1) - logsumexp(both)))
online = claim(
    softmax(both) @ np.concatenate([V, V2]) == share * (softmax(s1) @ V) + (1 - share) * (softmax(s2) @ V2),
    item="7.5", title="Attention over two blocks of keys is a mixture of attention over each",
    note="M. Milakov and N. Gimelshein, Online Normalizer Calculation for Softmax, 2018. T. Dao et al., FlashAttention, 2022, section 3.1.",
)  # fmt: skip

# --- symmetries and limits ------------------------------------------------------------------------

key_order = claim(
    softmax(Q @ np.roll(K, 1, axis=0).T / np.sqrt(d)) @ np.roll(V, 1, axis=0) == O,
    item="7.6", title="Attention does not see the order of the keys (moved round by one)",
    note="J. Lee et al., Set Transformer, 2019, section 3.",
)  # fmt: skip

beta, s = Scalar(r"\beta", positive), Vector("s", k)
hard = claim(
    (limit(softmax(beta * s) @ V, beta, np.inf) == one_hot_argmax(s) @ V).given(unique_maximum(s)),
    item="7.7", title="With sharper and sharper scores attention becomes a look-up",
    note="A. Graves, G. Wayne, I. Danihelka, Neural Turing Machines, 2014, section 3.3.1 (the sharpness β).",
)  # fmt: skip
keys = dims("k", low=2)
scores, values = Matrix("S", keys, keys), Matrix("V", keys, e)
seen = arange(keys)[None, :] <= arange(keys)[:, None]
masked = softmax(np.where(seen, scores, -np.inf)) @ values
causal = claim(
    masked[1] == softmax(scores[1, :2]) @ values[:2],
    item="7.8", title="With a causal mask the second position sees the first two values only", note=VASWANI + "section 3.2.3.",
)  # fmt: skip
phi_Q, phi_K = named(r"\varphi_Q", relu(Q) + 1), named(r"\varphi_K", relu(K) + 1)
linear_attention = claim(
    (phi_Q @ phi_K.T) @ V / np.sum(phi_Q @ phi_K.T, axis=-1)[:, None] == phi_Q @ (phi_K.T @ V) / (phi_Q @ np.sum(phi_K, axis=0))[:, None],
    item="7.9", title="Linear attention may multiply keys and values first",
    note="A. Katharopoulos, A. Vyas, N. Pappas, F. Fleuret, Transformers are RNNs, 2020, section 3.2.",
)  # fmt: skip

# --- positions ------------------------------------------------------------------------------------

i, j, omega = Scalar("i"), Scalar("j"), Scalar(r"\omega")
pair, other = Vector("q", 2), Vector("k", 2)


def rotation(angle):
    """The matrix that turns the plane by an angle."""
    return np.stack([np.stack([np.cos(angle), -np.sin(angle)]), np.stack([np.sin(angle), np.cos(angle)])])


rotary = claim(
    (rotation(i * omega) @ pair) @ (rotation(j * omega) @ other) == pair @ rotation((j - i) * omega) @ other,
    item="7.10", title="Rotary embedding: a score depends on the difference of positions only",
    note="J. Su et al., RoFormer: Enhanced Transformer with Rotary Position Embedding, 2021, section 3.2.",
)  # fmt: skip
