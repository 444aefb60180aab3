"""The letters of the sheet: a two-layer net, Linear → f → Linear → g, with columns for vectors and numerator layout."""

import numpy as np

from mathcheck import Matrix, Scalar, Vector, dims, jacobian, named, one_of, positive
from mathcheck.functions import relu, sigmoid

d, h, K = dims("d h K")

x = Vector("x", d)
W1, b1 = Matrix("W^{(1)}", h, d), Vector("b^{(1)}", h)
W2, b2 = Matrix("W^{(2)}", K, h), Vector("b^{(2)}", K)
y = Vector("y", K)
label = Vector("y", K, one_of(0, 1))
eta = Scalar(r"\eta", positive)


class Net:
    """The formulas of one net: pre-activations ``s1``, ``s2``, activations ``a1``, ``prediction``, and a cost ``C``."""

    def __init__(self, f, g, cost, target):
        self.s1 = named("s_1", W1 @ x + b1)
        self.a1 = named("a_1", f(self.s1))
        self.s2 = named("s_2", W2 @ self.a1 + b2)
        self.prediction = named(r"\tilde{y}", g(self.s2))
        self.C = named("C", cost(self.prediction, target))

    @property
    def output_row(self):
        """∂C/∂ỹ · ∂ỹ/∂s₂, a row of K entries."""
        return jacobian(self.C, self.prediction) @ jacobian(self.prediction, self.s2)

    @property
    def hidden_row(self):
        """∂C/∂ỹ · ∂ỹ/∂s₂ · W₂ · ∂a₁/∂s₁, a row of h entries."""
        return self.output_row @ W2 @ jacobian(self.a1, self.s1)


def times(row, tensor):
    """The product of the chain rule when the last factor has more than two axes: sum over the axis that the two share."""
    return np.tensordot(row, tensor, 1)


def squared_error(prediction, target):
    """‖ỹ − y‖²."""
    return np.sum((prediction - target) ** 2)


def cross_entropy(prediction, target):
    """−(1/K) Σ [y log ỹ + (1 − y) log(1 − ỹ)]."""
    return -np.sum(target * np.log(prediction) + (1 - target) * np.log(1 - prediction)) / K


regression = Net(lambda s: 3 * relu(s), lambda s: s, squared_error, y)
classification = Net(np.tanh, sigmoid, squared_error, y)
binary = Net(np.tanh, sigmoid, cross_entropy, label)
