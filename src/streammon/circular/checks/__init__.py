"""The checks: each a pure function from a circular to what it finds."""
