"""What a verdict means: the mistake by name, the formula that would hold, what to draw. Decides nothing."""
