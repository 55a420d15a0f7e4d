"""The embedded log: one durable file, one process, no broker."""
