"""Facts that the judge was tuned on, a module a field."""
