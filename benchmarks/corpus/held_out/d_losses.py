"""Losses, divergences, penalties and objectives."""

import numpy as np

from corpus.fact import stated
from mathcheck.functions import arange, eye, log_softmax, relu, softmax, softplus

norm = np.linalg.norm


def dice(p, y):
    return 1 - 2 * (p @ y) / (np.sum(p) + np.sum(y))


def tukey(r):
    return np.sum(np.where(np.abs(r) <= 2, 2 / 3 * (1 - (1 - r**2 / 4) ** 3), 2 / 3))


def triplet(a, p, n):
    return relu(np.sum((a - p) ** 2) - np.sum((a - n) ** 2) + 1)


def kl_normal(m, s):
    """From the standard normal, s the logarithm of the variance."""
    return np.sum(m**2 + np.exp(s) - 1 - s) / 2


def rmse(r):
    return np.sqrt(np.mean(r**2))


def clipped(r, a):
    """The surrogate of proximal policy optimisation, r the ratio, a the advantage."""
    return np.minimum(r * a, np.clip(r, 0.8, 1.2) * a)


def brier(z, y):
    return np.sum((softmax(z) - y) ** 2)


def contrastive(Z):
    """Every row's own column is its positive."""
    return -np.trace(log_softmax(Z, axis=1)) / Z.shape[0]


def entropy(z):
    return -np.sum(softmax(z) * log_softmax(z))


def later(h):
    return arange(h.shape[0])[None, :] >= arange(h.shape[0])[:, None]


def cox(h):
    """The partial likelihood of log hazards, sorted by the time of the event."""
    return np.sum(h - np.log(np.sum(np.where(later(h), np.exp(h), 0), axis=1)))


def risk(h):
    at = np.where(later(h), np.exp(h), 0)
    return at / np.sum(at, axis=1)[:, None]


def huber(r, d):
    return np.sum(np.where(np.abs(r) <= d, r**2 / 2, d * (np.abs(r) - d / 2)))


def ranking(z):
    return np.sum(np.where(arange(z.shape[0])[:, None] < arange(z.shape[0]), softplus(z[None, :] - z[:, None]), 0))


def wins(z):
    return np.where(arange(z.shape[0])[:, None] < arange(z.shape[0]), 1 / (1 + np.exp(z[:, None] - z[None, :])), 0)


FACTS = [
    stated("soft Dice loss", "gradient", "p: n unit_interval, y: n unit_interval", lambda p, y: dice(p, y),
           lambda p, y: 2 * (p @ y) / (np.sum(p) + np.sum(y)) ** 2 - 2 * y / (np.sum(p) + np.sum(y)), by="p"),
    stated("soft Dice loss, squares in the denominator", "gradient", "p: n unit_interval, y: n unit_interval", lambda p, y: dice(p, y),
           lambda p, y: 4 * (p @ y) * p / (np.sum(p) + np.sum(y)) ** 2 - 2 * y / (np.sum(p) + np.sum(y)), by="p",
           wrong="gross: this belongs to the variant with squares; right where p is 1/2"),
    stated("Tukey's biweight", "gradient", "r: n", lambda r: tukey(r), lambda r: np.where(np.abs(r) <= 2, r * (1 - r**2 / 4) ** 2, 0),
           by="r"),
    stated("Tukey's biweight, not cut off", "gradient", "r: n", lambda r: tukey(r), lambda r: r * (1 - r**2 / 4) ** 2, by="r",
           wrong="branch: constant beyond 2"),
    stated("Geman and McClure's penalty", "gradient", "r: n", lambda r: np.sum(r**2 / (1 + r**2)), lambda r: 2 * r / (1 + r**2) ** 2,
           by="r"),
    stated("Geman and McClure's penalty, 2e-4 too much", "gradient", "r: n", lambda r: np.sum(r**2 / (1 + r**2)),
           lambda r: 2.0004 * r / (1 + r**2) ** 2, by="r", wrong="little: the factor is 2"),
    stated("Charbonnier's penalty with a tiny epsilon", "gradient", "r: n", lambda r: np.sum(np.sqrt(r**2 + 1e-12) - 1e-6),
           lambda r: r / np.sqrt(r**2 + 1e-12), by="r", level="nasty", why="all but a kink at zero"),
    stated("Charbonnier's penalty, epsilon not squared", "gradient", "r: n", lambda r: np.sum(np.sqrt(r**2 + 0.0001)),
           lambda r: r / np.sqrt(r**2 + 0.01), by="r", wrong="region: 0.01 is epsilon, its square stands under the root; seen near zero"),
    stated("triplet loss by the anchor", "gradient", "a: n, p: n, n: n", lambda a, p, n: triplet(a, p, n),
           lambda a, p, n: np.where(triplet(a, p, n) > 0, 2, 0) * (n - p), by="a"),
    stated("triplet loss by the anchor, margin left out of the gate", "gradient", "a: n, p: n, n: n", lambda a, p, n: triplet(a, p, n),
           lambda a, p, n: np.where(norm(a - p) > norm(a - n), 2, 0) * (n - p), by="a", wrong="branch: within the margin it is active too"),
    stated("divergence from the standard normal by the log variance", "gradient", "m: n, s: n", lambda m, s: kl_normal(m, s),
           lambda m, s: np.expm1(s) / 2, by="s"),
    stated("divergence from the standard normal, s the deviation's logarithm", "gradient", "m: n, s: n", lambda m, s: kl_normal(m, s),
           lambda m, s: np.expm1(2 * s), by="s", wrong="gross: s is the logarithm of the variance"),
    stated("divergence from the standard normal, log variance near zero", "gradient", "m: n, s: n", lambda m, s: kl_normal(m, s),
           lambda m, s: np.where(np.abs(s) < 0.1, s / 2, np.expm1(s) / 2), by="s",
           wrong="branch: within a tenth of zero the square counts, up to 5 %"),
    stated("root mean square error", "gradient", "r: n", lambda r: rmse(r), lambda r: r / (r.shape[0] * rmse(r)), by="r"),
    stated("root mean square error, as a norm", "gradient", "r: n", lambda r: rmse(r), lambda r: r / norm(r), by="r",
           wrong="size: divided by the root of n; right for one entry"),
    stated("mean absolute percentage error", "gradient", "x: n, y: n", lambda x, y: np.mean(np.abs((x - y) / y)),
           lambda x, y: np.sign(x - y) / np.abs(y) / x.shape[0], by="x"),
    stated("mean absolute percentage error, positive targets", "gradient", "x: n, y: n", lambda x, y: np.mean(np.abs((x - y) / y)),
           lambda x, y: np.sign(x - y) / y / x.shape[0], by="x",
           wrong="region: the target's size divides, which differs for negative ones"),
    stated("insensitive loss", "gradient", "r: n", lambda r: np.sum(np.maximum(np.abs(r) - 0.1, 0)),
           lambda r: np.where(np.abs(r) > 0.1, np.sign(r), 0), by="r"),
    stated("insensitive loss, tube of 0.2", "gradient", "r: n", lambda r: np.sum(np.maximum(np.abs(r) - 0.1, 0)),
           lambda r: np.where(np.abs(r) > 0.2, np.sign(r), 0), by="r", wrong="branch: the tube ends at 0.1", witness={"r": [0.15, -1.0]}),
    stated("clipped surrogate", "derivative", "r: n positive, a: n", lambda r, a: clipped(r, a),
           lambda r, a: np.where(np.where(a > 0, r < 1.2, r > 0.8), a, 0), by="r", level="nasty",
           why="clipped on one side, by the advantage's sign"),
    stated("clipped surrogate, clipped on both sides", "derivative", "r: n positive, a: n", lambda r, a: clipped(r, a),
           lambda r, a: np.where((r > 0.8) & (r < 1.2), a, 0), by="r", wrong="branch: the minimum undoes the clip on one side"),
    stated("Brier score of logits", "gradient", "z: n, y: n one_hot", lambda z, y: brier(z, y),
           lambda z, y: 2 * softmax(z) * (softmax(z) - y - softmax(z) @ (softmax(z) - y)), by="z"),
    stated("Brier score of logits, diagonal of the softmax's slope", "gradient", "z: n, y: n one_hot", lambda z, y: brier(z, y),
           lambda z, y: 2 * softmax(z) * (1 - softmax(z)) * (softmax(z) - y), by="z",
           wrong="size: every probability moves with every logit; a single class never moves"),
    stated("contrastive loss by the similarities", "gradient", "Z: n n", lambda Z: contrastive(Z),
           lambda Z: (softmax(Z, axis=1) - eye(Z.shape[0])) / Z.shape[0], by="Z"),
    stated("contrastive loss, softmax down the columns", "gradient", "Z: n n", lambda Z: contrastive(Z),
           lambda Z: (softmax(Z, axis=0) - eye(Z.shape[0])) / Z.shape[0], by="Z",
           wrong="region: along the rows; the same if all entries agree"),
    stated("contrastive loss, last pair not a positive", "gradient", "Z: n n", lambda Z: contrastive(Z),
           lambda Z: (softmax(Z, axis=1) - np.diag(np.where(arange(Z.shape[0]) == Z.shape[0] - 1, 0, 1))) / Z.shape[0], by="Z",
           wrong="entry: the last diagonal entry has its -1 as well"),
    stated("entropy of a softmax", "gradient", "z: n", lambda z: entropy(z), lambda z: -softmax(z) * (log_softmax(z) + entropy(z)), by="z",
           level="nasty", why="zero for one entry and for equal ones, tiny where one dominates"),
    stated("entropy of a softmax, a constant for its mean", "gradient", "z: n", lambda z: entropy(z),
           lambda z: -softmax(z) * (log_softmax(z) + 1), by="z",
           wrong="gross: the 1 of the entropy's slope is not the mean that centres it"),
    stated("partial likelihood of hazards", "gradient", "h: n interval(-9,9)", lambda h: cox(h), lambda h: 1 - np.sum(risk(h), axis=0),
           by="h",
           level="nasty", why="cancels to zero for one subject"),
    stated("partial likelihood of hazards, risk set of all", "gradient", "h: n interval(-9,9)", lambda h: cox(h),
           lambda h: 1 - h.shape[0] * softmax(h), by="h", wrong="size: those who are gone are no longer at risk; right for one subject"),
    stated("partial likelihood of hazards, own risk only", "gradient", "h: n interval(-9,9)", lambda h: cox(h),
           lambda h: 1 - np.diag(risk(h)), by="h", wrong="entry: right in the first entry; later subjects were at risk before as well"),
    stated("Huber's loss of any width by the width", "gradient", "r: n, d: positive", lambda r, d: huber(r, d),
           lambda r, d: np.sum(np.maximum(np.abs(r) - d, 0)), by="d"),
    stated("Huber's loss of any width", "gradient", "r: n, d: positive", lambda r, d: huber(r, d), lambda r, d: np.clip(r, -d, d), by="r"),
    stated("Huber's loss of any width, limbs of slope 1", "gradient", "r: n, d: positive", lambda r, d: huber(r, d),
           lambda r, d: np.where(np.abs(r) <= d, r, np.sign(r)), by="r",
           wrong="branch: the slope beyond the width is the width; right where it is 1"),
    stated("ranking of items in order", "gradient", "z: n interval(-9,9)", lambda z: ranking(z),
           lambda z: np.sum(wins(z), axis=0) - np.sum(wins(z), axis=1), by="z"),
    stated("ranking of items in order, losses of a row alone", "gradient", "z: n interval(-9,9)", lambda z: ranking(z),
           lambda z: -np.sum(wins(z), axis=1), by="z", wrong="size: every item but the first also loses to those before it"),
    stated("Itakura and Saito's divergence", "gradient", "x: n positive, y: n positive", lambda x, y: np.sum(x / y - np.log(x / y) - 1),
           lambda x, y: (y - x) / y**2, by="y"),
    stated("Itakura and Saito's divergence, as Kullback and Leibler's", "gradient", "x: n positive, y: n positive",
           lambda x, y: np.sum(x / y - np.log(x / y) - 1), lambda x, y: (y - x) / y, by="y",
           wrong="gross: one power of y short; right where it is 1"),
    stated("Tsallis' entropy along the simplex", "gradient", "p: n simplex", lambda p: (1 - np.sum(p**1.5)) / 0.5,
           lambda p: 3 * (1 - np.sqrt(p)), by="p", level="nasty", why="right up to a constant, which the simplex does not see"),
    stated("Tsallis' entropy along the simplex, a thousandth off", "gradient", "p: n simplex", lambda p: (1 - np.sum(p**1.5)) / 0.5,
           lambda p: -3.003 * np.sqrt(p), by="p", wrong="little: the factor is 3, which shows from two shares on"),
    stated("weighted least squares, weights a little off", "gradient", "w: n, X: m n, y: m, v: m positive",
           lambda w, X, y, v: np.sum(v * (X @ w - y) ** 2), lambda w, X, y, v: 2 * X.T @ (v * (X @ w - 1.001 * y)), by="w",
           wrong="little: the targets a thousandth too large"),
    stated("elastic net, intercept shrunk too", "gradient", "w: n, c: positive", lambda w,
           c: c * np.sum(w[1:] ** 2) + np.sum(np.abs(w[1:])),
           lambda w, c: 2 * c * w + np.sign(w), by="w", wrong="entry: the first weight is the intercept, and not penalised"),
]  # fmt: skip
