"""The lexicon: wrong forms that somebody has listed."""
