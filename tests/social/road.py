"""Stories: who asks whom, who says what, and what each of them then gets.

Alice does the task. Bob and Ben work beside her (ring `participants`), Carol, Chris and Cleo know her (`coworkers`),
Dana, Dora and Dina are in the community (`network`), Eve is outside. Time stands still until the story says
otherwise. Posts are named by their words; words are kept by content id, as a store would.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from socialbpm.contract.durations import parts
from socialbpm.errors import Refused
from socialbpm.social import commands as c
from socialbpm.social import facts as f
from socialbpm.social.audience import Candidate, Reason
from socialbpm.social.decide import decide, wanted_rings
from socialbpm.social.discussion import Discussion
from socialbpm.social.evolve import evolve
from socialbpm.social.facts import Preview
from socialbpm.social.history import SeenFact, seen
from socialbpm.social.ladder import Ladder, Ring, Step
from socialbpm.social.view import View, look
from socialbpm.social.worktime import Calendar, Span

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
NEW_YORK = Calendar(zone="America/New_York")
TASK = f.TaskKey("expenses", "task-1")


def span(text: str) -> Span:
    """Return an ISO 8601 duration as working time."""
    days, time = parts(text)
    return Span(days, time)


PARTICIPANTS = Ring("participants", Step.COLLEAGUES, ("owners", "lane"), most=8, wait=span("PT2H"))
COWORKERS = Ring("coworkers", Step.COLLEAGUES, ("worked-with",), batch=2, most=3, wait=span("PT4H"))
NETWORK = Ring("network", Step.COMMUNITY, ("experts",), batch=2, most=30, wait=span("P3D"), widen="propose")
POOLS = {
    "participants": ("bob", "ben"),
    "coworkers": ("carol", "chris", "cleo"),
    "network": ("dana", "dora", "dina"),
}


def refusal(act: Callable[[], object]) -> str:
    """Return what somebody reads who does what is not allowed, with its code."""
    try:
        act()
    except Refused as refused:
        return f"{refused} [{refused.code}]"
    raise AssertionError("that was allowed")


class Road:
    """One discussion about one task of Alice's, and the people around it."""

    def __init__(
        self,
        *rings: Ring,
        question: str | None = None,
        draft: str | None = None,
        request: str | None = None,
        fields: tuple[f.SharedField, ...] = (),
        excluded: tuple[str, ...] = (),
    ) -> None:
        self.ladder = Ladder.of(*(rings or (PARTICIPANTS, COWORKERS, NETWORK)))
        self.now = MONDAY
        self.words: dict[str, str] = {}
        self.pools = dict(POOLS)
        self.calendars: dict[str, Calendar] = {}
        self.sources: dict[str, str] = {}
        self.facts: list[f.Fact] = []
        self.revision = 0
        self._state: Discussion | None = None
        self.alice, self.bob, self.ben = Person(self, "alice"), Person(self, "bob"), Person(self, "ben")
        self.carol, self.chris, self.cleo = Person(self, "carol"), Person(self, "chris"), Person(self, "cleo")
        self.dana, self.dora, self.dina = Person(self, "dana"), Person(self, "dora"), Person(self, "dina")
        self.eve = Person(self, "eve")
        opening = c.Open(
            by="alice",
            discussion="d1",
            task=TASK,
            event="check",
            ladder=self.ladder,
            calendar=Calendar(),
            fields=fields,
            excluded=frozenset(excluded),
            owner="alice",
            question=None if question is None else self.content(question),
            draft=None if draft is None else self.content(draft),
            request=request,
        )
        self.do(opening)

    @property
    def state(self) -> Discussion:
        """The discussion as it is now."""
        assert self._state is not None
        return self._state

    def do(self, command: c.Command) -> Road:
        """Let something be done, with the pools as they are at this moment."""
        wanted = wanted_rings(self._state, command, self.now)
        command = replace(command, pools={ring: self.pool(ring) for ring in wanted})
        for fact in decide(self._state, command, self.now):
            self.facts.append(fact)
            self._state = evolve(self._state, fact)
        return self

    def pool(self, ring: int) -> tuple[Candidate, ...]:
        """Return who may come in through a ring."""
        return tuple(self._candidate(person, ring) for person in self.pools[self.ladder[ring].name])

    def _candidate(self, person: str, ring: int) -> Candidate:
        source = self.sources.get(person, self.ladder[ring].who[0])
        return Candidate(person, source, Reason("worked-with", 4), self.calendars.get(person, Calendar()))

    def wait(self, text: str) -> Road:
        """Let working time go by, and what is due happen."""
        return self.until(Calendar().after(self.now, span(text)))

    def until(self, moment: datetime) -> Road:
        """Let time go by up to a moment."""
        self.now = moment
        return self.do(c.Tick())

    def holidays(self, days: int) -> Road:
        """Let days go by that nobody noticed: the service was down."""
        self.now += timedelta(days=days)
        return self

    def task_is(self, owner: str | None, *roles: str, excluded: tuple[str, ...] = ()) -> Road:
        """Let the runtime say that the task's people changed."""
        self.revision += 1
        everybody = frozenset({*roles, *([owner] if owner else [])})
        changed = c.ChangePeople(owner=owner, roles=everybody, excluded=frozenset(excluded), revision=self.revision)
        return self.do(changed)

    def content(self, words: str) -> str:
        """Keep words, and return their id."""
        content = f"content-{len(self.words) + 1}"
        self.words[content] = words
        return content

    def post(self, words: str) -> str:
        """Return the id of the post that says or said this; what nobody said is no post."""
        for post in self.state.posts.values():
            if any(self.words[version.content] == words for version in post.versions):
                return post.id
        return "no-such-post"

    def ring(self, name: str) -> int:
        """Return the number of a ring."""
        return self.ladder.names.index(name)

    @property
    def at(self) -> str:
        """The name of the ring that the discussion is in."""
        return self.state.ring.name

    @property
    def asked(self) -> list[str]:
        """Who is asked in the ring it is in, and has given no sign yet."""
        return [ask.person for ask in self.state.open_asks if ask.ring == self.state.current]

    @property
    def people(self) -> list[str]:
        """Who is in."""
        return [member.person for member in self.state.members.values() if member.active]

    def happened(self, kind: type[f.Fact]) -> int:
        """How often something happened."""
        return sum(isinstance(fact, kind) for fact in self.facts)


class Person:
    """Somebody in a story. What they do leads back to the road, so that the story goes on."""

    def __init__(self, road: Road, name: str) -> None:
        self.road = road
        self.name = name

    # -- asking and widening

    def asks(self, words: str, *, consents: tuple[Preview, ...] = ()) -> Road:
        """Send the question."""
        ids = tuple(preview.id for preview in consents)
        return self.road.do(c.AskQuestion(by=self.name, content=self.road.content(words), consents=ids))

    def words_it(self, words: str, ring: str) -> Road:
        """Choose how the question reads for a ring."""
        return self.road.do(c.Word(by=self.name, ring=self.road.ring(ring), content=self.road.content(words)))

    def previews(self, ring: str, person: str | None = None) -> Preview:
        """See what going on to a ring, or letting somebody into it, would mean."""
        number = self.road.ring(ring)
        self.road.do(c.TakePreview(by=self.name, ring=number, person=person))
        kept = self.road.state.previews.values()
        return [one for one in kept if (one.ring, one.person) == (number, person)][-1]

    def consents_to(self, what: str | Preview, wording: str | None = None) -> Road:
        """Consent to a ring as it is now, or to a preview taken before."""
        if isinstance(what, str):
            if wording is not None:
                self.words_it(wording, what)
            what = self.previews(what)
        return self.road.do(c.Consent(by=self.name, preview=what.id))

    def widens(self) -> Road:
        """Say that the ring is over."""
        return self.road.do(c.Widen(by=self.name))

    def declines(self, *, further: bool = True) -> Road:
        """Say "not yet", or "no further"."""
        return self.road.do(c.Decline(by=self.name, further=further))

    # -- saying something

    def posts(self, words: str, kind: f.PostKind, reach: str | None = None, under: str | None = None) -> Road:
        """Say something, as far out as the discussion is if no reach is given."""
        number = self.road.state.current if reach is None else self.road.ring(reach)
        parent = None if under is None else self.road.post(under)
        post = c.Post(
            by=self.name,
            post=f"post-{len(self.road.state.posts) + 1}",
            kind=kind,
            content=self.road.content(words),
            reach=number,
            parent=parent,
        )
        return self.road.do(post)

    def comments(self, words: str, reach: str | None = None, under: str | None = None) -> Road:
        """Say something that is no answer."""
        return self.posts(words, "comment", reach, under)

    def answers(self, words: str, reach: str | None = None) -> Road:
        """Answer the question."""
        return self.posts(words, "answer", reach)

    def notes(self, words: str) -> Road:
        """Write something down for oneself."""
        return self.posts(words, "note")

    def edits(self, post: str, words: str, reach: str | None = None) -> Road:
        """Say it otherwise."""
        number = None if reach is None else self.road.ring(reach)
        content = self.road.content(words)
        return self.road.do(c.Edit(by=self.name, post=self.road.post(post), content=content, reach=number))

    def raises(self, post: str, reach: str) -> Road:
        """Let a post reach further out."""
        return self.road.do(c.Raise(by=self.name, post=self.road.post(post), reach=self.road.ring(reach)))

    def takes_back(self, post: str) -> Road:
        """Withdraw a post."""
        return self.road.do(c.WithdrawPost(by=self.name, post=self.road.post(post)))

    def passes(self, again_at: datetime | None = None) -> Road:
        """Pass, without a reason; or "not now"."""
        return self.road.do(c.PassOn(by=self.name, again_at=again_at))

    # -- deciding about answers, and ending

    def says_not_it(self, post: str) -> Road:
        """Refuse an answer."""
        return self.road.do(c.RefuseAnswer(by=self.name, post=self.road.post(post)))

    def accepts(self, post: str, version: int = 1) -> Road:
        """Take an answer."""
        value = self.road.content("4711")
        return self.road.do(c.Accept(by=self.name, post=self.road.post(post), version=version, value=value))

    def accepts_as_owner(self, post: str, version: int = 1) -> Road:
        """Take an answer as whoever answers for the process."""
        value, id_ = self.road.content("4711"), self.road.post(post)
        return self.road.do(c.Accept(by=self.name, post=id_, version=version, value=value, as_owner=True))

    def solves_it_alone(self, experience: str | None = None) -> Road:
        """Say that one found it oneself."""
        return self.road.do(c.SolveAlone(by=self.name, experience=experience))

    def withdraws(self) -> Road:
        """Take the question back."""
        return self.road.do(c.Withdraw(by=self.name))

    def gives_up(self) -> Road:
        """Close it as unanswered."""
        return self.road.do(c.GiveUp(by=self.name))

    def completes_the_task(self) -> Road:
        """Complete the task."""
        return self.road.do(c.EndTask(by=self.name, completed=True))

    def thanks(self, person: str) -> Road:
        """Thank somebody."""
        return self.road.do(c.Thank(by=self.name, person=person))

    def says_it_helped(self, post: str) -> Road:
        """Say after the end that a post helped."""
        return self.road.do(c.SayIfHelped(by=self.name, post=self.road.post(post), helped=True))

    def releases(self, *, named: bool = True) -> Road:
        """Let others who are stuck here see one's words."""
        return self.road.do(c.Release(by=self.name, named=named))

    # -- people

    def strikes(self, person: str) -> Road:
        """Keep somebody from coming in."""
        return self.road.do(c.Strike(by=self.name, person=person))

    def brings_in(self, person: str, *, known: bool = True) -> Road:
        """Bring somebody in."""
        return self.road.do(c.BringIn(by=self.name, person=person, known=known))

    def lets_closer(self, person: str, ring: str, preview: Preview | None = None) -> Road:
        """Let somebody into a closer ring, after a preview."""
        preview = preview or self.previews(ring, person)
        return self.road.do(c.BringCloser(by=self.name, preview=preview.id, known=True))

    def hands_over_to(self, person: str, preview: Preview | None = None) -> Road:
        """Make somebody else the asker, after a preview of everything."""
        preview = preview or self.previews("self", person)
        return self.road.do(c.HandOver(by=self.name, preview=preview.id, known=True, calendar=Calendar()))

    def removes(self, person: str) -> Road:
        """Take somebody out."""
        return self.road.do(c.Remove(by=self.name, person=person))

    def leaves(self) -> Road:
        """Go."""
        return self.road.do(c.Leave(by=self.name))

    def joins(self) -> Road:
        """Join an open ring."""
        return self.road.do(c.Join(by=self.name))

    def quits(self) -> Road:
        """Leave the organisation."""
        return self.road.do(c.OffBoard(person=self.name))

    # -- what they get

    @property
    def view(self) -> View:
        """What they see, where they see something."""
        view = look(self.road.state, self.name)
        assert view is not None, f"{self.name} sees nothing"
        return view

    def reads(self) -> list[str]:
        """Return the words they get: the question as it was worded for them, then the posts."""
        view = look(self.road.state, self.name)
        if view is None:
            return []
        contents = [view.question, *(post.content for post in view.posts)]
        return [self.road.words[content] for content in contents if content is not None]

    def is_among(self) -> list[str]:
        """Return whom they see in the discussion, themselves left out."""
        return [member.person for member in self.view.members if member.person != self.name]

    def hears(self) -> list[str]:
        """Return what happened, as far as they may know it."""
        return [fact.kind for fact in self.history()]

    def history(self) -> list[SeenFact]:
        """Return what happened, with who and where."""
        return list(seen(self.road.state, enumerate(self.road.facts), self.name))
