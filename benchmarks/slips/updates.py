"""Steps of optimisers, in two ways of writing them."""

from slips.slip import beyond, one, two, under

SLIPS = [
    one("weight decay", "w: n, g: n, t: positive, c: positive", "w - t * (g + c * w) == ?", "(1 - t * c) * w - t * g", "(1 - c) * w - t * g",
        "the step is lost in the decay", "missing term|none"),
    one("two steps of momentum", "v: n, g: n, h: n, b: interval(0.1,0.9)", "b * (b * v + g) + h == ?", "b**2 * v + b * g + h", "b**2 * v + g + h",
        "the factor of the older gradient is lost", "missing term|none"),
    one("moving average", "v: n, g: n, b: interval(0.1,0.9)", "b * v + (1 - b) * g == ?", "v + (1 - b) * (g - v)", "v + b * (g - v)",
        "b for its complement", "none|missing term|exchanged"),
    one("moving average, wrong way", "v: n, g: n, b: interval(0.1,0.9)", "b * v + (1 - b) * g == ?", "v + (1 - b) * (g - v)",
        "v + (1 - b) * (v - g)", "v and g exchanged", "exchanged|sign|missing term"),
    one("gradient step on a form", "P: n n spd, x: n, t: positive", "x - t * gradient(x @ P @ x / 2, x) == ?", "(eye(n) - t * P) @ x",
        "(eye(n) + t * P) @ x", "the step uphill", "sign|missing term"),
    one("gradient step on a form, no identity", "P: n n spd, x: n, t: positive", "x - t * gradient(x @ P @ x / 2, x) == ?", "(eye(n) - t * P) @ x",
        "(1 - t * P) @ x", "the number 1 for the identity", "should be diagonal|missing term|only n = 1"),
    one("slope along a direction", "P: n n spd, x: n, d: n, t", "derivative((x - t * d) @ P @ (x - t * d) / 2, t) == ?", "-d @ P @ (x - t * d)",
        "-d @ P @ (x + t * d)", "a sign inside", "sign|missing term|none"),
    one("soft threshold", "x: n, t: positive", "np.sign(x) * relu(np.abs(x) - t) == ?", "np.where(np.abs(x) > t, x - t * np.sign(x), 0)",
        "np.where(x > t, x - t * np.sign(x), 0)", "the size is lost in the condition", "only positive|none"),
    one("running mean", "a: n, x: n, t: positive", "(t * a + x) / (t + 1) == ?", "a + (x - a) / (t + 1)", "a + (x - a) / t", "off by one",
        "missing term|none|variable factor"),
    one("clipped gradient", "g: n, c: positive", "norm(c * g / norm(g)) == ?", "c", "c**2", "a square too many", "variable factor"),
    two("weight decay, twice", "w: n, g: n, t: positive, c: positive", "w - t * (g + c * w) == ?", "(1 - t * c) * w - t * g",
        "(1 + t * c) * w - g", "a sign, and the step is lost", "sign|missing term|none"),
    two("two steps of momentum, twice", "v: n, g: n, h: n, b: interval(0.1,0.9)", "b * (b * v + g) - h == ?", "b**2 * v + b * g - h",
        "b * v + b * g + h", "a square is lost, and a sign", "missing term|sign|none"),
    under("constant gradients", "v: n, g: n, b: interval(0.1,0.9)", "b * v + (1 - b) * g == ?", "g", "v == g", "the average lags behind",
          "missing term|none|variable factor"),
    beyond("adaptive step by guesswork", "m: n, v: n interval(0.5,4), t: positive", "m / (np.sqrt(v) + t) == ?",
           "m / np.sqrt(v) / (1 + t / np.sqrt(v))", "np.exp(-m) * np.log(v) + t**3", "nothing in it is right", "none|missing term"),
]  # fmt: skip
