"""Adapters that give a stated fact to other checkers, each as its documentation does, and what they say."""
