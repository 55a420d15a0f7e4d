"""Checking before publishing: files, folders, web pages and standard input, outside of any stream."""
