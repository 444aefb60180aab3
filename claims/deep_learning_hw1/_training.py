"""The five training steps as code: once in plain NumPy, once in PyTorch where that is installed.

Both run the steps in a given order, starting from gradient buffers that hold something stale, and return the weights of
the second layer that come out.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

PRINTED = ("predict", "loss", "zero_grad", "backward", "step")


@dataclass(frozen=True)
class Layers:
    """What the two nets differ in: f and its slope, g, the cost, and the cost's derivative by s₂."""

    f: Any
    slope: Any
    g: Any
    cost: Any
    at_output: Any


REGRESSION = Layers(
    f=lambda s: 3 * np.maximum(s, 0), slope=lambda s: np.where(s > 0, 3.0, 0.0), g=lambda s: s,
    cost=lambda p, y: np.sum((p - y) ** 2), at_output=lambda p, y: 2 * (p - y),
)  # fmt: skip
# The sigmoid's slope p(1 − p) cancels against the denominators of the cross-entropy's derivative.
CROSS_ENTROPY = Layers(
    f=np.tanh, slope=lambda s: 1 - np.tanh(s) ** 2, g=lambda s: 1 / (1 + np.exp(-s)),
    cost=lambda p, y: -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)), at_output=lambda p, y: (p - y) / len(y),
)  # fmt: skip


class NumPyTrainer:
    """Parameters, their gradient buffers, and the five steps on them."""

    def __init__(self, layers, W1, b1, W2, b2, x, y, stale, eta):
        self.layers = layers
        self.W1, self.b1, self.W2, self.b2 = W1, b1, W2, b2
        self.x, self.y, self.eta = x, y, eta
        self.gradient = {"W1": np.zeros_like(W1), "b1": np.zeros_like(b1), "W2": stale, "b2": np.zeros_like(b2)}

    def predict(self):
        """Step 1: ỹ = model(x)."""
        self.s1 = self.W1 @ self.x + self.b1
        self.a1 = self.layers.f(self.s1)
        self.prediction = self.layers.g(self.W2 @ self.a1 + self.b2)

    def loss(self):
        """Step 2: L = C(ỹ, y)."""
        self.L = self.layers.cost(self.prediction, self.y)

    def zero_grad(self):
        """Step 3: empty the gradient buffers."""
        self.gradient = {name: np.zeros_like(buffer) for name, buffer in self.gradient.items()}

    def backward(self):
        """Step 4: add the gradients of L to the buffers."""
        at_output = self.layers.at_output(self.prediction, self.y)
        at_hidden = self.W2.T @ at_output * self.layers.slope(self.s1)
        fresh = {
            "W2": np.outer(at_output, self.a1), "b2": at_output,
            "W1": np.outer(at_hidden, self.x), "b1": at_hidden,
        }  # fmt: skip
        self.gradient = {name: buffer + fresh[name] for name, buffer in self.gradient.items()}

    def step(self):
        """Step 5: step against the gradient."""
        for name, buffer in self.gradient.items():
            setattr(self, name, getattr(self, name) - self.eta * buffer)


def run(order, result, layers=REGRESSION):
    """A function of the net's inputs that performs the steps in ``order`` and returns what ``result`` picks."""

    def train(W1, b1, W2, b2, x, y, stale, eta):
        trainer = NumPyTrainer(layers, W1, b1, W2, b2, x, y, stale, eta)
        for name in order:
            getattr(trainer, name)()
        return result(trainer)

    return train


def run_torch(torch, order):
    """The same with PyTorch's own modules and optimiser; returns the second layer's weights."""

    def train(W1, b1, W2, b2, x, y, stale, eta):
        model = torch.nn.Sequential(
            torch.nn.Linear(W1.shape[1], W1.shape[0]), torch.nn.ReLU(), torch.nn.Linear(W2.shape[1], W2.shape[0])
        ).double()
        with torch.no_grad():
            for parameter, value in zip(model.parameters(), (W1, b1, W2, b2), strict=True):
                parameter.copy_(torch.from_numpy(np.array(value)))
            model[2].weight.mul_(3.0)  # f is 3·ReLU: the factor goes into a copy of the layer that follows
        return _torch_steps(torch, model, order, x, y, stale, eta)

    return train


def _torch_steps(torch, model, order, x, y, stale, eta):
    weight = torch.nn.Parameter(model[2].weight.detach() / 3.0)
    bias = torch.nn.Parameter(model[2].bias.detach().clone())
    optimizer = torch.optim.SGD([model[0].weight, model[0].bias, weight, bias], lr=float(eta))
    weight.grad = torch.from_numpy(np.array(stale))
    state = {}

    def predict():
        state["prediction"] = 3.0 * model[1](model[0](torch.from_numpy(np.array(x)))) @ weight.T + bias

    def loss():
        state["L"] = torch.sum((state["prediction"] - torch.from_numpy(np.array(y))) ** 2)

    steps = {
        "predict": predict, "loss": loss, "zero_grad": optimizer.zero_grad,
        "backward": lambda: state["L"].backward(), "step": optimizer.step,
    }  # fmt: skip
    for name in order:
        steps[name]()
    return weight.detach().numpy()
