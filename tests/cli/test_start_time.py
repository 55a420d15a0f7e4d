"""Help and small questions answer at once: nothing heavy is imported for them."""

import subprocess
import sys

import pytest
from command import ENVIRONMENT, ROOT

HEAVY = ("faust", "litestar", "redis", "httpx", "apprise", "lxml", "openpyxl", "pypdf", "docx")
PROGRAM = """
import sys
from streammon.cli.main import main
sys.argv[:] = ["streammon", *sys.argv[1:]]
try:
    main()
finally:
    print("imported:", *[name for name in {heavy!r} if name in sys.modules], file=sys.stderr)
"""


@pytest.mark.parametrize(
    "words",
    [["--help"], ["calendar", "due", "2024-09-27", "1"], ["calendar", "--help"]],
    ids=" ".join,
)
def test_it_imports_nothing_heavy(words):
    program = PROGRAM.format(heavy=HEAVY)
    command = [sys.executable, "-c", program, *words]
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr.splitlines()[-1] == "imported:"
