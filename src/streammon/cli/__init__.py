"""The command line: the doors through which people come in."""
