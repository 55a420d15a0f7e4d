"""streammon watches government websites and official accounts for the people who answer for them."""

__version__ = "0.1.0"
