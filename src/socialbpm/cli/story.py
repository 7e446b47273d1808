"""How the demo tells what happens: sentences, and a table of who sees what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich import box
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

NOTHING = "–"
LEFT = 16
"""Columns for the time."""

Row = tuple[str, str, str, str]
"""A person, why they are here, what they read, what of the task's data."""


class Story:
    """Prints to a console. Times are shown in `zone`."""

    def __init__(self, console: Console, zone: str) -> None:
        self.console = console
        self.zone = ZoneInfo(zone)

    def when(self, at: datetime) -> str:
        """Return a moment as people say it: `Mon 2 Mar 09:00`."""
        local = at.astimezone(self.zone)
        return f"{local:%a} {local.day} {local:%b %H:%M}"

    def title(self, text: str) -> None:
        """Begin a part."""
        self.console.print()
        self.console.rule(Text(text, style="bold"), align="left", characters="─")

    def at(self, moment: datetime, text: str) -> None:
        """Say what happens at a moment."""
        self._line(Text(self.when(moment), style="cyan"), Text(text))

    def say(self, text: str) -> None:
        """Explain."""
        self._line(Text(), Text(text, style="dim"))

    def quote(self, text: str, to: str) -> None:
        """Repeat what somebody says, and to whom."""
        self._line(Text(), Text.assemble((f"“{text}”", "italic"), (f"  → {to}", "dim")))

    def _line(self, left: Text, right: Text) -> None:
        grid = Table.grid(padding=(0, 2))
        grid.add_column(width=LEFT)
        grid.add_column()
        grid.add_row(left, right)
        self.console.print(grid)

    def notes(self, lines: Iterable[str]) -> None:
        """List what was done to a diagram, or taken for granted."""
        for line in lines:
            self.console.print(Text(f"  · {line}", style="dim"))

    def who_sees(self, rows: Sequence[Row], others: int) -> None:
        """Show who sees what; `others` is how many more people there are, who see nothing at all."""
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
        for column in ("who sees what", "is here because", "reads", "task data"):
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*row)
        table.add_row(f"{others} others" if others else "nobody else", NOTHING, NOTHING, NOTHING, style="dim")
        self.console.print(table)

    def panel(self, title: str, lines: Sequence[str]) -> None:
        """Show something as a person would see it on a page of its own."""
        self.console.print(Panel("\n".join(lines), title=title, title_align="left", box=box.ROUNDED, expand=False))

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Show a summary."""
        table = Table(*columns, box=box.SIMPLE_HEAD, padding=(0, 1))
        for row in rows:
            table.add_row(*row)
        self.console.print(table)
