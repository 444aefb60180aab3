"""Large functions: 100,000 parameters along one direction"""

import numpy as np

from mathcheck import Matrix, claim, directional, function, unit_interval


def loss(w, x, y):
    return 0.5 * np.mean((np.tanh(x @ w) - y) ** 2)


def loss_backward(w, x, y):
    out = np.tanh(x @ w)
    return x.T @ ((out - y) * (1 - out**2)) / y.size


def wrong_corner(w, x, y):
    """Right, but for an edge: one row of the gradient is never written."""
    dw = loss_backward(w, x, y)
    dw[-1] = 0
    return dw


# Sizes are numbers: what is large is the point of it. Inputs of moderate size, so that tanh is not flat.
W, V = Matrix("W", 500, 200, unit_interval), Matrix("V", 500, 200)
X, Y = Matrix("X", 8, 500) / 500, Matrix("Y", 8, 200, unit_interval)

slope = directional(function(loss)(W, X, Y), W, V)

along_v = claim(slope == np.sum(function(loss_backward)(W, X, Y) * V), item="W", title="100,000 parameters")
along_v_broken = claim(
    slope == np.sum(function(wrong_corner)(W, X, Y) * V), item="W, broken", title="One row in 500 is wrong", expect="refuted"
)
