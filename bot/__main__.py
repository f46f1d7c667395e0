"""The command line: `python -m bot COMMAND`. Every fault is one French sentence and exit status 2."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from bot.arguments import build_parser
from bot.content.problem import KnowledgeError
from bot.settings import SettingsError
from bot.wire import InputError

INTERRUPTED = 130  # what a shell expects after Ctrl-C
MISUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    _never_fail_to_print()
    try:
        options = build_parser().parse_args(arguments)
        status: int = options.run(options)
        sys.stdout.flush()
    except (SettingsError, KnowledgeError, InputError) as error:
        print(error, file=sys.stderr)
        return MISUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read us has gone. Python flushes once more at exit: let it flush into nothing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _never_fail_to_print() -> None:
    """A sign that the terminal's encoding lacks becomes « ? » instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    sys.exit(main())
