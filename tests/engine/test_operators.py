"""For every operator and relation: claims that are true and must hold, and near misses that are false and must be refuted.

Each near miss is wrong by little, or only somewhere: by 0.1 %, only at zeros, only from n = 3 on, only when transposed. A checker
that misses one of these would pass a wrong answer; one that refutes a true claim would be believed by nobody.
"""

import numpy as np
import pytest
import scipy.special

from mathcheck import (
    Array,
    Matrix,
    Scalar,
    Vector,
    check,
    derivative,
    dims,
    directional,
    function,
    gradient,
    hessian,
    integers,
    interval,
    invertible,
    jacobian,
    limit,
    named,
    one_hot,
    one_of,
    orthogonal,
    positive,
    proportional,
    signs,
    simplex,
    spd,
    symmetric,
    unit_interval,
    unit_norm,
)
from mathcheck.functions import (
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

k, m, n = dims("k m n")
x, y, z, v = Vector("x", n), Vector("y", n), Vector("z", n), Vector("v", n)
W, B, A, C = Matrix("W", m, n), Matrix("B", n, k), Matrix("A", n, n), Matrix("C", n, n)
S, H, G, Q = Matrix("S", n, n, symmetric), Matrix("H", n, n, spd), Matrix("G", n, n, invertible), Matrix("Q", n, n, orthogonal)
p, q, u = Vector("p", n, positive), Vector("q", n, simplex), Vector("u", n, unit_norm)
f = Vector("f", n, unit_interval)
s, t, a = Scalar("s"), Scalar("t"), Scalar("a", positive)
e, sg = Vector("e", n, one_hot), Vector("y", n, signs)
X = Array("X", m, n, k)
sx = softmax(x)
code = function(lambda v: v**3, name="cube")
w = named("w", A @ x)

TRUE = {
    # derivatives of linear maps
    "Wx": jacobian(W @ x, x) == W,
    "xA (row)": jacobian(x @ A, x) == A.T,
    "sum": gradient(np.sum(x), x) == ones(n),
    "mean": gradient(np.mean(x), x) == ones(n) / n,
    "by a matrix": gradient(np.sum(W @ x), W) == np.outer(ones(m), x),
    "trace": gradient(np.trace(A @ C), A) == C.T,
    "matrix by matrix": jacobian(W @ B, W) == np.einsum("ia,jb->ibaj", eye(m), B),
    # quadratic forms, norms
    "quadratic": gradient(x @ A @ x, x) == (A + A.T) @ x,
    "quadratic symmetric": gradient(x @ S @ x, x) == 2 * S @ x,
    "by the matrix": gradient(x @ A @ y, A) == np.outer(x, y),
    "squared norm": gradient(x @ x, x) == 2 * x,
    "norm": gradient(np.linalg.norm(x), x) == x / np.linalg.norm(x),
    "Frobenius": gradient(np.sum(W**2), W) == 2 * W,
    "hessian": hessian(x @ A @ x, x) == A + A.T,
    "directional": directional(x @ A @ x, x, v) == ((A + A.T) @ x) @ v,
    # determinant and inverse
    "det": gradient(np.linalg.det(G), G) == np.linalg.det(G) * np.linalg.inv(G).T,
    "logdet": gradient(np.linalg.slogdet(H)[1], H) == np.linalg.inv(H).T,
    "inverse": directional(np.linalg.inv(G), G, A) == -np.linalg.inv(G) @ A @ np.linalg.inv(G),
    "G G^-1": G @ np.linalg.inv(G) == eye(n),
    "orthogonal": eye(n) == Q.T @ Q,
    "kron": np.kron(A, C) @ np.kron(C, A) == np.kron(A @ C, C @ A),
    # elementwise
    "exp": derivative(np.exp(x), x) == np.exp(x),
    "log": derivative(np.log(p), p) == 1 / p,
    "sqrt": derivative(np.sqrt(p), p) == 0.5 / np.sqrt(p),
    "power": derivative(p**a, p) == a * p ** (a - 1),
    "tanh": derivative(np.tanh(x), x) == 1 - np.tanh(x) ** 2,
    "sigmoid": derivative(sigmoid(x), x) == sigmoid(x) * (1 - sigmoid(x)),
    "softplus": derivative(softplus(x), x) == sigmoid(x),
    "silu": derivative(silu(x), x) == sigmoid(x) * (1 + x * (1 - sigmoid(x))),
    "gelu": derivative(gelu(x), x) == scipy.special.ndtr(x) + x * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi),
    "relu": derivative(relu(x), x) == np.where(x > 0, 1, 0),
    "leaky relu": derivative(leaky_relu(x, 0.01), x) == np.where(x > 0, 1, 0.01),
    "abs": derivative(np.abs(x), x) == np.sign(x),
    "x|x| is smooth": derivative(x * np.abs(x), x) == 2 * np.abs(x),
    "clip": derivative(np.clip(x, -1, 1), x) == np.where(np.abs(x) < 1, 1, 0),
    "erf": derivative(scipy.special.erf(x), x) == 2 / np.sqrt(np.pi) * np.exp(-(x**2)),
    "arctan": derivative(np.arctan(x), x) == 1 / (1 + x**2),
    "logit": derivative(np.log(f / (1 - f)), f) == 1 / (f * (1 - f)),
    "by a scalar": derivative(np.sin(t * x), t) == x * np.cos(t * x),
    "black box": derivative(code(x), x) == 3 * x**2,
    "black box along a direction": directional(code(x), x, y) == 3 * x**2 * y,
    "by a sub-expression": gradient(np.sum(np.tanh(w)), w) == 1 - np.tanh(w) ** 2,
    # softmax and losses
    "softmax": jacobian(sx, x) == np.diag(sx) - np.outer(sx, sx),
    "logsumexp": gradient(logsumexp(x), x) == sx,
    "log-softmax": jacobian(log_softmax(x), x) == eye(n) - np.outer(ones(n), sx),
    "cross-entropy": gradient(-np.sum(q * log_softmax(x)), x) == sx - q,
    "entropy": gradient(-np.sum(q * np.log(q)), q) == -np.log(q) - 1,
    "chain": jacobian(np.tanh(W @ x), x) == np.diag(1 - np.tanh(W @ x) ** 2) @ W,
    "second derivative by nesting": jacobian(gradient(np.sum(np.exp(x)), x), x) == np.diag(np.exp(x)),
    # identities
    "sin²+cos²": np.sin(x) ** 2 + np.cos(x) ** 2 == 1,
    "naive softmax": sx == np.exp(x) / np.sum(np.exp(x)),
    "cancellation": (1 + s) - 1 == s,
    "difference of squares": (s + t) * (s - t) == s**2 - t**2,
    "ill-conditioned": np.linalg.inv(np.linalg.inv(H)) == H,
    "scaled by 1e-12": gradient(1e-12 * x @ x, x) == 2e-12 * x,
    "scaled by 1e12": gradient(1e12 * x @ x, x) == 2e12 * x,
    "huge offset": derivative(1e8 + np.sin(t), t) == np.cos(t),
    "zero derivative": gradient(np.sum(sx), x) == 0,
    "expm1": np.expm1(s) == 2 * np.exp(s / 2) * np.sinh(s / 2),
    "arange": np.sum(arange(n)) == n * (n - 1) / 2,
    "indexing": np.concatenate([x[:1], x[1:]]) == x * 1,
    "3-D": np.einsum("ijk->kji", X) == np.transpose(X),
    "zeros": zeros(n) + x == x,
    "one-hot": e @ e == 1,
    "signs": sg * sg == 1,
    "tanh form of gelu": gelu_tanh(x) == 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))),
    # inequalities
    "Cauchy–Schwarz": (x @ y) ** 2 <= (x @ x) * (y @ y),
    "triangle": np.linalg.norm(x + y) <= np.linalg.norm(x) + np.linalg.norm(y),
    "AM-GM": (p + 1) / 2 >= np.sqrt(p),
    "softmax is positive": sx >= 0,
    "tanh below 1": np.tanh(s) ** 2 <= 1,
    "strict": np.exp(s / 100) > 0,
    "Jensen": np.exp(np.sum(q * x) / 50) <= np.sum(q * np.exp(x / 50)),
    "not equal": s**2 + 1 != 0,
    "unit norm": u @ u == 1,
    # hypotheses
    "given an inequality": (np.abs(x) == x).given(x >= 0),
    "given an equation": (A @ C == C @ A).given(C == A),
    "given symmetry": (gradient(x @ A @ x, x) == 2 * A @ x).given(is_symmetric(A)),
    "given a size": (softmax(x) == 1).given(n == 1),
    "both": (np.sum(sx) == 1) & (sx >= 0),
    # limits
    "limit at infinity": limit(np.tanh(a * t), t, np.inf) == 1,
    "softmax limit": (limit(softmax(t * x), t, np.inf) == one_hot_argmax(x)).given(unique_maximum(x)),
    "sin t / t": limit(np.sin(a * t) / t, t, 0) == a,
    "one side": limit(np.where(t > 0, 1, -1) * a, t, 0, side="-") == -a,
    "algebraic": limit((s * t + 1) / (t + 2), t, np.inf) == s,
    "logarithmic": limit(a + 1 / np.log(t), t, np.inf) == a,
    "infinite": limit(a * t**2, t, -np.inf) == np.inf,
    "Euler": limit((1 + s / (16 * t)) ** (16 * t), t, np.inf) == np.exp(s),
    "of the moving letter alone": s + limit((1 - np.cos(t)) / t**2, t, 0) == s + 0.5,
    "cancellation on the way": s * limit((np.exp(t) - 1 - t) / t**2, t, 0) == s / 2,
    "divergence behind rounding": limit((1 - np.cos(t)) / t**3, t, 0, side="+") == np.inf,
    # proportionality
    "proportional": proportional(gradient(x @ x, x), x),
    "descent": proportional(-gradient(0.5 * (s - v @ x) ** 2, v), (s - v @ x) * x),
}

FALSE = {
    "Wx transposed": jacobian(A @ x, x) == A.T,
    "row transposed": jacobian(x @ A, x) == A,
    "0.1 % in a coefficient": gradient(x @ x, x) == 2.002 * x,
    "1e-5 in a coefficient": gradient(x @ A @ x, x) == (1 + 1e-5) * (A + A.T) @ x,
    "1e-9 in a coefficient": gradient(x @ x, x) == (2 + 1e-9) * x,
    "missing 1/n": gradient(np.mean(x), x) == ones(n),
    "only for symmetric A": gradient(x @ A @ x, x) == 2 * A @ x,
    "only for n = 1": jacobian(sx, x) == np.diag(sx * (1 - sx)),
    "only for n < 3": np.sum(x) == np.where(n > 2, np.sum(x) * 1.001, np.sum(x)),
    "only for n < 5": np.sum(x) == np.where(n > 4, np.sum(x) * 1.001, np.sum(x)),
    "only at zeros": np.sign(x) ** 2 == 1,
    "only at ties": np.sum(np.where(x == np.max(x), 1, 0)) == 1,
    "only for negative": np.abs(x) == x,
    "only for large": np.minimum(x, 100) == x,
    "only above a threshold": derivative(relu(x), x) == np.where(x > 0.5, 1, 0),
    "one entry": jacobian(W @ x, x) == W + 1e-4 * np.outer(one_hot_argmax(W[:, 0]), one_hot_argmax(x)),
    "sign": gradient(np.sum(np.cos(x)), x) == np.sin(x),
    "ones for identity": jacobian(1 * x, x) == ones(n, n),
    "neighbouring function": derivative(np.tanh(x), x) == 1 - sigmoid(x) ** 2,
    "missing transpose": gradient(np.trace(A @ C), A) == C,
    "missing term": derivative(silu(x), x) == sigmoid(x),
    "det without its factor": gradient(np.linalg.det(G), G) == np.linalg.inv(G).T,
    "inverse without the sign": directional(np.linalg.inv(G), G, A) == np.linalg.inv(G) @ A @ np.linalg.inv(G),
    "elementwise for matrix product": A @ C == A * C,
    "commuting": A @ C == C @ A,
    "hessian by half": hessian(x @ A @ x, x) == A,
    "black box off": derivative(code(x), x) == 3.001 * x**2,
    "tanh form for the exact": gelu(x) == 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))),
    "identity off by 1e-7": np.sin(x) ** 2 + np.cos(x) ** 2 == 1 + 1e-7,
    "offset hides it": derivative(1e8 + np.sin(t), t) == np.cos(t) + 1e-3,
    "scaled": gradient(1e-12 * x @ x, x) == 2.001e-12 * x,
    "a strict inequality at equality": (p + 1) / 2 > np.sqrt(p),
    "an inequality the wrong way": np.linalg.norm(x + y) >= np.linalg.norm(x) + np.linalg.norm(y),
    "false for few": np.abs(s) <= 1000,
    "not below": s**2 > 0,
    "unequal at one point": s != 0,
    "a limit off": limit(np.tanh(a * t), t, np.inf) == 1 + 1e-6,
    "a limit at ties": limit(softmax(t * x), t, np.inf) == one_hot_argmax(x),
    "a limit's constant": limit(np.sin(a * t) / t, t, 0) == 1.001 * a,
    "a finite limit of a divergence": limit(a * t, t, np.inf) == 5,
    "one side for the other": limit(np.where(t > 0, 1, -1) * a, t, 0, side="-") == a,
    "rounding of the moving letter alone": s + limit((1 - np.cos(t)) / t**2, t, 0) == s,
    "growth of rounding alone": limit((np.exp(t) - 1 - t) / t**2, t, 0, side="+") == -np.inf,
    "the other infinity behind rounding": limit((np.exp(t) - 1 - t) / t**3, t, 0, side="+") == -np.inf,
    "proportional with the wrong sign": proportional(-gradient(x @ x, x), x),
    "proportional by a factor that varies": proportional(x * (x @ x), x),
    "one half of both": (np.sum(sx) == 1) & (sx > 0.1),
    "given too little": (gradient(x @ A @ x, x) == 2 * A @ x).given(A[0, 0] > 0),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_claims_hold(name):
    evidence = check(TRUE[name])
    assert (evidence.verdict, evidence.reason) == ("holds", evidence.reason)


@pytest.mark.parametrize("name", FALSE)
def test_near_misses_are_refuted_and_confirmed(name):
    evidence = check(FALSE[name])
    assert (evidence.verdict, evidence.reason) == ("refuted", evidence.reason)
    assert evidence.simplest is not None
    assert evidence.simplest.method != ""
    assert np.any(np.asarray(evidence.simplest.wrong.entries))


@pytest.mark.parametrize("name", ["quadratic", "softmax", "cancellation", "softmax limit", "norm", "clip", "Jensen"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_other_seeds_agree_on_true_claims(name, seed):
    assert check(TRUE[name], seed=seed).verdict == "holds"


@pytest.mark.parametrize(
    "name", ["only at zeros", "only at ties", "only for n < 5", "only for large", "1e-9 in a coefficient", "not below"]
)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_other_seeds_agree_on_near_misses(name, seed):
    assert check(FALSE[name], seed=seed).verdict == "refuted"


def test_the_domains_construct_members():
    # Without this a domain could silently produce values outside itself, and refute what holds inside.
    for relation in [
        (Vector("g", n, interval(-1, 2)) <= 2) & (Vector("h", n, integers(2, 4)) >= 2),
        (Scalar("o", one_of(1, 4)) >= 1) & (Scalar("o2", one_of(1, 4)) <= 4),
        S == S.T,
        np.sum(q) == 1,
        (H == H.T) & (np.linalg.det(H) > 0),
        np.abs(np.linalg.det(G)) > 0,
    ]:
        assert check(relation).verdict == "holds"
