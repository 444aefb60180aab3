"""What people write: sizes, variables, formulas, relations, claims. Knows nothing of how they are judged."""
