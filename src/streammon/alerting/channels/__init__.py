"""One channel a file, and the front door that picks one by the address in contacts.csv."""
