"""`python -m streammon` is `streammon`."""

from streammon.cli.main import main

main()
