"""What a type checker is to report, line by line: ``# E:`` and a part of what it says."""

import math

import numpy as np

from mathcheck import (
    Matrix,
    Scalar,
    Vector,
    check,
    claim,
    derivative,
    dims,
    function,
    gradient,
    hessian,
    jacobian,
    limit,
    proportional,
)

n = dims("n")
x, W, t = Vector("x", n), Matrix("W", n, n), Scalar("t")

dims(3)  # E: Argument 1 to "dims"
Vector(3, n)  # E: Argument 1 to "Vector"
Vector("x", "n")  # E: Argument 2 to "Vector"
Vector("x", n, 3)  # E: Argument 3 to "Vector"

x + "a"  # E: Unsupported operand types for +
x.foo  # E: has no attribute "foo"
x.copy()  # E: has no attribute "copy"
x[0] = 1  # E: Unsupported target for indexed assignment
len(x)  # E: Argument 1 to "len"
float(x)  # E: Argument 1 to "float"
math.exp(x)  # E: Argument 1 to "exp"
range(n)  # E: No overload variant of "range"
[entry for entry in x]  # E: has no attribute "__iter__"
max(x)  # E: No overload variant of "max"

if x:  # E: could always be true
    pass
while W @ x:  # E: could always be true
    pass
choice = 1 if x else 0  # E: could always be true

# mypy does not ask whether a comparison has a truth value: these are refused at run time alone.
if x == W @ x:
    pass
both = x == 1 and x == 2
small = 0 < x < 1

claim("a == b", item="1")  # E: Argument 1 to "claim"
claim(x, item="1")  # E: Argument 1 to "claim"
claim(x == 1)  # E: Missing named argument "item"
claim(x == 1, item="1", expect="false")  # E: Argument "expect" to "claim"
claim(x == 1, item="1", readings=[x == 2])  # E: Argument "readings" to "claim"
claim(x == 1, item="1", tol=1e-6)  # E: Unexpected keyword argument "tol"
check(x)  # E: Argument 1 to "check"

jacobian(W @ x, 3)  # E: Argument 2 to "jacobian"
jacobian(3, x)  # E: Argument 1 to "jacobian"
gradient(lambda v: v @ v, x)  # E: Argument 1 to "gradient"
derivative(np.exp, x)  # E: Argument 1 to "derivative"
hessian(x @ x, "x")  # E: Argument 2 to "hessian"
limit(t, "t", 0)  # E: Argument 2 to "limit"
limit(t, t, 0, side="up")  # E: Argument "side" to "limit"
proportional(x, "x")  # E: Argument 2 to "proportional"

x.given(x > 0)  # E: has no attribute "given"
(x == 1).given("x > 0")  # E: Argument 1 to "given"
function(3)  # E: No overload variant of "function"
function(np.exp, outputs=2)  # E: No overload variant of "function"
