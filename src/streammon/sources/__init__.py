"""Fetching: one file per channel, and the gentle HTTP client below them."""
