"""Runs a command and prints as JSON what it cost, as the kernel counts it: processCost.py COMMAND [ARGUMENT...]

cpu: user and system seconds of the process; wall: seconds; peak: resident bytes at most; read: bytes that read(2) and its
kin returned (Linux alone); code: its exit code. What the command prints is thrown away.
"""
import json
import os
import sys
import time

null = os.open(os.devnull, os.O_RDWR)
started = time.perf_counter()
pid = os.posix_spawnp(
    sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, stream) for stream in range(3)]
)
# Left as a zombie for a moment, whose counters can still be read.
os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
wall = time.perf_counter() - started
read = None
try:
    with open(f"/proc/{pid}/io") as counters:
        read = next(int(line.split()[1]) for line in counters if line.startswith("rchar"))
except OSError:
    pass
_, status, usage = os.wait4(pid, 0)
print(
    json.dumps(
        {
            "cpu": usage.ru_utime + usage.ru_stime,
            "wall": wall,
            "peak": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
            "read": read,
            "code": os.waitstatus_to_exitcode(status),
        }
    )
)
