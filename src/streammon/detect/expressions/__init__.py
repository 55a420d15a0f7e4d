"""Fixed expressions: what is nearly, but not quite, one of them."""
