"""Who does the work of bench/work.py: each a program of its own, `MODULE ADDRESS PREFIX`, ended by a signal."""
