"""Somebody's circular, read: its text, its tables, and where the two contradict each other or themselves."""
