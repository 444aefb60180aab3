"""1.2 Conceptual questions"""

import numpy as np
import scipy.special

from mathcheck import Matrix, Scalar, Vector, claim, derivative, dims, jacobian, limit, unchecked
from mathcheck.functions import gelu, leaky_relu, one_hot_argmax, ones, relu, softmax, unique_maximum

# --- (a) softmax ----------------------------------------------------------------------------------

n = dims("n")
z, beta = Vector("z", n), Scalar(r"\beta")
moving = Scalar(r"\beta")
at_beta = softmax(beta * z)
becomes = softmax(moving * z)
ties = np.where(z == np.max(z), 1, 0)

softmax_sums_to_one = claim(
    np.sum(at_beta) == 1,
    item="1.2(a)", title="The outputs of softmax add up to 1",
)  # fmt: skip
softmax_nonnegative = claim(
    at_beta >= 0,
    item="1.2(a)", title="The outputs of softmax are not negative",
)  # fmt: skip
softmax_definition = claim(
    at_beta == np.exp(beta * z) / np.sum(np.exp(beta * z)),
    item="1.2(a)", title="Softmax with coldness β",
)  # fmt: skip
softmax_limit = claim(
    limit(becomes, moving, np.inf) == one_hot_argmax(z),
    item="1.2(a)", title="Softmax tends to argmax as β grows",
    readings={
        "the maximum is unique": (limit(becomes, moving, np.inf) == one_hot_argmax(z)).given(unique_maximum(z)),
        "ties share equally": limit(becomes, moving, np.inf) == ties / np.sum(ties),
    },
)  # fmt: skip
softmax_hot = claim(
    limit(becomes, moving, 0) == ones(n) / n,
    item="1.2(a)", title="Softmax tends to the uniform distribution as β tends to 0",
)  # fmt: skip
softmax_negative = claim(
    limit(becomes, moving, -np.inf) == one_hot_argmax(-z),
    item="1.2(a)", title="Softmax tends to argmin as β tends to −∞",
    readings={
        "the minimum is unique": (limit(becomes, moving, -np.inf) == one_hot_argmax(-z)).given(unique_maximum(-z))
    },
)  # fmt: skip
softargmax = unchecked(
    item="1.2(a)", title="Softmax is actually a soft argmax", reason="a remark about names; its content is the limit above",
)  # fmt: skip

# --- (b), (c) figures -----------------------------------------------------------------------------

figure_1 = unchecked(item="1.2(b)", title="Computational graph (figure 1)", reason="the figure is not in the text")
figure_2 = unchecked(item="1.2(c)", title="Curves of four derivatives (figure 2)", reason="the figure is not in the text")

t = Scalar("t")
slope = Scalar(r"\alpha")

gelu_derivative = claim(
    derivative(gelu(t), t) == scipy.special.ndtr(t) + t * np.exp(-(t**2) / 2) / np.sqrt(2 * np.pi),
    item="1.2(c)", title="Derivative of GELU",
)  # fmt: skip
leaky_relu_derivative = claim(
    derivative(leaky_relu(t, slope), t) == np.where(t > 0, 1, slope),
    item="1.2(c)", title="Derivative of LeakyReLU with slope α",
)  # fmt: skip
relu_derivative = claim(
    derivative(relu(t), t) == np.where(t > 0, 1, 0),
    item="1.2(c)", title="Derivative of ReLU",
)  # fmt: skip
tanh_derivative = claim(
    derivative(np.tanh(t), t) == 1 - np.tanh(t) ** 2,
    item="1.2(c)", title="Derivative of tanh",
)  # fmt: skip

# --- (d) sums of linear maps ----------------------------------------------------------------------

m, k = dims("m k")
A1, A2, v = Matrix("W_1", m, n), Matrix("W_2", m, n), Vector("x", n)
f, g = A1 @ v, A2 @ v

sum_first = claim(jacobian(f, v) == A1, item="1.2(d)(a)", title="Jacobian of f(x) = W₁x")
sum_second = claim(jacobian(g, v) == A2, item="1.2(d)(a)", title="Jacobian of g(x) = W₂x")
sum_rule = claim(jacobian(f + g, v) == jacobian(f, v) + jacobian(g, v), item="1.2(d)(b)", title="Jacobian of a sum")
sum_matrix = claim(jacobian(f + g, v) == A1 + A2, item="1.2(d)(b)", title="Jacobian of a sum of linear maps")
sum_equal_maps = claim(
    jacobian(f + g, v) == A1 + A2, item="1.2(d)(c)", title="Jacobian of the sum, W₁ + W₂",
    readings={"W₁ = W₂": (jacobian(f + g, v) == A1 + A2).given(A2 == A1)},
)  # fmt: skip
sum_twice_first = claim(
    A1 + A2 == 2 * A1, item="1.2(d)(c)", title="W₁ + W₂ = 2W₁", readings={"W₁ = W₂": (A1 + A2 == 2 * A1).given(A2 == A1)},
)  # fmt: skip
sum_twice_second = claim(
    2 * A1 == 2 * A2, item="1.2(d)(c)", title="2W₁ = 2W₂", readings={"W₁ = W₂": (A1 + A2 == 2 * A2).given(A2 == A1)},
)  # fmt: skip

# --- (e) compositions of linear maps --------------------------------------------------------------

W1, W2 = Matrix("W_1", k, n), Matrix("W_2", m, k)
inner = W1 @ v
u = Vector("x", k)
Q1, Q2 = Matrix("W_1", n, n), Matrix("W_2", n, n)

composition_first = claim(jacobian(W1 @ v, v) == W1, item="1.2(e)(a)", title="Jacobian of f(x) = W₁x")
composition_second = claim(jacobian(W2 @ u, u) == W2, item="1.2(e)(a)", title="Jacobian of g(x) = W₂x")
composition_rule = claim(
    jacobian(W2 @ inner, v) == jacobian(W2 @ inner, inner) @ jacobian(inner, v),
    item="1.2(e)(b)", title="Chain rule for g(f(x))",
)  # fmt: skip
composition = claim(
    jacobian(W2 @ (W1 @ v), v) == W2 @ W1,
    item="1.2(e)(b)", title="Jacobian of a composition of linear maps",
)  # fmt: skip
composition_squared_first = claim(
    W2 @ W1 == W1 @ W1, item="1.2(e)(c)", title="W₂W₁ = W₁²",
    readings={
        "both square": Q2 @ Q1 == Q1 @ Q1,
        "W₁ = W₂": (jacobian(Q2 @ (Q1 @ v), v) == Q1 @ Q1).given(Q2 == Q1),
    },
)  # fmt: skip
composition_squared_second = claim(
    W1 @ W1 == W2 @ W2, item="1.2(e)(c)", title="W₁² = W₂²",
    readings={
        "both square": Q1 @ Q1 == Q2 @ Q2,
        "W₁ = W₂": (jacobian(Q2 @ (Q1 @ v), v) == Q2 @ Q2).given(Q2 == Q1),
    },
)  # fmt: skip
