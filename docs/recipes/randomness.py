"""Random functions: the random numbers are arguments"""

import numpy as np

from mathcheck import Matrix, Scalar, Vector, claim, dims, function, gradient, integers, one_of

KEEP = 0.8


# Dropout: the mask is drawn outside, and the function is a formula.
def dropout(x, mask):
    return x * mask / KEEP


def dropout_backward(g, mask):
    return g * mask / KEEP


def unscaled(g, mask):
    return g * mask


b, n = dims("b n")
X, G = Matrix("X", b, n), Matrix("G", b, n)
M = Matrix("M", b, n, one_of(0, 1))

L = np.sum(G * function(dropout)(X, M))

by_x = claim(function(dropout_backward)(G, M) == gradient(L, X), item="dropout", title="Dropout, the mask an argument")
by_x_broken = claim(
    function(unscaled)(G, M) == gradient(L, X),
    item="dropout, broken",
    title="1/p is missing in the backward pass",
    expect="refuted",
)


# Code that draws inside, from a seed: the seed is an argument, a whole number.
def sample(mu, log_sigma, seed):
    noise = np.random.default_rng(int(seed)).normal(size=mu.shape)
    return mu + np.exp(log_sigma) * noise


def sample_backward(g, log_sigma, seed):
    noise = np.random.default_rng(int(seed)).normal(size=g.shape)
    return g, g * np.exp(log_sigma) * noise


def sample_backward_wrong(g, log_sigma, seed):
    """By σ, where log σ was asked for."""
    return g, g * np.random.default_rng(int(seed)).normal(size=g.shape)


mu, log_sigma, g = Vector(r"\mu", n), Vector(r"\lambda", n), Vector("g", n)
seed = Scalar("s", integers(0, 999))

expected = g @ function(sample)(mu, log_sigma, seed)
dmu, dlog_sigma = function(sample_backward, name="backward", outputs="dmu dlog_sigma")(g, log_sigma, seed)
_, wrong = function(sample_backward_wrong, outputs="dmu dlog_sigma")(g, log_sigma, seed)

by_mu = claim(dmu == gradient(expected, mu), item="μ", title="A reparametrised sample, by its mean")
by_log_sigma = claim(dlog_sigma == gradient(expected, log_sigma), item="log σ", title="…, by the logarithm of its deviation")
by_log_sigma_broken = claim(
    wrong == gradient(expected, log_sigma), item="log σ, broken", title="The derivative is by σ", expect="refuted"
)
