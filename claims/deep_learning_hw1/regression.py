"""1.1.1 Regression task"""

import numpy as np

from mathcheck import Matrix, claim, derivative, dims, function, gradient, jacobian, unchecked
from mathcheck.functions import eye, ones, relu

from ._notation import W1, W2, K, b1, b2, eta, h, regression, times, x, y
from ._training import PRINTED, run, run_torch

net = regression
stale = Matrix("G", K, h)
given = (W1, b1, W2, b2, x, y, stale, eta)

# --- (a) five steps -------------------------------------------------------------------------------


def trained(label, order, result=lambda trainer: trainer.W2):
    """The outcome of performing the steps in ``order``, as a formula."""
    return function(run(order, result), name=label)(*given)


step_1 = claim(
    trained("predict", PRINTED[:1], lambda t: t.prediction) == net.prediction,
    item="1.1.1(a)", title="Step 1 generates the prediction of the model",
)  # fmt: skip
step_2 = claim(
    trained("predict_loss", PRINTED[:2], lambda t: t.L) == net.C,
    item="1.1.1(a)", title="Step 2 computes the loss C(ỹ, y)",
)  # fmt: skip
step_3 = claim(
    trained("predict_loss_zero", PRINTED[:3], lambda t: t.gradient["W2"]) == 0 * stale,
    item="1.1.1(a)", title="Step 3 sets the gradients of the parameters to zero",
)  # fmt: skip
step_4 = claim(
    trained("predict_loss_backward", ("predict", "loss", "backward"), lambda t: t.gradient["W2"])
    == stale + gradient(net.C, W2),
    item="1.1.1(a)", title="Step 4 computes the gradients and adds them to what is there",
)  # fmt: skip
step_5 = claim(
    trained("five_steps", PRINTED) == W2 - eta * gradient(net.C, W2),
    item="1.1.1(a)", title="The five steps in the printed order are one step of gradient descent",
)  # fmt: skip
five_steps_first_layer = claim(
    trained("five_steps_W1", PRINTED, lambda t: t.W1) == W1 - eta * gradient(net.C, W1),
    item="1.1.1(a)", title="The five steps move the first layer against its gradient too",
)  # fmt: skip
without_zero_grad = claim(
    trained("no_zero_grad", ("predict", "loss", "backward", "step")) == W2 - eta * (stale + gradient(net.C, W2)),
    item="1.1.1(a)", title="Without step 3 the step uses the old gradients as well",
)  # fmt: skip
zero_grad_omitted = claim(
    trained("no_zero_grad", ("predict", "loss", "backward", "step")) == W2 - eta * gradient(net.C, W2),
    item="1.1.1(a)", title="Step 3 can be left out", expect="refuted",
    note="The converse of the printed order: were it true, step 3 would not be needed.",
)  # fmt: skip
zero_grad_first = claim(
    trained("zero_grad_first", ("zero_grad", "predict", "loss", "backward", "step")) == W2 - eta * gradient(net.C, W2),
    item="1.1.1(a)", title="Step 3 may come before step 1",
)  # fmt: skip
zero_grad_late = claim(
    trained("zero_grad_late", ("predict", "loss", "backward", "zero_grad", "step")) == 1 * W2,
    item="1.1.1(a)", title="Steps 3 and 4 exchanged leave the parameters as they were",
)  # fmt: skip
step_before_backward = claim(
    trained("step_early", ("predict", "loss", "zero_grad", "step", "backward")) == 1 * W2,
    item="1.1.1(a)", title="Steps 4 and 5 exchanged leave the parameters as they were",
)  # fmt: skip

try:
    import torch
except ImportError:
    five_steps_torch = unchecked(
        item="1.1.1(a)", title="The five steps in PyTorch are one step of gradient descent",
        reason="PyTorch is not installed; pip install \".[torch]\" adds it",
    )  # fmt: skip
    without_zero_grad_torch = unchecked(
        item="1.1.1(a)", title="Without optimizer.zero_grad() PyTorch uses the old gradients as well",
        reason="PyTorch is not installed; pip install \".[torch]\" adds it",
    )  # fmt: skip
else:
    five_steps_torch = claim(
        function(run_torch(torch, PRINTED), name="torch_five_steps")(*given) == W2 - eta * gradient(net.C, W2),
        item="1.1.1(a)", title="The five steps in PyTorch are one step of gradient descent",
    )  # fmt: skip
    without_zero_grad_torch = claim(
        function(run_torch(torch, ("predict", "loss", "backward", "step")), name="torch_no_zero_grad")(*given)
        == W2 - eta * (stale + gradient(net.C, W2)),
        item="1.1.1(a)", title="Without optimizer.zero_grad() PyTorch uses the old gradients as well",
    )  # fmt: skip

# --- (b) forward ----------------------------------------------------------------------------------


def f(s):
    """Three times the positive part, entry by entry, with a loop."""
    return np.array([3.0 * entry if entry > 0 else 0.0 for entry in s])


def linear(weights, bias, inputs):
    """One linear layer, entry by entry."""
    return np.array([sum(w * v for w, v in zip(row, inputs, strict=True)) + b for row, b in zip(weights, bias, strict=True)])


layer_1_output = claim(
    function(lambda W, b, v: f(linear(W, b, v)), name="layer_1")(W1, b1, x) == 3 * relu(W1 @ x + b1),
    item="1.1.1(b)", title="Output of layer 1",
)  # fmt: skip
layer_2_input = claim(
    function(lambda W, b, v: f(linear(W, b, v)), name="input_of_layer_2")(W1, b1, x) == 3 * relu(W1 @ x + b1),
    item="1.1.1(b)", title="Input of layer 2 is the output of layer 1",
)  # fmt: skip
layer_2_output = claim(
    function(lambda V, c, W, b, v: linear(V, c, f(linear(W, b, v))), name="net")(W2, b2, W1, b1, x)
    == W2 @ (3 * relu(W1 @ x + b1)) + b2,
    item="1.1.1(b)", title="Output of layer 2",
)  # fmt: skip

# --- (c) chain rule -------------------------------------------------------------------------------

chain_W2 = claim(
    gradient(net.C, W2) == times(net.output_row, jacobian(net.s2, W2)),
    item="1.1.1(c)", title="∂C/∂W⁽²⁾ as a product of three derivatives",
)  # fmt: skip
product_W2 = claim(
    gradient(net.C, W2) == net.output_row @ net.a1,
    item="1.1.1(c)", title="∂C/∂W⁽²⁾ with ∂s₂/∂W⁽²⁾ replaced by a₁",
    readings={"factors ordered so that shapes agree": gradient(net.C, W2) == np.outer(net.output_row, net.a1)},
)  # fmt: skip
product_W2_written_out = claim(
    gradient(net.C, W2) == net.output_row @ (3 * relu(W1 @ x + b1)),
    item="1.1.1(c)", title="∂C/∂W⁽²⁾ with a₁ written out",
    readings={
        "factors ordered so that shapes agree": gradient(net.C, W2) == np.outer(net.output_row, 3 * relu(W1 @ x + b1))
    },
)  # fmt: skip
chain_b2 = claim(
    gradient(net.C, b2) == net.output_row @ jacobian(net.s2, b2),
    item="1.1.1(c)", title="∂C/∂b⁽²⁾ as a product of three derivatives",
)  # fmt: skip
product_b2 = claim(
    gradient(net.C, b2) == net.output_row,
    item="1.1.1(c)", title="∂C/∂b⁽²⁾ without the last factor",
)  # fmt: skip
chain_W1 = claim(
    gradient(net.C, W1)
    == times(net.output_row @ jacobian(net.s2, net.a1) @ jacobian(net.a1, net.s1), jacobian(net.s1, W1)),
    item="1.1.1(c)", title="∂C/∂W⁽¹⁾ as a product of five derivatives",
)  # fmt: skip
hidden_weights = claim(
    jacobian(net.s2, net.a1) == W2,
    item="1.1.1(c)", title="∂s₂/∂a₁ replaced by W⁽²⁾",
)  # fmt: skip
product_W1 = claim(
    gradient(net.C, W1) == net.hidden_row @ x,
    item="1.1.1(c)", title="∂C/∂W⁽¹⁾ with the last factor replaced by x",
    readings={"factors ordered so that shapes agree": gradient(net.C, W1) == np.outer(net.hidden_row, x)},
)  # fmt: skip
chain_b1 = claim(
    gradient(net.C, b1)
    == net.output_row @ jacobian(net.s2, net.a1) @ jacobian(net.a1, net.s1) @ jacobian(net.s1, b1),
    item="1.1.1(c)", title="∂C/∂b⁽¹⁾ as a product of five derivatives",
)  # fmt: skip
product_b1 = claim(
    gradient(net.C, b1) == net.hidden_row,
    item="1.1.1(c)", title="∂C/∂b⁽¹⁾ without the last factor",
)  # fmt: skip

# --- (d) the matrices -----------------------------------------------------------------------------

# The printed matrices carry two indices, so s and a are arrays of i rows and j columns (a column for each of j inputs).
i, j = dims("i j", low=3)
S1, S2 = Matrix("s^{(1)}", i, j), Matrix("s^{(2)}", i, j)
A1 = 3 * relu(S1)
entrywise = derivative(A1, S1)
all_pairs = jacobian(A1, S1)

printed_first_row = np.concatenate([entrywise[0, :1], all_pairs[0, 1, 0, :1], entrywise[0, 2:]])
printed_rows = np.concatenate([printed_first_row[None, :], entrywise[1:-1], entrywise[:1]])

activation_matrix = claim(
    all_pairs == np.where(S1 > 0, 3, 0),
    item="1.1.1(d)", title="∂a₁/∂s₁ is an array with one entry for each entry of s₁",
    readings={
        "the array of elementwise derivatives": entrywise == np.where(S1 > 0, 3, 0),
        "the Jacobian, with these entries on its diagonal": jacobian(net.a1, net.s1)
        == np.diag(np.where(net.s1 > 0, 3, 0)),
    },
)  # fmt: skip
activation_indices = claim(
    entrywise == printed_rows,
    item="1.1.1(d)", title="The indices inside ∂a₁/∂s₁ as they are printed",
    note="Printed: second entry of the first row ∂a₁₂/∂s₁₁, and a last row that repeats the first row's indices.",
)  # fmt: skip
activation_cases = claim(
    np.where(S1 > 0, 3, 0) == A1,
    item="1.1.1(d)", title="aᵢⱼ is 3 where sᵢⱼ > 0 and 0 where sᵢⱼ < 0",
    readings={"the derivative ∂aᵢⱼ/∂sᵢⱼ": entrywise == np.where(S1 > 0, 3, 0)},
)  # fmt: skip
output_matrix = claim(
    jacobian(net.prediction, net.s2) == ones(K, K),
    item="1.1.1(d)", title="∂ỹ/∂s₂ is a matrix of ones",
    readings={
        "the array of elementwise derivatives": derivative(1 * S2, S2) == ones(i, j),
        "the identity matrix": jacobian(net.prediction, net.s2) == eye(K),
    },
)  # fmt: skip
squared_error_gradient = claim(
    jacobian(net.C, net.prediction) == (2 * net.prediction - 2 * y).T,
    item="1.1.1(d)", title="∂C/∂ỹ for the squared error",
)  # fmt: skip
