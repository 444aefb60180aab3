"""2 Losses, layers and optimisers"""

import numpy as np

from mathcheck import (
    Matrix,
    Scalar,
    Vector,
    claim,
    derivative,
    dims,
    gradient,
    jacobian,
    limit,
    named,
    positive,
    simplex,
    unit_interval,
)
from mathcheck.functions import eye, log_softmax, ones, sigmoid, softmax

K, n = dims("K n")
z, y, x, w, g = Vector("z", K), Vector("y", K, simplex), Vector("x", n), Vector("w", n), Vector("g", n)
t = Scalar("t")
a, eta, epsilon, decay = (Scalar(name, positive) for name in ("a", r"\eta", r"\varepsilon", r"\lambda"))

# --- losses ---------------------------------------------------------------------------------------

p = named("p", softmax(z))
softmax_diagonal = claim(
    jacobian(softmax(z), z) == np.diag(p * (1 - p)),
    item="2.1", title="The Jacobian of softmax is diagonal", expect="refuted",
    readings={"the entries beside the diagonal too": jacobian(softmax(z), z) == np.diag(p) - np.outer(p, p)},
    note="A common slip: the sigmoid's rule, entry by entry, though every output contains every logit in its sum.",
)  # fmt: skip
sigmoid_twice = claim(
    derivative(sigmoid(t), t) == t * (1 - t),
    item="2.2", title="The sigmoid has the derivative t(1 − t)", expect="refuted",
    readings={"of the output": derivative(sigmoid(t), t) == sigmoid(t) * (1 - sigmoid(t))},
    note="A common slip in hand-written backward passes: the rule is in terms of the output, and is given the input.",
)  # fmt: skip
cross_entropy_sign = claim(
    gradient(-np.sum(y * log_softmax(z)), z) == y - softmax(z),
    item="2.3", title="The cross-entropy has the gradient y − p", expect="refuted",
    readings={"the other sign": gradient(-np.sum(y * log_softmax(z)), z) == softmax(z) - y},
    note="A common slip: y − p is the direction of descent, so a minus in the step turns it into ascent.",
)  # fmt: skip
v, T, hotter = Vector("v", K), Scalar("T", positive), Scalar("T", positive)


def distillation(T):
    """T² times the gradient of the cross-entropy at temperature T, by the logits z."""
    return T * (softmax(z / T) - softmax(v / T))


temperature = claim(
    distillation(T) == softmax(z) - softmax(v),
    item="2.4", title="T² times the gradient of distillation does not depend on T", expect="refuted",
    readings={
        "in the limit of high temperature": limit(distillation(hotter), hotter, np.inf)
        == (z - np.mean(z) - v + np.mean(v)) / K,
    },
    note="A common reading of the advice to multiply by T². G. Hinton, O. Vinyals, J. Dean, Distilling the Knowledge in a Neural Network, "
    "2015, section 2, says that the size scales so, and derives it for high temperatures.",
)  # fmt: skip

# --- layers ---------------------------------------------------------------------------------------


def deviation(x, epsilon=0):
    """√(var(x) + ε)."""
    return np.sqrt(np.mean((x - np.mean(x)) ** 2) + epsilon)


constant_statistics = claim(
    jacobian((x - np.mean(x)) / deviation(x, epsilon), x) == eye(n) / deviation(x, epsilon),
    item="2.5", title="Mean and variance are constants in the backward pass of a normalisation layer", expect="refuted",
    readings={
        "mean and variance differentiated too": jacobian((x - np.mean(x)) / deviation(x, epsilon), x)
        == (eye(n) - ones(n, n) / n - np.outer(x - np.mean(x), x - np.mean(x)) / (n * deviation(x, epsilon) ** 2))
        / deviation(x, epsilon),
    },
    note="A common slip. S. Ioffe and C. Szegedy, Batch Normalization, 2015, section 2, describes how training goes wrong when the "
    "step ignores that the statistics depend on the weights.",
)  # fmt: skip


def rms(x, epsilon=0):
    """√(mean(x²) + ε)."""
    return np.sqrt(np.mean(x**2) + epsilon)


scale = claim(
    a * x / rms(a * x, epsilon) == x / rms(x, epsilon),
    item="2.6", title="A normalisation layer does not see the scale of its input", expect="refuted",
    readings={
        "without ε": (a * x / rms(a * x) == x / rms(x)).given(rms(x) > 0),
        "ε scaled as the mean square is": a * x / rms(a * x, a**2 * epsilon) == x / rms(x, epsilon),
    },
    note="A common simplification: ε, which layers have in practice, breaks it for small inputs. Here for the layer of B. Zhang and "
    "R. Sennrich, Root Mean Square Layer Normalization, 2019.",
)  # fmt: skip

# --- optimisers -----------------------------------------------------------------------------------

A, b = Matrix("A", n, n), Vector("b", n)
slope = named(r"\nabla f", A @ w - b)


def adam(w, g):
    """The first step of Adam."""
    return w - eta * g / (abs(g) + epsilon)


decoupled = claim(
    adam(w, slope + decay * w) == adam(w, slope) - eta * decay * w,
    item="2.7", title="In Adam an L² penalty is weight decay", expect="refuted",
    readings={"in plain gradient descent": w - eta * (slope + decay * w) == w - eta * slope - eta * decay * w},
    note="A common mix-up, also in libraries for a long time: the penalty is divided by the size of the gradient as well. "
    "I. Loshchilov and F. Hutter, Decoupled Weight Decay Regularization, 2019, propositions 1 and 2; here at the first step.",
)  # fmt: skip
m, s = Scalar("m"), Scalar("v", positive)
c1, c2 = Scalar("c_1", unit_interval), Scalar("c_2", unit_interval)  # 1 − β₁ᵗ and 1 − β₂ᵗ
corrected = (m / c1) / (np.sqrt(s / c2) + epsilon)
rate = np.sqrt(c2) / c1
adam_epsilon = claim(
    corrected == rate * m / (np.sqrt(s) + epsilon),
    item="2.8", title="Adam's bias corrections c₁ = 1 − β₁ᵗ and c₂ = 1 − β₂ᵗ may be moved into the learning rate", expect="refuted",
    readings={"with ε scaled": corrected == rate * m / (np.sqrt(s) + epsilon * np.sqrt(c2))},
    note="A common slip: D. P. Kingma and J. Ba, Adam, 2015, section 2, gives the more efficient order with another letter for ε, "
    "and that must be smaller by the same root.",
)  # fmt: skip
mu, eta2, velocity, g2 = Scalar(r"\mu", unit_interval), Scalar(r"\eta_2", positive), Vector("v", n), Vector("g_2", n)


def inside(rate, second):
    """Two steps with the learning rate inside the velocity."""
    v1 = mu * velocity - rate * g
    return w + v1 + mu * v1 - second * g2


def outside(rate, second):
    """Two steps with the learning rate outside the velocity, from the same velocity in the first step."""
    v1 = -mu * velocity / rate + g
    return w - rate * v1 - second * (mu * v1 + g2)


momentum = claim(
    inside(eta, eta2) == outside(eta, eta2),
    item="2.9", title="Momentum may have its learning rate inside or outside the velocity", expect="refuted",
    readings={"the learning rate stays the same": inside(eta, eta) == outside(eta, eta)},
    note="A common mix-up: a learning rate that changes acts on the old velocity in one form and not in the other. The documentation "
    "of PyTorch says so of torch.optim.SGD, whose form is not that of I. Sutskever et al., 2013.",
)  # fmt: skip
