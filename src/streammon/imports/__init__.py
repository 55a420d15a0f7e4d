"""Tables of other systems, read into records: which columns they have, what a row says, what is wrong with it."""
