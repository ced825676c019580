"""Keeps a relay until it is told to end it, or whoever started it is gone: a program of its own.

It is run by path, without the package. Its first argument is a folder to remove in the end, or nothing; the others
are the relay's command. It reads its standard input: at its end, which comes however the other side ends, the relay
ends and the folder goes; after a line ``keep`` the folder stays.
"""

import os
import shutil
import signal
import subprocess
import sys

PATIENCE = 20


def main() -> None:
    folder, command = sys.argv[1], sys.argv[2:]
    # Ctrl-C is for the other side, which ends this one in its own time.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    relay = subprocess.Popen(command, stdin=subprocess.PIPE)
    # Only the relay shall hold it: where the relay ends, so does the other side's wait for its first line.
    os.close(sys.stdout.fileno())
    said = sys.stdin.readline()
    relay.terminate()
    try:
        relay.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        relay.kill()
        relay.wait()
    if folder and said != "keep\n":
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
