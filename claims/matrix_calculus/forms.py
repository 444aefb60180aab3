"""1 Linear and quadratic forms, traces"""

import numpy as np

from mathcheck import Matrix, Scalar, Vector, claim, dims, gradient, hessian, jacobian, named, positive, spd, symmetric
from mathcheck.functions import eye

from ._sources import MAGNUS, bishop, cookbook

m, n, k = dims("m n k")
x, a = Vector("x", n), Vector("a", n)
A, b = Matrix("A", m, n), Vector("b", m)
X, B, S = Matrix("X", m, n), Matrix("B", n, n), Matrix("S", n, n, symmetric)

# --- forms ----------------------------------------------------------------------------------------

linear = claim(
    gradient(a @ x, x) == a,
    item="1.1", title="Gradient of a linear form", note=cookbook("2.4"),
)  # fmt: skip
affine = claim(
    jacobian(A @ x + b, x) == A,
    item="1.2", title="Jacobian of an affine map", note=MAGNUS,
)  # fmt: skip
bilinear = claim(
    gradient(b @ X @ a, X) == np.outer(b, a),
    item="1.3", title="Gradient of a bilinear form by its matrix", note=cookbook("2.4"),
)  # fmt: skip
quadratic = claim(
    gradient(x @ B @ x, x) == (B + B.T) @ x,
    item="1.4", title="Gradient of a quadratic form", note=cookbook("2.4"),
)  # fmt: skip
quadratic_symmetric = claim(
    gradient(x @ S @ x, x) == 2 * S @ x,
    item="1.5", title="Gradient of a quadratic form with a symmetric matrix", note=cookbook("2.4"),
)  # fmt: skip
quadratic_hessian = claim(
    hessian(x @ B @ x, x) == B + B.T,
    item="1.6", title="Hessian of a quadratic form", note=cookbook("2.4"),
)  # fmt: skip
least_squares = claim(
    gradient(np.sum((A @ x - b) ** 2), x) == 2 * A.T @ (A @ x - b),
    item="1.7", title="Gradient of the squared error of a linear model", note=cookbook("2.4"),
)  # fmt: skip

strength = Scalar(r"\lambda", positive)
ridge_solution = named(r"\hat{w}", np.linalg.inv(A.T @ A + strength * eye(n)) @ A.T @ b)
penalised = np.sum((A @ ridge_solution - b) ** 2) + strength * ridge_solution @ ridge_solution
ridge = claim(
    gradient(penalised, ridge_solution) == 0,
    item="1.8", title="Ridge regression: the gradient vanishes at the solution",
    note="A. E. Hoerl and R. W. Kennard, Ridge Regression: Biased Estimation for Nonorthogonal Problems, 1970. " + bishop("section 3.1.4"),
)  # fmt: skip

mu, Sigma = Vector(r"\mu", n), Matrix(r"\Sigma", n, n, spd)
distance = (x - mu) @ np.linalg.inv(Sigma) @ (x - mu)
mahalanobis = claim(
    gradient(distance, mu) == -2 * np.linalg.inv(Sigma) @ (x - mu),
    item="1.9", title="Gradient of the Mahalanobis distance by the mean", note=cookbook("2.4") + " " + bishop("section 2.3.4"),
)  # fmt: skip

quotient = named("r", x @ S @ x / (x @ x))
rayleigh = claim(
    (gradient(quotient, x) == 2 * (S @ x - quotient * x) / (x @ x)).given(x @ x > 0),
    item="1.10", title="Gradient of the Rayleigh quotient",
    note="P.-A. Absil, R. Mahony, R. Sepulchre, Optimization Algorithms on Matrix Manifolds, 2008, chapter 2.",
)  # fmt: skip

# --- traces ---------------------------------------------------------------------------------------

C, D, F = Matrix("C", n, m), Matrix("D", m, m), Matrix("F", n, k)
H = Matrix("H", k, m)

trace_cyclic = claim(
    np.trace(X @ F @ H) == np.trace(H @ X @ F),
    item="1.11", title="The trace of a product may be turned", note=cookbook("1.1"),
)  # fmt: skip
trace_linear = claim(
    gradient(np.trace(C @ X), X) == C.T,
    item="1.12", title="Gradient of tr(CX)", note=cookbook("2.5"),
)  # fmt: skip
trace_quadratic = claim(
    gradient(np.trace(X.T @ D @ X), X) == (D + D.T) @ X,
    item="1.13", title="Gradient of tr(XᵀDX)", note=cookbook("2.5"),
)  # fmt: skip
vec_of_a_product = claim(
    (D @ X @ F).T.ravel() == np.kron(F.T, D) @ X.T.ravel(),
    item="1.14", title="The columns of DXF are a Kronecker product times those of X", note=cookbook("10.2") + " " + MAGNUS,
)  # fmt: skip
