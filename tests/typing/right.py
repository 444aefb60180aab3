"""What people write, and a type checker has nothing to say against."""

from typing import Any, assert_type

import numpy as np
from numpy.typing import NDArray

import mathcheck.functions as f
from mathcheck import (
    Array,
    Claim,
    Evidence,
    Matrix,
    Scalar,
    Vector,
    check,
    claim,
    derivative,
    dims,
    directional,
    function,
    gradient,
    hessian,
    jacobian,
    limit,
    named,
    positive,
    proportional,
    simplex,
    spd,
)
from mathcheck.language.expression import Expr
from mathcheck.language.relations import Relation
from mathcheck.language.sizes import Size

# One size, or several: both as they are used.
n = dims("n")
k, m = dims("k m", low=2)
assert_type(m, Size)

x, p = Vector("x", n), Vector("p", n, simplex)
W, S = Matrix("W", m, n), Matrix("S", n, n, spd)
B, t = Array("B", k, m, n), Scalar("t", positive)
u = Vector("u", 2 * n + 1)

# Operators and methods make formulas, with numbers and arrays on either side.
assert_type(W @ x, Expr)
assert_type(-x + 2 * x / n - x**2, Expr)
assert_type(1 / n, Expr)
assert_type(x @ np.ones(3), Expr)
assert_type(x[0], Expr)
assert_type(W[:, None, 0] // 2 % 3, Expr)
assert_type(W.T.sum(axis=0, keepdims=True).reshape(n, 1), Expr)
assert_type(x.std(ddof=1) + x.clip(0, 1).max() + abs(x).mean(), Expr)

# Comparisons state; they join with & and take hypotheses.
assert_type(x == 0, Relation)
assert_type(x != 0, Relation)
assert_type(x <= W @ x, Relation)
assert_type(1 < x, Relation)
assert_type((x > 0) & (x < 1), Relation)
assert_type((x == 1).given(x > 0, f.unique_maximum(x)), Relation)
assert_type(proportional(x, 2 * x), Relation)

# NumPy declares that its functions return arrays; what takes a formula takes those as well.
assert_type(np.exp(x), NDArray[Any])
inverse = claim(np.linalg.inv(S) @ S == f.eye(n), item="1")
norm = claim(gradient(np.linalg.norm(x), x) == x / np.linalg.norm(x), item="2")
cases = claim(derivative(np.where(x > 0, x, 0), x) == np.where(x > 0, 1, 0), item="3")
left = claim(jacobian(np.ones(3) * x, x) == 1, item="4")
bounded = claim(np.linalg.norm(p) <= 1, item="5", readings={"the maximum": np.max(p) <= 1})

# Derivatives and limits are formulas.
assert_type(jacobian(W @ x, x), Expr)
assert_type(gradient(np.sum(np.tanh(x)), x) + hessian(x @ x, x) @ x, Expr)
assert_type(directional(x @ x, x, [1, 2]), Expr)
assert_type(limit(t / (1 + t), t, np.inf), Expr)
assert_type(limit(1 / t, t, 0, side="+"), Expr)
assert_type(named("s", W @ x), Expr)


# Functions of one's own.
def backward(g: Any, x: Any) -> tuple[Any, Any]:
    return g * x, g


dx, dg = function(backward, outputs="dx dg")(t, x)
once = function(np.tanh, name="layer")(x)

assert_type(claim(dx == t * x, item="6", title="…", note="…", expect="refuted"), Claim)
assert_type(check(x == x + 0 * once, max_examples=10), Evidence)
assert_type(check(inverse).verdict == "holds", bool)
