"""How a claim is judged: shapes, inputs, evaluation, comparison, confirmation, evidence."""
