"""Law 2, said once more from ladder.md: who may know which words, posts and people now. It imports no rule.

What happened it takes from the facts (who came in, which ring was entered); how far words reach it takes from what
their author chose (`Wish`), and never from the service.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import singledispatchmethod

from socialbpm.social import facts as f
from tests.leaks.cast import EXCLUDED, POOLS, RINGS, SHARED, Design

COMMUNITY = RINGS.index("network")
FOR_ITS_AUTHOR = -1


@dataclass(frozen=True)
class Wish:
    """What somebody asked for: the word they put in, how far out they meant it, whom it is about.

    `files` are those that come with a question, each the word that it holds; with new words, the ids of those to go
    along.
    """

    by: str = ""
    word: str = ""
    reach: int | None = None
    files: tuple[str, ...] = ()


@dataclass
class Place:
    """Where somebody stands in a discussion. `outermost` is how far out others see that they are there."""

    ring: int
    grounds: set[str] = field(default_factory=set)
    outermost: int = 0

    @property
    def active(self) -> bool:
        """Whether they are in."""
        return bool(self.grounds)


@dataclass
class Said:
    """A post: its versions, each a word and how far out it was meant. `known_to` is how far its author is named.

    `attached` are the files that hang on it now, each the word that it holds and is called by.
    """

    author: str
    kind: str
    known_to: int
    versions: list[tuple[str, int]]
    withdrawn: bool = False
    attached: dict[str, str] = field(default_factory=dict)

    def meant_for(self, person: str, ring: int) -> list[str]:
        """Return the words that somebody in a ring may read; what was withdrawn is empty for everybody."""
        return [word for word, reach in self.versions if ring <= reach or person == self.author]

    def gives(self, person: str, ring: int) -> dict[str, str]:
        """Return the files that somebody in a ring gets: those of the newest version, if that is for them."""
        theirs = not self.withdrawn and (ring <= self.versions[-1][1] or person == self.author)
        return self.attached if theirs else {}


@dataclass
class Knows:
    """What somebody may know."""

    words: set[str] = field(default_factory=set)
    refs: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)

    def __or__(self, other: Knows) -> Knows:
        return Knows(self.words | other.words, self.refs | other.refs, self.people | other.people)


@dataclass(frozen=True)
class Brought:
    """Words that come with a task: its name, the designer's question, the values of its variables."""

    task: str
    draft: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Copies:
    """What an author released: with their name or without, and in which words."""

    named: bool
    question: str = ""
    answer: str = ""

    @property
    def words(self) -> set[str]:
        """The words."""
        return {self.question, self.answer} - {""}


class Model:
    """One discussion.

    Args:
        discussion: its id.
        design: what the designer chose.
        brought: what the firing brought along.
        shut: who is nowhere in any more: off-boarded, or excluded; it grows.
    """

    def __init__(self, discussion: str, design: Design, brought: Brought, shut: Set[str]) -> None:
        self.id = discussion
        self.design = design
        self.brought = brought
        self.shut = shut
        self.asker = self.owner = ""
        self.askers: set[str] = set()
        self.current = 0
        self.ended = False
        self.question = ""
        self.draft = brought.draft
        self.wording: dict[int, str] = {}
        self.chosen: dict[int, str] = {}
        self.asked_with: dict[str, str] = {}
        self.along: dict[int, tuple[str, ...]] = {}
        self.places: dict[str, Place] = {}
        self.posts: dict[str, Said] = {}
        self.fields: dict[str, int] = {}
        self.barred: set[str] = {EXCLUDED}
        self.handled: set[str] = set()
        self.asked: list[str] = []
        self.handed_back: set[str] = set()
        self.conflicts: set[str] = set()
        self.owners: dict[str, str] = {}
        self.asked_by: dict[int, str] = {}
        self.draft_by = ""
        self.value = ""
        self.heard_of = 0
        self.question_by = ""
        self.accepted: tuple[str, int] | None = None
        self.released: dict[str, Copies] = {}

    # -- what happened

    @singledispatchmethod
    def learn(self, fact: f.Fact, wish: Wish) -> None:
        """Take a fact in; most change nothing that is asked here."""

    @learn.register
    def _(self, fact: f.Opened, wish: Wish) -> None:
        self.asker, self.owner = fact.asker, fact.owner or ""
        self.askers.add(fact.asker)
        self.draft_by = fact.asker
        self.owners = dict.fromkeys((each.name for each in fact.fields), fact.asker)
        self.places[fact.asker] = Place(0, {"asker"})
        self.fields = {each.name: SHARED[each.name][0] for each in fact.fields}

    @learn.register
    def _(self, fact: f.Fired, wish: Wish) -> None:
        entered = COMMUNITY - 1 if self.current >= COMMUNITY else COMMUNITY
        self.owners |= dict.fromkeys((each.name for each in fact.fields), self.asker)
        self.fields |= {each.name: min(SHARED[each.name][0], entered) for each in fact.fields}

    @learn.register
    def _(self, fact: f.QuestionAsked, wish: Wish) -> None:
        self.question, self.draft = wish.word, ""
        self.question_by = self.asker
        self.asked_with = dict(zip(fact.attachments, wish.files, strict=True))
        ahead = {ring: self.along.get(ring, ()) for ring in self.chosen}
        self.along = dict.fromkeys(range(len(RINGS)), fact.attachments) | ahead

    @learn.register
    def _(self, fact: f.WordingChosen, wish: Wish) -> None:
        """Chosen with the asking itself, it is the question with its files; later, what the asker wished."""
        self.chosen[fact.ring] = wish.word
        if wish.reach == fact.ring:
            self.along[fact.ring] = wish.files

    @learn.register
    def _(self, fact: f.Worded, wish: Wish) -> None:
        """A ring reads the asker's own wording for it, else the question; only rewording changes one that stands."""
        chosen = self.chosen.pop(fact.ring, "")
        if fact.ring in self.wording:
            self.along[fact.ring] = wish.files
        self.wording[fact.ring] = wish.word if fact.ring in self.wording else chosen or self.question
        self.asked_by[fact.ring] = self.asker

    @learn.register
    def _(self, fact: f.RingEntered, wish: Wish) -> None:
        assert fact.ring == self.current + 1, "rings are entered in order (law 1)"
        self.current = fact.ring

    @learn.register
    def _(self, fact: f.CameIn, wish: Wish) -> None:
        """Nobody comes in closer than where the discussion is, but who joins an open ring that lists it to them."""
        assert fact.person not in self.shut, "somebody came in who must not (law 6)"
        known = self.places.get(fact.person)
        closest = fact.ring if fact.ground == "joined" else max(self.current, 1)
        if fact.ground == "joined":
            assert RINGS[fact.ring] in self.design.opened
            assert fact.person in POOLS[RINGS[fact.ring]]
        if known is not None and known.active:
            known.grounds.add(fact.ground)
            return
        ring = max(closest, known.ring if known else 0)
        self.places[fact.person] = Place(ring, {fact.ground}, max(ring, known.outermost if known else 0))

    @learn.register
    def _(self, fact: f.LetCloser, wish: Wish) -> None:
        """The one door, and only by the asker's wish."""
        known = self.places.get(fact.person)
        assert wish.by == self.asker
        assert wish.reach == fact.ring
        grounds = known.grounds if known else set()
        self.places[fact.person] = Place(
            fact.ring, {*grounds, "brought_in"}, max(fact.ring, known.outermost if known else 0)
        )

    @learn.register
    def _(self, fact: f.HandedOver, wish: Wish) -> None:
        assert wish.by == fact.former == self.asker
        known = self.places.get(fact.to)
        self.places[fact.to] = Place(0, {*(known.grounds if known else ()), "asker"}, known.outermost if known else 0)
        former = self.places[fact.former]
        former.ring, former.outermost = 1, max(1, former.outermost)
        former.grounds = {*(former.grounds - {"asker"}), "brought_in"}
        self.asker = fact.to
        self.askers.add(fact.to)

    @learn.register
    def _(self, fact: f.GroundLost, wish: Wish) -> None:
        self.places[fact.person].grounds.discard(fact.ground)

    @learn.register
    def _(self, fact: f.Removed, wish: Wish) -> None:
        self._out(fact.person)
        self.handled.add(fact.person)

    @learn.register(f.Left)
    @learn.register(f.OffBoarded)
    def _(self, fact: f.Left | f.OffBoarded, wish: Wish) -> None:
        self._out(fact.person)

    @learn.register
    def _(self, fact: f.Excluded, wish: Wish) -> None:
        """The runtime hears of a conflict in any case; the owner, if there is one."""
        self._out(fact.person)
        if fact.conflict:
            self.conflicts.add(fact.person)
        if fact.conflict and self.owner:
            self.handed_back.add(fact.person)

    @learn.register
    def _(self, fact: f.Struck, wish: Wish) -> None:
        self.barred.add(fact.person)
        self.handled.add(fact.person)

    @learn.register
    def _(self, fact: f.OwnerChanged, wish: Wish) -> None:
        self.owner = fact.owner or ""

    @learn.register
    def _(self, fact: f.Asked, wish: Wish) -> None:
        self.asked.append(fact.person)

    @learn.register
    def _(self, fact: f.Passed, wish: Wish) -> None:
        self.barred.add(self.asked[fact.ask - 1])

    @learn.register
    def _(self, fact: f.CameBack, wish: Wish) -> None:
        self.barred.discard(fact.person)

    @learn.register
    def _(self, fact: f.Previewed, wish: Wish) -> None:
        self.handled |= {*fact.preview.first}

    @learn.register
    def _(self, fact: f.Posted, wish: Wish) -> None:
        """Whoever posts is in, and chose the reach: not further than the discussion is, or the parent reaches."""
        place = self.places[fact.by]
        assert place.active
        reach = FOR_ITS_AUTHOR if fact.kind == "note" else wish.reach
        assert reach is not None
        assert reach <= max(self.current, place.ring)
        self._below(fact.parent, reach)
        known_to = self.design.name_reach if fact.by == self.asker else len(RINGS)
        self.posts[fact.post] = Said(fact.by, fact.kind, known_to, [(wish.word, reach)])

    def _below(self, parent: str | None, reach: int) -> None:
        if parent is not None:
            assert reach <= self.posts[parent].versions[-1][1], "a reply reaches further than what it replies to"

    @learn.register
    def _(self, fact: f.Edited, wish: Wish) -> None:
        post = self.posts[fact.post]
        before = post.versions[-1][1]
        reach = before if wish.reach is None else wish.reach
        assert wish.by == post.author
        assert reach >= before
        new = [file for file in fact.attachments if file not in post.attached]
        attaching = len(new) > 0 or len(fact.attachments) < len(post.attached)
        post.versions.append((post.versions[-1][0] if attaching else wish.word, reach))
        known = {**post.attached, **dict.fromkeys(new, wish.word)}
        post.attached = {file: known[file] for file in fact.attachments}

    @learn.register
    def _(self, fact: f.Raised, wish: Wish) -> None:
        post = self.posts[fact.post]
        word, before = post.versions[-1]
        assert wish.by == post.author
        assert wish.reach is not None
        assert wish.reach > before
        post.versions[-1] = (word, wish.reach)

    @learn.register
    def _(self, fact: f.PostWithdrawn, wish: Wish) -> None:
        self.posts[fact.post].withdrawn = True

    @learn.register
    def _(self, fact: f.Accepted, wish: Wish) -> None:
        self.accepted = (fact.post, fact.version)
        self.value = wish.word or self.posts[fact.post].versions[fact.version - 1][0]
        self.value_of = {self.asker, self.posts[fact.post].author}

    @learn.register
    def _(self, fact: f.Released, wish: Wish) -> None:
        """Each releases what they wrote, and nobody anything else."""
        assert self.accepted is not None
        post, version = self.posts[self.accepted[0]], self.accepted[1]
        mine, theirs = fact.person == self.question_by, fact.person == post.author
        assert mine or theirs
        self.released[fact.person] = Copies(
            fact.named, self.question if mine else "", post.versions[version - 1][0] if theirs else ""
        )

    @learn.register
    def _(self, fact: f.TakenBack, wish: Wish) -> None:
        assert wish.by == fact.person
        del self.released[fact.person]

    @learn.register
    def _(self, fact: f.Ended, wish: Wish) -> None:
        assert not self.ended, "it ends once (law 8)"
        self.ended = True

    def erase(self, person: str, *, files_only: bool) -> set[str]:
        """Let nothing be left of what somebody said or attached; return what is taken from the runtime, too.

        The value that went back is its author's and its asker's: either takes it along.
        """
        mine = [post for post in self.posts.values() if post.author == person]
        for post in mine:
            post.attached = {}
        if files_only:
            return set()
        for post in mine:
            post.versions = [("", reach) for _, reach in post.versions]
        self.wording |= {ring: "" for ring, by in self.asked_by.items() if by == person}
        self.fields = {name: reach for name, reach in self.fields.items() if self.owners[name] != person}
        self.question = "" if self.question_by == person else self.question
        self.draft = "" if self.draft_by == person else self.draft
        if self.asker == person:
            self.chosen = {}
        self.released.pop(person, None)
        return {self.value} if self.accepted and person in self.value_of else set()

    def _out(self, person: str) -> None:
        self.barred.add(person)
        if person in self.places:
            self.places[person].grounds.clear()

    # -- what somebody may know

    def is_in(self, person: str) -> bool:
        """Whether somebody is in."""
        return person not in self.shut and person in self.places and self.places[person].active

    def reads(self, person: str) -> set[str]:
        """Return exactly the words that the discussion's own page shows to somebody who is in."""
        if not self.is_in(person):
            return set()
        ring, asker = self.places[person].ring, person == self.asker
        said = (post for post in self.posts.values() if not post.withdrawn)
        return {
            *(word for post in said for word in post.meant_for(person, ring)),
            *self.gets(person).values(),
            *(word for wording, word in self.wording.items() if wording >= ring),
            *(self._values(ring, whole=asker)),
            *((self.question, self.draft, *self.chosen.values()) if asker else ()),
            self.brought.task,
        } - {""}

    def _values(self, ring: int, *, whole: bool) -> Iterator[str]:
        """Shared values, while it lasts (the lease); masked ones are whole for the asker alone."""
        for name, reach in () if self.ended else self.fields.items():
            if ring <= reach and (whole or SHARED[name][1] == "is"):
                yield self.brought.fields[name]

    def gets(self, person: str) -> dict[str, str]:
        """Return the files that somebody gets, each with the word that it holds."""
        if not self.is_in(person):
            return {}
        ring = self.places[person].ring
        said = {file: word for post in self.posts.values() for file, word in post.gives(person, ring).items()}
        worded = {file for wording in self.wording if wording >= ring for file in self.along.get(wording, ())}
        asked = {file: word for file, word in self.asked_with.items() if file in worded or person == self.asker}
        return said | asked

    def knows(self, person: str) -> Knows:
        """Return everything that somebody who is in may learn of it anywhere."""
        if not self.is_in(person):
            return Knows()
        ring = self.places[person].ring
        posts = {ref for ref, post in self.posts.items() if post.meant_for(person, ring)}
        return Knows(self.reads(person), {self.id, *posts, *self.gets(person)}, self._people(person, ring, posts))

    def _people(self, person: str, ring: int, posts: set[str]) -> set[str]:
        authors = (post for ref, post in self.posts.items() if ref in posts)
        others = ((who, place) for who, place in self.places.items() if who != self.asker and self.is_in(who))
        found = {person, *(post.author for post in authors if ring <= post.known_to)}
        found |= {who for who, place in others if ring <= place.outermost}
        if person == self.asker or ring <= self.design.name_reach:
            found.add(self.asker)
        if person == self.asker:
            found |= {*self.asked, *self.handled}
        if person == self.owner:
            found |= self.handed_back
        return found

    @property
    def authors(self) -> list[str]:
        """Who wrote the question and the accepted answer, once there is one."""
        return [self.question_by, self.posts[self.accepted[0]].author] if self.accepted else []

    def keeps(self, person: str) -> set[str]:
        """Return the words that somebody released; theirs to read wherever they are now."""
        return self.released[person].words if person in self.released else set()

    def experience(self) -> Knows:
        """Return what others may read of it later: once both who wrote released theirs, and who wished to be named."""
        parts = self.released.values()
        if not (any(part.question for part in parts) and any(part.answer for part in parts)):
            return Knows()
        named = {who for who, part in self.released.items() if part.named}
        return Knows({word for part in parts for word in part.words}, set(), named)

    def lists(self, person: str) -> Knows:
        """Return what somebody who may join reads: the wording for that ring, the asker as shown to it, the task."""
        knows = Knows()
        if self.ended or person in self.barred | self.shut or self.is_in(person):
            return knows
        for ring in range(1, self.current + 1):
            if RINGS[ring] in self.design.opened and person in POOLS[RINGS[ring]]:
                asker = {self.asker} if ring <= self.design.name_reach else set()
                knows |= Knows({self.wording[ring], self.brought.task}, {self.id}, asker)
        return knows
