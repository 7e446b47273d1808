"""What a mail says: made when it is sent, by the sight rule as it is then (law 2).

A notice holds who asks, as its reader may see them, what the task is called, and where to read on (ladder.md); no
words of anybody. What is over by then is not told: who passed on a page gets no mail that they are asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import singledispatch
from urllib.parse import quote

from socialbpm.actions import passing
from socialbpm.actions.mail_terms import Kind, MailChoices, MailTerms, address_of, next_digest, quiet_until
from socialbpm.actions.naming import person_view, task_view
from socialbpm.actions.notice import Mail, Notice, Wait, What
from socialbpm.actions.outbox import LetterRecord
from socialbpm.actions.people import Person
from socialbpm.actions.ports import Store
from socialbpm.actions.read import seen_state
from socialbpm.actions.world import World
from socialbpm.social import facts as f
from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion
from socialbpm.social.history import seen
from socialbpm.social.view import look

DIGEST = "digest"
"""The type of a letter with all that came since the last one."""
SOLVED = frozenset({"answered", "solved_alone"})


async def compose(letter: LetterRecord, world: World) -> Mail | Wait | None:
    """Return what is sent to somebody now, or when to look again; None where there is nothing to tell them any more."""
    async with world.stores.read() as store:
        reader, terms = world.directory.person(letter.receiver[1]), world.mail
        address = address_of(reader)
        if reader is None or address is None or terms is None:
            return None
        choices = await store.mail_choices(reader.id)
        told = await _told(letter, choices, store, world)
    if not told:
        return None
    return _wait(letter, told, reader, choices, terms, world) or Mail(
        letter.id, reader, address, told, letter.type == DIGEST
    )


async def _told(letter: LetterRecord, choices: MailChoices, store: Store, world: World) -> tuple[Notice, ...]:
    person = letter.receiver[1]
    single = letter.type != DIGEST
    parts = [letter] if single else await store.gathered(person, moment_of(letter))
    found = [await notice_of(part, choices, store, world) for part in parts]
    return tuple(notice for notice in found if notice is not None)


def moment_of(digest: LetterRecord) -> datetime:
    """Return the moment that a digest is for, however late it is sent."""
    return datetime.fromisoformat(digest.data["at"])


def _wait(
    letter: LetterRecord, told: Sequence[Notice], reader: Person, choices: MailChoices, terms: MailTerms, world: World
) -> Wait | None:
    """Return when it is to be sent, if not now. What would be over before the next digest goes by itself."""
    now = world.now()
    if letter.type != DIGEST and choices.gathers(terms):
        at = next_digest(reader, terms, now)
        if all(notice.until is None or notice.until > at for notice in told):
            return Wait(at, digest=True)
    quiet = quiet_until(reader, now)
    return None if quiet is None else Wait(quiet)


# --- one notice


async def notice_of(letter: LetterRecord, choices: MailChoices, store: Store, world: World) -> Notice | None:
    """Return what a letter tells its receiver now; None where they do not want it, may not know it, or it is over."""
    person, data = letter.receiver[1], letter.data
    kind: Kind = data["kind"]
    if kind in choices.off:
        return None
    state = await seen_state(data["discussion"], person, store, world)
    numbered = [] if state is None else [each for each in await store.facts(state.id) if each[0] == data["fact"]]
    if state is None or not list(seen(state, numbered, person)):
        return None
    fact = numbered[0][1]
    what = what_now(fact, state, person)
    return None if what is None else await _notice(what, kind, fact, state, person, store, world)


async def _notice(
    what: What, kind: Kind, fact: f.Fact, state: Discussion, person: PersonId, store: Store, world: World
) -> Notice | None:
    view = look(state, person)
    if view is None:
        return None
    task = await task_view(state.task, store)
    asker = None if view.is_asker else person_view(view.asker, world.directory)
    told = Notice(what, kind, state.id, asker, task.name, _where(what, state, world), fact.at)
    return passing.offered(told, state.asks[fact.ask - 1], world) if isinstance(fact, f.Asked) else told


def _where(what: What, state: Discussion, world: World) -> str:
    """Return where a notice leads: what is to be decided is decided where one sees who would be asked, and what."""
    page = world.url(state.id)
    if what in ("proposed", "reminded") and state.proposal is not None:
        return f"{page}/rings/{quote(state.ladder[state.proposal.ring].name, safe='')}"
    return page


@singledispatch
def what_now(fact: f.Fact, state: Discussion, person: PersonId) -> What | None:
    """Return what a fact means to somebody now, if it still means something."""
    del state, person
    return _AS_THEY_ARE.get(type(fact))


_AS_THEY_ARE: Mapping[type[f.Fact], What] = {
    f.Accepted: "used",
    f.Thanked: "thanked",
    f.ExperienceUsed: "experience",
    f.CommunityProposed: "community",
}


@what_now.register
def _(fact: f.Asked, state: Discussion, person: PersonId) -> What | None:
    ask = state.asks[fact.ask - 1]
    return "asked" if ask.person == person and ask.state == "open" else None


@what_now.register
def _(fact: f.CameIn, state: Discussion, person: PersonId) -> What | None:
    return "informed" if fact.person == person != state.asker and not state.ended else None


@what_now.register(f.Proposed)
@what_now.register(f.ProposalReminded)
def _(fact: f.Proposed | f.ProposalReminded, state: Discussion, person: PersonId) -> What | None:
    """Only as long as there is something to decide, of the ring that it was about."""
    proposal = state.proposal
    if state.ended or person != state.asker or proposal is None or proposal.declined:
        return None
    if isinstance(fact, f.Proposed):
        return "proposed" if fact.ring == proposal.ring else None
    return "reminded"


@what_now.register
def _(fact: f.Posted, state: Discussion, person: PersonId) -> What | None:
    """An answer that waits for a word; or a late one, which nobody has to say anything to."""
    post = state.posts[fact.post]
    waits = post.waits_for_a_word and not state.ended
    return "answered" if person == state.asker and (waits or (post.late and not post.withdrawn)) else None


@what_now.register
def _(fact: f.AskedIfHelped, state: Discussion, person: PersonId) -> What | None:
    del fact
    return "helped" if person == state.asker and (state.ended or state.answers) and not state.helped else None


@what_now.register
def _(fact: f.Ended, state: Discussion, person: PersonId) -> What | None:
    del state, person
    outcome = fact.outcome
    return outcome if outcome in ("no_answer", "task_ended", "expired") else None


@what_now.register
def _(fact: f.AskClosed, state: Discussion, person: PersonId) -> What | None:
    """Who was still asked hears no more than this."""
    if not state.ended or state.asks[fact.ask - 1].person != person:
        return None
    return "solved" if state.outcome in SOLVED else "withdrawn"
