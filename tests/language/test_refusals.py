"""Everything the language refuses, and the sentence it says. Without these a mistake would become a wrong formula silently."""

import collections
import inspect
import math
import re

import numpy as np
import pytest

from mathcheck import (
    FormulaError,
    Matrix,
    Scalar,
    Vector,
    check,
    claim,
    derivative,
    dims,
    directional,
    function,
    gradient,
    integers,
    interval,
    jacobian,
    limit,
    named,
    one_of,
    proportional,
    signs,
    simplex,
    spd,
    unchecked,
)

m, n = dims("m n")
x, y, A = Vector("x", n), Vector("y", n), Matrix("A", m, n)
t = Scalar("t")


def in_place():
    z = x
    z += 1
    return z


def assign():
    x[0] = 1


def chained():
    return 0 < t < 1


REFUSALS = {
    "if on a relation": (lambda: bool(x == y), "true for some inputs and false for others"),
    "if on a formula": (lambda: bool(x), "neither true nor false"),
    "complex numbers": (
        lambda: np.exp(-6.28j * t),
        "-6.28j is complex, and formulas are real: state the real and the imaginary part",
    ),
    "a complex number": (lambda: t + (1 + 2j), "(1+2j) is complex"),
    "complex arrays": (lambda: np.array([1j, 2]) * t, "an array of complex numbers is given, and formulas are real"),
    "and": (lambda: (x == y) and (x == 0), "instead of `and` write (x == y) & (x == 0)"),
    "chained comparison": (chained, "write (0 < t) & (t < 1)"),
    "iteration": (lambda: list(x), "x[0] for an entry"),
    "sum()": (lambda: sum(x), "instead of sum(…) write np.sum(x)"),
    "max()": (lambda: max(x), "write np.max(x)"),
    "len()": (lambda: len(x), "x.shape[0]"),
    "in": (lambda: t in x, "write np.any(x == t)"),
    "float()": (lambda: float(t), "has no number yet"),
    "int()": (lambda: int(t), "has no number yet"),
    "math.exp": (lambda: math.exp(t), "instead of math.exp"),
    "np.array": (lambda: np.array([x, y]), "np.stack([x, y])"),
    "assignment to an entry": (assign, "np.where(arange(x.shape[0]) == 0, 1, x)"),
    "in-place operator": (in_place, "write z = z + 1"),
    "out=": (lambda: np.exp(x, out=np.zeros(3)), "leave out the argument `out=`"),
    "np.eye of a size": (lambda: np.eye(n), "eye(n)"),
    "np.ones of a size": (lambda: np.ones(n), "ones(n)"),
    "np.zeros of sizes": (lambda: np.zeros((m, n)), "zeros(m, n)"),
    "range of a size": (lambda: range(n), "arange(n)"),
    "np.allclose": (lambda: np.allclose(x, y), "write x == y"),
    "setting an attribute": (lambda: setattr(x, "name", "z"), "a formula never changes"),
    "the same formula twice": (lambda: x + 1 == x + 1, "both sides"),
    "proportional to itself": (lambda: proportional(x, x), "both sides"),
    "a derivative by something absent": (lambda: jacobian(x @ x, y), "`y` does not occur in `x @ x`"),
    "a derivative of a Python function": (lambda: jacobian(np.sin, x), "write jacobian(np.sin(x), x)"),
    "a derivative by a size": (lambda: gradient(np.sum(x) / n, n), "a size is a whole number"),
    "a derivative by a discrete variable": (
        lambda: gradient(np.sum(Vector("s", n, signs)), Vector("s", n, signs)),
        "discrete",
    ),
    "directional without direction": (lambda: directional(x @ x, x, None), "give the direction"),
    "a limit of a vector variable": (lambda: limit(x @ x, x, 0), "a Scalar"),
    "a limit without its letter": (
        lambda: limit(np.sin(t) / t, 0),
        "limit(…) misses the letter that moves, which comes second: write limit(np.sin(t) / t, t, 0)",
    ),
    "a limit of several letters without one": (
        lambda: limit(t * Scalar("a"), to=np.inf),
        "write limit(t * a, t, np.inf), with t or a for t",
    ),
    "a limit of an absent variable": (lambda: limit(x @ x, t, 0), "does not occur"),
    "a limit to a formula": (lambda: limit(t * x, t, Scalar("a")), "write a number, np.inf or -np.inf"),
    "a limit's side": (lambda: limit(t * x, t, 0, side="left"), 'side="+"'),
    "a side at infinity": (lambda: limit(t * x, t, np.inf, side="+"), "leave out side="),
    "a claim of a formula": (lambda: claim(x + 1, item="7"), "item 7"),
    "a number for a hypothesis": (lambda: (x == 2 * x).given(x.sum()), "write a relation such as np.sum(x) > 0"),
    "a hypothesis of a variable": (lambda: x.given(t > 0) == x, "(a == b).given("),
    "readings without names": (
        lambda: claim(x == 2 * x, item="7", readings=[x == 3 * x]),
        'readings={"what it assumes": x == 3 * x}',
    ),
    "unpacking one size": (lambda: list(dims("a")), "write a = dims('a')"),
    "a matrix with one size": (lambda: Matrix("q", n), "a matrix has two sizes"),
    "a format": (lambda: f"{x[0]:.2f}", "leave the format out"),
    "a float for an index": (lambda: x[1.0], "an index is a whole number"),
    "a Python function for a side": (lambda: math.sin == x, "function(sin, name='sin')(x)"),
    "int() of a size": (lambda: int(n), "it can be used as it is"),
    "| of relations": (lambda: claim((t >= 0) | (t < 0), item="7"), "makes a formula with truth values"),
    "a claim of a claim": (lambda: claim(claim(x == 2 * x, item="6"), item="7"), "the claim of item 6 is not a relation"),
    "a claim of a truth value": (lambda: claim(True, item="7"), "NumPy compared them at once"),
    "a claim without variables": (
        lambda: claim(np.exp(0.0) == np.sum(x) * 0, item="7") and claim(1 == 1, item="7"),
        "not a relation",
    ),
    "two variables of one name": (lambda: claim(x == Vector("x", n), item="7"), "two different variables"),
    "two sizes of one name": (
        lambda: claim(Vector("u", dims("k")) @ Vector("v", dims("k")) == 0, item="7"),
        "`k` stands for two different variables",
    ),
    "a limit's variable outside": (lambda: claim(limit(t * x, t, 0) == t * x, item="7"), "use another letter outside the limit"),
    "an unknown expect": (lambda: claim(x == y, item="7", expect="fails"), 'expect="refuted"'),
    "a reading without a name": (lambda: claim(x == y, item="7", readings={"": x == 2 * y}), "a reading needs a name"),
    "a reading that is no relation": (lambda: claim(x == y, item="7", readings={"r": x}), "reading 'r'"),
    "unchecked without reason": (lambda: unchecked(item="7", title="x", reason=""), "say why"),
    "given nothing": (lambda: (x == y).given(), "names no hypothesis"),
    "given a truth value": (lambda: (x == y).given(True), "a hypothesis is a relation"),
    "an unknown domain": (lambda: Vector("x", n, "positive"), "the domains are reals, positive"),
    "spd of a rectangle": (lambda: Matrix("S", m, n, spd), "needs a square matrix"),
    "a simplex matrix": (lambda: Matrix("P", n, n, simplex), "needs a vector"),
    "an empty interval": (lambda: interval(2, 1), "holds no number"),
    "no integers": (lambda: integers(3, 2), "holds no number"),
    "no values": (lambda: one_of(), "lists no value"),
    "values that are no numbers": (lambda: one_of("a", "b"), "a domain lists numbers"),
    "a size that can only be 1": (lambda: dims("n", low=1, high=1), "the size can only be 1"),
    "an empty range of sizes": (lambda: dims("n", low=4, high=2), "no size lies between"),
    "no names": (lambda: dims(""), 'dims("") names no size'),
    "a name twice in dims": (lambda: dims("n n"), "names a size twice"),
    "a size that is no size": (lambda: Vector("x", 2.5), "is no size"),
    "a negative size": (lambda: Vector("x", -1), "negative"),
    "a size that depends on a value": (lambda: Vector("x", np.sum(y)), "depends on a variable's value"),
    "a variable without a name": (lambda: Scalar(""), "needs a name"),
    "function of a formula": (lambda: function(x), "give something that can be called"),
    "named without a formula": (lambda: named("s", 3.0), "must be a formula"),
    "a string in a relation": (lambda: x == "y", "is not a formula"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_refusal_says_what_to_write(name):
    make, sentence = REFUSALS[name]
    with pytest.raises(FormulaError) as refusal:
        make()
    assert sentence.replace("`", "") in str(refusal.value).replace("`", "")


def test_shapes_that_do_not_agree_are_no_refusal():
    # That two shapes do not agree is a fact about the answer: it becomes a verdict, so building the formula must work.
    assert claim(jacobian(A @ x, x) == A.T, item="7").statement == "jacobian(A @ x, x) == A.T"
    assert claim(A @ Vector("z", m) == x, item="7").statement == "A @ z == x"


def test_derivative_by_an_equal_subexpression_is_found():
    # The sub-expression is written twice; it is the same text, so it is the same thing.
    assert repr(derivative(np.tanh(2 * t), 2 * t)) == "derivative(np.tanh(2 * t), 2 * t)"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"outputs": ""}, "name what the function returns, each once, as in outputs="),
        ({"outputs": "dx dx"}, "each once"),
        ({"outputs": 2}, "outputs=2"),
        ({"outputs": "dx dy", "latex": "f"}, "leave out latex="),
    ],
)
def test_outputs_are_named_once(more, words):
    with pytest.raises(FormulaError, match=words):
        function(lambda v: (v, v), **more)


def test_outputs_are_formulas_of_formulas_and_numbers_of_numbers():
    backward = function(lambda g, v: (g * v, g), name="backward", outputs="dx, dg")
    a, b = Scalar("a"), Scalar("b")
    assert [repr(output) for output in backward(a, b)] == ["backward.dx(a, b)", "backward.dg(a, b)"]
    assert backward(2.0, 3.0) == (6.0, 2.0)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda v: (v,),
            r"f returned 1 value, \(.*,\), where outputs='x y' names 2: end it with `return x, y`, or name in outputs=",
        ),
        (lambda v: [v, v, v], r"f returned 3 values, \[.*\], where outputs='x y' names 2: end it with `return x, y`"),
        (lambda v: v, r"f returned no tuple but .* where outputs='x y' names 2: end it with `return x, y`"),
        (lambda v: {"x": v, "y": v}, r"f returned no tuple but \{.* where outputs='x y' names 2"),
        (lambda v: None, r"f returned None: does it end with a `return`\?"),
    ],
)
def test_another_number_of_outputs_is_said_of_formulas_and_of_numbers(call, said):
    a = Scalar("a")
    f = function(call, name="f", outputs="x y")
    evidence = check(claim(f(a)[0] == a, item="1"))
    assert evidence.verdict == "error"
    assert re.search(said, evidence.reason)
    with pytest.raises(FormulaError, match=said):
        f(2.0)


def test_outputs_of_a_named_tuple_are_taken_in_its_order():
    # Its names are not those of outputs=: matching by name would swap what is first with what is second.
    returned = collections.namedtuple("returned", "y x")
    f = function(lambda v: returned(2 * v, 3 * v), name="f", outputs="x y")
    assert f(1.0) == (2.0, 3.0)
    a = Scalar("a")
    x, y = f(a)
    assert check((x == 2 * a) & (y == 3 * a)).verdict == "holds"


def test_a_function_of_several_outputs_is_documented_as_what_it_wraps():
    def backward(g, v):
        """Both gradients."""
        return g * v, g

    wrapped = function(backward, outputs="dv dg")
    assert str(inspect.signature(wrapped)) == str(inspect.signature(wrapped.outputs[0])) == "(g, v)"
    assert wrapped.__doc__ == wrapped.outputs[1].__doc__ == "Both gradients."


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Vector("x y", n), 'write x, y = Vector("x", …), Vector("y", …)'),
        (lambda: Scalar("s, t"), 'write s, t = Scalar("s"), Scalar("t")'),
        (lambda: dims("k", min=2), "a size has low= and high="),
        (lambda: Scalar("q", low=0), "positive, interval(0, 1)"),
    ],
)
def test_what_other_libraries_allow_is_told_apart(make, words):
    with pytest.raises(FormulaError) as refused:
        make()
    assert words in str(refused.value)


def test_a_name_of_several_words_is_a_name():
    assert Scalar("learning rate").name == "learning rate"
    assert Scalar(r"x_{k, k}").name == r"x_{k, k}"
