"""`socialbpm hold`: what must not be erased."""

from __future__ import annotations

import typer

from socialbpm.actions import holds
from socialbpm.actions.keeping import Hold, HoldKind
from socialbpm.cli.leave import BY, in_the_world
from socialbpm.errors import Invalid


def hold(discussion: str | None, case: str | None, person: str | None, reason: str, release: str | None) -> None:
    """Put, release or list holds.

    Raises:
        Invalid: more than one thing was named, there is no reason, or a case without its runtime.
        NotFound: there is no such hold.
    """
    if release is not None:
        typer.echo(_line(in_the_world(lambda world: holds.release(release, world))))
        return
    named: dict[HoldKind, str | None] = {"discussion": discussion, "case": case, "person": person}
    wanted = [(kind, ref) for kind, ref in named.items() if ref is not None]
    if not wanted:
        for found in in_the_world(holds.current):
            typer.echo(_line(found))
        return
    typer.echo(_line(_put(wanted, reason)))


def _put(wanted: list[tuple[HoldKind, str]], reason: str) -> Hold:
    if len(wanted) != 1 or not reason:
        hint = "Say --discussion ID, --case RUNTIME/CASE or --person ID, and --reason TEXT."
        raise Invalid("a hold is on one thing, for a reason", hint=hint, code="hold_on_what")
    kind, ref = wanted[0]
    runtime, slash, ref = ref.partition("/") if kind == "case" else ("", "/", ref)
    if not slash:
        raise Invalid("a case is of a runtime", hint="Say --case RUNTIME/CASE.", code="hold_on_what")
    return in_the_world(lambda world: holds.put(kind, ref, reason, BY, world, runtime=runtime))


def _line(found: Hold) -> str:
    of = f"{found.runtime}/{found.ref}" if found.kind == "case" else found.ref
    ended = f", released {found.released_at:%Y-%m-%d %H:%M} UTC" if found.released_at else ""
    return f"{found.id}  {found.kind} {of}: {found.reason} (since {found.at:%Y-%m-%d %H:%M} UTC{ended})"
