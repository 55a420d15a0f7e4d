"""Measures detection on files with known answers: what is found, what is missed, and what fires without reason."""
