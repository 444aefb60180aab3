"""What to write instead of a statement that changes a formula, or takes it apart: as the author's own line has it."""

from __future__ import annotations

import ast

from mathcheck.language.spot import Spot


def assignment(spot: Spot) -> str:
    """Instead of changing an entry."""
    for node in spot.chain:
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target if isinstance(node, ast.AugAssign) else None
        if not isinstance(target, ast.Subscript) or not isinstance(node, ast.Assign):
            continue
        name, value = spot.text(target.value), spot.text(node.value)
        if isinstance(target.slice, ast.Constant) and isinstance(target.slice.value, int):
            return f"write `np.where(arange({name}.shape[0]) == {target.slice.value}, {value}, {name})`, with arange from mathcheck.functions"
        if isinstance(target.slice, ast.Compare):
            return f"write `np.where({spot.text(target.slice)}, {value}, {name})`"
    return ""


def augmented(spot: Spot) -> str:
    """Instead of ``+=`` and its like."""
    for node in spot.chain:
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            sign = ast.unparse(ast.BinOp(ast.Name("a"), node.op, ast.Name("b")))[2:-2]
            return f"write `{node.target.id} = {node.target.id} {sign} {spot.text(node.value)}`"
    return ""


def targets(spot: Spot) -> list[str]:
    """The names that a value was to be taken apart into."""
    statement = spot.chain[-1] if spot.chain else None
    if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], (ast.Tuple, ast.List)):
        return []
    return [spot.text(target) for target in statement.targets[0].elts]
