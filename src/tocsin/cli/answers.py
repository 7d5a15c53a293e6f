"""How a command ends: an error is one clear answer, without a traceback and without words of a record."""

from __future__ import annotations

import errno
import functools
import sys
import traceback
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import typer
from rich.console import Console
from rich.text import Text

from tocsin.errors import TocsinError, UsageError

P = ParamSpec("P")
R = TypeVar("R")
UNFORESEEN = 1
INTERRUPTED = 130  # 128 + SIGINT, as shells count


class Trace:
    """Whether an unforeseen error may show its trace, which can hold words of a record."""

    wanted = False


def answering(command: Callable[P, R]) -> Callable[P, R]:
    """The command, with every way of failing turned into an answer and an exit status."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except TocsinError as error:
            show(error)
            raise typer.Exit(error.exit_status) from None
        except KeyboardInterrupt:
            say_plainly("Stopped before the end. A file is written whole or not at all.")
            raise typer.Exit(INTERRUPTED) from None
        except OSError as error:
            raise typer.Exit(of_the_system(error)) from None
        except Exception as error:
            if isinstance(error, typer.Exit | typer.TyperException) or Trace.wanted:
                raise
            unforeseen(error)
            raise typer.Exit(UNFORESEEN) from None

    return run


def show(error: TocsinError) -> None:
    """On standard error: the code, what was found and where, what to do, and what the code means."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    place = f"{error.where}: " if error.where else ""
    console.print(Text.assemble((f"{error.code} ", "bold red"), f"{place}{error.found}"))
    if error.do:
        console.print(Text(f"What to do: {error.do}"))
    if type(error) is not UsageError:
        console.print(Text(error.help), style="dim")


def of_the_system(error: OSError) -> int:
    """A reader that went away is no error; a full disk or a forbidden folder is one, said plainly."""
    if error.errno == errno.EPIPE:
        return 0
    name = f" ({error.filename})" if error.filename else ""
    say_plainly(f"The computer refused: {error.strerror or 'a file could not be used'}{name}.")
    return UNFORESEEN


def unforeseen(error: Exception) -> None:
    """Kind and place only: the message of an error may quote a record."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    name = last.filename.replace("\\", "/").rpartition("tocsin/")[2]
    say_plainly(
        f"Something went wrong inside Tocsin that should not have: {type(error).__name__} at {name}, "
        f"line {last.lineno}. The agencies' files were not changed. `tocsin --trace ...` shows more; "
        "its text may quote the records, so read it before you send it to anybody."
    )


def say_plainly(words: str) -> None:
    print(words, file=sys.stderr)
