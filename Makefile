# The same names as in scripts/, for those who type make. Arguments: make test ARGS="-k gaps"
.PHONY: setup demo check test bench lock

setup demo check test bench lock:
	scripts/$@ $(ARGS)
