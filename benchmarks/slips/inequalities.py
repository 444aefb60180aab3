"""Inequalities turned round or with a wrong bound, and proportions."""

from slips.slip import one, two, under

SLIPS = [
    one("logarithm and its tangent", "x: n positive", "np.log(x) ? x - 1", "<=", ">=", "the direction turned round", "none|exchanged|sign"),
    one("Cauchy and Schwarz", "x: n, y: n", "(x @ y) ** 2 ? (x @ x) * (y @ y)", "<=", ">=", "the direction turned round",
        "none|exchanged|sign|only n = 1"),
    one("Jensen", "x: n interval(-6,6)", "np.exp(np.mean(x)) <= ?", "np.mean(np.exp(x))", "np.min(np.exp(x))", "the minimum for the mean",
        "neighbour function|only n = 1|none"),
    one("norm of a product", "A: m k, B: k n", "norm(A @ B) <= ?", "norm(A) * norm(B)", "norm(A) + norm(B)", "the sum for the product",
        "none|neighbour function|missing term"),
    one("product and squares", "a: n, b: n", "a * b <= ?", "(a**2 + b**2) / 2", "(a**2 - b**2) / 2", "minus for plus", "sign|missing term|none"),
    one("proportional to a square", "x: n interval(-4,4)", "proportional(gradient(np.sum(x**3), x), ?)", "x**2", "x", "the square is lost",
        "variable factor|only positive|none"),
    one("descent direction", "P: n n spd, x: n", "proportional(-gradient(x @ P @ x, x), ?)", "-P @ x", "P @ x", "uphill", "sign"),
    two("maximum and logsumexp", "x: n", "logsumexp(x) <= ?", "np.max(x) + np.log(n)", "np.min(x) + np.log1p(n)", "the minimum, and log1p",
        "neighbour function|none|missing term|only n = 1"),
    under("sum of sizes below the norm", "x: n", "np.sum(np.abs(x)) <= ?", "norm(x)", "n == 1", "the root of n is lost",
          "only n = 1|factor|variable factor|none",
          "np.sqrt(n) * norm(x)"),
]  # fmt: skip
