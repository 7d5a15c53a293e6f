"""docs/reference/cli.md, from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer.main

from reference_pages.markdown import code, page, table
from tocsin.cli.commands import app

EXIT = [
    (0, "Done. A report was written, even where some files or rows could not be used."),
    (1, "Something unforeseen. Never a trace, unless `--trace` asks for one."),
    (2, "The command was asked for something that cannot be, such as a day that does not exist."),
    (3, "What was given cannot be used at all, such as an empty folder."),
    (4, "An indicator card, or a partnership's local file, has a fault."),
    (130, "Stopped by the user."),
]


def commands() -> Iterator[tuple[str, Any]]:
    """Every command with its full name, groups left out."""
    root = typer.main.get_command(app)
    yield from walk("tocsin", root)


def walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    below = getattr(command, "commands", {})
    if not below:
        yield name, command
    for part, one in below.items():
        yield from walk(f"{name} {part}", one)


def cli_page() -> str:
    root = typer.main.get_command(app)
    parts = [root.help or "", "", section("tocsin", root, heading="Options for every command")]
    parts += [section(name, command, heading=f"`{name}`") for name, command in commands()]
    parts += ["## Exit status\n", table(("status", "means"), EXIT)]
    parts.append("Errors go to standard error with a code; [errors](errors.md) lists them all.\n")
    return page("Commands", *parts, source="`src/tocsin/cli`")


def section(name: str, command: Any, *, heading: str) -> str:
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    usage = " ".join([name, "[OPTIONS]", *(str(one.metavar or one.name).upper() for one in arguments)])
    said = "" if name == "tocsin" else f"```\n{usage}\n```\n\n{paragraphs(command.help)}\n\n"
    rows = [row(one) for one in command.params if one.name != "help"]
    return f"## {heading}\n\n{said}" + (table(("given", "means", "left out"), rows) if rows else "")


def paragraphs(text: str | None) -> str:
    return "\n\n".join(" ".join(part.split()) for part in (text or "").split("\n\n"))


def row(param: Any) -> tuple[str, str, str]:
    if param.param_type_name == "argument":
        return code(str(param.metavar or param.name).upper()), param.help or "", "required"
    takes = "" if param.is_flag else f" {param.metavar or str(param.name).upper()}"
    shown = code(param.default) if isinstance(param.default, str) and param.default else ""
    return code("/".join(param.opts) + takes), param.help or "", shown
