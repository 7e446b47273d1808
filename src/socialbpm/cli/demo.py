"""`socialbpm demo`: the road, played in the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from socialbpm.assets import shipped
from socialbpm.cli.casting import Cast, with_history
from socialbpm.cli.road import Journey, Road
from socialbpm.cli.script import OURS, Script, for_task
from socialbpm.cli.stage import A_MOMENT, RUNTIME, Stage
from socialbpm.cli.story import Story
from socialbpm.directory import people_file
from socialbpm.engine import SocialRuntime
from socialbpm.engine.faults import InvalidDiagram
from socialbpm.engine.player import Player, playable
from socialbpm.errors import NotSocialized, PeopleFileError, TransportError

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
ZONE = "Europe/Berlin"
DATA: Mapping[str, Any] = {"invoice_no": "4711", "amount": 4120.5}
"""What the case knows already; a diagram of somebody else's has other variables, and shares none of these."""


def play(diagram: Path | None, only: tuple[str, ...], people: Path | None, database: Path | None) -> None:
    """Play a diagram, ours by default.

    Raises:
        DiagramError: it cannot be played; the message names the element.
        PeopleFileError: the people file cannot be used.
    """
    known = people_file.read(people or shipped("people.yaml"))
    drawn = (
        playable(shipped("purchase_invoice.bpmn"), only=only)
        if diagram is None
        else playable(diagram, only=only or None)
    )
    if not any(person.active for person in known.directory.people()):
        msg = f"{people}: nobody in this file is active, so nobody can be stuck"
        raise PeopleFileError(msg, hint="Add a person.")
    player = Player(drawn)
    history, notes = with_history(known.seeds, drawn)
    story = Story(Console(highlight=False, width=None), ZONE)
    with Stage(known.directory, history, MONDAY, database) as stage:
        Play(player, stage, story, ours=diagram is None).run(notes)


class Play:
    """One case, from its start to its end."""

    def __init__(self, player: Player, stage: Stage, story: Story, *, ours: bool) -> None:
        self.player = player
        self.stage = stage
        self.story = story
        self.ours = ours
        self.cast = Cast(player.diagram.root, stage.directory)
        self.runtime = SocialRuntime(
            player.workflow,
            runtime_id=RUNTIME,
            transport=stage.transport,
            people=self.cast.people_of,
            clock=stage.clock,
        )
        self.journeys: list[Journey] = []

    def run(self, notes: Sequence[str]) -> None:
        """Play the whole case; `notes` were taken down before."""
        self._opening(notes)
        self.player.workflow.task_tree.data.update(DATA)
        while not self.player.completed:
            self._tell(self.player.advance())
            task = next(iter(self.player.open_tasks), None)
            if task is not None:
                self._work(task)
            elif not self.player.completed and not self._time_or_mail():
                self.story.say("Nothing more can happen here by itself.")
                break
        self.runtime.sync()
        self._closing()

    def _opening(self, notes: Sequence[str]) -> None:
        name = Path(self.player.diagram.file).name
        self.story.title(f"{name}: process {self.player.diagram.process}")
        self.story.notes([*self.player.diagram.notes, *notes])

    def _tell(self, done: list[str]) -> None:
        if done:
            self.story.at(self.stage.now, f"by itself: {', '.join(' '.join(name.split()) for name in done)}")

    def _work(self, task: Any) -> None:
        """Let a person do their task; stuck first, if the task is socialized."""
        owner = str(self.cast.people_of(task).actual_owner)
        name = " ".join((task.task_spec.bpmn_name or task.task_spec.bpmn_id).split())
        self.story.notes(self.cast.notes)
        self.cast.notes.clear()
        self.story.title(f"{self.stage.name(owner)}: {name}")
        try:
            self.runtime.sync()
            self.journeys.append(Road(self.stage, self.story, self.runtime, self._script(name)).play(task, owner))
        except NotSocialized as error:
            self.story.at(self.stage.now, f"{_why_not(error)}; it is simply done.")
        except TransportError as error:
            raise self._at(task, error) from error
        self.runtime.completed(task, by=owner)
        self.player.complete(task)
        self.runtime.sync()
        self.story.at(self.stage.now, f"{self.stage.name(owner)} completes the task.")

    def _at(self, task: Any, error: TransportError) -> InvalidDiagram:
        """Say at which element the service refused."""
        element = str(task.task_spec.bpmn_id)
        message = f"the service refuses this: {error.message}"
        return InvalidDiagram(
            message, file=self.player.diagram.file, element=element, hint=error.hint, code="cannot-be-played"
        )

    def _script(self, name: str) -> Script:
        return OURS if self.ours and not self.journeys else for_task(name)

    def _time_or_mail(self) -> bool:
        """Nobody can do anything: let time go by until the next timer, or a message from outside arrive."""
        due = self.player.next_timer()
        if due is not None:
            self.stage.move_to(due + A_MOMENT)
            self.story.at(self.stage.now, "time went by until the next timer of the process")
            return True
        message = self.player.deliver()
        if message is not None:
            self.story.at(self.stage.now, f"arrives from outside: {' '.join(message.split())}")
        return message is not None

    def _closing(self) -> None:
        over = "The process is over." if self.player.completed else "The process is not over."
        self.story.title(over)
        if self.journeys:
            columns = ("task", "who was stuck", "outcome", "how far", "seen by", "took")
            rows = [(j.task, j.asker, j.outcome, j.ring, f"{j.seen_by} people", j.took) for j in self.journeys]
            self.story.table(columns, rows)


def _why_not(error: NotSocialized) -> str:
    """Say why nobody can be stuck in a task; the demo's people do it at once, before a timer of theirs runs out."""
    if "only its timer" in error.message:
        return "Only its timer would offer help here, and it has not run out"
    return "This task has no socialize element"
