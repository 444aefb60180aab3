"""6 Optimiser steps"""

import numpy as np

from mathcheck import Matrix, Scalar, Vector, claim, dims, gradient, limit, named, positive, spd, unit_interval
from mathcheck.functions import arange, eye, ones

from ._sources import KINGMA, LOSHCHILOV, SUTSKEVER, VASWANI, nocedal

n, T = dims("n T")
inv, norm = np.linalg.inv, np.linalg.norm
A, b = Matrix("A", n, n, spd), Vector("b", n)
w, g = Vector("w", n), Vector("g", n)
eta, mu, epsilon = Scalar(r"\eta", positive), Scalar(r"\mu", unit_interval), Scalar(r"\varepsilon", positive)


def objective(w):
    """½ wᵀAw − bᵀw, whose gradient is Aw − b."""
    return w @ A @ w / 2 - b @ w


def slope(w):
    """Aw − b."""
    return A @ w - b


# --- gradient descent on a quadratic function -----------------------------------------------------

minimum = inv(A) @ b
descent_error = claim(
    w - eta * gradient(objective(w), w) - minimum == (eye(n) - eta * A) @ (w - minimum),
    item="6.1", title="A step of gradient descent multiplies the error by I − ηA",
    note=nocedal("section 3.3") + " B. T. Polyak, Some Methods of Speeding Up the Convergence of Iteration Methods, 1964.",
)  # fmt: skip
steepest = named(r"\eta^*", slope(w) @ slope(w) / (slope(w) @ A @ slope(w)))
steepest_descent = claim(
    (A @ (w - steepest * slope(w)) @ slope(w) == b @ slope(w)).given(norm(slope(w)) > 0),
    item="6.2", title="After an exact line search the next gradient is orthogonal", note=nocedal("section 3.3"),
)  # fmt: skip
damping = Scalar(r"\lambda", positive)
damped = limit(damping * inv(A + damping * eye(n)) @ g, damping, np.inf)
levenberg = claim(
    damped == g,
    item="6.3", title="A strongly damped Newton step points along the gradient",
    note="D. W. Marquardt, An Algorithm for Least-Squares Estimation of Nonlinear Parameters, 1963. " + nocedal("section 10.3"),
)  # fmt: skip
y = Vector("y", n)
rho = named(r"\rho", 1 / (y @ w))
updated = (eye(n) - rho * np.outer(w, y)) @ A @ (eye(n) - rho * np.outer(y, w)) + rho * np.outer(w, w)
bfgs_secant = claim(
    (updated @ y == w).given(y @ w > 0),
    item="6.4", title="The BFGS update of the inverse Hessian satisfies the secant equation", note=nocedal("section 6.1"),
)  # fmt: skip

# --- momentum -------------------------------------------------------------------------------------

velocity = Vector("v", n)
v1 = mu * velocity - eta * slope(w)
w1 = named("w_1", w + v1)
v2 = mu * v1 - eta * slope(w1)
w2 = w1 + v2
heavy_ball = claim(
    w2 == w1 - eta * slope(w1) + mu * (w1 - w),
    item="6.5", title="Momentum with a velocity is Polyak's heavy ball",
    note="B. T. Polyak, Some Methods of Speeding Up the Convergence of Iteration Methods, 1964. " + SUTSKEVER,
)  # fmt: skip

n1 = mu * velocity - eta * slope(w + mu * velocity)
u1 = named("u_1", w + n1)
u2 = u1 + mu * n1 - eta * slope(u1 + mu * n1)
ahead = named("y_1", u1 + mu * (u1 - w))
nesterov = claim(
    u2 == ahead - eta * slope(ahead),
    item="6.6", title="Nesterov's method: the form with a velocity is the one with a look-ahead",
    note="Y. Nesterov, A Method for Solving a Convex Programming Problem with Convergence Rate O(1/k²), 1983. " + SUTSKEVER,
)  # fmt: skip

# --- Adam -----------------------------------------------------------------------------------------

G, beta, beta2 = Matrix("G", T, n), Scalar(r"\beta_1", unit_interval), Scalar(r"\beta_2", unit_interval)
weights = named("c", (1 - beta) * beta ** (T - 1 - arange(T)))
average_sums_short = claim(
    np.sum(weights) == 1 - beta**T,
    item="6.7", title="The weights of the moving average fall short of 1 by the power β^T", note=KINGMA + "section 3.",
)  # fmt: skip
bias_correction = claim(
    (weights @ G / (1 - beta**T) == g).given(np.outer(ones(T), g) == G),
    item="6.8", title="The bias correction is right for gradients that stay the same", note=KINGMA + "section 3.",
)  # fmt: skip


def adam_direction(steps, epsilon):
    """m̂ / (√v̂ + ε) after these gradients, from zero."""
    m = v = 0 * g
    for step in steps:
        m, v = beta * m + (1 - beta) * step, beta2 * v + (1 - beta2) * step**2
    count = len(steps)
    return (m / (1 - beta**count)) / (np.sqrt(v / (1 - beta2**count)) + epsilon)


adam_first = claim(
    adam_direction([g], epsilon) == g / (abs(g) + epsilon),
    item="6.9", title="The first step of Adam depends on the gradient's sign and hardly on its size", note=KINGMA + "section 2.",
)  # fmt: skip
c, g2 = Scalar("c", positive), Vector("g_2", n)
adam_scale = claim(
    (adam_direction([c * g, c * g2], 0) == adam_direction([g, g2], 0)).given(np.all(g != 0)),
    item="6.10", title="Without ε Adam's steps do not change when all gradients are scaled (two steps)", note=KINGMA + "section 2.1.",
)  # fmt: skip

# --- regularisation, clipping, schedules ----------------------------------------------------------

weight_decay = claim(
    w - eta * gradient(objective(w) + damping / 2 * w @ w, w) == (1 - eta * damping) * w - eta * gradient(objective(w), w),
    item="6.11", title="For gradient descent an L² penalty is weight decay", note=LOSHCHILOV + "proposition 1.",
)  # fmt: skip
clipping = claim(
    (norm(g * np.minimum(1, c / norm(g))) == np.minimum(norm(g), c)).given(norm(g) > 0),
    item="6.12", title="Clipping by the norm keeps gradients up to the threshold and shortens longer ones to it",
    note="R. Pascanu, T. Mikolov, Y. Bengio, On the Difficulty of Training Recurrent Neural Networks, 2013, section 3.2.",
)  # fmt: skip
step, warmup = Scalar("t", positive), Scalar("t_w", positive)
schedule = claim(
    np.minimum(step**-0.5, step * warmup**-1.5) <= warmup**-0.5,
    item="6.13", title="The learning rate with warm-up is largest where warm-up ends", note=VASWANI + "equation 3.",
)  # fmt: skip
