"""A random world around one discussion, and a model of what it may do that shares no code with the rules.

The machine plays whole histories: people ask, post, pass, consent, leave; owners change; time goes by. Beside the
real state it keeps `meant`, how far each author meant each version to reach, and `came_in_at`, at which ring each
person came in. The laws (laws.py) are written in those terms alone.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from socialbpm.errors import Refused
from socialbpm.social import commands as c
from socialbpm.social import facts as f
from socialbpm.social.audience import Candidate, Reason
from socialbpm.social.decide import decide, wanted_rings
from socialbpm.social.discussion import Discussion
from socialbpm.social.evolve import evolve
from socialbpm.social.ladder import Ladder
from socialbpm.social.view import View, look
from socialbpm.social.worktime import ALWAYS, Calendar
from tests.social.ladders import ladders
from tests.social.laws import ASKED_WITH, LAWS

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
PEOPLE = (
    "alice",
    "bob",
    "ben",
    "beth",
    "bill",
    "carol",
    "chris",
    "cora",
    "cyd",
    "cleo",
    "dana",
    "dave",
    "dora",
    "dina",
    "eve",
)
AT_WORK = {
    1: ("bob", "ben"),
    2: ("carol", "chris", "cora", "cyd", "cleo", "bob"),
    3: ("dana", "dave", "dora", "dina", "carol"),
}
EXCLUDED_AT_FIRST = frozenset({"cleo"})

persons = st.sampled_from(PEOPLE)
spans = st.sampled_from([timedelta(minutes=minutes) for minutes in (5, 10, 20, 40, 65, 130)])
rings = st.integers(min_value=0, max_value=4)


LIVES = 25
"""How many facts a history has before somebody ends it."""

RARE = (
    "days_go_by",
    "a_post_is_withdrawn",
    "the_asker_widens",
    "the_asker_rewords",
    "a_preview_of_any_ring",
    "the_asker_strikes",
    "the_asker_brings_in",
    "the_asker_lets_closer",
    "the_asker_hands_over",
    "the_asker_removes",
    "somebody_leaves",
    "somebody_joins",
    "somebody_goes_on_holiday_or_comes_back",
    "somebody_is_off_boarded",
    "the_task_changes_hands",
    "the_event_fires_again",
)


class World(RuleBasedStateMachine):
    """One discussion of Alice's and everybody who could ever come near it."""

    state: Discussion

    @initialize(
        ladder=ladders(),
        calendar=st.sampled_from([Calendar(), ALWAYS]),
        at_once=st.sampled_from([True, True, True, False]),
    )
    def alice_is_stuck(self, ladder: Ladder, calendar: Calendar, at_once: bool) -> None:
        self.now = MONDAY
        self.facts: list[f.Fact] = []
        self.meant: dict[tuple[str, int], int] = {}
        self.hung: dict[str, list[str]] = {}
        self.along: dict[int, tuple[str, ...]] = dict.fromkeys(range(4), ASKED_WITH) if at_once else {}
        self.came_in_at: dict[str, int] = {"alice": 0}
        self.away: frozenset[str] = frozenset()
        self.revision = 0
        self.told: list[c.Command] = []
        self.steps: list[tuple[Discussion, Discussion]] = []
        self.said: list[tuple[Discussion, f.Posted]] = []
        field = f.SharedField("amount", 1, "band", "words-amount")
        opening = c.Open(
            by="alice",
            discussion="d",
            task=f.TaskKey("expenses", "t"),
            event="check.socialize",
            ladder=ladder,
            calendar=calendar,
            fields=(field,),
            excluded=EXCLUDED_AT_FIRST,
            owner="alice",
            question="words-question" if at_once else None,
            attachments=ASKED_WITH if at_once else (),
            request="r1",
        )
        self._take(decide(None, self._with_pools(None, opening), self.now), opening)

    # -- the world's side

    def _with_pools(self, state: Discussion | None, command: c.Command) -> c.Command:
        ladder = command.ladder if isinstance(command, c.Open) else self.state.ladder
        wanted = wanted_rings(state, command, self.now)
        pools = {ring: self._pool(ladder, ring) for ring in wanted}
        return type(command)(**{**vars(command), "pools": pools})

    def _pool(self, ladder: Ladder, ring: int) -> tuple[Candidate, ...]:
        first = 3 if ladder.last == 1 else ring
        people = AT_WORK[3 if ring == ladder.last else first]
        return tuple(Candidate(person, "owners", Reason("lane")) for person in people if person not in self.away)

    def _take(self, facts: list[f.Fact], command: c.Command) -> None:
        state = self.state if self.facts else None
        self.steps = []
        for fact in facts:
            before, state = state, evolve(state, fact)
            self.steps += [(before, state)] if before is not None else []
            self.state = state
            self.facts.append(fact)
            self._remember(before, fact)
        self.told.append(command)

    def _remember(self, before: Discussion | None, fact: f.Fact) -> None:
        """Keep the model: only what a person chose makes something reach further or lets somebody closer."""
        if isinstance(fact, f.Posted) and before is not None:
            self.said.append((before, fact))
        elif isinstance(fact, f.CameIn) and before is not None:
            was = before.members.get(fact.person)
            if was is None or not was.active:
                self.came_in_at[fact.person] = max(self.came_in_at.get(fact.person, 0), before.current, 1)
        elif isinstance(fact, f.LetCloser):
            self.came_in_at[fact.person] = fact.ring
        elif isinstance(fact, f.HandedOver):
            self.came_in_at |= {fact.to: 0, fact.former: 1}

    def do(self, command: c.Command) -> bool:
        """Try it; the rules may refuse, and then nothing happened."""
        try:
            facts = decide(self.state, self._with_pools(self.state, command), self.now)
        except Refused as refused:
            assert refused.code != "refused", "every refusal has a code of its own"
            return False
        self._take(facts, command)
        return True

    @property
    def asker(self) -> str:
        return self.state.asker

    def views(self) -> dict[str, View | None]:
        return {person: look(self.state, person) for person in PEOPLE}

    # -- what people do: what matters most has rules of its own, what is rare shares one

    @precondition(lambda self: not self.state.asked)
    @rule()
    def alice_asks(self) -> None:
        if self.do(c.AskQuestion(by=self.asker, content="words-question", attachments=ASKED_WITH)):
            self.along = dict.fromkeys(range(4), ASKED_WITH) | self.along

    def _says(self, data: st.DataObject, kind: Any, parent: str | None = None) -> None:
        """Mostly somebody who is in, mostly with a reach that is theirs to choose; sometimes anybody, anything."""
        insiders = st.sampled_from([person for person in self._insiders() if kind != "answer" or person != self.asker])
        by = data.draw(st.one_of(insiders, insiders, insiders, persons), label="by")
        member = self.state.member(by)
        theirs = st.integers(member.ring if member else 0, max(self.state.current, member.ring if member else 0))
        reach = data.draw(st.one_of(theirs, theirs, theirs, st.integers(0, 4)), label="reach")
        post = f"p{len(self.told)}"
        if self.do(c.Post(by=by, post=post, kind=kind, content=f"words-{post}", reach=reach, parent=parent)):
            self.meant[post, 1] = -1 if kind == "note" else reach

    def _insiders(self) -> list[str]:
        return [*sorted(member.person for member in self.state.members.values() if member.active), "eve"]

    @precondition(lambda self: self.state.asked)
    @rule(kind=st.sampled_from(["comment", "comment", "question", "summary", "note"]), data=st.data())
    def somebody_says_something(self, kind: Any, data: st.DataObject) -> None:
        self._says(data, kind)

    @precondition(lambda self: self.state.current)
    @rule(data=st.data())
    def somebody_answers(self, data: st.DataObject) -> None:
        self._says(data, "answer")

    @precondition(lambda self: self.state.posts)
    @rule(kind=st.sampled_from(["comment", "answer"]), data=st.data())
    def somebody_replies(self, kind: Any, data: st.DataObject) -> None:
        self._says(data, kind, parent=self._some_post(data))

    def _some_post(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.state.posts)), label="post")

    def _by(self, data: st.DataObject, post: str) -> str:
        author = self.state.posts[post].author
        return data.draw(st.sampled_from([author, author, author, self.asker, "eve"]), label="by")

    @precondition(lambda self: self.state.posts)
    @rule(reach=st.none() | rings, data=st.data())
    def somebody_edits(self, reach: int | None, data: st.DataObject) -> None:
        post = self._some_post(data)
        version = len(self.state.posts[post].versions)
        if self.do(c.Edit(by=self._by(data, post), post=post, content=f"words-{post}-{version + 1}", reach=reach)):
            self.meant[post, version + 1] = self.meant[post, version] if reach is None else reach

    @precondition(lambda self: self.state.posts)
    @rule(data=st.data())
    def somebody_attaches(self, data: st.DataObject) -> None:
        post = self._some_post(data)
        version, file = len(self.state.posts[post].versions), f"file-{len(self.told)}"
        if self.do(c.Attach(by=self._by(data, post), post=post, attachments=(file,))):
            self.meant[post, version + 1] = self.meant[post, version]
            self.hung.setdefault(post, []).append(file)

    @precondition(lambda self: any(self.hung.values()))
    @rule(data=st.data())
    def somebody_takes_a_file_off(self, data: st.DataObject) -> None:
        post = data.draw(st.sampled_from(sorted(post for post, files in self.hung.items() if files)), label="post")
        version, file = len(self.state.posts[post].versions), self.hung[post][0]
        if self.do(c.TakeOff(by=self._by(data, post), post=post, attachment=file)):
            self.meant[post, version + 1] = self.meant[post, version]
            self.hung[post].remove(file)

    @precondition(lambda self: self.state.posts)
    @rule(reach=rings, data=st.data())
    def somebody_raises(self, reach: int, data: st.DataObject) -> None:
        post = self._some_post(data)
        if self.do(c.Raise(by=self._by(data, post), post=post, reach=reach)):
            self.meant[post, len(self.state.posts[post].versions)] = reach

    @precondition(lambda self: self.state.open_asks)
    @rule(not_now=st.booleans(), data=st.data())
    def somebody_passes(self, not_now: bool, data: st.DataObject) -> None:
        ask = data.draw(st.sampled_from(self.state.open_asks))
        self.do(c.PassOn(by=ask.person, again_at=self.now + timedelta(days=1) if not_now else None))

    @rule(span=spans)
    def time_goes_by(self, span: timedelta) -> None:
        self.now += span
        self.do(c.Tick())

    @rule(span=spans)
    def time_goes_by_unnoticed(self, span: timedelta) -> None:
        """The service is down: what is due is worked off before the next command."""
        self.now += span

    @precondition(lambda self: self.state.current < self.state.ladder.last)
    @rule(now=st.booleans())
    def alice_consents_to_what_she_sees(self, now: bool) -> None:
        """Or only looks, and may consent to that later, when it is old."""
        ring = self.state.current + 1
        if self.do(c.TakePreview(by=self.asker, ring=ring)) and now:
            latest = [p.id for p in self.state.previews.values() if p.ring == ring and p.person is None]
            self.do(c.Consent(by=self.asker, preview=latest[-1]))

    @precondition(lambda self: self._could_agree_to())
    @rule(first=st.sampled_from(["nothing", "nothing", "reword", "raise"]), data=st.data())
    def alice_consents_to_something_old(self, first: str, data: st.DataObject) -> None:
        """What she saw then may be less than what would be shown now; something may happen first."""
        agreed = data.draw(st.sampled_from(self._could_agree_to()), label="preview")
        if first == "reword":
            self._words(min(agreed.ring, 3), f"words-{len(self.told)}", ASKED_WITH[: len(self.told) % 3])
        elif first == "raise" and self.state.posts:
            post = self._some_post(data)
            if self.do(c.Raise(by=self.state.posts[post].author, post=post, reach=agreed.ring)):
                self.meant[post, len(self.state.posts[post].versions)] = agreed.ring
        self.do(c.Consent(by=self.asker, preview=agreed.id))

    def _could_agree_to(self) -> list[f.Preview]:
        further = (preview for preview in self.state.previews.values() if preview.ring > self.state.current)
        return [preview for preview in further if preview.person is None]

    @precondition(lambda self: self.state.proposal)
    @rule(further=st.booleans())
    def alice_declines(self, further: bool) -> None:
        self.do(c.Decline(by=self.asker, further=further))

    @precondition(lambda self: self.state.answers)
    @rule(data=st.data())
    def alice_says_not_it(self, data: st.DataObject) -> None:
        self.do(c.RefuseAnswer(by=self.asker, post=data.draw(st.sampled_from(self.state.answers)).id))

    @rule(what=st.sampled_from(RARE), person=persons, ring=st.integers(0, 3))
    def something_rare(self, what: str, person: str, ring: int) -> None:
        getattr(self, what)(person, ring)

    def days_go_by(self, person: str, ring: int) -> None:
        self.now += timedelta(days=3 * ring)
        self.do(c.Tick() if person < "c" else c.Widen(by=self.asker))

    def a_post_is_withdrawn(self, person: str, ring: int) -> None:
        for post in sorted(self.state.posts)[ring : ring + 1]:
            self.do(c.WithdrawPost(by=self.state.posts[post].author if ring else person, post=post))

    def the_asker_widens(self, person: str, ring: int) -> None:
        self.do(c.Widen(by=self.asker if ring else person))

    def the_asker_rewords(self, person: str, ring: int) -> None:
        self._words(ring, f"words-{person}", ASKED_WITH[: len(self.told) % 3])

    def _words(self, ring: int, content: str, files: tuple[str, ...]) -> None:
        """Word the question for a ring; of its files only these go there, if they are the asker's to show."""
        if self.do(c.Word(by=self.asker, ring=ring, content=content, attachments=files)):
            self.along[ring] = files

    def a_preview_of_any_ring(self, person: str, ring: int) -> None:
        self.do(c.TakePreview(by=self.asker if ring else person, ring=ring))

    def the_asker_strikes(self, person: str, ring: int) -> None:
        del ring
        self.do(c.Strike(by=self.asker, person=person))

    def the_asker_brings_in(self, person: str, ring: int) -> None:
        del ring
        self.do(c.BringIn(by=self.asker, person=person, known=person != "eve"))

    def the_asker_lets_closer(self, person: str, ring: int) -> None:
        if self.do(c.TakePreview(by=self.asker, ring=ring, person=person)):
            mine = [p.id for p in self.state.previews.values() if p.person == person and p.ring == ring]
            self.do(c.BringCloser(by=self.asker, preview=mine[-1], known=True))

    def the_asker_hands_over(self, person: str, ring: int) -> None:
        if not ring and self.do(c.TakePreview(by=self.asker, ring=0, person=person)):
            mine = [p.id for p in self.state.previews.values() if p.person == person and p.ring == 0]
            self.do(c.HandOver(by=self.asker, preview=mine[-1], known=True, calendar=Calendar()))

    def the_asker_removes(self, person: str, ring: int) -> None:
        del ring
        self.do(c.Remove(by=self.asker, person=person))

    def somebody_leaves(self, person: str, ring: int) -> None:
        del ring
        self.do(c.Leave(by=person))

    def somebody_joins(self, person: str, ring: int) -> None:
        del ring
        self.do(c.Join(by=person))

    def somebody_goes_on_holiday_or_comes_back(self, person: str, ring: int) -> None:
        del ring
        self.away ^= {person}

    def somebody_is_off_boarded(self, person: str, ring: int) -> None:
        if not ring:
            self.away |= {person}
            self.do(c.OffBoard(person=person))

    def the_task_changes_hands(self, person: str, ring: int) -> None:
        self.revision += 1
        excluded = (
            EXCLUDED_AT_FIRST | {("bob", "dana", "cleo", "alice")[ring]}
            if self.revision % 3 == 0
            else EXCLUDED_AT_FIRST
        )
        roles = frozenset({person, "alice", *PEOPLE[ring : ring + 3]})
        self.do(c.ChangePeople(owner=person, roles=roles, excluded=excluded, revision=self.revision))

    def the_event_fires_again(self, person: str, ring: int) -> None:
        self.do(c.Fire(request=f"r{ring}-{person[0]}"))

    @precondition(lambda self: len(self.facts) > LIVES)
    @rule(
        how=st.sampled_from(["accept", "accept", "alone", "withdraw", "give up", "completed", "cancelled"]), by=persons
    )
    def it_ends(self, how: str, by: str) -> None:
        ending: dict[str, c.Command] = {
            "alone": c.SolveAlone(by=self.asker),
            "withdraw": c.Withdraw(by=self.asker),
            "give up": c.GiveUp(by=self.asker),
            "completed": c.EndTask(by=by, completed=True),
            "cancelled": c.EndTask(by=None, completed=False),
        }
        for post in self.state.posts:
            ending["accept"] = c.Accept(by=self.asker, post=post, version=1, value="words-value")
        self.do(ending.get(how, c.EndAbandoned(by=by, administrator=True)))

    @precondition(lambda self: self.state.ended)
    @rule(person=persons, named=st.booleans())
    def what_is_left_to_do(self, person: str, named: bool) -> None:
        self.do(c.Thank(by=self.asker, person=person))
        self.do(c.Release(by=person, named=named, question="copy-q", answer="copy-a"))
        if not named:
            self.do(c.TakeBack(by=person))
        for post in sorted(self.state.posts)[:1]:
            self.do(c.SayIfHelped(by=self.asker, post=post, helped=named))

    # -- the laws

    @invariant()
    def laws(self) -> None:
        for law in LAWS:
            law(self)
