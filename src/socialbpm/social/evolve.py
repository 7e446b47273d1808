"""What the state of a discussion is after one more fact. No rule is here: facts are what already happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import singledispatch
from typing import TypeVar

from socialbpm.social import facts as f
from socialbpm.social.audience import PersonId
from socialbpm.social.copying import replace
from socialbpm.social.discussion import Ask, AskState, Discussion, Member, PostState, Proposal, Release, Version
from socialbpm.social.ladder import FIRST_RING, SELF_RING

K = TypeVar("K")
V = TypeVar("V")


def evolve(state: Discussion | None, fact: f.Fact) -> Discussion:
    """Return the discussion after `fact`.

    Raises:
        ValueError: the first fact is not `Opened`, or a later one is.
    """
    if isinstance(fact, f.Opened):
        if state is not None:
            msg = f"discussion {state.id} is open already"
            raise ValueError(msg)
        return _opened(fact)
    if state is None:
        msg = f"the first fact of a discussion is Opened, not {type(fact).__name__}"
        raise ValueError(msg)
    return _way_of(type(fact))(fact, state)


def replay(facts: Iterable[f.Fact]) -> Discussion:
    """Return what all the facts of a discussion add up to."""
    state: Discussion | None = None
    for fact in facts:
        state = evolve(state, fact)
    if state is None:
        msg = "a discussion without facts"
        raise ValueError(msg)
    return state


def _opened(fact: f.Opened) -> Discussion:
    asker = Member(fact.asker, SELF_RING, {"asker": ""}, SELF_RING)
    return Discussion(
        id=fact.discussion,
        task=fact.task,
        event=fact.event,
        asker=fact.asker,
        ladder=fact.ladder,
        calendar=fact.calendar,
        opened_at=fact.at,
        expires=fact.expires,
        fields=fact.fields,
        excluded=fact.excluded,
        owner=fact.owner,
        revision=fact.revision,
        draft=fact.draft,
        continues=fact.continues,
        members={fact.asker: asker},
    )


def _with(mapping: Mapping[K, V], key: K, value: V) -> Mapping[K, V]:
    return {**mapping, key: value}


def _without(mapping: Mapping[K, V], *keys: K) -> Mapping[K, V]:
    return {key: value for key, value in mapping.items() if key not in keys}


Way = Callable[[f.Fact, Discussion], Discussion]
_ways: dict[type[f.Fact], Way] = {}


def _way_of(kind: type[f.Fact]) -> Way:
    """Return what follows from a kind of fact; looked up once, for a sweep asks some hundred thousand times."""
    if kind not in _ways:
        _ways[kind] = _after.dispatch(kind)
    return _ways[kind]


@singledispatch
def _after(fact: f.Fact, state: Discussion) -> Discussion:
    """Return the state after a fact that changes nothing in it: it is there to be told and read."""
    return state


# --- firings, the question and its wordings


@_after.register
def _(fact: f.Fired, state: Discussion) -> Discussion:
    return replace(state, firings=(*state.firings, fact.request), fields=(*state.fields, *fact.fields))


@_after.register
def _(fact: f.QuestionAsked, state: Discussion) -> Discussion:
    files = _with(state.files, SELF_RING, fact.attachments)
    return replace(state, asked=True, question=fact.content, question_by=state.asker, draft=None, files=files)


@_after.register
def _(fact: f.WordingChosen, state: Discussion) -> Discussion:
    files = _with(state.files, fact.ring, fact.attachments)
    return replace(state, chosen=_with(state.chosen, fact.ring, fact.content), files=files)


@_after.register
def _(fact: f.Worded, state: Discussion) -> Discussion:
    wordings = _with(state.wordings, fact.ring, fact.content)
    files = _with(state.files, fact.ring, fact.attachments)
    return replace(state, wordings=wordings, chosen=_without(state.chosen, fact.ring), files=files)


# --- rings and time


@_after.register
def _(fact: f.RingEntered, state: Discussion) -> Discussion:
    return replace(
        state,
        current=fact.ring,
        timers={"wait": fact.until},
        frozen={},
        over=False,
        no_further=False,
        places=fact.places,
        proposal=None,
        consents=_without(state.consents, fact.ring),
    )


@_after.register
def _(fact: f.Paused, state: Discussion) -> Discussion:
    return replace(state, paused=True, frozen=dict(fact.left), timers={})


@_after.register
def _(fact: f.SilenceCounted, state: Discussion) -> Discussion:
    timers = {**state.timers, "helped": fact.helped, "silence": fact.silence}
    return replace(state, timers=timers)


@_after.register
def _(fact: f.AskedIfHelped, state: Discussion) -> Discussion:
    return replace(state, timers=_without(state.timers, "helped"))


@_after.register
def _(fact: f.Resumed, state: Discussion) -> Discussion:
    return replace(state, paused=False, frozen={}, timers=dict(fact.until))


@_after.register
def _(fact: f.Staying, state: Discussion) -> Discussion:
    return replace(state, over=True, timers=_with(state.timers, "stay", fact.until))


@_after.register
def _(fact: f.Proposed, state: Discussion) -> Discussion:
    timers = {**_without(state.timers, "again", "stay"), **fact.until}
    frozen = {**_without(state.frozen, "again", "stay"), **fact.left}
    return replace(
        state,
        proposal=Proposal(fact.ring),
        over=True,
        no_further=False,
        timers=timers,
        frozen=frozen,
    )


@_after.register
def _(fact: f.ProposalReminded, state: Discussion) -> Discussion:
    return replace(state, timers=_without(state.timers, "remind"))


@_after.register
def _(fact: f.Declined, state: Discussion) -> Discussion:
    timers = {**_without(state.timers, "remind", "unanswered", "again"), **_timer("again", fact.again_at)}
    frozen = {**_without(state.frozen, "remind", "unanswered", "again"), **_timer("again", fact.left)}
    return replace(
        state,
        proposal=Proposal(fact.ring, declined=True) if fact.further else None,
        timers=timers,
        frozen=frozen,
        no_further=not fact.further,
    )


def _timer(timer: f.Timer, value: V | None) -> dict[f.Timer, V]:
    return {} if value is None else {timer: value}


@_after.register
def _(fact: f.Previewed, state: Discussion) -> Discussion:
    return replace(state, previews=_with(state.previews, fact.preview.id, fact.preview))


@_after.register
def _(fact: f.Consented, state: Discussion) -> Discussion:
    return replace(state, consents=_with(state.consents, fact.ring, fact.preview))


# --- people


@_after.register
def _(fact: f.CameIn, state: Discussion) -> Discussion:
    known = state.members.get(fact.person)
    grounds = {**(known.grounds if known else {}), fact.ground: fact.source}
    ring = fact.ring if known is None else max(known.ring, fact.ring) if not known.active else known.ring
    outermost = max(ring, known.outermost if known else 0)
    reason = fact.reason or (known.reason if known else None)
    member = Member(fact.person, ring, grounds, outermost, reason)
    state = replace(state, members=_with(state.members, fact.person, member))
    return state if fact.ground not in {"joined", "role"} else _let_in(state, fact.ring, fact.person)


def _let_in(state: Discussion, ring: int, person: PersonId) -> Discussion:
    through = state.let_in.get(ring, frozenset()) | {person}
    return replace(state, let_in=_with(state.let_in, ring, through))


@_after.register
def _(fact: f.GroundLost, state: Discussion) -> Discussion:
    member = state.members[fact.person]
    member = replace(member, grounds=_without(member.grounds, fact.ground))
    return replace(state, members=_with(state.members, fact.person, member))


def _out(state: Discussion, person: PersonId) -> Discussion:
    member = state.members.get(person)
    if member is not None:
        state = replace(state, members=_with(state.members, person, replace(member, grounds={})))
    return replace(state, barred=state.barred | {person}, not_now=_without(state.not_now, person))


@_after.register
def _(fact: f.Struck, state: Discussion) -> Discussion:
    return replace(state, barred=state.barred | {fact.person}, not_now=_without(state.not_now, fact.person))


@_after.register(f.Removed)
@_after.register(f.Left)
def _(fact: f.Removed | f.Left, state: Discussion) -> Discussion:
    return _out(state, fact.person)


@_after.register
def _(fact: f.OffBoarded, state: Discussion) -> Discussion:
    return replace(_out(state, fact.person), gone=state.gone | {fact.person})


@_after.register
def _(fact: f.Excluded, state: Discussion) -> Discussion:
    return replace(_out(state, fact.person), excluded=state.excluded | {fact.person})


@_after.register
def _(fact: f.OwnerChanged, state: Discussion) -> Discussion:
    return replace(state, owner=fact.owner, revision=fact.revision)


@_after.register
def _(fact: f.LetCloser, state: Discussion) -> Discussion:
    known = state.members.get(fact.person)
    grounds = {**(known.grounds if known else {}), "brought_in": ""}
    outermost = max(fact.ring, known.outermost if known else 0)
    member = Member(fact.person, fact.ring, grounds, outermost, known.reason if known else None)
    return replace(state, members=_with(state.members, fact.person, member))


@_after.register
def _(fact: f.HandedOver, state: Discussion) -> Discussion:
    former = state.members[fact.former]
    known = state.members.get(fact.to)
    asker = Member(
        fact.to, SELF_RING, _with(known.grounds if known else {}, "asker", ""), known.outermost if known else 0
    )
    stays = _with(_without(former.grounds, "asker"), "brought_in", "")
    former = replace(former, ring=FIRST_RING, outermost=max(FIRST_RING, former.outermost), grounds=stays)
    members = {person: _of_another(member) for person, member in state.members.items()}
    members = {**members, fact.to: asker, fact.former: former}
    return replace(
        state,
        asker=fact.to,
        calendar=fact.calendar,
        members=members,
        asks=tuple(replace(ask, reason=ask.reason.for_another_asker()) for ask in state.asks),
        consents={},
        previews={},
    )


def _of_another(member: Member) -> Member:
    """Return a member whose reason says nothing of whom the former asker knew."""
    return member if member.reason is None else replace(member, reason=member.reason.for_another_asker())


# --- asks


def _answered(state: Discussion, number: int, to: AskState) -> Discussion:
    asks = tuple(replace(ask, state=to) if ask.number == number else ask for ask in state.asks)
    return replace(state, asks=asks)


@_after.register
def _(fact: f.Asked, state: Discussion) -> Discussion:
    ask = Ask(fact.ask, fact.person, fact.ring, fact.at, fact.until, fact.reason)
    return replace(state, asks=(*state.asks, ask))


@_after.register
def _(fact: f.AskAnswered, state: Discussion) -> Discussion:
    return _answered(state, fact.ask, "answered")


@_after.register
def _(fact: f.Lapsed, state: Discussion) -> Discussion:
    return _answered(state, fact.ask, "lapsed")


@_after.register
def _(fact: f.AskClosed, state: Discussion) -> Discussion:
    return _answered(state, fact.ask, "closed")


@_after.register
def _(fact: f.Passed, state: Discussion) -> Discussion:
    person = state.asks[fact.ask - 1].person
    state = replace(_answered(state, fact.ask, "passed"), barred=state.barred | {person})
    return state if fact.again_at is None else replace(state, not_now=_with(state.not_now, person, fact.again_at))


@_after.register
def _(fact: f.CameBack, state: Discussion) -> Discussion:
    return replace(state, not_now=_without(state.not_now, fact.person), barred=state.barred - {fact.person})


# --- posts


@_after.register
def _(fact: f.Posted, state: Discussion) -> Discussion:
    version = Version(fact.content, fact.reach, fact.at, fact.attachments)
    post = PostState(fact.post, fact.by, fact.kind, fact.name_reach, fact.at, (version,), fact.parent, late=state.ended)
    return replace(state, posts=_with(state.posts, fact.post, post))


def _changed(state: Discussion, post: PostState) -> Discussion:
    return replace(state, posts=_with(state.posts, post.id, post))


@_after.register
def _(fact: f.Edited, state: Discussion) -> Discussion:
    post = state.posts[fact.post]
    version = Version(fact.content, fact.reach, fact.at, fact.attachments)
    return _changed(state, replace(post, versions=(*post.versions, version)))


@_after.register
def _(fact: f.Raised, state: Discussion) -> Discussion:
    post = state.posts[fact.post]
    raised = replace(post.current, reach=fact.reach)
    return _changed(state, replace(post, versions=(*post.versions[:-1], raised)))


@_after.register
def _(fact: f.PostWithdrawn, state: Discussion) -> Discussion:
    return _changed(state, replace(state.posts[fact.post], withdrawn=True))


@_after.register
def _(fact: f.NotIt, state: Discussion) -> Discussion:
    post = state.posts[fact.post]
    return _changed(state, replace(post, refused_in=len(post.versions)))


# --- ends, and what comes after


@_after.register
def _(fact: f.Accepted, state: Discussion) -> Discussion:
    return replace(state, accepted=(fact.post, fact.version), value=fact.value)


@_after.register
def _(fact: f.Ended, state: Discussion) -> Discussion:
    return replace(
        state,
        outcome=fact.outcome,
        confirmed=fact.confirmed,
        ended_at=fact.at,
        timers={},
        frozen={},
        paused=False,
        proposal=None,
        consents={},
        not_now={},
    )


@_after.register
def _(fact: f.Helped, state: Discussion) -> Discussion:
    return replace(state, helped=_with(state.helped, fact.post, fact.helped))


@_after.register
def _(fact: f.Thanked, state: Discussion) -> Discussion:
    return replace(state, thanked=state.thanked | {fact.person})


@_after.register
def _(fact: f.Released, state: Discussion) -> Discussion:
    return replace(state, released=_with(state.released, fact.person, Release(fact.named, fact.question, fact.answer)))


@_after.register
def _(fact: f.TakenBack, state: Discussion) -> Discussion:
    return replace(state, released=_without(state.released, fact.person))
