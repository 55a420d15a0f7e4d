"""A county to watch without a network: its website and the inbox that its alerts go to, both on this machine."""
