"""Coordinates, rotations, cameras, distances and curves, as in robotics and graphics."""

import numpy as np

from corpus.fact import stated
from mathcheck.functions import arange, eye, ones

norm = np.linalg.norm


def table(*rows):
    return np.stack([np.stack(row) for row in rows])


def polar(p):
    return np.stack([p[0] * np.cos(p[1]), p[0] * np.sin(p[1])])


def spherical(p):
    r, t, f = p[0], p[1], p[2]
    return np.stack([r * np.sin(t) * np.cos(f), r * np.sin(t) * np.sin(f), r * np.cos(t)])


def spherical_slope(p, last):
    r, t, f = p[0], p[1], p[2]
    return table(
        [np.sin(t) * np.cos(f), r * np.cos(t) * np.cos(f), -r * np.sin(t) * np.sin(f)],
        [np.sin(t) * np.sin(f), r * np.cos(t) * np.sin(f), r * np.sin(t) * np.cos(f)],
        [np.cos(t), last, 0 * r],
    )


def rotation(t):
    return table([np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)])


def cross(a, b):
    return np.stack([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]])


def hat(a, corner=-1):
    return table([0 * a[0], -a[2], a[1]], [a[2], 0 * a[0], corner * a[0]], [-a[1], a[0], 0 * a[0]])


def arm(q):
    return np.stack([2 * np.cos(q[0]) + np.cos(q[0] + q[1]), 2 * np.sin(q[0]) + np.sin(q[0] + q[1])])


def arm_slope(q, far):
    s, c = np.sin(q[0] + q[1]), np.cos(q[0] + q[1])
    return table([-2 * np.sin(q[0]) - s, -s], [2 * np.cos(q[0]) + c, far])


def camera(p):
    return np.stack([500 * p[0] / p[2] + 320, 500 * p[1] / p[2] + 240])


def camera_slope(p, last):
    return table([500 / p[2], 0 * p[0], -500 * p[0] / p[2] ** 2], [0 * p[0], 500 / p[2], last])


def distort(x, k):
    return x * (1 + k * (x @ x))


def reflect(v, n):
    return v - 2 * (v @ n) * n / (n @ n)


def smooth_least(a, b):
    h = np.maximum(1 - np.abs(a - b), 0)
    return np.minimum(a, b) - h**2 / 4


def haversine(a, b, t):
    """The square of half the chord between two places on the globe, a and b their latitudes, t the difference in longitude."""
    return np.sin((a - b) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(t / 2) ** 2


def to_box(p):
    return norm(np.maximum(np.abs(p) - 1, 0))


def angle(x, y):
    return np.arccos(x @ y / (norm(x) * norm(y)))


def turned(q, v):
    """A vector turned by a quaternion (w, u) that need not have norm 1: (w² - u·u) v + 2 (u·v) u + 2w u × v."""
    w, u = q[0], q[1:4]
    return (w**2 - u @ u) * v + 2 * (u @ v) * u + 2 * w * cross(u, v)


def turned_slope(q, v, sign):
    w, u = q[0], q[1:4]
    by_w = 2 * w * v + 2 * cross(u, v)
    by_u = -2 * np.outer(v, u) + 2 * np.outer(u, v) + 2 * (u @ v) * eye(3) + sign * 2 * w * hat(v)
    return np.concatenate([by_w[:, None], by_u], axis=1)


def bezier(t, P):
    return (1 - t) ** 3 * P[0] + 3 * t * (1 - t) ** 2 * P[1] + 3 * t**2 * (1 - t) * P[2] + t**3 * P[3]


def bezier_slope(t, P, middle):
    return 3 * (1 - t) ** 2 * (P[1] - P[0]) + middle * t * (1 - t) * (P[2] - P[1]) + 3 * t**2 * (P[3] - P[2])


def homography(H, p):
    h = H @ np.concatenate([p, ones(1)])
    return h[0:2] / h[2]


def homography_slope(H, p, row):
    h = H @ np.concatenate([p, ones(1)])
    return H[0:2, 0:2] / h[2] - np.outer(h[0:2], row) / h[2] ** 2


def stereographic(x):
    return 2 * x / (1 + x @ x)


def area(p, q, r):
    return ((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])) / 2


def shoelace(X):
    """The signed area of a polygon, a corner a row."""
    Y = np.roll(X, -1, axis=0)
    return np.sum(X[:, 0] * Y[:, 1] - Y[:, 0] * X[:, 1]) / 2


FACTS = [
    stated("polar to Cartesian", "jacobian", "p: 2", lambda p: polar(p),
           lambda p: table([np.cos(p[1]), -p[0] * np.sin(p[1])], [np.sin(p[1]), p[0] * np.cos(p[1])]), by="p"),
    stated("polar to Cartesian, radius lost in a corner", "jacobian", "p: 2", lambda p: polar(p),
           lambda p: table([np.cos(p[1]), -p[0] * np.sin(p[1])], [np.sin(p[1]), np.cos(p[1])]), by="p",
           wrong="entry: the radius multiplies the lower right entry as well"),
    stated("Cartesian to polar", "jacobian", "x: 2", lambda x: np.stack([norm(x), np.arctan2(x[1], x[0])]),
           lambda x: table([x[0] / norm(x), x[1] / norm(x)], [-x[1] / (x @ x), x[0] / (x @ x)]), by="x", level="nasty",
           why="the angle jumps along the negative axis and turns ever faster near the origin"),
    stated("Cartesian to polar, lengths for squares", "jacobian", "x: 2", lambda x: np.stack([norm(x), np.arctan2(x[1], x[0])]),
           lambda x: table([x[0] / norm(x), x[1] / norm(x)], [-x[1] / norm(x), x[0] / norm(x)]), by="x",
           wrong="entry: the lower row is divided by the squared radius; right on the unit circle"),
    stated("spherical to Cartesian", "jacobian", "p: 3", lambda p: spherical(p), lambda p: spherical_slope(p, -p[0] * np.sin(p[1])),
           by="p"),
    stated("spherical to Cartesian, sign of the height", "jacobian", "p: 3", lambda p: spherical(p),
           lambda p: spherical_slope(p, p[0] * np.sin(p[1])), by="p", wrong="entry: the height falls as the polar angle grows"),
    stated("volume element of the sphere", "gradient", "p: 3", lambda p: p[0] ** 2 * np.sin(p[1]),
           lambda p: np.stack([2 * p[0] * np.sin(p[1]), p[0] ** 2 * np.cos(p[1]), 0 * p[2]]), by="p"),
    stated("rotation by its angle", "jacobian", "t: reals", lambda t: rotation(t), lambda t: rotation(t + np.pi / 2), by="t"),
    stated("rotation by its angle, turned back", "jacobian", "t: reals", lambda t: rotation(t), lambda t: rotation(t - np.pi / 2), by="t",
           wrong="gross: the derivative is a quarter turn ahead"),
    stated("rotation at 1e6 turns a unit", "jacobian", "t: interval(0,1)", lambda t: rotation(1e6 * t),
           lambda t: 1e6 * rotation(1e6 * t + np.pi / 2), by="t", level="nasty", why="a million radians over the domain"),
    stated("cross product by its left factor", "jacobian", "a: 3, b: 3", lambda a, b: cross(a, b), lambda a, b: -hat(b), by="a"),
    stated("cross product by its left factor, as by its right", "jacobian", "a: 3, b: 3", lambda a, b: cross(a, b), lambda a, b: hat(b),
           by="a",
           wrong="gross: a × b = -b × a"),
    stated("cross product by its right factor", "jacobian", "a: 3, b: 3", lambda a, b: cross(a, b), lambda a, b: hat(a), by="b"),
    stated("cross product by its right factor, one sign", "jacobian", "a: 3, b: 3", lambda a, b: cross(a, b), lambda a, b: hat(a, 1),
           by="b",
           wrong="entry: second row, third column is -a_1"),
    stated("arm with two links", "jacobian", "q: 2", lambda q: arm(q), lambda q: arm_slope(q, np.cos(q[0] + q[1])), by="q"),
    stated("arm with two links, elbow angle alone", "jacobian", "q: 2", lambda q: arm(q), lambda q: arm_slope(q, np.cos(q[1])), by="q",
           wrong="entry: the second link points along the sum of the angles"),
    stated("pinhole camera", "jacobian", "p: 3 positive", lambda p: camera(p), lambda p: camera_slope(p, -500 * p[1] / p[2] ** 2), by="p"),
    stated("pinhole camera, depth not squared", "jacobian", "p: 3 positive", lambda p: camera(p),
           lambda p: camera_slope(p, -500 * p[1] / p[2]), by="p", wrong="entry: the lower right entry falls with the square of the depth"),
    stated("pinhole camera, focal length a pixel off", "jacobian", "p: 3 positive", lambda p: camera(p),
           lambda p: camera_slope(p, -500 * p[1] / p[2] ** 2) * 1.002, by="p", wrong="little: 501 pixels in place of 500"),
    stated("radial distortion", "jacobian", "x: n, k: reals", lambda x, k: distort(x, k),
           lambda x, k: (1 + k * (x @ x)) * eye(x.shape[0]) + 2 * k * np.outer(x, x), by="x"),
    stated("radial distortion, along the axes", "jacobian", "x: n, k: reals", lambda x, k: distort(x, k),
           lambda x, k: (1 + k * (x @ x)) * eye(x.shape[0]) + 2 * k * np.diag(x**2), by="x",
           wrong="size: entries off the diagonal are 2k x_i x_j, which there are from two coordinates on"),
    stated("reflection by the vector", "jacobian", "v: n, n: n", lambda v, n: reflect(v, n),
           lambda v, n: eye(v.shape[0]) - 2 * np.outer(n, n) / (n @ n), by="v"),
    stated("reflection by the normal", "jacobian", "v: n, n: n", lambda v, n: reflect(v, n),
           lambda v, n: -2 * (np.outer(n, v) + (v @ n) * eye(v.shape[0]) - 2 * (v @ n) * np.outer(n, n) / (n @ n)) / (n @ n), by="n",
           level="nasty", why="zero in one dimension, where the normal has no direction to turn"),
    stated("reflection by the normal, outer product transposed", "jacobian", "v: n, n: n", lambda v, n: reflect(v, n),
           lambda v, n: -2 * (np.outer(v, n) + (v @ n) * eye(v.shape[0]) - 2 * (v @ n) * np.outer(n, n) / (n @ n)) / (n @ n), by="n",
           wrong="size: n vᵀ, not v nᵀ; the same in one dimension and for parallel vectors"),
    stated("reflection by the vector, normal taken as a unit", "jacobian", "v: n, n: n", lambda v, n: reflect(v, n),
           lambda v, n: eye(v.shape[0]) - 2 * np.outer(n, n), by="v", wrong="gross: the normal has any length"),
    stated("smooth least of two distances", "derivative", "a: n, b: n", lambda a, b: smooth_least(a, b),
           lambda a, b: (1 + np.sign(b - a) * np.minimum(np.abs(a - b), 1)) / 2, by="a", level="nasty",
           why="three kinks hidden in f cancel to a smooth blend"),
    stated("smooth least of two distances, blend not ended", "derivative", "a: n, b: n", lambda a, b: smooth_least(a, b),
           lambda a, b: (1 + b - a) / 2, by="a",
           wrong="branch: distances further apart than 1 are not blended"),
    stated("haversine by the longitude", "derivative", "a: reals, b: reals, t: reals", lambda a, b, t: haversine(a, b, t),
           lambda a, b, t: np.cos(a) * np.cos(b) * np.sin(t) / 2, by="t"),
    stated("haversine by a latitude", "derivative", "a: reals, b: reals, t: reals", lambda a, b, t: haversine(a, b, t),
           lambda a, b, t: np.sin(a - b) / 2 - np.sin(a) * np.cos(b) * np.sin(t / 2) ** 2, by="a"),
    stated("haversine by a latitude, longitude left out", "derivative", "a: reals, b: reals, t: reals", lambda a, b, t: haversine(a, b, t),
           lambda a, b, t: np.sin(a - b) / 2, by="a", wrong="region: right along one meridian only, where t is 0"),
    stated("distance to a box", "gradient", "p: 3", lambda p: to_box(p),
           lambda p: np.where(to_box(p) > 0, np.sign(p) * np.maximum(np.abs(p) - 1, 0) / np.where(to_box(p) > 0, to_box(p), 1), 0), by="p",
           level="nasty", why="27 regions: corners, edges, faces, and the inside, where it is flat"),
    stated("distance to a box, sign forgotten", "gradient", "p: 3", lambda p: to_box(p),
           lambda p: np.where(to_box(p) > 0, np.maximum(np.abs(p) - 1, 0) / np.where(to_box(p) > 0, to_box(p), 1), 0), by="p",
           wrong="branch: on the negative side of a face the distance falls along the axis"),
    stated("angle between two vectors", "gradient", "x: 3, y: 3", lambda x, y: angle(x, y),
           lambda x, y: cross(cross(x, y), x) / (-norm(cross(x, y)) * (x @ x)), by="x", level="nasty",
           why="the arccosine loses half the digits for nearly parallel vectors"),
    stated("angle between two vectors, arccosine's sign", "gradient", "x: 3, y: 3", lambda x, y: angle(x, y),
           lambda x, y: cross(cross(x, y), x) / (norm(cross(x, y)) * (x @ x)), by="x",
           wrong="gross: turning towards y makes the angle smaller"),
    stated("vector turned by a quaternion", "jacobian", "q: 4, v: 3", lambda q, v: turned(q, v), lambda q, v: turned_slope(q, v, -1),
           by="q"),
    stated("vector turned by a quaternion, order of the cross product", "jacobian", "q: 4, v: 3", lambda q, v: turned(q, v),
           lambda q, v: turned_slope(q, v, 1), by="q", wrong="region: u × v by u is minus the matrix of v; not seen where w or v is 0"),
    stated("cubic Bézier curve by its parameter", "jacobian", "t: unit_interval, P: 4 d", lambda t, P: bezier(t, P),
           lambda t, P: bezier_slope(t, P, 6), by="t"),
    stated("cubic Bézier curve, middle difference", "jacobian", "t: unit_interval, P: 4 d", lambda t, P: bezier(t, P),
           lambda t, P: bezier_slope(t, P, 3), by="t", wrong="gross: Bernstein's weight is 2 t (1 - t), times 3"),
    stated("homography", "jacobian", "H: 3 3, p: 2", lambda H, p: homography(H, p), lambda H, p: homography_slope(H, p, H[2, 0:2]), by="p"),
    stated("homography, column for row", "jacobian", "H: 3 3, p: 2", lambda H, p: homography(H, p),
           lambda H, p: homography_slope(H, p, H[0:2, 2]), by="p", wrong="gross: the last row moves the depth, not the last column"),
    stated("stereographic projection backwards", "jacobian", "x: n", lambda x: stereographic(x),
           lambda x: 2 * eye(x.shape[0]) / (1 + x @ x) - 4 * np.outer(x, x) / (1 + x @ x) ** 2, by="x"),
    stated("stereographic projection backwards, factor of the projector", "jacobian", "x: n", lambda x: stereographic(x),
           lambda x: 2 * eye(x.shape[0]) / (1 + x @ x) - 3.99 * np.outer(x, x) / (1 + x @ x) ** 2, by="x",
           wrong="little: the factor is 4"),
    stated("area of a triangle by a corner", "gradient", "p: 2, q: 2, r: 2", lambda p, q, r: area(p, q, r),
           lambda p, q, r: np.stack([q[1] - r[1], r[0] - q[0]]) / 2, by="p"),
    stated("area of a triangle by a corner, always growing", "gradient", "p: 2, q: 2, r: 2", lambda p, q, r: np.abs(area(p, q, r)),
           lambda p, q, r: np.stack([q[1] - r[1], r[0] - q[0]]) / 2, by="p", wrong="branch: the other way for corners in clockwise order"),
    stated("area of a thin triangle far away", "gradient", "p: 2", lambda p: area(p + 1e9, 0 * p + 1e9, np.stack([1e9 + 1, 1e9 + 0.125])),
           lambda p: np.stack([-0.0625 + 0 * p[0], 0.5 + 0 * p[1]]), by="p", level="nasty", why="coordinates of 1e9, sides of 1 and 1/8"),
    stated("area of a polygon by its corners", "gradient", "X: n 2", lambda X: shoelace(X),
           lambda X: np.stack([np.roll(X, -1, axis=0)[:, 1] - np.roll(X, 1, axis=0)[:, 1],
                               np.roll(X, 1, axis=0)[:, 0] - np.roll(X, -1, axis=0)[:, 0]], axis=1) / 2, by="X", level="nasty",
           why="zero for one corner and for two"),
    stated("area of a polygon by its corners, not closed", "gradient", "X: n 2", lambda X: shoelace(X),
           lambda X: np.stack([np.roll(X, -1, axis=0)[:, 1] - np.where(arange(X.shape[0]) == 0, 0, np.roll(X, 1, axis=0)[:, 1]),
                               np.roll(X, 1, axis=0)[:, 0] - np.roll(X, -1, axis=0)[:, 0]], axis=1) / 2, by="X",
           wrong="entry: the first corner's neighbour before it is the last one"),
    stated("arc length of a helix's turn by the pitch", "derivative", "r: positive, h: positive",
           lambda r, h: np.sqrt((2 * np.pi * r) ** 2 + h**2), lambda r, h: h / np.sqrt((2 * np.pi * r) ** 2 + h**2), by="h"),
    stated("arc length of a helix's turn, pi by 22/7", "derivative", "r: positive, h: positive",
           lambda r, h: np.sqrt((2 * np.pi * r) ** 2 + h**2), lambda r, h: h / np.sqrt((44 / 7 * r) ** 2 + h**2), by="h",
           wrong="little: 22/7 is 4e-4 too large"),
    stated("anomaly of an eccentric orbit", "derivative", "E: reals", lambda E: E - 0.999999 * np.sin(E),
           lambda E: 1 - 0.999999 * np.cos(E),
           by="E", level="nasty", why="the slope falls to a millionth at whole turns"),
]  # fmt: skip
