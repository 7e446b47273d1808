"""Mistakes that the service could be made with, each of which the histories must bring to light."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from socialbpm.actions import (
    desk,
    execute,
    experience,
    naming,
    news,
    notices,
    offers,
    posting,
    read,
    remember,
    rendering,
    wishes,
)
from socialbpm.actions import posts as posts_of
from socialbpm.actions.addressing import words_for_listings, words_of
from socialbpm.errors import Invalid, NotFound
from socialbpm.social import asks, consent, history, members, posts, sight, view, widening
from socialbpm.social.communities import Community
from socialbpm.social.discussion import Discussion, PostState
from socialbpm.social.facts import Fact
from tests.leaks.cast import ASKER, Design, Start
from tests.leaks.world import Step

Fault = Callable[[pytest.MonkeyPatch], None]


def nothing(*_: object, **__: object) -> None:
    """Check nothing."""


def sees_further_in(patch: pytest.MonkeyPatch) -> None:
    """Show whoever is in what was meant for one ring closer."""

    def sees(reader: Any, item: sight.Item) -> bool:
        return reader.active and (reader.ring <= item.reach + 1 or reader.person in item.to)

    for module in (view, history, posts):
        patch.setattr(module, "sees", sees)


def sees_who_left(patch: pytest.MonkeyPatch) -> None:
    """Show a discussion to those who were in it once."""
    patch.setattr(Discussion, "member", lambda state, person: state.members.get(person))


def replies_out_reach(patch: pytest.MonkeyPatch) -> None:
    """Let a reply reach further than what it replies to."""
    patch.setattr(posts, "_below_parent", nothing)


def keeps_the_off_boarded(patch: pytest.MonkeyPatch) -> None:
    """Leave those in who are no longer with the organisation."""
    for module in (read, execute):
        patch.setattr(module, "no_longer_with_us", lambda *_: [])


def keeps_the_excluded(patch: pytest.MonkeyPatch) -> None:
    """Leave somebody in who took the other half of a four-eyes pair."""
    patch.setattr(members, "_exclude", nothing)


def brings_in_at_the_first_ring(patch: pytest.MonkeyPatch) -> None:
    """Bring people in where it began, not where the discussion is."""
    come_in = members._come_in

    def at_the_first(draft: Any, person: str, _: int, *more: Any, **named: Any) -> None:
        come_in(draft, person, 1, *more, **named)

    patch.setattr(members, "_come_in", at_the_first)


def asks_at_the_first_ring(patch: pytest.MonkeyPatch) -> None:
    """Let in whoever is asked where it began: newcomers read what was said before."""
    come_in = asks._come_in
    patch.setattr(asks, "_come_in", lambda draft, candidate, ring, ground: come_in(draft, candidate, 1, ground))


def shows_fields_after_the_end(patch: pytest.MonkeyPatch) -> None:
    """Forget the lease."""
    look = view.look

    def shows(state: Any, person: str) -> Any:
        seen = look(state, person)
        return None if seen is None else replace(seen, fields=state.fields)

    patch.setattr(read, "look", shows)


def tells_everybody_what_happened(patch: pytest.MonkeyPatch) -> None:
    """Hand out all facts."""

    def item_of(fact: Fact, state: Any) -> sight.Item:
        return sight.Item("end", "", state.ladder.last)

    patch.setattr(history, "item_of", item_of)


def names_the_asker(patch: pytest.MonkeyPatch) -> None:
    """Name the asker to rings that are to see a role."""
    patch.setattr(view, "shown", lambda person, *, named: view.Shown(person=person))


def tells_who_may_join(patch: pytest.MonkeyPatch) -> None:
    """Refuse, instead of hiding, what is there and not for somebody."""

    def is_member(person: str) -> execute.Admission:
        async def whoever_comes(*_: Any) -> bool:
            return True

        async def admit(state: Any, _: Any) -> bool:
            if state.member(person) is None:
                raise Invalid("not for you")
            return True

        return execute.Admission(whoever_comes, admit)

    for module in (wishes, posts_of):
        patch.setattr(module, "is_member", is_member)


def offers_to_everybody(patch: pytest.MonkeyPatch) -> None:
    """Offer help to whoever looks."""

    async def may_read(_task: Any, _settings: Any, _store: Any, world: Any) -> frozenset[str]:
        return frozenset(person.id for person in world.directory.people())

    patch.setattr(offers, "may_read", may_read)
    patch.setattr(offers, "words_of", lambda _, directory: words_of(ASKER, directory))


def shows_experience_to_everybody(patch: pytest.MonkeyPatch) -> None:
    """Forget who may ask at the task."""

    async def may_ask(_person: str, _task: Any, _store: Any, _world: Any) -> bool:
        return True

    patch.setattr(experience, "_may_ask", may_ask)


def takes_one_word_for_two(patch: pytest.MonkeyPatch) -> None:
    """Show what one author released, though the other did not."""
    record = remember._record

    async def whole(*given: Any) -> Any:
        return replace(await record(*given), whole=True)

    patch.setattr(remember, "_record", whole)


def names_who_wished_not_to_be(patch: pytest.MonkeyPatch) -> None:
    """Show who wrote it, whatever they said."""
    author = experience._author
    patch.setattr(experience, "_author", lambda person, *, named, world: author(person, named=True, world=world))


def tells_who_else_is_proposed(patch: pytest.MonkeyPatch) -> None:
    """Show who is in a community before it is one."""
    patch.setattr(Community, "there", property(lambda community: bool(community.members)))


def streams_to_whoever_asks(patch: pytest.MonkeyPatch) -> None:
    """Tell live what happens to who is not in."""

    async def state(discussion: str, _person: str, store: Any, _world: Any) -> Any:
        return await store.discussion(discussion)

    patch.setattr(read, "seen_state", state)


def streams_all_facts(patch: pytest.MonkeyPatch) -> None:
    """Tell live all that happens, to everybody who is in."""

    def everything(state: Any, facts: Any, person: str) -> Any:
        with pytest.MonkeyPatch.context() as meanwhile:
            tells_everybody_what_happened(meanwhile)
            return list(history.seen(state, facts, person))

    patch.setattr(news, "seen", everything)


def streams_that_something_is_listed(patch: pytest.MonkeyPatch) -> None:
    """Tell live that something is listed, to whoever it might be, before it is decided whether it is."""

    async def found(person: str, store: Any, world: Any) -> Any:
        words = await words_for_listings(person, store, world)
        return await store.listed_to(words, "not:", None, 50)

    patch.setattr(desk, "fingerprint", found)


def writes_words_to_webhooks(patch: pytest.MonkeyPatch) -> None:
    """Send along what the task is called."""

    def with_words(state: Any, task: Any) -> Any:
        return event_data(state, replace(task, ref=task.ref.model_copy(update={"process": task.ref.name})))

    event_data = posting.event_data
    patch.setattr(posting, "event_data", with_words)


def mails_whoever_was_in(patch: pytest.MonkeyPatch) -> None:
    """Write to people as they were when it happened, not as they are when the mail leaves."""

    async def state(discussion: str, _person: str, store: Any, _world: Any) -> Any:
        return await store.discussion(discussion)

    look: Any = view.look
    patch.setattr(notices, "seen_state", state)
    patch.setattr(notices, "seen", lambda *_: [None])
    patch.setattr(notices, "look", lambda state, _: replace(look(state, state.asker), is_asker=False))


def names_the_asker_in_mails(patch: pytest.MonkeyPatch) -> None:
    """Name them where their reader is to see a role."""
    patch.setattr(notices, "person_view", lambda who, known: naming.by_name(who.person or who.role_of, known))


def answers_again_as_before(patch: pytest.MonkeyPatch) -> None:
    """Answer who is not in any more as if they were the asker."""

    async def maybe(discussion: str, _person: str, world: Any) -> Any:
        async with world.stores.read() as store:
            state = await store.discussion(discussion)
            return await read.view_of(state, state.asker, store, world)

    patch.setattr(read, "maybe", maybe)


def gives_a_file_to_who_knows_its_name(patch: pytest.MonkeyPatch) -> None:
    """Take the id of a file for leave to have it."""

    async def attachment(_discussion: str, _person: str, of: str, world: Any) -> Any:
        async with world.stores.read() as store:
            words, kept = await store.words([of]), await store.attached(of)
        if kept is None:
            raise NotFound("there is no such attachment")
        return rendering.attachments_of([of], words)[0], kept

    patch.setattr(read, "attachment", attachment)


def keeps_what_was_taken_off(patch: pytest.MonkeyPatch) -> None:
    """Show also what hung on earlier versions of a post."""

    def ever(post: PostState) -> tuple[str, ...]:
        return tuple(dict.fromkeys(file for version in post.versions for file in version.attachments))

    patch.setattr(PostState, "attachments", property(ever))


def takes_files_wherever_words_go(patch: pytest.MonkeyPatch) -> None:
    """Let all that hangs on a question go along with words that were made without it."""
    patch.setattr(view, "_files", lambda state, *_: state.files.get(0, ()))


def gives_files_before_they_are_there(patch: pytest.MonkeyPatch) -> None:
    """Take the words of the question for those of each ring, also where others were chosen."""
    for module in (consent, widening):
        patch.setattr(module, "files_for", lambda state, *_: state.files.get(0, ()))


PLAIN = Design(frozenset(), None)


@dataclass(frozen=True)
class Seeded:
    """A fault, and a story in which it shows."""

    fault: Fault
    steps: Sequence[Step] = ()
    design: Design = PLAIN
    start: Start = "asks"


BOB_SAYS, WIDENS = Step("says", "bob"), Step("widens", number=1)
ANSWERED = (Step("answers", "bob", 1, 1), Step("accepts"))
RELEASED = (Step("releases", "alice", 1, 0), Step("releases", "bob", 1, 1))
AGAIN = (
    Step("fires", number=1),
    Step("brings_in", "dana", number=1),
    Step("answers", "dana", 1, 1),
    Step("accepts", number=1),
)
SEEDED: Sequence[Seeded] = (
    Seeded(sees_further_in, (BOB_SAYS, WIDENS)),
    Seeded(sees_who_left, (Step("leaves", "bob"),)),
    Seeded(replies_out_reach, (BOB_SAYS, WIDENS, Step("replies", "bob", 1, 1))),
    Seeded(keeps_the_off_boarded, (Step("is_off_boarded", "bob", number=3),)),
    Seeded(keeps_the_excluded, (Step("four_eyes"),)),
    Seeded(brings_in_at_the_first_ring, (BOB_SAYS, WIDENS, Step("brings_in", "eve"))),
    Seeded(asks_at_the_first_ring, (BOB_SAYS, WIDENS)),
    Seeded(shows_fields_after_the_end, (Step("ends", ring=1, number=3),)),
    Seeded(tells_everybody_what_happened, (Step("notes", "bob"),)),
    Seeded(gives_a_file_to_who_knows_its_name, (BOB_SAYS, Step("attaches", "bob"), WIDENS)),
    Seeded(keeps_what_was_taken_off, (BOB_SAYS, Step("attaches", "bob"), Step("takes_off", "bob"))),
    Seeded(takes_files_wherever_words_go, (Step("rewords"), Step("rewords", ring=1), Step("rewords", ring=2))),
    Seeded(
        gives_files_before_they_are_there,
        (Step("rewords", ring=1, number=1), Step("asks", ring=1), WIDENS),
        start="drafts",
    ),
    Seeded(names_the_asker, (WIDENS,), Design(frozenset(), "coworkers")),
    Seeded(tells_who_may_join, (Step("says", "eve"),)),
    Seeded(shows_experience_to_everybody, (*ANSWERED, *RELEASED)),
    Seeded(takes_one_word_for_two, (*ANSWERED, RELEASED[1], Step("task_changes_hands", "eve", number=1))),
    Seeded(names_who_wished_not_to_be, (*ANSWERED, *RELEASED, Step("task_changes_hands", "eve", number=1))),
    Seeded(tells_who_else_is_proposed, (*ANSWERED, *AGAIN, Step("consents_to_a_community", "bob"))),
    Seeded(streams_to_whoever_asks),
    Seeded(streams_all_facts, (Step("notes", "bob"), Step("notes", "alice"))),
    Seeded(streams_that_something_is_listed, (WIDENS,), Design(frozenset({"coworkers"}), None)),
    Seeded(writes_words_to_webhooks),
    Seeded(mails_whoever_was_in, (Step("leaves", "bob"),)),
    Seeded(names_the_asker_in_mails, (WIDENS,), Design(frozenset(), "coworkers")),
    Seeded(answers_again_as_before, (BOB_SAYS, Step("removes", "bob"))),
    Seeded(offers_to_everybody, (Step("ends", ring=1, number=3), Step("is_offered")), start="offer"),
)
