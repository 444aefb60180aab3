"""Small networks: one layer or two, gates, recurrence, tied weights, by their inputs and parameters."""

import numpy as np
from scipy.special import expit

from corpus.fact import stated
from mathcheck.functions import eye, ones, relu, silu, softmax


def hidden(W, x):
    return np.tanh(W @ x)


def slope(W, x):
    return 1 - hidden(W, x) ** 2


def error(V, W, x, y):
    return V @ hidden(W, x) - y


def loss(V, W, x, y):
    return np.sum(error(V, W, x, y) ** 2) / 2


def on(z):
    return np.where(z > 0, 1, 0)


def twice(W, x):
    return np.tanh(W @ np.tanh(W @ x))


FACTS = [
    stated("two layers with tanh by the input", "jacobian", "V: m k, W: k n, x: n", lambda V, W, x: V @ hidden(W, x),
           lambda V, W, x: V * slope(W, x) @ W, by="x"),
    stated("two layers with rectifiers by the input", "jacobian", "V: m k, W: k n, x: n, b: k", lambda V, W, x, b: V @ relu(W @ x + b),
           lambda V, W, x, b: V * on(W @ x + b) @ W, by="x"),
    stated("squared loss by the first layer", "gradient", "V: m k, W: k n, x: n, y: m", loss,
           lambda V, W, x, y: np.outer(V.T @ error(V, W, x, y) * slope(W, x), x), by="W"),
    stated("squared loss by the second layer", "gradient", "V: m k, W: k n, x: n, y: m", loss,
           lambda V, W, x, y: np.outer(error(V, W, x, y), hidden(W, x)), by="V"),
    stated("squared loss by the input of two layers", "gradient", "V: m k, W: k n, x: n, y: m", loss,
           lambda V, W, x, y: W.T @ (V.T @ error(V, W, x, y) * slope(W, x)), by="x"),
    stated("two rectifier layers by the bias", "jacobian", "V: m k, W: k n, x: n, b: k", lambda V, W, x, b: V @ relu(W @ x + b),
           lambda V, W, x, b: V * on(W @ x + b), by="b"),
    stated("residual block", "jacobian", "V: n k, W: k n, x: n", lambda V, W, x: x + V @ hidden(W, x),
           lambda V, W, x: eye(x.shape[0]) + V * slope(W, x) @ W, by="x"),
    stated("gated unit", "jacobian", "A: k n, B: k n, x: n", lambda A, B, x: expit(A @ x) * (B @ x),
           lambda A, B, x: expit(A @ x)[:, None] * B + (expit(A @ x) * (1 - expit(A @ x)) * (B @ x))[:, None] * A, by="x"),
    stated("recurrence of two steps by its state", "jacobian", "W: n n, x: n", twice,
           lambda W, x: (1 - twice(W, x) ** 2)[:, None] * W @ (slope(W, x)[:, None] * W), by="x"),
    stated("a map applied twice by its matrix", "gradient", "W: n n, v: n, x: n", lambda W, v, x: v @ W @ W @ x,
           lambda W, v, x: np.outer(v, W @ x) + np.outer(W.T @ v, x), by="W", why="the matrix occurs twice"),
    stated("tied autoencoder by the input", "jacobian", "W: k n, x: n", lambda W, x: W.T @ hidden(W, x), lambda W, x: W.T * slope(W, x) @ W, by="x"),
    stated("bilinear score by its matrix", "gradient", "x: m, A: m n, y: n", lambda x, A, y: x @ A @ y, lambda x, A, y: np.outer(x, y), by="A"),
    stated("classifier by the input", "jacobian", "W: m n, x: n", lambda W, x: softmax(W @ x),
           lambda W, x: (np.diag(softmax(W @ x)) - np.outer(softmax(W @ x), softmax(W @ x))) @ W, by="x"),
    stated("score of a normalised feature", "gradient", "w: n, x: n", lambda w, x: w @ x / np.linalg.norm(x),
           lambda w, x: w / np.linalg.norm(x) - (w @ x) * x / np.linalg.norm(x) ** 3, by="x"),
    stated("SwiGLU", "jacobian", "A: k n, B: k n, x: n", lambda A, B, x: silu(A @ x) * (B @ x),
           lambda A, B, x: silu(A @ x)[:, None] * B
           + (expit(A @ x) * (1 + (A @ x) * (1 - expit(A @ x))) * (B @ x))[:, None] * A, by="x"),
    stated("a saturated layer", "jacobian", "W: k n, x: n", lambda W, x: np.tanh(40 * (W @ x)),
           lambda W, x: 40 * (1 - np.tanh(40 * (W @ x)) ** 2)[:, None] * W,
           by="x", level="nasty", why="the slope is tiny except near zero, where it is 40"),
    stated("a batch by the weights", "gradient", "X: m n, w: n, y: m", lambda X, w, y: np.sum((np.tanh(X @ w) - y) ** 2),
           lambda X, w, y: 2 * X.T @ ((np.tanh(X @ w) - y) * (1 - np.tanh(X @ w) ** 2)), by="w"),
    stated("two layers, slope forgotten", "jacobian", "V: m k, W: k n, x: n", lambda V, W, x: V @ hidden(W, x), lambda V, W, x: V @ W, by="x",
           wrong="gross: the slope of tanh is missing, 1 only at zero"),
    stated("two layers with rectifiers, gate on the wrong side", "jacobian", "V: n n, W: n n, x: n", lambda V, W, x: V @ relu(W @ x),
           lambda V, W, x: on(W @ x)[:, None] * V @ W, by="x", wrong="gross: the gate belongs between the two matrices"),
    stated("two layers with rectifiers, bias ignored by the gate", "jacobian", "V: m k, W: k n, x: n, b: k", lambda V, W, x, b: V @ relu(W @ x + b),
           lambda V, W, x, b: V * on(W @ x) @ W, by="x", wrong="branch: wrong where the bias changes the sign of a unit"),
    stated("squared loss by the first layer, slope of the input", "gradient", "V: m k, W: k n, x: n, y: m", loss,
           lambda V, W, x, y: np.outer(V.T @ error(V, W, x, y) * (1 - hidden(W, x)), x), by="W", wrong="gross: the tanh is not squared in its slope"),
    stated("squared loss by the second layer, doubled", "gradient", "V: m k, W: k n, x: n, y: m", loss,
           lambda V, W, x, y: 2 * np.outer(error(V, W, x, y), hidden(W, x)), by="V", wrong="gross: the half cancels the 2"),
    stated("squared loss by the second layer, before the activation", "gradient", "V: m k, W: k n, x: n, y: m", loss,
           lambda V, W, x, y: np.outer(error(V, W, x, y), W @ x), by="V", wrong="gross: the activation, not its argument, multiplies"),
    stated("residual block without its shortcut", "jacobian", "V: n k, W: k n, x: n", lambda V, W, x: x + V @ hidden(W, x),
           lambda V, W, x: V * slope(W, x) @ W, by="x", wrong="gross: the identity is missing"),
    stated("gated unit, gate held fixed", "jacobian", "A: k n, B: k n, x: n", lambda A, B, x: expit(A @ x) * (B @ x),
           lambda A, B, x: expit(A @ x)[:, None] * B, by="x", wrong="gross: the gate depends on x too"),
    stated("a map applied twice, counted once", "gradient", "W: n n, v: n, x: n", lambda W, v, x: v @ W @ W @ x,
           lambda W, v, x: np.outer(v, W @ x), by="W", wrong="gross: the matrix occurs twice"),
    stated("a map applied twice, commuted", "gradient", "W: n n, v: n, x: n", lambda W, v, x: v @ W @ W @ x,
           lambda W, v, x: np.outer(v, W @ x) + np.outer(W @ v, x), by="W", wrong="region: the second term needs W transposed"),
    stated("recurrence, both slopes of the last step", "jacobian", "W: n n, x: n", twice,
           lambda W, x: (1 - twice(W, x) ** 2)[:, None] * W @ ((1 - twice(W, x) ** 2)[:, None] * W), by="x",
           wrong="gross: the inner step has the slope at its own state"),
    stated("tied autoencoder, one sided", "gradient", "W: k n, x: n", lambda W, x: np.sum(W.T @ (W @ x)),
           lambda W, x: np.outer(W @ x, ones(x.shape[0])), by="W",
           wrong="gross: encoder and decoder share the matrix; half of the gradient is missing"),
    stated("classifier by the input, diagonal only", "jacobian", "W: m n, x: n", lambda W, x: softmax(W @ x),
           lambda W, x: np.diag(softmax(W @ x)) @ W,
           by="x", wrong="gross: the softmax's outer product is missing"),
    stated("score of a normalised feature, power of the length", "gradient", "w: n, x: n", lambda w, x: w @ x / np.linalg.norm(x),
           lambda w, x: w / np.linalg.norm(x) - (w @ x) * x / np.linalg.norm(x) ** 2, by="x",
           wrong="gross: the third power divides; right on the sphere"),
    stated("SwiGLU with a gate slope slightly off", "jacobian", "A: k n, B: k n, x: n", lambda A, B, x: silu(A @ x) * (B @ x),
           lambda A, B, x: silu(A @ x)[:, None] * B
           + (expit(A @ x) * (1 + 1.001 * (A @ x) * (1 - expit(A @ x))) * (B @ x))[:, None] * A, by="x",
           wrong="little: one term a thousandth too large"),
    stated("a saturated layer, called flat", "jacobian", "W: k n, x: n", lambda W, x: np.tanh(40 * (W @ x)),
           lambda W, x: np.where(np.abs(W @ x) < 0.05, 40 * (1 - np.tanh(40 * (W @ x)) ** 2), 0)[:, None] * W, by="x",
           wrong="branch: beyond 0.05 the slope is small, not zero", witness={"W": [[0.5]], "x": [0.25]}),
    stated("two rectifier layers by the bias, dead unit revived", "jacobian", "V: m k, W: k n, x: n, b: k",
           lambda V, W, x, b: V @ relu(W @ x + b), lambda V, W, x, b: V * np.where(W @ x + b > -0.5, 1, 0), by="b",
           wrong="branch: units between -1/2 and 0 are off"),
    stated("a batch by the weights, mean for sum", "gradient", "X: m n, w: n, y: m", lambda X, w, y: np.sum((np.tanh(X @ w) - y) ** 2),
           lambda X, w, y: 2 * X.T @ ((np.tanh(X @ w) - y) * (1 - np.tanh(X @ w) ** 2)) / y.shape[0], by="w",
           wrong="size: the loss is a sum; the same for one row"),
]  # fmt: skip
