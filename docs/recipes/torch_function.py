"""A torch.autograd.Function: softmax and cross-entropy in one"""

import numpy as np
import torch

from mathcheck import Matrix, Scalar, Vector, claim, dims, function, gradient, integers
from mathcheck.functions import arange, logsumexp

torch.set_num_threads(1)  # on arrays as small as these a second thread only waits


class CrossEntropy(torch.autograd.Function):
    """The mean over a batch of −log softmax(z)[label]."""

    @staticmethod
    def forward(ctx, z, labels):
        log_p = torch.log_softmax(z, dim=-1)
        ctx.save_for_backward(log_p, labels)
        return -log_p.gather(-1, labels[:, None]).mean()

    @staticmethod
    def backward(ctx, g):
        log_p, labels = ctx.saved_tensors
        dz = log_p.exp()
        dz[torch.arange(len(labels)), labels] -= 1
        return g * dz / len(labels), None


class NoMean(CrossEntropy):
    """The same, with a backward pass that forgets the 1/N of the mean."""

    @staticmethod
    def backward(ctx, g):
        dz, _ = CrossEntropy.backward(ctx, g)
        return dz * len(ctx.saved_tensors[1]), None


def forward(z, labels):
    return CrossEntropy.apply(torch.from_numpy(z), torch.from_numpy(labels.astype(np.int64))).numpy()


def vjp(operation):
    """What PyTorch makes of ``operation``'s backward pass, as a function of arrays."""

    def backward(g, z, labels):
        leaf = torch.from_numpy(z).requires_grad_()
        operation.apply(leaf, torch.from_numpy(labels.astype(np.int64))).backward(torch.tensor(g))
        return leaf.grad.numpy()

    return function(backward, name=f"{operation.__name__}.backward")


N, c = dims("N", high=4), dims("c", low=3, high=4)
Z, y, g = Matrix("Z", N, c), Vector("y", N, integers(0, 2)), Scalar("g")

loss = function(forward, name="CrossEntropy")(Z, y)

by_logits = claim(vjp(CrossEntropy)(g, Z, y) == gradient(g * loss, Z), item="z", title="Cross-entropy, by the logits")
by_logits_broken = claim(
    vjp(NoMean)(g, Z, y) == gradient(g * loss, Z), item="z, broken", title="The 1/N of the mean is missing", expect="refuted"
)

# The forward pass is a formula too, and a fused one is easy to get wrong.
chosen = np.where(y[:, None] == arange(c), Z, 0)  # of every row the entry of its label
value = claim(loss == (np.sum(logsumexp(Z)) - np.sum(chosen)) / N, item="loss", title="Its value")
