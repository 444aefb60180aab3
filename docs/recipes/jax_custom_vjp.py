"""A JAX custom_vjp: logsumexp of every row"""

import jax
import jax.numpy as jnp
import numpy as np

from mathcheck import Matrix, Vector, claim, function, gradient

jax.config.update("jax_enable_x64", True)  # without it JAX computes in single precision: see single_precision.py


@jax.custom_vjp
def logsumexp(x):
    top = x.max(axis=-1, keepdims=True)
    return jnp.log(jnp.exp(x - top).sum(axis=-1)) + top[..., 0]


def saved(x):
    value = logsumexp(x)
    return value, (x, value)


def backward(residuals, g):
    x, value = residuals
    return (g[..., None] * jnp.exp(x - value[..., None]),)


def forgetful(residuals, g):
    """The same, for g = 1 only: a test that calls ``jax.grad`` of one such function does not see it."""
    x, value = residuals
    return (jnp.exp(x - value[..., None]),)


logsumexp.defvjp(saved, backward)

broken = jax.custom_vjp(logsumexp.fun)
broken.defvjp(saved, forgetful)


def vjp(f):
    return function(jax.jit(lambda g, x: jax.vjp(f, x)[1](g)[0]), name="vjp")


# Sizes are numbers here: JAX compiles anew for every shape.
X, g = Matrix("X", 3, 4), Vector("g", 3)

forward = function(jax.jit(logsumexp), name="logsumexp")(X)

by_x = claim(vjp(logsumexp)(g, X) == gradient(np.sum(g * forward), X), item="x", title="logsumexp, by its input")
by_x_broken = claim(
    vjp(broken)(g, X) == gradient(np.sum(g * forward), X), item="x, broken", title="g is forgotten", expect="refuted"
)
