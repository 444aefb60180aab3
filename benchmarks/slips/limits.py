"""Limits with a wrong constant or a wrong function."""

from slips.slip import one, two, under

SLIPS = [
    one("cold softplus", "x: n, t: positive", "limit(softplus(t * x) / t, t, np.inf) == ?", "relu(x)", "np.abs(x)", "the size for the positive part",
        "neighbour function|only positive"),
    one("compound interest", "x: interval(-4,4), t: positive", "limit((1 + x / t) ** t, t, np.inf) == ?", "np.exp(x)", "np.exp(-x)",
        "a sign in the exponent", "sign|variable factor"),
    one("one minus cosine", "x: interval(-4,4), t", "limit((1 - np.cos(t * x)) / t**2, t, 0) == ?", "x**2 / 2", "x**2", "the half is lost", "factor"),
    one("hot softmax", "x: n, b", "limit(softmax(b * x), b, 0) == ?", "ones(n) / n", "ones(n)", "not a distribution",
        "factor|variable factor|only n = 1"),
    one("cold logsumexp", "x: n, b: positive", "limit(logsumexp(b * x) / b, b, np.inf) == ?", "np.max(x)", "np.sum(x)", "the sum for the maximum",
        "neighbour function|only n = 1"),
    one("difference of roots", "x: positive, t: positive", "limit(np.sqrt(t**2 + x * t) - t, t, np.inf) == ?", "x / 2", "2 * x", "2 above the bar",
        "factor"),
    two("power to logarithm, twice", "x: interval(0.5,4), t", "limit((x ** (2 * t) - 1) / t, t, 0) == ?", "2 * np.log(x)", "np.log1p(x)",
        "the inner factor 2, and log1p for log", "neighbour function|none|missing term|variable factor"),
    under("softmax to argmax", "x: n, b: positive", "limit(softmax(b * x), b, np.inf) == ?", "one_hot_argmax(x)", "unique_maximum(x)",
          "the maximum may be attained twice", "only without ties"),
    under("steep softplus as the identity", "x: n, t: positive", "limit(softplus(t * x) / t, t, np.inf) == ?", "x", "np.all(x > 0)",
          "negative numbers", "only positive", "relu(x)"),
]  # fmt: skip
