"""5 Normalisation layers"""

import numpy as np

from mathcheck import Matrix, Scalar, Vector, claim, dims, gradient, jacobian, named, positive
from mathcheck.functions import eye, ones

from ._sources import IOFFE, WEIGHTNORM

m, n, d = dims("m n d")
x, g, a = Vector("x", n), Vector(r"\gamma", n), Scalar("a", positive)
epsilon = Scalar(r"\varepsilon", positive)

LAYERNORM = "J. L. Ba, J. R. Kiros, G. E. Hinton, Layer Normalization, 2016, "
RMSNORM = "B. Zhang and R. Sennrich, Root Mean Square Layer Normalization, 2019, "
SCALE = "T. van Laarhoven, L2 Regularization versus Batch and Weight Normalization, 2017."


def centred(x):
    """x − mean(x)."""
    return x - np.mean(x)


def deviation(x, epsilon=0):
    """√(var(x) + ε)."""
    return np.sqrt(np.mean(centred(x) ** 2) + epsilon)


# --- layer normalisation --------------------------------------------------------------------------

s = named("s", deviation(x, epsilon))
x_hat = named(r"\hat{x}", centred(x) / s)
layernorm_jacobian = claim(
    jacobian(x_hat, x) == (eye(n) - ones(n, n) / n - np.outer(x_hat, x_hat) / n) / s,
    item="5.1", title="Jacobian of layer normalisation", note=LAYERNORM + "section 3 (the layer; its Jacobian by the quotient rule).",
)  # fmt: skip
moved = centred(a * x + 1) / deviation(a * x + 1)
layernorm_invariance = claim(
    (moved == centred(x) / deviation(x)).given(deviation(x) > 0),
    item="5.2", title="Layer normalisation without ε sees neither scale nor shift of its input", note=LAYERNORM + "section 5.1.",
)  # fmt: skip

# --- batch normalisation --------------------------------------------------------------------------

X, upstream = Matrix("X", m, d), Matrix("G", m, d)
gamma, beta = Vector(r"\gamma", d), Vector(r"\beta", d)
mu = named(r"\mu", np.mean(X, axis=0))
spread = named("s", np.sqrt(np.mean((X - mu) ** 2, axis=0) + epsilon))
X_hat = named(r"\hat{X}", (X - mu) / spread)
loss = named("L", np.sum(upstream * (gamma * X_hat + beta)))

batchnorm_input = claim(
    gradient(loss, X)
    == gamma / (m * spread) * (m * upstream - np.sum(upstream, axis=0) - X_hat * np.sum(upstream * X_hat, axis=0)),
    item="5.3", title="Backward pass of batch normalisation to its input, for a loss with gradient G at the output", note=IOFFE,
)  # fmt: skip
batchnorm_gain = claim(
    gradient(loss, gamma) == np.sum(upstream * X_hat, axis=0),
    item="5.4", title="Backward pass of batch normalisation to its gain", note=IOFFE,
)  # fmt: skip


# --- root mean square and weight normalisation ----------------------------------------------------

rms = named("r", np.sqrt(np.mean(x**2) + epsilon))
rmsnorm_jacobian = claim(
    jacobian(g * x / rms, x) == np.diag(g) @ (eye(n) - np.outer(x, x) / (n * rms**2)) / rms,
    item="5.5", title="Jacobian of root mean square normalisation with a gain", note=RMSNORM + "section 4.",
)  # fmt: skip

u, gain, target = Vector("v", n), Scalar("g"), Vector("y", m)
A = Matrix("A", m, n)
weight = named("w", gain * u / np.linalg.norm(u))
cost = named("L", np.sum((A @ weight - target) ** 2))
by_weight = gradient(cost, weight)
by_gain = by_weight @ u / np.linalg.norm(u)
weightnorm_gain = claim(
    (gradient(cost, gain) == by_gain).given(np.linalg.norm(u) > 0),
    item="5.6", title="Weight normalisation: gradient by the length g, for a squared error", note=WEIGHTNORM,
)  # fmt: skip
weightnorm_direction = claim(
    (gradient(cost, u) == gain / np.linalg.norm(u) * by_weight - gain * by_gain / (u @ u) * u).given(np.linalg.norm(u) > 0),
    item="5.7", title="Weight normalisation: gradient by the direction v, for a squared error", note=WEIGHTNORM,
)  # fmt: skip
orthogonal_gradient = claim(
    (gradient(cost, u) @ u == 0).given(np.linalg.norm(u) > 0),
    item="5.8", title="The gradient by the direction is orthogonal to it", note=WEIGHTNORM,
)  # fmt: skip


def error(w):
    """A squared error that sees the direction of w only."""
    return np.sum((A @ w / np.linalg.norm(w) - target) ** 2)


scaled = named("w", a * u)
effective_rate = claim(
    (gradient(error(scaled), scaled) == gradient(error(u), u) / a).given(np.linalg.norm(u) > 0),
    item="5.9", title="Weights that are normalised: a times as large, the gradient is a times as small", note=SCALE,
)  # fmt: skip
