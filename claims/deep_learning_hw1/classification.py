"""1.1.2 Classification task"""

import numpy as np

from mathcheck import Matrix, Scalar, claim, derivative, dims, function, gradient, jacobian, limit, positive, unchecked
from mathcheck.functions import relu, sigmoid

from ._notation import W1, W2, K, b1, b2, binary, classification, eta, h, label, times, x, y
from ._training import CROSS_ENTROPY, PRINTED, run

net, bce = classification, binary

# --- (a) tanh and sigmoid with the squared error --------------------------------------------------


def linear(weights, bias, inputs):
    """One linear layer, entry by entry."""
    return np.array([sum(w * v for w, v in zip(row, inputs, strict=True)) + b for row, b in zip(weights, bias, strict=True)])


layer_1_output = claim(
    function(lambda W, b, v: np.tanh(linear(W, b, v)), name="layer_1")(W1, b1, x) == np.tanh(W1 @ x + b1),
    item="1.1.2(a)(b)", title="Output of layer 1 and input of layer 2",
)  # fmt: skip
layer_2_output = claim(
    net.prediction == (1 + np.exp(-(W2 @ np.tanh(W1 @ x + b1) + b2))) ** -1,
    item="1.1.2(a)(b)", title="Output of layer 2",
)  # fmt: skip


def chain_rule(net, item):
    """The products of 1.1.1(c) for another net: (product of derivatives, factors replaced as printed, shapes made to agree)."""
    to_hidden = net.output_row @ jacobian(net.s2, net.a1) @ jacobian(net.a1, net.s1)
    ordered = "factors ordered so that shapes agree"
    return [
        claim(gradient(net.C, W2) == times(net.output_row, jacobian(net.s2, W2)),
              item=item, title="∂C/∂W⁽²⁾ as a product of three derivatives, unchanged"),
        claim(gradient(net.C, W2) == net.output_row @ net.a1,
              item=item, title="∂C/∂W⁽²⁾ with ∂s₂/∂W⁽²⁾ replaced by a₁, unchanged",
              readings={ordered: gradient(net.C, W2) == np.outer(net.output_row, net.a1)}),
        claim(gradient(net.C, b2) == net.output_row,
              item=item, title="∂C/∂b⁽²⁾, unchanged"),
        claim(gradient(net.C, W1) == times(to_hidden, jacobian(net.s1, W1)),
              item=item, title="∂C/∂W⁽¹⁾ as a product of five derivatives, unchanged"),
        claim(gradient(net.C, W1) == net.hidden_row @ x,
              item=item, title="∂C/∂W⁽¹⁾ with the last factor replaced by x, unchanged",
              readings={ordered: gradient(net.C, W1) == np.outer(net.hidden_row, x)}),
        claim(gradient(net.C, b1) == net.hidden_row,
              item=item, title="∂C/∂b⁽¹⁾, unchanged"),
    ]  # fmt: skip


chain_W2, product_W2, product_b2, chain_W1, product_W1, product_b1 = chain_rule(net, "1.1.2(a)(c)")

# The printed matrices carry two indices: a column for each of j inputs.
i, j = dims("i j")
S1, S2 = Matrix("s^{(1)}", i, j), Matrix("s^{(2)}", i, j)

tanh_matrix = claim(
    jacobian(np.tanh(S1), S1) == 1 - np.tanh(S1) ** 2,
    item="1.1.2(a)(d)", title="∂a₁/∂s₁ is the array of 1 − tanh²",
    readings={
        "the array of elementwise derivatives": derivative(np.tanh(S1), S1) == 1 - np.tanh(S1) ** 2,
        "the Jacobian, with these entries on its diagonal": jacobian(net.a1, net.s1)
        == np.diag(1 - np.tanh(net.s1) ** 2),
    },
)  # fmt: skip
sigmoid_matrix = claim(
    jacobian(sigmoid(S2), S2) == sigmoid(S2) * (1 - sigmoid(S2)),
    item="1.1.2(a)(d)", title="∂ỹ/∂s₂ is the array of σ(1 − σ)",
    readings={
        "the array of elementwise derivatives": derivative(sigmoid(S2), S2) == sigmoid(S2) * (1 - sigmoid(S2)),
        "the Jacobian, with these entries on its diagonal": jacobian(net.prediction, net.s2)
        == np.diag(sigmoid(net.s2) * (1 - sigmoid(net.s2))),
    },
)  # fmt: skip
squared_error_gradient = claim(
    jacobian(net.C, net.prediction) == (2 * net.prediction - 2 * y).T,
    item="1.1.2(a)(d)", title="∂C/∂ỹ does not change",
)  # fmt: skip

# --- (b) binary cross-entropy ---------------------------------------------------------------------

stale = Matrix("G", K, h)


def trained(name, order, result=lambda trainer: trainer.W2):
    """The outcome of performing the steps in ``order`` on the net with the cross-entropy, as a formula."""
    return function(run(order, result, CROSS_ENTROPY), name=name)(W1, b1, W2, b2, x, label, stale, eta)


bce_loss = claim(
    trained("predict_loss", PRINTED[:2], lambda t: t.L) == bce.C,
    item="1.1.2(b)(a)", title="Step 2 computes the cross-entropy of ỹ and y",
)  # fmt: skip
bce_five_steps = claim(
    trained("five_steps", PRINTED) == W2 - eta * gradient(bce.C, W2),
    item="1.1.2(b)(a)", title="The five steps stay one step of gradient descent",
)  # fmt: skip
bce_five_steps_first_layer = claim(
    trained("five_steps_W1", PRINTED, lambda t: t.W1) == W1 - eta * gradient(bce.C, W1),
    item="1.1.2(b)(a)", title="The five steps move the first layer against its gradient too",
)  # fmt: skip
bce_forward = claim(
    bce.prediction == (1 + np.exp(-(W2 @ np.tanh(W1 @ x + b1) + b2))) ** -1,
    item="1.1.2(b)(b)", title="The forward formulas stay the same",
)  # fmt: skip
bce_chain_W2, bce_product_W2, bce_product_b2, bce_chain_W1, bce_product_W1, bce_product_b1 = chain_rule(bce, "1.1.2(b)(c)")
bce_tanh = claim(
    jacobian(bce.a1, bce.s1) == np.diag(1 - np.tanh(bce.s1) ** 2),
    item="1.1.2(b)(d)", title="∂a₁/∂s₁ does not change",
)  # fmt: skip
bce_sigmoid = claim(
    jacobian(bce.prediction, bce.s2) == np.diag(sigmoid(bce.s2) * (1 - sigmoid(bce.s2))),
    item="1.1.2(b)(d)", title="∂ỹ/∂s₂ does not change",
)  # fmt: skip

p = bce.prediction
cross_entropy_gradient = claim(
    gradient(bce.C, p) == -1 / K * ((label / p) * ((1 - label) / (1 - p))),
    item="1.1.2(b)(d)", title="∂C/∂ỹ for the cross-entropy",
    note="The transcription shows two fractions side by side, which reads as their product.",
    readings={
        "a minus between the fractions": gradient(bce.C, p) == -1 / K * (label / p - (1 - label) / (1 - p)),
    },
)  # fmt: skip

# --- (c) ReLU and tanh ----------------------------------------------------------------------------

s, a = Scalar("s"), Scalar("a", positive)


def layers(activation, count):
    """``count`` layers of one activation on top of each other, with weights 1."""
    value = s
    for _ in range(count):
        value = activation(value)
    return value


easier = unchecked(
    item="1.1.2(c)", title="ReLU is easier to differentiate than tanh", reason="an opinion: easier is not a statement about functions",
)  # fmt: skip
nonlinear = claim(
    relu(a) + relu(-a) > relu(a + -a),
    item="1.1.2(c)", title="ReLU is not linear: it does not add up for a and −a",
)  # fmt: skip
faster = unchecked(
    item="1.1.2(c)", title="Backpropagation is faster with ReLU", reason="a statement about running time on some machine, not about the functions",
)  # fmt: skip
relu_never_saturates = claim(
    derivative(relu(s), s) > 0,
    item="1.1.2(c)", title="ReLU does not saturate",
    readings={"for positive inputs": (derivative(relu(s), s) > 0).given(s > 0)},
)  # fmt: skip
relu_far_right = claim(
    limit(derivative(relu(s), s), s, np.inf) == 1,
    item="1.1.2(c)", title="The slope of ReLU stays 1 as s grows",
)  # fmt: skip
tanh_far_right = claim(
    limit(derivative(np.tanh(s), s), s, np.inf) == 0,
    item="1.1.2(c)", title="The slope of tanh vanishes as s grows",
)  # fmt: skip
one_layer = claim(
    derivative(relu(s), s) >= derivative(np.tanh(s), s),
    item="1.1.2(c)", title="The slope of ReLU is at least that of tanh",
    readings={"for positive inputs": (derivative(relu(s), s) >= derivative(np.tanh(s), s)).given(s > 0)},
)  # fmt: skip
many_layers = claim(
    derivative(layers(relu, 10), s) > derivative(layers(np.tanh, 10), s),
    item="1.1.2(c)", title="Through ten layers the slope of ReLU stays above that of tanh",
    readings={
        "for positive inputs": (derivative(layers(relu, 10), s) > derivative(layers(np.tanh, 10), s)).given(s > 0)
    },
)  # fmt: skip
