"""Facts that were not looked at while the judge was tuned, a module a field."""
