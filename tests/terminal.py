"""What a command writes to a terminal: its exit status, and the bytes that
came there, on standard output.

terminal.py COMMAND...  with standard error, and it alone, on a terminal
"""
import os
import pty
import subprocess
import sys


def main():
    master, slave = pty.openpty()
    with open(os.devnull, "wb") as void:
        job = subprocess.Popen(sys.argv[1:], stdout=void, stderr=slave)
    os.close(slave)
    shown = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not piece:
            break
        shown += piece
    sys.stdout.buffer.write(shown)
    sys.stdout.flush()
    sys.exit(job.wait())


main()
