"""The road of one task, from being stuck to the answer in the task's data, as a story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from socialbpm.cli.script import Script
from socialbpm.cli.stage import A_MOMENT, Stage
from socialbpm.cli.story import NOTHING, Row, Story
from socialbpm.engine import SocialRuntime

QUARTER = timedelta(minutes=15)
MOST_TURNS = 20
"""A ladder has a few rings; a discussion that goes on for longer than this is ended by its asker."""


@dataclass(frozen=True)
class Journey:
    """What came of it, for the summary at the end."""

    task: str
    asker: str
    outcome: str
    ring: str
    seen_by: int
    took: str


class Road:
    """One discussion, played through the API that everybody uses."""

    def __init__(self, stage: Stage, story: Story, runtime: SocialRuntime, script: Script) -> None:
        self.stage = stage
        self.story = story
        self.runtime = runtime
        self.script = script
        self.heard: set[str] = set()
        self.named: set[str] = set()
        self.said: set[str] = set()

    def play(self, task: Any, asker: str) -> Journey:
        """Let `asker` be stuck in `task` until somebody's answer is accepted, or nobody is left to answer."""
        self.asker, self.task, self.began = asker, task, self.stage.now
        self.runtime.socialize(task, by=asker, question=self.script.question)
        (result,) = self.runtime.send()
        self.path = f"/discussions/{result.discussion}"
        self._asks()
        for _ in range(MOST_TURNS):
            if not self._turn():
                break
        else:
            self._do(asker, "POST", "/give-up")
        return self._home()

    # -- what happens

    def _asks(self) -> None:
        name = self.stage.name(self.asker)
        self.story.at(self.stage.now, f"{name} is stuck and asks. The boundary event fires, for this one task:")
        view = self._view()
        self.story.quote(self.script.question, view["current"])
        passed = [fact["ring"] for fact in self._facts() if fact["kind"] == "RingPassed"]
        for ring in passed:
            self.story.say(f"Nobody else is in the ring “{ring}”, so it is passed through.")
        self._reasons(view)
        self._who_sees()

    def _turn(self) -> bool:
        """Take the next step of the road; False when it is over."""
        view = self._view()
        if view["outcome"]:
            return False
        if view["paused"]:
            self._accepts(view)
        elif view["proposed"]:
            self._consents(view["proposed"])
        elif not self._somebody_speaks(view):
            self._waits(view)
        return True

    def _somebody_speaks(self, view: Any) -> bool:
        """Let people have their say: colleagues do not know, in the community somebody does."""
        step = next(ring["step"] for ring in view["rings"] if ring["name"] == view["current"])
        asked = [ask["person"]["id"] for ask in view["asks"] if ask["state"] == "open"]
        fresh = [person for person in self._members(view) if person not in self.heard]
        if step == "community" and fresh:
            self._answers(next((person for person in fresh if person in asked), fresh[0]), view["current"])
        elif step != "community" and self._awake(asked):
            self._colleague_is_asked(self._awake(asked), view["current"])
        elif self._awake(fresh) and self.script.inside not in self.said:
            self._says(self._awake(fresh)[0], "comment", self.script.inside, view["current"])
            self.story.say(f"That was said inside “{view['current']}”, and stays there.")
        else:
            return self._last_resort(view)
        self.heard |= {*asked, *fresh}
        return True

    def _last_resort(self, view: Any) -> bool:
        """In the last ring, when nobody new is there, whoever is in answers rather than nobody."""
        last = view["rings"][-1]["name"] == view["current"]
        members = self._awake(self._members(view))
        if last and members:
            self._answers(members[0], view["current"])
        return bool(last and members)

    def _awake(self, people: Sequence[str]) -> list[str]:
        """Return who of them is at work just now."""
        known = [self.stage.directory.person(person) for person in people]
        soon = self.stage.now + QUARTER
        return [person.id for person in known if person and person.calendar.between(self.stage.now, soon)]

    def _colleague_is_asked(self, people: Sequence[str], ring: str) -> None:
        """One passes, without a reason; one says what they know, which is not enough."""
        self._later()
        if len(people) > 1 and self.script.hint not in self.said:
            self._says(people[1], "comment", self.script.hint, ring)
        if people[0] in self._still_asked():
            self._do(people[0], "POST", "/asks/pass")
            self.story.at(self.stage.now, f"{self.stage.name(people[0])} passes. No reason is asked for.")
        else:
            self.story.at(self.stage.now, f"{self.stage.name(people[0])} gave no sign in time.")
        self._reasons(self._view())

    def _still_asked(self) -> list[str]:
        return [ask["person"]["id"] for ask in self._view()["asks"] if ask["state"] == "open"]

    def _says(self, person: str, kind: str, text: str, ring: str) -> None:
        self._later(person)
        self._do(person, "POST", "/posts", kind=kind, text=text, reach=ring)
        self.said.add(text)
        self.story.at(self.stage.now, f"{self.stage.name(person)} writes:")
        self.story.quote(text, ring)

    def _answers(self, person: str, ring: str) -> None:
        self._says(person, "answer", self.script.answer, ring)
        self.story.say("An answer is on the table: nobody else is asked, and no wait runs.")
        self._who_sees()

    def _waits(self, view: Any) -> None:
        """Nobody has anything to say: let the ring's wait run out, which may widen it, propose that, or end it."""
        asks = [ask["until"] for ask in view["asks"] if ask["state"] == "open"]
        moments = [datetime.fromisoformat(moment) for moment in (view["wait_until"], *asks) if moment]
        if not moments:
            self._do(self.asker, "POST", "/give-up")
            return
        self.stage.move_to(min(moments) + A_MOMENT)
        after = self._view()
        if after["current"] != view["current"]:
            self.story.at(self.stage.now, f"No answer in time: the discussion widens to “{after['current']}”.")
            self._reasons(after)
            self._who_sees()

    def _reasons(self, view: Any) -> None:
        for ask in view["asks"]:
            if ask["state"] == "open" and ask["person"]["id"] not in self.named:
                self.named.add(ask["person"]["id"])
                self.story.say(f"{ask['person']['name']} is asked by name: {ask['reason']}.")

    def _consents(self, ring: str) -> None:
        """People one does not know: nothing happens before the asker has seen exactly what would, and agreed."""
        self.story.at(self.stage.now, f"Going on would mean asking people {self.stage.name(self.asker)} does not know.")
        self._do(self.asker, "PUT", f"/rings/{ring}/wording", text=self.script.wording)
        preview = self.stage.get(self.asker, f"{self.path}/rings/{ring}/preview")
        if preview is None:
            return
        self.story.panel(f"what “{ring}” would see", _preview_lines(preview))
        self._do(self.asker, "POST", f"/rings/{ring}/consent", preview=preview["id"])
        self.story.at(
            self.stage.now, f"{self.stage.name(self.asker)} reworded the question for them, looked, and consents."
        )
        self._who_sees()

    def _accepts(self, view: Any) -> None:
        answer = next(post for post in view["posts"] if post["kind"] == "answer")
        self._later()
        self._do(self.asker, "POST", f"/posts/{answer['id']}/accept", version=1, value=self.script.value)
        self.story.at(self.stage.now, f"{self.stage.name(self.asker)} accepts {answer['author']['name']}'s answer.")

    def _home(self) -> Journey:
        """Let the runtime fetch the outcome: the value is in the task's data, and the task is still to be done."""
        self.runtime.receive()
        view = self._view()
        value = "" if view["accepted"] is None else str(self.script.value)
        came = f"The answer is in the task's data: “{value}”." if value else f"Outcome: {view['outcome']}."
        self.story.say(f"{came} All along the task was open, and it still is.")
        self._an_outsider_tries()
        seen_by = sum(self._sees(person) for person in self._everybody() if person != self.asker)
        name = " ".join((self.task.task_spec.bpmn_name or self.task.task_spec.bpmn_id).split())
        hours, rest = divmod(round((self.stage.now - self.began).total_seconds() / 60), 60)
        asker = self.stage.name(self.asker)
        return Journey(name, asker, view["outcome"], view["current"], seen_by, f"{hours} h {rest} min")

    def _an_outsider_tries(self) -> None:
        outside = next((person for person in reversed(self._everybody()) if not self._sees(person)), None)
        if outside is not None:
            answer = self.stage.client(outside).get(f"/v1{self.path}")
            detail = answer.json()["detail"]
            self.story.say(
                f"{self.stage.name(outside)} was not let in and tries the link: {answer.status_code}, “{detail}”."
            )

    # -- looking

    def _who_sees(self) -> None:
        """Ask the service as each person, and show what it says."""
        views = {person: self.stage.get(person, self.path) for person in self._everybody()}
        rows = [self._row(person, view) for person, view in views.items() if view is not None]
        self.story.who_sees(rows, len(views) - len(rows))

    def _row(self, person: str, view: Any) -> Row:
        reads = ["the question" if view["question"] == self.script.question else "the wording for them"]
        reads += [f"{post['author']['name'].split()[0]}'s {post['kind']}" for post in view["posts"]]
        fields = [f"{field['name']} = {field['value']}" for field in view["fields"]]
        return self.stage.name(person), _because(view), ", ".join(reads), ", ".join(fields) or NOTHING

    def _facts(self) -> list[Any]:
        found = self.stage.get(self.asker, f"{self.path}/facts") or {"items": []}
        return list(found["items"])

    def _everybody(self) -> list[str]:
        return [person.id for person in self.stage.directory.people() if person.active]

    def _members(self, view: Any) -> list[str]:
        return [member["person"]["id"] for member in view["members"]]

    def _sees(self, person: str) -> bool:
        return self.stage.get(person, self.path) is not None

    def _view(self) -> Any:
        return self.stage.get(self.asker, self.path)

    def _do(self, person: str, method: str, path: str, **body: Any) -> Any:
        return self.stage.do(person, method, self.path + path, **body)

    def _later(self, person: str | None = None) -> None:
        """Let a quarter of an hour go by, of somebody's working time if it is they who need it."""
        known = self.stage.directory.person(person or self.asker)
        self.stage.move_to(known.calendar.after(self.stage.now, QUARTER) if known else self.stage.now + QUARTER)


def _because(view: Any) -> str:
    if view["mine"]:
        return "asks"
    grounds = {"role": "works at this task or case", "asked": "was asked by name"}
    return grounds.get(str(view["grounds"][0]), "was brought in")


def _preview_lines(preview: Any) -> list[str]:
    fields = ", ".join(f"{field['name']} = {field['value']}" for field in preview["fields"]) or "none"
    first = [f"  {suggested['person']['name']}: {suggested['reason']}" for suggested in preview["first"]]
    return [
        f"wording    “{preview['wording']}”",
        f"posts      {len(preview['posts'])} of what was said so far",
        f"task data  {fields}",
        f"people     {preview['pool']} could be asked, at most {preview['most']} will be; first:",
        *(first or ["  nobody is known"]),
    ]
