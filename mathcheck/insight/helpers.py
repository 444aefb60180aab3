"""What a script needs that NumPy has no word for: small definitions, each a few lines of plain NumPy, by name."""

from __future__ import annotations

_ROWS = '''
def softmax(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)

def log_softmax(x, axis=-1):
    shifted = x - np.max(x, axis=axis, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=axis, keepdims=True))

def logsumexp(x, axis=-1):
    return np.logaddexp.reduce(x, axis=axis)

def sigmoid(x):
    return np.exp(-np.logaddexp(0, -x))

def relu(x):
    return np.maximum(x, 0)

def leaky_relu(x, slope=0.01):
    return np.where(x > 0, x, slope * x)

def gelu(x):
    return x * np.vectorize(math.erfc)(-x / np.sqrt(2)) / 2

def gelu_tanh(x):
    return x / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))

def silu(x):
    return x * np.exp(-np.logaddexp(0, -x))

def softplus(x):
    return np.logaddexp(x, 0)

def one_hot_argmax(x, axis=-1):
    return np.where(np.indices(np.shape(x))[axis] == np.argmax(x, axis=axis, keepdims=True), 1.0, 0.0)

def unique_maximum(x):
    return np.count_nonzero(x == np.max(x)) == 1

def is_symmetric(a):
    return np.all(a == a.T)

def eye(n, m=None):
    return np.eye(n, m)

def ones(*sizes):
    return np.ones(sizes)

def zeros(*sizes):
    return np.zeros(sizes)

def arange(*bounds):
    return np.arange(*bounds, dtype=float)

def jacobian(f, x, h=1e-5):
    """Central differences: the derivative of every entry of f(x) by every entry of x."""
    x = np.asarray(x, dtype=float)
    columns = []
    for j in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[j] = h * max(1, abs(x[j]))
        columns.append((f(x + step) - f(x - step)) / (2 * step[j]))
    stacked = np.stack(columns, axis=-1)
    return stacked.reshape(stacked.shape[:-1] + x.shape)

def hessian(f, x):
    """Central differences of central differences."""
    return jacobian(lambda y: jacobian(f, y, h=1e-4), x, h=1e-4)

def derivative(f, x):
    """Central differences of a map that works entry by entry."""
    h = 1e-5 * np.maximum(1, np.abs(x))
    return (f(x + h) - f(x - h)) / (2 * h)

def directional(f, x, v):
    """Central differences along v."""
    h = 1e-5 * max(1, np.max(np.abs(x))) / max(np.max(np.abs(v)), 1e-9)
    return (f(x + h * v) - f(x - h * v)) / (2 * h)

def along(tangent, x, side):
    """What of a derivative by x, or of what it should be, lies along a set of x: of every entry of f(x), the tangent part."""
    rows = np.broadcast_to(side, np.broadcast_shapes(np.shape(side), x.shape))
    return np.reshape([tangent(x, v) for v in rows.reshape(-1, *x.shape)], rows.shape)

def sum_kept(x, v):
    """The directions in which the sum of x stays as it is."""
    return v - np.mean(v)

def norm_kept(x, v):
    """The directions in which the norm of x stays 1."""
    return v - np.sum(x * v) * x

def symmetry_kept(x, v):
    """The directions in which x stays symmetric."""
    return (v + v.T) / 2

def orthogonality_kept(x, v):
    """The directions in which x stays orthogonal."""
    return x @ (x.T @ v - v.T @ x) / 2

def limit(f, points, show=True):
    """The last value of f along the points that is a number."""
    values = []
    for t in points:
        with np.errstate(all="ignore"):
            value = np.asarray(f(t))
        if np.all(np.isfinite(value)):
            values.append(value)
            if show and len(values) % 4 == 1:
                print(f"at {t:g} it is {value}")
    return values[-1]
'''

# The functions by name, as they stand in a script.
HELPERS: dict[str, str] = {
    block.partition("(")[0].removeprefix("def "): block.rstrip() for block in _ROWS.strip().split("\n\n") if block.strip()
}

# The projection onto the tangent space of each curved set, by the set's name.
TANGENTS = {
    "simplex": "sum_kept", "unit_norm": "norm_kept", "symmetric": "symmetry_kept", "spd": "symmetry_kept", "orthogonal": "orthogonality_kept",
}  # fmt: skip


def needed(names: set[str]) -> list[str]:
    """The definitions of ``names`` and of what they call, in the table's order.

    >>> [source.splitlines()[0] for source in needed({"hessian"})]
    ['def jacobian(f, x, h=1e-5):', 'def hessian(f, x):']
    """
    wanted = {name for name in names if name in HELPERS} | ({"jacobian"} if "hessian" in names else set())
    return [source for name, source in HELPERS.items() if name in wanted]
