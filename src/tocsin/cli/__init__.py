"""The command line: arguments, progress, answers. The clock is read here, and nowhere below."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """The console script. Neither Ctrl-C nor a reader that goes away (`| head`) leaves a trace."""
    try:
        from tocsin.cli.commands import app  # here, so that Ctrl-C while the program loads is answered too

        app()
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        _close_quietly()


def _close_quietly() -> None:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
