"""Gradient checks of PyTorch, JAX and autograd: NumPy's ``f`` goes forward, the claimed derivative goes back."""

import numpy as np

from peer.task import Rejected


def gradcheck(task, fast=False):
    """``torch.autograd.gradcheck`` of an ``autograd.Function`` in double precision."""
    import torch
    from torch.autograd.gradcheck import GradcheckError

    class Stated(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return torch.from_numpy(np.array(task.f(x.detach().numpy())))

        @staticmethod
        def backward(ctx, v):
            claimed = task.claimed(ctx.saved_tensors[0].detach().numpy())
            return torch.from_numpy(np.asarray(np.tensordot(v.numpy(), claimed, axes=v.ndim)))

    torch.manual_seed(task.seed)
    x = torch.tensor(task.x, dtype=torch.float64, requires_grad=True)
    try:
        torch.autograd.gradcheck(Stated.apply, (x,), fast_mode=fast)
    except GradcheckError as error:
        raise Rejected(_first(error)) from None


def gradcheck_fast(task):
    return gradcheck(task, fast=True)


def jax_check_grads(task, dtype=np.float64):
    """``jax.test_util.check_grads`` of order 1 in both its modes: ``custom_jvp``, NumPy behind ``pure_callback``."""
    import jax
    from jax.test_util import check_grads

    jax.config.update("jax_enable_x64", dtype == np.float64)
    x = task.x.astype(dtype)
    value = jax.ShapeDtypeStruct(task.shape, dtype)
    slope = jax.ShapeDtypeStruct(task.claimed(x).shape, dtype)

    @jax.custom_jvp
    def f(x):
        return jax.pure_callback(lambda x: task.f(np.asarray(x)), value, x)

    @f.defjvp
    def _(primals, tangents):
        claimed = jax.pure_callback(lambda x: task.claimed(np.asarray(x)), slope, primals[0])
        return f(primals[0]), jax.numpy.tensordot(claimed, tangents[0], axes=x.ndim)

    try:
        check_grads(f, (jax.numpy.asarray(x),), order=1)
    except AssertionError as error:
        raise Rejected(_first(error)) from None


def jax_check_grads_32(task):
    return jax_check_grads(task, np.float32)


def autograd_check_grads(task):
    """``autograd.test_util.check_grads`` of a ``primitive`` in both its modes, order 1."""
    from autograd.extend import defjvp, defvjp, primitive
    from autograd.test_util import check_grads

    def pushed(v, answer, x):
        return np.tensordot(task.claimed(x), v, axes=np.ndim(x))

    def pulled(answer, x):
        return lambda v: np.tensordot(v, task.claimed(x), axes=np.ndim(v))

    f = primitive(task.f)
    defvjp(f, pulled)
    defjvp(f, pushed)
    np.random.seed(task.seed)
    try:
        check_grads(f, modes=["fwd", "rev"], order=1)(task.x)
    except AssertionError as error:
        raise Rejected(_first(error)) from None


def _first(error):
    """The first line of a message."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
