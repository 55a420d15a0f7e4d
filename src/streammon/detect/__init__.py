"""Text to findings: one file per detector, no input or output but the lexicon's files."""
