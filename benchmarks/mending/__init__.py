"""Measures how well mistakes are named and mended; ``repairs.py`` beside it is the command."""
