"""Facts that nobody who tunes the judge has looked at."""
