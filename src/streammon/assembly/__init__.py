"""Puts the parts together: a site folder, a log, Redis, the agents, the console."""
