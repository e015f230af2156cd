"""Exchanges two paths in an endless loop, told by lines: paths hold no blanks.

go A B            exchanges A and B
hunt DIR PREFIX B exchanges whatever in DIR begins with PREFIX with B
stop              ends it and prints how often it worked
"""
import ctypes
import os
import platform
import sys
import threading

AT_FDCWD = -100
RENAME_EXCHANGE = 2
libc = ctypes.CDLL(None, use_errno=True)


def exchange(a, b):
    if hasattr(libc, "renameat2"):
        return libc.renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE)
    number = {"x86_64": 316, "aarch64": 276}[platform.machine()]
    return libc.syscall(number, AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE)


def loop(a, b, stopped, count):
    while not stopped.is_set():
        if exchange(a, b) == 0:
            count[0] += 1


def hunt(folder, prefix, b, stopped, count):
    while not stopped.is_set():
        try:
            found = [os.path.join(folder, name) for name in os.listdir(folder) if name.startswith(prefix)]
        except OSError:
            continue
        for path in found:
            if exchange(path, b) == 0:
                count[0] += 1


def main():
    thread = None
    for line in sys.stdin:
        word, *paths = line.split()
        if word in ("go", "hunt"):
            stopped, count = threading.Event(), [0]
            work = loop if word == "go" else hunt
            thread = threading.Thread(target=work, args=(*map(os.fsencode, paths), stopped, count))
            thread.start()
            print("going", flush=True)
        elif word == "stop":
            stopped.set()
            thread.join()
            print(count[0], flush=True)


main()
