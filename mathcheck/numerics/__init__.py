"""Plain callables in, estimates out: finite differences, limits, ball arithmetic. Knows nothing of formulas."""
