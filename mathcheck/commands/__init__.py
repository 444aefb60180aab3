"""The commands: a module each. What they look at is found and checked by pytest itself (``session.py``), so they mean the same as it does."""
