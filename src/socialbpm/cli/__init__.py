"""The command line: `socialbpm` and what each of its commands may be told."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

try:
    import typer
except ModuleNotFoundError:
    sys.exit('The command line needs more than the core: pip install "socialbpm[cli]"')

from socialbpm import __version__
from socialbpm.cli.log_options import Case, Group, LogFile, Machine, Person, Report, Topic, Zone, choice
from socialbpm.errors import SocialbpmError

app = typer.Typer(
    name="socialbpm",
    help="A socialize boundary event for BPMN user tasks: ask colleagues, then a community, and get the answer back.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
NO_PATH = Path()


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"socialbpm {__version__}")
        raise typer.Exit


@app.callback()
def socialbpm(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Ask colleagues, then a community, from a BPMN user task, and get the answer back into the process."""


@app.command()
def demo(
    diagram: Annotated[Path | None, typer.Option(help="A BPMN file to play instead of the demo's own process.")] = None,
    task: Annotated[list[str] | None, typer.Option(help="Only socialize this task, by its id; repeatable.")] = None,
    people: Annotated[Path | None, typer.Option(help="A people file instead of the demo's.")] = None,
    database: Annotated[Path | None, typer.Option(help="Keep the SQLite file here, to look at afterwards.")] = None,
) -> None:
    """Play the road in the terminal: somebody is stuck, asks, and the answer comes back into the process.

    The whole service runs inside this program, without a port, on one SQLite file and on a clock that is moved by hand.
    At each step you see who sees what.
    """
    from socialbpm.cli.demo import play

    play(diagram, tuple(task or ()), people, database)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8080,
    demo: Annotated[bool, typer.Option("--demo", help="Show the pages to the demo's people.")] = False,
    nodes: Annotated[int, typer.Option(min=1, help="Processes that share the port and a PostgreSQL database.")] = 1,
) -> None:
    """Run the service; settings come from the environment: SOCIALBPM_DATABASE_URL and others, in docs/settings.md."""
    from socialbpm.cli.serve import run

    run(host, port, demo=demo, nodes=nodes)


@app.command()
def token(
    person: Annotated[str | None, typer.Option(help="Issue a token for this person, by id.")] = None,
    runtime: Annotated[str | None, typer.Option(help="Issue a key for this runtime, by id.")] = None,
    role: Annotated[list[str] | None, typer.Option(help="What else the person may: admin; repeatable.")] = None,
    expires: Annotated[str | None, typer.Option(help="End it after this time, such as P90D.")] = None,
    others_end: Annotated[str | None, typer.Option(help="End all others of the same after this time: PT1H.")] = None,
    show: Annotated[bool, typer.Option("--list", help="List the valid ones, of one person or runtime or all.")] = False,
    revoke: Annotated[str | None, typer.Option(help="End the one with this id, at once.")] = None,
    forget_login: Annotated[str | None, typer.Option(help="Let this person's next login be theirs.")] = None,
) -> None:
    """Issue a token for a person or a key for a runtime; it is shown once and kept only as a hash. Or list, or end."""
    from socialbpm.cli import token as tokens

    if revoke is not None:
        typer.echo(tokens.revoke_token(revoke))
    elif forget_login is not None:
        typer.echo(tokens.forget_logins(forget_login))
    elif show:
        typer.echo(tokens.list_tokens(person, runtime))
    else:
        typer.echo(tokens.issue_token(person, runtime, frozenset(role or ()), expires, others_end))


@app.command(name="off-board")
def off_board(
    person: Annotated[str, typer.Argument(help="Their id.")],
) -> None:
    """Off-board somebody: their access is gone at once and for good, and their open asks move on."""
    from socialbpm.cli.leave import off_board

    off_board(person)


@app.command(name="erase-person")
def erase_person(
    person: Annotated[str, typer.Argument(help="Their id.")],
    pseudonymise: Annotated[
        bool, typer.Option("--pseudonymise/--empty", help="Take their names out of their words, or empty these.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing; count what would be erased.")] = False,
) -> None:
    """Erase somebody: their words are emptied, or say no more whose they are; facts stay."""
    from socialbpm.cli.leave import erase_person

    erase_person(person, "pseudonymise" if pseudonymise else "empty", dry_run=dry_run)


@app.command()
def hold(
    discussion: Annotated[str | None, typer.Option(help="Hold this discussion.")] = None,
    case: Annotated[str | None, typer.Option(help="Hold this case, as RUNTIME/CASE.")] = None,
    person: Annotated[str | None, typer.Option(help="Hold all that this person was in.")] = None,
    reason: Annotated[str, typer.Option(help="Why; only administrators read it.")] = "",
    release: Annotated[str | None, typer.Option(help="Release this hold, by its id.")] = None,
) -> None:
    """Put or release a hold, which stops all erasing; without an option, list the holds."""
    from socialbpm.cli.hold import hold

    hold(discussion, case, person, reason, release)


@app.command()
def migrate(
    check: Annotated[bool, typer.Option("--check", help="Change nothing; fail if migrations are missing.")] = False,
) -> None:
    """Bring the tables of the database to what this version needs; a start does, unless SOCIALBPM_MIGRATE is false."""
    from socialbpm.cli.migrate import bring_up
    from socialbpm.config import from_environment

    for line in bring_up(from_environment().database_url, check=check):
        typer.echo(line)


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, for a machine.")] = False,
) -> None:
    """Look at settings, files and database as the service would, and say what to do; nothing is changed.

    Exit code 1 means that something is wrong with which the service cannot work.
    """
    from socialbpm.cli.doctor import examine

    wrong = False
    for finding in examine():
        typer.echo(finding.json() if as_json else finding.line())
        wrong = wrong or finding.state == "wrong"
    raise typer.Exit(int(wrong))


@app.command()
def mail(
    folder: Annotated[Path, typer.Argument(help="Where to write them; it is made.")],
) -> None:
    """Write one mail of each sort in each language, with made-up people, to be looked at. Nothing is sent."""
    from socialbpm.cli.mail import write

    for line in write(folder):
        typer.echo(line)


@app.command("import")
def import_(
    file: LogFile,
    source: Annotated[str | None, typer.Option(help="A name for the log; the same for a later export of it.")] = None,
    case: Case = "",
    person: Person = None,
    group: Group = None,
    topic: Topic = None,
    machine: Machine = None,
    zone: Zone = "UTC",
    report: Report = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read everything and keep nothing.")] = False,
) -> None:
    """Learn from a log of past work who knows what and who works with whom.

    Safe to repeat and to interrupt. Exit code 1 means that a part of the file could not be read.
    """
    from socialbpm.cli import importing
    from socialbpm.cli.progress import bar
    from socialbpm.directory.logs import size

    chosen = importing.source(file, source, choice(case, person, group, topic, machine, zone), report)
    with bar(file.name, size(file)) as seen:
        told = importing.run(chosen, seen, dry=dry_run)
    for line in told.lines(dry=dry_run, report=chosen.report):
        typer.echo(line)
    raise typer.Exit(int(bool(told.broken)))


@app.command()
def add(
    file: Annotated[Path, typer.Argument(help="The diagram, which is changed in its place.")],
    task: Annotated[list[str] | None, typer.Option(help="Only this task, by its id; repeatable.")] = None,
    bare: Annotated[bool, typer.Option("--bare", help="Put the element on the task, and draw no event.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Take it away again.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what would be changed, and change nothing.")] = False,
) -> None:
    """Put a socialize event on the user tasks of a diagram, and touch nothing else in the file.

    The event is drawn on the border of its task where there is room. --remove gives back the bytes that were there.
    """
    from socialbpm.cli.add import change, show, told, write

    before, spliced = change(file, task or None, bare=bare, take_away=remove)
    if diff:
        show(file, before, spliced.data)
        return
    if spliced.data != before:
        write(file, spliced.data)
    for line in told(file, spliced, take_away=remove):
        typer.echo(line, err=True)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Diagrams, folders of them, or - for standard input.")],
    format: Annotated[str, typer.Option(help="How to say it: text, json, sarif or github.")] = "text",  # noqa: A002 - the option's name
) -> None:
    """Find what is wrong with diagrams: against the schema of BPMN, and against the rules of the element.

    Exit code 0: no error, though there may be warnings. 1: errors. 2: something could not be read.
    """
    from socialbpm.cli.check import run

    if not run(files, format):
        raise typer.Exit(1)


@app.command()
def replay(
    file: LogFile,
    ladder: Annotated[Path | None, typer.Option(help="A file of named ladders; without, the default ladder.")] = None,
    name: Annotated[str | None, typer.Option(help="Which ladder of that file; the first by default.")] = None,
    picture: Annotated[Path | None, typer.Option(help="Draw it into this file (.svg).")] = None,
    case: Case = "",
    person: Person = None,
    group: Group = None,
    topic: Topic = None,
    machine: Machine = None,
    zone: Zone = "UTC",
    report: Report = None,
) -> None:
    """Run a ladder against a log of past work: whom each ring would have reached, when, with how many people told.

    Nothing is kept or sent. Exit code 1 means that a part of the file could not be read.
    """
    from socialbpm.cli import importing, replaying
    from socialbpm.cli.progress import bar
    from socialbpm.directory.logs import size

    chosen = importing.source(file, None, choice(case, person, group, topic, machine, zone), report)
    rings = replaying.ladder(ladder, name)
    with bar(file.name, size(file)) as seen:
        found, told = replaying.run(chosen, rings, seen)
    for line in (*replaying.table(found), *told.lines(dry=True, report=chosen.report)):
        typer.echo(line)
    if picture is not None:
        picture.write_text(replaying.picture(found, file.name), encoding="utf-8")
    raise typer.Exit(int(bool(told.broken)))


@app.command()
def explain(
    need: Annotated[str, typer.Argument(help="RUNTIME/TASK, or the id of a discussion.")],
    person: Annotated[str | None, typer.Option(help="Who would ask; the task's owner, or the asker, without.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Say it as one JSON object.")] = False,
) -> None:
    """Say who would be asked, in which order, why, and what each would see. Nothing is written or sent."""
    from socialbpm.cli import explaining

    for line in explaining.lines(explaining.run(need, person), as_json=as_json):
        typer.echo(line)


@app.command()
def generate(
    check: Annotated[bool, typer.Option("--check", help="Change nothing; fail if a file is not up to date.")] = False,
    into: Annotated[Path, typer.Option(help="The top of the checkout.")] = NO_PATH,
) -> None:
    """Write the generated files: api/openapi.json and the JSON Schemas beside it."""
    from socialbpm.cli.generate import write

    for line in write(into, check=check):
        typer.echo(line)


def main() -> None:
    """Run the command line. An expected error is a sentence and exit code 2, not a traceback."""
    try:
        app()
    except SocialbpmError as error:
        typer.echo(f"{error}\n" if error.code in str(error) else f"{error}\n  [{error.code}]\n", err=True, nl=False)
        sys.exit(2)
    except OSError as error:
        typer.echo(f"{error.filename or 'socialbpm'}: {error.strerror or error}", err=True)
        sys.exit(2)
