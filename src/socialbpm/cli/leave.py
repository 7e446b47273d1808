"""`socialbpm off-board` and `erase-person`: on the database that the settings name, while it is served or not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import typer

from socialbpm.actions import erasing, leaving
from socialbpm.actions.keeping import How
from socialbpm.actions.world import World
from socialbpm.config import Settings
from socialbpm.service.app import at_work

BY = "command line"
T = TypeVar("T")


def in_the_world(work: Callable[[World], Awaitable[T]]) -> T:
    """Do something in the world that the settings describe, without serving it."""

    async def do() -> T:
        async with at_work(Settings()) as world:
            return await work(world)

    return asyncio.run(do())


def off_board(person: str) -> None:
    """Off-board somebody, and take them out of everything that they were in.

    Raises:
        NotFound: nobody has this id, and nobody had it.
    """

    async def leave(world: World) -> leaving.Progress:
        await leaving.off_board(person, BY, world)
        while await leaving.work_off(world):
            pass
        return await leaving.progress(person, world)

    found = in_the_world(leave)
    typer.echo(f"{person} is off-boarded since {found.at:%Y-%m-%d %H:%M} UTC, out of {found.discussions} discussions.")


def erase_person(person: str, how: How, *, dry_run: bool) -> None:
    """Erase somebody, or count what that would erase.

    Raises:
        NotFound: nobody has this id, and nobody had it.
        Refused: a hold stops it.
    """

    async def erase(world: World) -> tuple[int, int]:
        if dry_run:
            found = await erasing.look(person, world)
            return found.discussions, found.words
        await erasing.begin(person, how, BY, world)
        done = await erasing.finish(person, world)
        return (0, 0) if done is None else (done.discussions, done.words)

    discussions, words = in_the_world(erase)
    would = "would be " if dry_run else ""
    typer.echo(f"{words} words of {person} {would}erased, in {discussions} discussions ({how}).")
