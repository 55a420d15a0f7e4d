"""What flows: frozen structs, one concept a file. Imports nothing of ours."""
