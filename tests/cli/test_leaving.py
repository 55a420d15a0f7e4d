import subprocess
import sys

HANGS = """
import threading
from streammon.cli.leaving import leave
threading.Thread(target=threading.Event().wait).start()
print("told")
leave(70)
"""


def test_a_thread_that_does_not_let_go_does_not_keep_the_process_alive():
    done = subprocess.run([sys.executable, "-c", HANGS], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (70, "told\n")
