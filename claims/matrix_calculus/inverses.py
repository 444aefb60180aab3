"""2 Determinants and inverses"""

import numpy as np

from mathcheck import Matrix, Scalar, Vector, claim, derivative, dims, directional, gradient, invertible, named, spd
from mathcheck.functions import eye

from ._sources import HORN, MAGNUS, bishop, boyd, cookbook

m, n = dims("m n")
r, s = dims("r s", high=3)  # a determinant of two blocks has many terms
inv, det = np.linalg.inv, np.linalg.det
X, H = Matrix("X", n, n, invertible), Matrix("H", n, n)
S, V = Matrix("S", n, n, spd), Matrix("V", n, n)
a, b, t = Vector("a", n), Vector("b", n), Scalar("t")


def log_det(matrix):
    """log |det|, without overflow."""
    return np.linalg.slogdet(matrix)[1]


# --- determinants ---------------------------------------------------------------------------------

det_gradient = claim(
    gradient(det(X), X) == det(X) * inv(X).T,
    item="2.1", title="Gradient of the determinant", note=cookbook("2.1"),
)  # fmt: skip
jacobi = claim(
    directional(det(X), X, H) == det(X) * np.trace(inv(X) @ H),
    item="2.2", title="Jacobi's formula", note=MAGNUS,
)  # fmt: skip
log_det_gradient = claim(
    gradient(log_det(X), X) == inv(X).T,
    item="2.3", title="Gradient of log |det X|", note=cookbook("2.1") + " " + boyd("section A.4"),
)  # fmt: skip
along = named("M", S + t * V)
log_det_curvature = claim(
    derivative(derivative(log_det(along), t), t) == -np.trace(inv(along) @ V @ inv(along) @ V),
    item="2.4", title="Second derivative of log |det M| along a line", note=boyd("section 3.1.5"),
)  # fmt: skip
determinant_lemma = claim(
    det(X + np.outer(a, b)) == (1 + b @ inv(X) @ a) * det(X),
    item="2.5", title="Determinant of a matrix plus one of rank one", note=HORN,
)  # fmt: skip
P, Q = Matrix("P", m, n), Matrix("Q", n, m)
sylvester = claim(
    det(eye(m) + P @ Q) == det(eye(n) + Q @ P),
    item="2.6", title="Sylvester's determinant identity", note=HORN,
)  # fmt: skip

Y, B, C, D = Matrix("A", r, r, invertible), Matrix("B", r, s), Matrix("C", s, r), Matrix("D", s, s)
schur = claim(
    det(np.block([[Y, B], [C, D]])) == det(Y) * det(D - C @ inv(Y) @ B),
    item="2.7", title="Determinant of a block matrix by the Schur complement", note=cookbook("9.1") + " " + HORN,
)  # fmt: skip

# --- inverses -------------------------------------------------------------------------------------

inverse_derivative = claim(
    directional(inv(X), X, H) == -inv(X) @ H @ inv(X),
    item="2.8", title="Derivative of the inverse", note=cookbook("2.2"),
)  # fmt: skip
inverse_form = claim(
    gradient(a @ inv(X) @ b, X) == -np.outer(inv(X).T @ a, inv(X) @ b),
    item="2.9", title="Gradient of aᵀX⁻¹b", note=cookbook("2.2"),
)  # fmt: skip

rank_one = 1 + b @ inv(X) @ a
sherman_morrison = claim(
    (inv(X + np.outer(a, b)) == inv(X) - np.outer(inv(X) @ a, b @ inv(X)) / rank_one).given(rank_one != 0),
    item="2.10", title="Inverse of a matrix plus one of rank one",
    note="J. Sherman and W. J. Morrison, Adjustment of an Inverse Matrix Corresponding to a Change in One Element, 1950. "
    + cookbook("3.2"),
)  # fmt: skip
K, U = Matrix("K", m, m, spd), Matrix("U", n, m)
woodbury = claim(
    inv(S + U @ K @ U.T) == inv(S) - inv(S) @ U @ inv(inv(K) + U.T @ inv(S) @ U) @ U.T @ inv(S),
    item="2.11", title="Woodbury's identity",
    note="M. A. Woodbury, Inverting Modified Matrices, 1950. " + cookbook("3.2"),
)  # fmt: skip
gaussian = claim(
    gradient((log_det(S) + a @ inv(S) @ a) / 2, S) == (inv(S) - np.outer(inv(S) @ a, inv(S) @ a)) / 2,
    item="2.12", title="Gradient of the Gaussian's negative log-likelihood by the covariance", note=bishop("section 2.3.4"),
)  # fmt: skip
