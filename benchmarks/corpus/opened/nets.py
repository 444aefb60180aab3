"""Small networks, forward and backward"""

import numpy as np

from corpus.fact import stated
from mathcheck.functions import arange, eye, logsumexp, relu, sigmoid, softmax, softplus


def hidden(W, x, b):
    return np.tanh(W @ x + b)


def two_layers(W1, W2, x, y):
    return np.sum((W2 @ relu(W1 @ x) - y) ** 2)


def residual(W1, W2, x, y):
    return W2 @ relu(W1 @ x) - y


def recurrent(c, W, x):
    return c @ np.tanh(W @ np.tanh(W @ x))


def recurrent_slope(c, W, x):
    first = np.tanh(W @ x)
    later = c * (1 - np.tanh(W @ first) ** 2)
    earlier = (W.T @ later) * (1 - first**2)
    return np.outer(later, first) + np.outer(earlier, x)


def truncated_slope(c, W, x):
    first = np.tanh(W @ x)
    return np.outer(c * (1 - np.tanh(W @ first) ** 2), first)


def logistic(X, w, y):
    return np.mean(softplus(-y * (X @ w)))


def reconstruction(X, W):
    return X - X @ W @ W.T


def interaction(V, x):
    return (np.sum((V.T @ x) ** 2) - np.sum(np.sum(V**2, axis=1) * x**2)) / 2


def residual_block_slope(U, V, x):
    return V @ np.diag(1 - np.tanh(U @ x) ** 2) @ U


def first_unit(x):
    return np.where(arange(x.shape[0]) == 0, 1, 0)


FACTS = [
    stated(
        "h tanh layer by its input",
        "gradient",
        "w: h, W: h n, x: n, b: h",
        lambda w, W, x, b: w @ hidden(W, x, b),
        lambda w, W, x, b: W.T @ (w * (1 - hidden(W, x, b) ** 2)),
        by="x",
    ),
    stated(
        "h tanh layer by its weights",
        "gradient",
        "w: h, W: h n, x: n, b: h",
        lambda w, W, x, b: w @ hidden(W, x, b),
        lambda w, W, x, b: np.outer(w * (1 - hidden(W, x, b)) ** 2, x),
        by="W",
        wrong="gross: 1 − tanh² became (1 − tanh)², by a bracket in the wrong place",
    ),
    stated(
        "h relu net by its first weights",
        "gradient",
        "A: h n, B: k h, x: n, y: k",
        two_layers,
        lambda A, B, x, y: np.outer((B.T @ (2 * residual(A, B, x, y))) * np.where(A @ x > 0, 1, 0), x),
        by="A",
        level="nasty",
        why="kinks wherever a unit is at zero",
    ),
    stated(
        "h relu net by its first weights, no mask",
        "gradient",
        "A: h n, B: k h, x: n, y: k",
        two_layers,
        lambda A, B, x, y: np.outer(B.T @ (2 * residual(A, B, x, y)), x),
        by="A",
        wrong="branch: units below zero pass no gradient",
    ),
    stated(
        "h residual block",
        "jacobian",
        "U: h n, V: n h, x: n",
        lambda U, V, x: x + V @ np.tanh(U @ x),
        lambda U, V, x: eye(x.shape[0]) + residual_block_slope(U, V, x),
        by="x",
    ),
    stated(
        "h residual block, first entry not skipped",
        "jacobian",
        "U: h n, V: n h, x: n",
        lambda U, V, x: x + V @ np.tanh(U @ x),
        lambda U, V, x: eye(x.shape[0]) - np.outer(first_unit(x), first_unit(x)) + residual_block_slope(U, V, x),
        by="x",
        wrong="entry: the identity lacks its first diagonal entry",
    ),
    stated("h recurrence of two steps", "gradient", "c: n, W: n n, x: n", recurrent, recurrent_slope, by="W"),
    stated(
        "h recurrence of two steps, truncated",
        "gradient",
        "c: n, W: n n, x: n",
        recurrent,
        truncated_slope,
        by="W",
        wrong="gross: the path through the first step is left out",
    ),
    stated(
        "h logistic regression",
        "gradient",
        "X: m n, w: n, y: m signs",
        logistic,
        lambda X, w, y: -X.T @ (y * sigmoid(-y * (X @ w))) / X.shape[0],
        by="w",
    ),
    stated(
        "h logistic regression, averaged over features",
        "gradient",
        "X: m n, w: n, y: m signs",
        logistic,
        lambda X, w, y: -X.T @ (y * sigmoid(-y * (X @ w))) / X.shape[1],
        by="w",
        wrong="size: the mean is over the m rows; right for square X only",
    ),
    stated(
        "h linear autoencoder",
        "gradient",
        "X: m n, W: n k",
        lambda X, W: np.sum(reconstruction(X, W) ** 2),
        lambda X, W: -2 * (X.T @ reconstruction(X, W) @ W + reconstruction(X, W).T @ X @ W),
        by="W",
    ),
    stated(
        "h linear autoencoder, terms merged",
        "gradient",
        "X: m n, W: n k",
        lambda X, W: np.sum(reconstruction(X, W) ** 2),
        lambda X, W: -4 * (X.T @ reconstruction(X, W) @ W),
        by="W",
        wrong="size: the two terms are transposes of one another and differ unless n = 1",
    ),
    stated(
        "h softmax classifier by its weights",
        "gradient",
        "W: k n, x: n",
        lambda W, x: logsumexp(W @ x) - (W @ x)[0],
        lambda W, x: np.outer(softmax(W @ x) - np.where(arange(W.shape[0]) == 0, 1, 0), x),
        by="W",
    ),
    stated(
        "h pairwise interactions in linear time",
        "identity",
        "V: n k, x: n",
        lambda V, x: np.sum(np.triu((V @ V.T) * np.outer(x, x), 1)),
        interaction,
        level="nasty",
        why="the right side is a difference of large sums",
    ),
    stated(
        "h gated unit",
        "jacobian",
        "A: m n, B: m n, x: n",
        lambda A, B, x: (A @ x) * sigmoid(B @ x),
        lambda A, B, x: sigmoid(B @ x)[:, None] * A + ((A @ x) * sigmoid(B @ x) * (1 - sigmoid(B @ x)))[:, None] * B,
        by="x",
    ),
    stated(
        "h gated unit, rounded",
        "jacobian",
        "A: m n, B: m n, x: n",
        lambda A, B, x: (A @ x) * sigmoid(B @ x),
        lambda A, B, x: 0.99998 * sigmoid(B @ x)[:, None] * A + ((A @ x) * sigmoid(B @ x) * (1 - sigmoid(B @ x)))[:, None] * B,
        by="x",
        wrong="little: the first term has the coefficient 1, not 0.99998",
    ),
    stated(
        "h tanh layer by its bias, first unit",
        "gradient",
        "w: h, W: h n, x: n, b: h",
        lambda w, W, x, b: w @ hidden(W, x, b),
        lambda w, W, x, b: w * np.where(arange(b.shape[0]) == 0, 1, 1 - hidden(W, x, b) ** 2),
        by="b",
        wrong="entry: the first unit is treated as linear",
    ),
]
