"""A printed circular played again: its tables become events, the pipeline grades them, and both are compared."""
