"""Functions to use in claims beside NumPy's own: activations, losses, one-hot vectors, arrays of a symbolic size.

>>> from mathcheck import Vector, dims
>>> softmax(Vector("z", dims("K")))
softmax(z)
"""

from mathcheck.language.functions import (
    arange,
    eye,
    gelu,
    gelu_tanh,
    is_symmetric,
    leaky_relu,
    log_softmax,
    logsumexp,
    one_hot_argmax,
    ones,
    relu,
    sigmoid,
    silu,
    softmax,
    softplus,
    unique_maximum,
    zeros,
)

__all__ = [
    "arange",
    "eye",
    "gelu",
    "gelu_tanh",
    "is_symmetric",
    "leaky_relu",
    "log_softmax",
    "logsumexp",
    "one_hot_argmax",
    "ones",
    "relu",
    "sigmoid",
    "silu",
    "softmax",
    "softplus",
    "unique_maximum",
    "zeros",
]
