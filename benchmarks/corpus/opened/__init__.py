"""Facts that were kept apart, measured, and opened afterwards."""
