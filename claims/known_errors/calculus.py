"""1 Matrix calculus"""

import numpy as np

from mathcheck import Matrix, Vector, claim, dims, directional, gradient, invertible, jacobian, spd
from mathcheck.functions import eye

m, n = dims("m n")
inv, det, norm = np.linalg.inv, np.linalg.det, np.linalg.norm
x, a, b = Vector("x", n), Vector("a", n), Vector("b", n)
A, C, X = Matrix("A", n, n), Matrix("C", n, m), Matrix("X", m, n)
P, Q, H = Matrix("P", n, n, invertible), Matrix("Q", n, n, invertible), Matrix("H", n, n)
S = Matrix("S", n, n, spd)

symmetric_gradient = claim(
    gradient(np.linalg.slogdet(S)[1], S) == 2 * inv(S) - np.diag(np.diag(inv(S))),
    item="1.1", title="log det of a symmetric matrix has the gradient 2S⁻¹ − S⁻¹∘I", expect="refuted",
    readings={"the gradient on the symmetric matrices": gradient(np.linalg.slogdet(S)[1], S) == inv(S)},
    note="Published in several books and handbooks, with G + Gᵀ − G∘I for any gradient G: it counts the entries beside the diagonal "
    "twice, so its trace product with a symmetric step is not the change of log det. S. Srinivasan and N. Panda, What is the gradient of "
    "a scalar function of a symmetric matrix?, 2023.",
)  # fmt: skip
quadratic_form = claim(
    gradient(x @ A @ x, x) == 2 * A @ x,
    item="1.2", title="xᵀAx has the gradient 2Ax", expect="refuted",
    readings={"any square matrix": gradient(x @ A @ x, x) == (A + A.T) @ x},
    note="A common slip: true for a symmetric matrix only.",
)  # fmt: skip
trace_transposed = claim(
    gradient(np.trace(C @ X), X) == C,
    item="1.3", title="tr(CX) has the gradient C", expect="refuted",
    readings={"with the transpose": gradient(np.trace(C @ X), X) == C.T},
    note="A common slip: the entry Xᵢⱼ meets Cⱼᵢ in the trace, so a transpose is missing.",
)  # fmt: skip
determinant = claim(
    gradient(det(P), P) == det(P) * inv(P),
    item="1.4", title="det P has the gradient det(P) P⁻¹", expect="refuted",
    readings={"with the transpose": gradient(det(P), P) == det(P) * inv(P).T},
    note="A common slip: the gradient is the matrix of cofactors, and the adjugate is its transpose.",
)  # fmt: skip
square = claim(
    directional(A @ A, A, H) == 2 * A @ H,
    item="1.5", title="The derivative of A² along H is 2AH", expect="refuted",
    readings={"in both orders": directional(A @ A, A, H) == A @ H + H @ A},
    note="A common slip: the power rule of numbers needs that A and H commute.",
)  # fmt: skip
inverse = claim(
    directional(inv(P), P, H) == -inv(P) @ inv(P) @ H,
    item="1.6", title="The derivative of the inverse along H is −P⁻²H", expect="refuted",
    readings={"H between the inverses": directional(inv(P), P, H) == -inv(P) @ H @ inv(P)},
    note="A common slip: the rule for 1/p, which needs that P and H commute.",
)  # fmt: skip
inverse_of_a_product = claim(
    inv(P @ Q) == inv(P) @ inv(Q),
    item="1.7", title="The inverse of a product is the product of the inverses", expect="refuted",
    readings={"in the opposite order": inv(P @ Q) == inv(Q) @ inv(P)},
    note="A common slip: what was done last is undone first.",
)  # fmt: skip
denominator = 1 + b @ inv(P) @ a
rank_one = claim(
    (inv(P + np.outer(a, b)) == inv(P) + np.outer(inv(P) @ a, b @ inv(P)) / denominator).given(denominator != 0),
    item="1.8", title="The formula of Sherman and Morrison with a plus", expect="refuted",
    readings={
        "with a minus": (inv(P + np.outer(a, b)) == inv(P) - np.outer(inv(P) @ a, b @ inv(P)) / denominator).given(denominator != 0),
    },
    note="A common slip: adding to the matrix takes from its inverse; the plus belongs to the denominator.",
)  # fmt: skip
unit_vector = claim(
    (jacobian(x / norm(x), x) == eye(n) / norm(x)).given(norm(x) > 0),
    item="1.9", title="x / ‖x‖ has the Jacobian I / ‖x‖", expect="refuted",
    readings={
        "the norm differentiated too": (jacobian(x / norm(x), x) == (eye(n) - np.outer(x, x) / (x @ x)) / norm(x)).given(norm(x) > 0),
    },
    note="A common slip: the norm is taken for a constant, though no step along x changes the direction.",
)  # fmt: skip
