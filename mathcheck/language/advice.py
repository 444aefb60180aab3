"""What to write instead of what Python cannot do with a formula, in the words of the line that asked for it.

Each question below is what Python asks of an object (a truth value, a number, a length, entries one by one). Why it was asked is read off
the source: the same question comes from ``if``, ``and``, ``not`` and ``max``, and each is written differently in a formula.
"""

from __future__ import annotations

import ast
import builtins
import itertools
import math

import numpy as np

from mathcheck.language.spot import Spot

_OPPOSITE = {ast.Eq: "!=", ast.NotEq: "==", ast.Lt: ">=", ast.LtE: ">", ast.Gt: "<=", ast.GtE: "<"}
_SIGNS = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}

# Functions of Python whose name in NumPy is another one.
_NUMPY = {
    "fabs": "np.abs", "pow": "np.power", "asin": "np.arcsin", "acos": "np.arccos", "atan": "np.arctan", "atan2": "np.arctan2",
    "asinh": "np.arcsinh", "acosh": "np.arccosh", "atanh": "np.arctanh", "fsum": "np.sum", "lgamma": "scipy.special.gammaln",
    "erf": "scipy.special.erf", "erfc": "scipy.special.erfc", "gamma": "scipy.special.gamma", "comb": "scipy.special.comb",
    "factorial": "scipy.special.factorial", "sorted": "np.sort", "sum": "np.sum", "max": "np.max", "min": "np.min", "any": "np.any",
    "all": "np.all", "int": "np.trunc", "round": "np.round", "reversed": "np.flip", "len": "np.size",
}  # fmt: skip

# Functions of NumPy that make arrays of a length that must be known, and what to write for them.
_SIZED = {
    "eye": "eye",
    "identity": "eye",
    "zeros": "zeros",
    "ones": "ones",
    "empty": "zeros",
    "arange": "arange",
    "range": "arange",
}


def truth(spot: Spot) -> str:
    """Instead of a truth value; nothing where the line does not tell."""
    for node in spot.chain:
        for rule in (_compared, _joined, _chosen, _called_for_truth):
            words = rule(spot, node)
            if words:
                return words
    return ""


def _compared(spot: Spot, node: ast.AST) -> str:
    if not isinstance(node, ast.Compare):
        return ""
    sides = [spot.text(side) for side in (node.left, *node.comparators)]
    if isinstance(node.ops[0], (ast.In, ast.NotIn)):
        listed = f"np.stack({sides[1]})" if isinstance(node.comparators[0], (ast.List, ast.Tuple)) else sides[1]
        return f"instead of `in` write `np.any({listed} == {sides[0]})`"
    if len(node.ops) < 2 or any(type(sign) not in _SIGNS for sign in node.ops):
        return ""
    pairs = [f"({a} {_SIGNS[type(sign)]} {b})" for a, sign, b in zip(sides, node.ops, sides[1:], strict=False)]
    return f"instead of two comparisons in one write `{' & '.join(pairs)}`"


def _joined(spot: Spot, node: ast.AST) -> str:
    if isinstance(node, ast.BoolOp):
        word, sign = ("and", " & ") if isinstance(node.op, ast.And) else ("or", " | ")
        return f"instead of `{word}` write `{sign.join(f'({spot.text(value)})' for value in node.values)}`"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = node.operand
        if isinstance(inner, ast.Compare) and len(inner.ops) == 1 and type(inner.ops[0]) in _OPPOSITE:
            left, right = spot.text(inner.left), spot.text(inner.comparators[0])
            return f"instead of `not` write `{left} {_OPPOSITE[type(inner.ops[0])]} {right}`"
        return f"instead of `not` write `{spot.text(inner)} == 0`"
    return ""


def _chosen(spot: Spot, node: ast.AST) -> str:
    if isinstance(node, ast.IfExp):
        condition, first, second = (spot.text(part) for part in (node.test, node.body, node.orelse))
        return f"instead of `if` write `np.where({condition}, {first}, {second})`"
    if isinstance(node, ast.If):
        return f"instead of `if` write `np.where({spot.text(node.test)}, a, b)`, with both values in the formula"
    if isinstance(node, ast.Assert):
        return f'instead of `assert` write `my_claim = claim({spot.text(node.test)}, item="…")`'
    if isinstance(node, ast.While):
        return "a loop that ends at a different step for each input belongs in a function, function(my_loop)(x)"
    return ""


def _called_for_truth(spot: Spot, node: ast.AST) -> str:
    name = _builtin(spot, node)
    if not isinstance(node, ast.Call) or name not in ("max", "min", "sorted", "any", "all"):
        return ""
    args = [spot.text(arg) for arg in node.args]
    if name in ("max", "min") and len(args) > 1:
        together = args[-1]
        for arg in reversed(args[:-1]):
            together = f"np.{name}imum({arg}, {together})"
        return f"instead of {name}(…) write `{together}`"
    return f"instead of {name}(…) write `{_NUMPY[name]}({', '.join(args)})`"


def number(spot: Spot) -> str:
    """Instead of a number; nothing where the line does not tell."""
    for call in _calls(spot):
        name, args = _python_name(spot, call), ", ".join(spot.text(arg) for arg in call.args)
        if name in ("float", "complex"):
            return f"leave {name}(…) out and write `{args}`"
        if name == "isclose":
            return f"a relation is written {spot.text(call.args[0])} == {spot.text(call.args[-1])}"
        numpy_name = _NUMPY.get(name) or (f"np.{name}" if hasattr(np, name) and hasattr(math, name) else "")
        if numpy_name:
            return f"instead of {spot.text(call.func)} write `{numpy_name}({args})`"
    return _within(spot)


def _within(spot: Spot) -> str:
    """Code that computes with numbers (an integral, a root), as a function of the letters in it."""
    for call in (call for call in _calls(spot) if any(isinstance(node, ast.Lambda) for node in ast.walk(call))):
        whole = next((node for node in spot.chain if isinstance(node, ast.Subscript) and node.value is call), call)
        if words := _as_function(spot, whole, spot.text(call.func)):
            return words
    return ""


def _as_function(spot: Spot, whole: ast.AST, name: str) -> str:
    """A piece of the source as a function of the letters in it; nothing where there are none."""
    bound = {arg.arg for node in ast.walk(whole) if isinstance(node, ast.Lambda) for arg in node.args.args}
    read = [node.id for node in ast.walk(whole) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
    letters = [name for name in dict.fromkeys(read) if name not in bound and is_formula(spot.names.get(name))]
    listed = ", ".join(letters)
    called = f"function(lambda {listed}: {spot.text(whole)}, name={name!r})({listed})"
    return f"write `{called}`: it is then called with numbers" if letters else ""


def entries(spot: Spot, ours: frozenset[str] = frozenset()) -> str:
    """Instead of entries one by one; nothing where the line does not tell. ``ours`` are the names in ``mathcheck.functions``."""
    for node in spot.chain:
        if isinstance(node, (ast.GeneratorExp, ast.ListComp)) and len(node.generators) == 1 and not node.generators[0].ifs:
            return f"instead of going through them write `{_over(spot, node)}`, for all entries at once"
        name = _builtin(spot, node)
        if isinstance(node, ast.Call) and name in _NUMPY:
            return f"instead of {name}(…) write `{_NUMPY[name]}({', '.join(spot.text(arg) for arg in node.args)})`"
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], (ast.Tuple, ast.List)):
            names, value = [spot.text(target) for target in node.targets[0].elts], spot.text(node.value)
            return f"write `{', '.join(names)} = {', '.join(f'{value}[{i}]' for i in range(len(names)))}`"
        if isinstance(node, ast.For):
            return f"instead of a loop write the formula with {spot.text(node.iter)} itself, for all entries at once, and np.sum for a sum"
    return next((_elsewhere(spot, call, ours) for call in _calls(spot) if not _builtin(spot, call)), "")


def _over(spot: Spot, made: ast.GeneratorExp | ast.ListComp) -> str:
    """A comprehension as one formula: the array in the place of its entry, in the sum or maximum that it stands in."""
    loop = made.generators[0]
    entry = loop.target.id if isinstance(loop.target, ast.Name) else ""

    class Whole(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.AST:
            return loop.iter if node.id == entry else node

    # What was parsed is shared: a copy is changed.
    whole = ast.unparse(Whole().visit(ast.parse(ast.unparse(made.elt), mode="eval").body))
    around = next((_builtin(spot, node) for node in spot.chain if isinstance(node, ast.Call) and made in node.args), "")
    return f"{_NUMPY[around]}({whole})" if around in _NUMPY else whole


def length(spot: Spot) -> str:
    """Instead of a whole number: a size where NumPy or Python wants one."""
    for call in _calls(spot):
        name = spot.text(call.func).rpartition(".")[2]
        args = [spot.text(arg) for arg in call.args]
        shape = call.args[0] if call.args else None
        sizes = [spot.text(size) for size in shape.elts] if isinstance(shape, (ast.Tuple, ast.List)) else args[:1]
        if name == "range":
            return f"write `arange({', '.join(args)})`, from mathcheck.functions, and np.sum for a sum over it"
        if name in _SIZED:
            shown = args if name in ("eye", "arange") else sizes
            return f"write `{_SIZED[name]}({', '.join(shown)})`, from mathcheck.functions"
        if name == "full":
            return f"write `{args[1] if len(args) > 1 else 'c'} * ones({', '.join(sizes)})`, with ones from mathcheck.functions"
    return ""


def array(spot: Spot, ours: frozenset[str]) -> str:
    """Instead of an array of numbers. ``ours`` are the names in ``mathcheck.functions``."""
    for call in _calls(spot):
        whole, args = spot.text(call.func), [spot.text(arg) for arg in call.args]
        name, first = whole.rpartition(".")[2], call.args[0] if call.args else None
        if name in ("array", "asarray", "asanyarray", "asfarray") and first is not None:
            if not isinstance(first, (ast.List, ast.Tuple)):
                return f"{args[0]} is an array already: leave {whole}(…) out"
            nested = first.elts and isinstance(first.elts[0], (ast.List, ast.Tuple))
            return f"instead of {whole} write `{'np.block' if nested else 'np.stack'}({args[0]})`"
        if name.startswith("assert_") and len(args) > 1:
            return f'instead of {name} write `my_claim = claim({args[0]} == {args[1]}, item="…")`'
        return _elsewhere(spot, call, ours)
    return ""


def _elsewhere(spot: Spot, call: ast.Call, ours: frozenset[str]) -> str:
    """A function of another library, which computes with numbers: ours of that name, or itself as a black box."""
    whole, args = spot.text(call.func), ", ".join(map(spot.text, call.args))
    value = spot.value(call.func)
    name = getattr(value, "__name__", whole.rpartition(".")[2])
    if name in ours:
        return f"instead of {whole} write `{name}({args})`, from mathcheck.functions"
    asked = _asked_of(spot, call)
    if asked is not None and (words := _as_function(spot, *asked)):
        return words
    return f"write `function({whole}, name={name!r})({args})`: it is then called with numbers"


def _asked_of(spot: Spot, call: ast.Call) -> tuple[ast.Call, str] | None:
    """The call of a method on what ``call`` makes, and its name, where that is an object of its library's: arrays have no such method."""
    around = spot.chain[spot.chain.index(call) + 1 :]
    for attribute, outer in itertools.pairwise(around):
        if not isinstance(attribute, ast.Attribute) or attribute.value is not call or hasattr(np.ndarray, attribute.attr):
            continue
        if isinstance(outer, ast.Call) and outer.func is attribute:
            return outer, attribute.attr
    return None


def is_formula(value: object) -> bool:
    """Whether NumPy hands a value's operations over to it, as it does for formulas."""
    return hasattr(type(value), "__array_ufunc__") and not isinstance(value, np.ndarray)


def _calls(spot: Spot) -> list[ast.Call]:
    return [node for node in spot.chain if isinstance(node, ast.Call)]


def _builtin(spot: Spot, node: ast.AST) -> str:
    """The name of the function of Python's own that is called here; nothing where another is."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return ""
    name = node.func.id
    return name if hasattr(builtins, name) and name not in spot.names else ""


def _python_name(spot: Spot, call: ast.Call) -> str:
    """The name of a function of Python's own or of its module `math`."""
    if isinstance(call.func, ast.Attribute) and spot.text(call.func.value) == "math":
        return call.func.attr
    if isinstance(call.func, ast.Name) and getattr(spot.names.get(call.func.id), "__module__", "") == "math":
        return call.func.id
    return _builtin(spot, call)
