"""Of what people get mail: letters to them, posted with the facts that they tell of, in the same transaction.

A letter holds ids: which fact, and of which kind. What it says is made when it is sent (`notices`), through the sight
rule, as it is then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from socialbpm.actions.mail_terms import Kind
from socialbpm.actions.outbox import NewLetter
from socialbpm.actions.ports import Store
from socialbpm.actions.posting import delivery_id
from socialbpm.actions.world import World
from socialbpm.social import facts as f
from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion

MAIL = "mail"
"""The type of a letter about one thing: an administrator who sees letters hears no more of it."""
UNASKED = frozenset({"no_answer", "task_ended", "expired"})
"""How a discussion ends without the asker having said so."""


async def announce(state: Discussion, facts: Sequence[f.Fact], first: int, store: Store, world: World) -> None:
    """Post the letters about new facts of a discussion, of which `first` is the number of the first."""
    if world.mail is None:
        return
    letters = [
        _letter(state.id, number, kind, person)
        for number, fact in enumerate(facts, first)
        for kind, person in whom_to_tell(fact, state)
        if _is_here(person, world)
    ]
    await store.post(letters)


def _is_here(person: PersonId, world: World) -> bool:
    """Whether somebody may get mail at all: for who is gone nothing is kept, not even that they would hear of it."""
    found = world.directory.person(person)
    return found is not None and found.active


def _letter(discussion: str, number: int, kind: Kind, person: PersonId) -> NewLetter:
    data = {"discussion": discussion, "fact": number, "kind": kind}
    return NewLetter(("person", person), delivery_id(discussion, f"mail {number}"), MAIL, data=data)


def whom_to_tell(fact: f.Fact, state: Discussion) -> Iterator[tuple[Kind, PersonId]]:
    """Yield who is to be told of a fact: never whoever did it themselves."""
    for kind, people in _told(fact, state):
        yield from ((kind, person) for person in people)


def _told(fact: f.Fact, state: Discussion) -> Iterator[tuple[Kind, Iterable[PersonId]]]:
    match fact:
        case f.Asked():
            yield "ask", [fact.person]
        case f.CameIn(ground="role" | "brought_in"):
            yield "informed", [fact.person]
        case f.Proposed() | f.ProposalReminded():
            yield "proposal", [state.asker]
        case f.Posted(kind="answer") if fact.by != state.asker:
            yield "answer", [state.asker]
        case f.AskedIfHelped():
            yield "answer", [state.asker]
        case _:
            yield from _of_the_end(fact, state)


def _of_the_end(fact: f.Fact, state: Discussion) -> Iterator[tuple[Kind, Iterable[PersonId]]]:
    match fact:
        case f.Ended() if fact.outcome in UNASKED:
            yield "end", [state.asker]
        case f.AskClosed():
            yield "end", [state.asks[fact.ask - 1].person]
        case f.Accepted() if state.posts[fact.post].author != state.asker:
            yield "end", [state.posts[fact.post].author]
        case f.Thanked() | f.CommunityProposed():
            yield ("end" if isinstance(fact, f.Thanked) else "news"), [fact.person]
        case f.ExperienceUsed():
            yield "news", sorted(state.released)
        case _:
            return
