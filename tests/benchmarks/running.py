"""Run something in a process of its own: what it printed, how long it took, how much memory it needed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes in one of ru_maxrss


class Run(NamedTuple):
    """seconds: from the start of the process to its end. megabytes: peak resident memory."""

    output: str
    seconds: float
    megabytes: float


class RunFailed(Exception):
    """The process failed or took too long; the text says which."""


def run(
    arguments: Sequence[str], *, environment: Mapping[str, str] | None = None, limit: float = 3600
) -> Run:
    """Run `python ARGUMENTS` from the project's folder. Raises RunFailed."""
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        stopper = threading.Timer(limit, process.kill)
        stopper.start()
        output = process.stdout.read() if process.stdout else ""
        # Waited for by hand: only wait4 gives the peak memory of this one child.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        stopper.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        too_long = seconds >= limit
        raise RunFailed(f"more than {limit:.0f} s" if too_long else f"exit status {process.returncode}")
    return Run(output, seconds, usage.ru_maxrss * RSS_UNIT / 1e6)
