"""Checkers that differentiate numerically and compare: SciPy's two, numdifftools, jacobi. Their settings are their defaults."""

import numpy as np

from peer.task import Rejected, Unsure, close

CHECK_GRAD = 1e-6  # the norm it returns in its documentation is 3e-8
JACOBI_ERROR = 10  # its estimate "has the right order of magnitude but slightly underestimates the true deviation"


def check_grad(task):
    """``scipy.optimize.check_grad``, of every entry of ``f`` in turn."""
    from scipy.optimize import check_grad

    x = task.x.ravel()
    for i in range(task.flat(x).size):
        norm = check_grad(lambda v, i=i: task.flat(v)[i], lambda v, i=i: task.flat_claimed(v)[i], x)
        if not np.isfinite(norm):
            raise Unsure(f"the norm is {norm}")
        if norm > CHECK_GRAD:
            raise Rejected(f"the norm is {norm:.2g}")


def scipy_differentiate(task):
    """``jacobian``, ``derivative`` or ``hessian`` of ``scipy.differentiate``, whichever fits, and ``np.allclose``."""
    from scipy.differentiate import derivative, hessian, jacobian

    x, claimed = task.x, task.claimed(task.x)
    if task.fact.kind == "hessian":
        close(hessian(lambda v: task.batched(v)[0], x.ravel()).ddf, claimed)
    elif task.elementwise:
        # With preserve_shape the function is given arrays like x, or many of them along one more axis.
        def many(points):
            if points.shape == x.shape:
                return task.f(points)
            return np.stack([task.f(points[..., i]) for i in range(points.shape[-1])], axis=-1)

        close(derivative(many, x, preserve_shape=True).df, task.diagonal(x))
    elif task.fact.kind == "derivative" and task.shape == ():
        close(derivative(np.vectorize(task.f, otypes=[float]), float(x)).df, claimed)
    else:
        close(jacobian(task.batched, x.reshape(-1)).df, claimed)


def numdifftools(task):
    """``Jacobian``, ``Gradient``, ``Derivative`` or ``Hessian`` of numdifftools, whichever fits, and ``np.allclose``."""
    import numdifftools as nd

    x, claimed = task.x, task.claimed(task.x)
    kind = task.fact.kind
    if kind == "hessian":
        close(nd.Hessian(lambda v: task.flat(v)[0])(x.ravel()), claimed)
    elif kind == "gradient":
        close(nd.Gradient(lambda v: task.flat(v)[0])(x.ravel()), claimed)
    elif task.elementwise:
        close(nd.Derivative(task.f)(x), task.diagonal(x))
    elif kind == "derivative" and task.shape == ():
        close(nd.Derivative(task.f)(float(x)), claimed)
    else:
        close(nd.Jacobian(task.flat)(x.reshape(-1)), claimed)


def jacobi(task):
    """``jacobi.jacobi`` and ``np.allclose``; a difference within its own error does not refute."""
    from jacobi import jacobi

    x = task.x
    if task.elementwise:
        claimed = task.diagonal(x)
        found, error = jacobi(task.flat, x.ravel(), diagonal=True)
    else:
        claimed = task.claimed(x)
        found, error = jacobi(task.flat, x.reshape(-1))
    try:
        close(found, claimed)
    except Rejected:
        if np.all(np.abs(found.reshape(claimed.shape) - claimed) <= JACOBI_ERROR * np.abs(error).reshape(claimed.shape)):
            raise Unsure("within its own error") from None
        raise
