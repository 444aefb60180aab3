"""3 Norms"""

import numpy as np

from mathcheck import Matrix, Scalar, Vector, claim, dims, gradient, interval, jacobian, limit, named
from mathcheck.functions import eye

from ._sources import HORN, cookbook

m, n = dims("m n")
norm = np.linalg.norm
x, y = Vector("x", n), Vector("y", n)
X = Matrix("X", m, n)
unit = x / norm(x)

euclidean = claim(
    (gradient(norm(x), x) == x / norm(x)).given(norm(x) > 0),
    item="3.1", title="Gradient of the Euclidean norm", note=cookbook("2.6"),
)  # fmt: skip
normalised = claim(
    (jacobian(unit, x) == (eye(n) - np.outer(unit, unit)) / norm(x)).given(norm(x) > 0),
    item="3.2", title="Jacobian of a vector divided by its norm", note=cookbook("2.6"),
)  # fmt: skip
frobenius_squared = claim(
    gradient(norm(X) ** 2, X) == 2 * X,
    item="3.3", title="Gradient of the squared Frobenius norm", note=cookbook("2.7"),
)  # fmt: skip
absolute_sum = claim(
    gradient(np.sum(abs(x)), x) == np.sign(x),
    item="3.4", title="Gradient of the sum of absolute values, where it exists",
    note="R. T. Rockafellar, Convex Analysis, 1970, section 23 (a single subgradient is the gradient).",
)  # fmt: skip

p, grows = Scalar("p", interval(2, 6)), Scalar("p", interval(2, np.inf))


def p_norm(x, p):
    """(Σ |xᵢ|ᵖ)^(1/p)."""
    return np.sum(abs(x) ** p) ** (1 / p)


p_norm_gradient = claim(
    (gradient(p_norm(x, p), x) == x * abs(x) ** (p - 2) / p_norm(x, p) ** (p - 1)).given(norm(x) > 0),
    item="3.5", title="Gradient of the p-norm", note=HORN,
)  # fmt: skip
p_norm_limit = claim(
    limit(p_norm(x, grows), grows, np.inf) == np.max(abs(x)),
    item="3.6", title="The p-norm tends to the largest absolute value", note=HORN,
)  # fmt: skip
cauchy_schwarz = claim(
    abs(x @ y) <= norm(x) * norm(y),
    item="3.7", title="The inequality of Cauchy and Schwarz", note=HORN,
)  # fmt: skip
cosine = named("c", x @ y / (norm(x) * norm(y)))
cosine_gradient = claim(
    (gradient(cosine, x) == (y / norm(y) - cosine * unit) / norm(x)).given(norm(x) > 0, norm(y) > 0),
    item="3.8", title="Gradient of the cosine similarity", note=cookbook("2.6") + " It is 3.1 with the quotient rule.",
)  # fmt: skip
