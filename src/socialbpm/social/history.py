"""The facts of a discussion, as a person may read them: the same sight rule, for what happened instead of what is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import singledispatch

from socialbpm.social import facts as f
from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion, Member
from socialbpm.social.ladder import FIRST_RING, SELF_RING
from socialbpm.social.sight import Item, ask_item, member_item, sees, version_item
from socialbpm.social.view import Shown, shown

NOBODY = Item("end", "", -1)
"""For what is told to nobody: why somebody is absent (law 6)."""


@dataclass(frozen=True)
class SeenFact:
    """One thing that happened, without words. `number` is its place in the discussion and never leaves the service.

    `who` it happened to or who did it, `ring` and `post` where it is about one.
    """

    number: int
    at: datetime
    kind: str
    who: Shown | None = None
    ring: int | None = None
    post: str | None = None


def seen(state: Discussion, facts: Iterable[tuple[int, f.Fact]], person: PersonId) -> Iterator[SeenFact]:
    """Return the numbered facts that `person` may see now, in order; none for somebody who is not in."""
    reader = state.member(person)
    if reader is not None:
        for number, fact in facts:
            if sees(reader, item_of(fact, state)):
                yield _told(number, fact, state, reader)


def _told(number: int, fact: f.Fact, state: Discussion, reader: Member) -> SeenFact:
    post = getattr(fact, "post", None)
    ring = getattr(fact, "ring", None)
    private = isinstance(fact, f.CameIn | f.LetCloser) and reader.person not in {state.asker, fact.person}
    who = _who(fact, state, reader)
    return SeenFact(number, fact.at, _kind(fact, state, reader), who, None if private else ring, post)


def _kind(fact: f.Fact, state: Discussion, reader: Member) -> str:
    """What happened, to this reader: the first version that somebody sees was posted, lest a gap tells."""
    if isinstance(fact, f.Edited) and not sees(reader, version_item(state.posts[fact.post], fact.version - 1)):
        return f.Posted.__name__
    return type(fact).__name__


def _who(fact: f.Fact, state: Discussion, reader: Member) -> Shown | None:
    """By whom, or to whom, as the reader may know it: an author as the post shows them, everybody else by name."""
    post = state.posts.get(getattr(fact, "post", ""))
    if isinstance(fact, f.Accepted) and fact.by is not None:
        return Shown(fact.by) if sees(reader, member_item(state.members[fact.by])) else None
    if isinstance(fact, f.NotIt | f.Accepted | f.QuestionAsked | f.Helped):
        return shown(state.asker, named=sees(reader, Item("name", "asker", state.ladder.name_reach)))
    if post is not None:
        return shown(post.author, named=post.author == reader.person or reader.ring <= post.name_reach)
    number = getattr(fact, "ask", None)
    person = state.asks[number - 1].person if number else getattr(fact, "person", getattr(fact, "to", None))
    return None if person is None else Shown(person)


@singledispatch
def item_of(fact: f.Fact, state: Discussion) -> Item:
    """Return for whom a fact is. What says nothing else is the asker's own."""
    del fact
    return Item("choice", state.id, SELF_RING)


@item_of.register
def _(fact: f.Posted, state: Discussion) -> Item:
    return version_item(state.posts[fact.post], 1)


@item_of.register
def _(fact: f.Edited, state: Discussion) -> Item:
    return version_item(state.posts[fact.post], fact.version)


@item_of.register
def _(fact: f.Raised, state: Discussion) -> Item:
    """For whom it was raised: who saw the post only later is not told of a step before."""
    return Item("post", fact.post, fact.reach, frozenset({state.posts[fact.post].author}))


@item_of.register
def _(fact: f.PostWithdrawn, state: Discussion) -> Item:
    post = state.posts[fact.post]
    return version_item(post, len(post.versions))


@item_of.register
def _(fact: f.NotIt, state: Discussion) -> Item:
    """It was said to one version; there is such a version, for the fact was taken into the state."""
    post = state.posts[fact.post]
    return version_item(post, post.refused_in or len(post.versions))


@item_of.register
def _(fact: f.Accepted, state: Discussion) -> Item:
    return version_item(state.posts[fact.post], fact.version)


@item_of.register
def _(fact: f.Struck, state: Discussion) -> Item:
    """For the asker; but nobody is told that they were struck, not even who is the asker later."""
    return NOBODY if fact.person == state.asker else Item("choice", state.id, SELF_RING)


@item_of.register(f.RingEntered)
@item_of.register(f.RingPassed)
@item_of.register(f.Worded)
def _(fact: f.RingEntered | f.RingPassed | f.Worded, state: Discussion) -> Item:
    del state
    return Item("ring", str(fact.ring), fact.ring)


@item_of.register
def _(fact: f.QuestionAsked, state: Discussion) -> Item:
    del fact, state
    return Item("ring", str(FIRST_RING), FIRST_RING)


@item_of.register
def _(fact: f.CameIn, state: Discussion) -> Item:
    member = state.members[fact.person]
    if member.person == state.asker:
        return Item("name", "asker", state.ladder.name_reach)
    return member_item(member) if member.active else NOBODY


@item_of.register(f.Asked)
@item_of.register(f.AskAnswered)
@item_of.register(f.Passed)
@item_of.register(f.Lapsed)
@item_of.register(f.AskClosed)
def _(fact: f.Asked | f.AskAnswered | f.Passed | f.Lapsed | f.AskClosed, state: Discussion) -> Item:
    return ask_item(state, fact.ask)


@item_of.register(f.LetCloser)
@item_of.register(f.Thanked)
@item_of.register(f.Released)
@item_of.register(f.TakenBack)
def _(fact: f.LetCloser | f.Thanked | f.Released | f.TakenBack, state: Discussion) -> Item:
    del state
    return Item("member", fact.person, SELF_RING, frozenset({fact.person}))


@item_of.register
def _(fact: f.CommunityProposed, state: Discussion) -> Item:
    """For whom it is proposed to: who else helped elsewhere is nobody's to guess."""
    return Item("choice", state.id, NOBODY.reach, frozenset({fact.person}))


@item_of.register
def _(fact: f.ExperienceUsed, state: Discussion) -> Item:
    """For those whose words it was; whoever has taken theirs back hears no more of it."""
    del fact
    return Item("choice", state.id, NOBODY.reach, frozenset(state.released))


@item_of.register
def _(fact: f.HandedOver, state: Discussion) -> Item:
    """Who asks now is for whoever may know the asker; who asked in between is a member like others."""
    if fact.to == state.asker:
        return Item("name", "asker", state.ladder.name_reach)
    member = state.members[fact.to]
    return member_item(member) if member.active else NOBODY


@item_of.register
def _(fact: f.Excluded, state: Discussion) -> Item:
    """A conflict is for the task's owner alone."""
    if not fact.conflict or state.owner is None:
        return NOBODY
    return Item("member", fact.person, NOBODY.reach, frozenset({state.owner}))


@item_of.register(f.OffBoarded)
@item_of.register(f.GroundLost)
@item_of.register(f.Left)
@item_of.register(f.WordsErased)
def _(fact: f.OffBoarded | f.GroundLost | f.Left | f.WordsErased, state: Discussion) -> Item:
    """Somebody, or what they said, is no longer there; that is seen, not told."""
    del fact, state
    return NOBODY


@item_of.register
def _(fact: f.Ended, state: Discussion) -> Item:
    del fact
    return Item("end", "outcome", state.ladder.last)
