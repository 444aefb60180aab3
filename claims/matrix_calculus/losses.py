"""4 Softmax and losses"""

import numpy as np

from mathcheck import (
    Matrix,
    Scalar,
    Vector,
    claim,
    derivative,
    dims,
    gradient,
    hessian,
    interval,
    jacobian,
    limit,
    named,
    one_of,
    positive,
    simplex,
)
from mathcheck.functions import log_softmax, logsumexp, relu, sigmoid, softmax, softplus

from ._sources import HINTON, bishop, boyd

K, N, d = dims("K N d")
z, y = Vector("z", K), Vector("y", K, simplex)
t, c = Scalar("t"), Scalar("c")
p = named("p", softmax(z))

# --- sigmoid and activations ----------------------------------------------------------------------

sigmoid_derivative = claim(
    derivative(sigmoid(t), t) == sigmoid(t) * (1 - sigmoid(t)),
    item="4.1", title="Derivative of the logistic sigmoid", note=bishop("equation 4.88"),
)  # fmt: skip

# --- softmax --------------------------------------------------------------------------------------

softmax_jacobian = claim(
    jacobian(softmax(z), z) == np.diag(p) - np.outer(p, p),
    item="4.2", title="Jacobian of softmax", note=bishop("equation 4.106"),
)  # fmt: skip
softmax_shift = claim(
    softmax(z + c) == softmax(z),
    item="4.3", title="Softmax does not see a shift of all logits",
    note="I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, 2016, section 6.2.2.3.",
)  # fmt: skip
logsumexp_gradient = claim(
    gradient(logsumexp(z), z) == softmax(z),
    item="4.4", title="Gradient of log-sum-exp", note=boyd("section A.4"),
)  # fmt: skip
logsumexp_hessian = claim(
    hessian(logsumexp(z), z) == np.diag(p) - np.outer(p, p),
    item="4.5", title="Hessian of log-sum-exp", note=boyd("section 3.1.5"),
)  # fmt: skip

# --- cross-entropies ------------------------------------------------------------------------------

cross_entropy = claim(
    gradient(-np.sum(y * log_softmax(z)), z) == softmax(z) - y,
    item="4.6", title="Gradient of the cross-entropy by the logits", note=bishop("section 4.3.4"),
)  # fmt: skip

Phi, w, label = Matrix(r"\Phi", N, d), Vector("w", d), Vector("t", N, one_of(0, 1))
likelihood = np.sum(softplus(Phi @ w) - label * (Phi @ w))
logistic_gradient = claim(
    gradient(likelihood, w) == Phi.T @ (sigmoid(Phi @ w) - label),
    item="4.7", title="Gradient of logistic regression", note=bishop("equation 4.91"),
)  # fmt: skip
chances = named("y", sigmoid(Phi @ w))
logistic_hessian = claim(
    hessian(likelihood, w) == Phi.T @ np.diag(chances * (1 - chances)) @ Phi,
    item="4.8", title="Hessian of logistic regression", note=bishop("equation 4.97"),
)  # fmt: skip

share = Scalar("y", interval(0, 1))
stable = claim(
    relu(t) - t * share + np.log1p(np.exp(-abs(t))) == -share * np.log(sigmoid(t)) - (1 - share) * np.log(1 - sigmoid(t)),
    item="4.9", title="Binary cross-entropy from a logit, without overflow",
    note="The documentation of TensorFlow, sigmoid_cross_entropy_with_logits.",
)  # fmt: skip
entropy = named("H", -np.sum(p * np.log(p)))
entropy_gradient = claim(
    gradient(entropy, z) == -p * (np.log(p) + entropy),
    item="4.10", title="Gradient of the entropy of softmax by the logits",
    note="R. J. Williams and J. Peng, Function Optimization Using Connectionist Reinforcement Learning Algorithms, 1991 "
    "(entropy as a regulariser; its gradient by 4.5).",
)  # fmt: skip

# --- distillation ---------------------------------------------------------------------------------

v, T, hotter = Vector("v", K), Scalar("T", positive), Scalar("T", positive)
distillation = claim(
    gradient(-np.sum(softmax(v / T) * log_softmax(z / T)), z) == (softmax(z / T) - softmax(v / T)) / T,
    item="4.11", title="Gradient of distillation at temperature T", note=HINTON,
)  # fmt: skip
distillation_limit = claim(
    limit(hotter * (softmax(z / hotter) - softmax(v / hotter)), hotter, np.inf) == ((z - np.mean(z)) - (v - np.mean(v))) / K,
    item="4.12", title="At high temperature distillation matches logits", note=HINTON,
)  # fmt: skip

# --- other losses ---------------------------------------------------------------------------------

focusing = Scalar(r"\gamma", interval(0, 5))
probability = named("p_t", sigmoid(t))
focal = claim(
    derivative(-((1 - probability) ** focusing) * np.log(probability), t)
    == (1 - probability) ** focusing * (focusing * probability * np.log(probability) + probability - 1),
    item="4.13", title="Derivative of the focal loss for a positive example",
    note="T.-Y. Lin, P. Goyal, R. Girshick, K. He, P. Dollár, Focal Loss for Dense Object Detection, 2017, appendix.",
)  # fmt: skip
delta = Scalar(r"\delta", positive)
huber = claim(
    derivative(np.where(abs(t) <= delta, t**2 / 2, delta * (abs(t) - delta / 2)), t) == np.clip(t, -delta, delta),
    item="4.14", title="Derivative of Huber's loss", note="P. J. Huber, Robust Estimation of a Location Parameter, 1964.",
)  # fmt: skip
