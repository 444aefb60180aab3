"""1.3 Deriving loss functions"""

import numpy as np

from mathcheck import Scalar, Vector, claim, dims, gradient, limit, named, proportional, signs

d = dims("d")
w, x = Vector("w", d), Vector("x", d)
b, y = Scalar("b"), Scalar("y", signs)

score = named("s", b + w @ x)
unbiased = w @ x


def update(prediction):
    """What the shared rule adds to w, up to the learning rate."""
    return (y - prediction) * x


# --- 1. Perceptron --------------------------------------------------------------------------------

perceptron = np.sign(score)

perceptron_prediction = claim(
    abs(perceptron) == 1,
    item="1.3(1)", title="The Perceptron predicts −1 or 1",
    readings={"the score is not zero": (abs(perceptron) == 1).given(score != 0)},
)  # fmt: skip
perceptron_sign = claim(
    y * perceptron * x <= 0,
    item="1.3(1)", title="y ỹ xᵢ is never positive",
    readings={
        "a minus between y and ỹ": (y - perceptron) * x <= 0,
        "a minus, and the score for xᵢ": (y - perceptron) * score <= 0,
    },
)  # fmt: skip
perceptron_loss = claim(
    proportional(-gradient(-(y * perceptron) * unbiased, w), update(perceptron)),
    item="1.3(1)", title="The Perceptron's loss gives the update rule",
    readings={
        "a minus between y and ỹ": proportional(-gradient(-(y - perceptron) * unbiased, w), update(perceptron)),
    },
)  # fmt: skip

# --- 2. Adaline -----------------------------------------------------------------------------------

adaline_loss = 0.5 * (y - score) ** 2

adaline_distance = claim(
    np.linalg.norm((y - score)[None]) == np.sqrt(2 * adaline_loss),
    item="1.3(2)", title="The distance of y and ỹ is ‖y − ỹ‖₂, and the loss half its square",
)  # fmt: skip
adaline_rule = claim(
    proportional(-gradient(adaline_loss, w), update(score)),
    item="1.3(2)", title="Adaline's loss gives the update rule",
)  # fmt: skip

# --- 3. Logistic regression -----------------------------------------------------------------------

u = Scalar("u")
moving = Scalar("u")
margin = y * score

tanh_is_odd = claim(np.tanh(-u) == -np.tanh(u), item="1.3(3)", title="tanh is odd")
same_equation = claim(
    y * np.tanh(score) == np.tanh(margin),
    item="1.3(3)", title="tanh(s) = y says the same as tanh(y s) = 1",
)  # fmt: skip

lines = [
    lambda u: np.tanh(u),
    lambda u: 2 / (1 + np.exp(-u)),
    lambda u: 1 + np.exp(-u),
    lambda u: np.log(1 + np.exp(-u)),
]
for_large_margins = "as the margin grows"

line_1 = claim(
    lines[0](margin) == 1, item="1.3(3)", title="First line: tanh(y s) = 1",
    readings={for_large_margins: limit(lines[0](moving), moving, np.inf) == 1},
)  # fmt: skip
line_2 = claim(
    lines[1](margin) == 1, item="1.3(3)", title="Second line: 2 / (1 + exp(−y s)) = 1",
    readings={
        for_large_margins: limit(lines[1](moving), moving, np.inf) == 1,
        "the left side of the line before": np.tanh(u) == lines[1](u),
        "the left side of the line before, with a lost −1": np.tanh(u) == lines[1](u) - 1,
    },
)  # fmt: skip
line_3 = claim(
    lines[2](margin) == 1, item="1.3(3)", title="Third line: 1 + exp(−y s) = 1",
    readings={
        for_large_margins: limit(lines[2](moving), moving, np.inf) == 1,
        "the left side of the line before": lines[1](u) == lines[2](u),
    },
)  # fmt: skip
line_4 = claim(
    lines[3](margin) == 0, item="1.3(3)", title="Fourth line: log(1 + exp(−y s)) = 0",
    readings={
        for_large_margins: limit(lines[3](moving), moving, np.inf) == 0,
        "the logarithm of the line before": np.exp(lines[3](u)) == lines[2](u),
    },
)  # fmt: skip

printed_loss = -2 * np.log(1 + np.exp(-y * unbiased))
with_b = -2 * np.log(1 + np.exp(-margin))

b_does_not_matter = claim(
    gradient(with_b, w) == gradient(printed_loss, w),
    item="1.3(3)", title="b does not affect the gradient",
)  # fmt: skip
logistic_rule = claim(
    proportional(-gradient(printed_loss, w), update(np.tanh(score))),
    item="1.3(3)", title="The logistic loss gives the update rule",
    readings={
        "without b in the prediction": proportional(-gradient(printed_loss, w), update(np.tanh(unbiased))),
        "a plus sign, with b": proportional(-gradient(-with_b, w), update(np.tanh(score))),
    },
)  # fmt: skip
