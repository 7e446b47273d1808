"""The laws of the design, each as a check on a whole history: what people chose, what happened, what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socialbpm.social import commands as c
from socialbpm.social import facts as f
from socialbpm.social.discussion import Discussion
from socialbpm.social.evolve import evolve, replay
from socialbpm.social.ladder import Step
from socialbpm.social.sight import items, items_that_may_differ
from socialbpm.social.timers import next_due

if TYPE_CHECKING:
    from tests.social.machine import World

ASKED_WITH = ("asked-1", "asked-2")
"""What hangs on the question in every history."""


def order(world: World) -> None:
    """Law 1: rings are entered in ladder order, none is skipped."""
    entered = [fact.ring for fact in world.facts if isinstance(fact, f.RingEntered)]
    assert entered == list(range(1, len(entered) + 1))
    assert world.state.current == len(entered)


def sight(world: World) -> None:
    """Laws 2 and 3: a person reads exactly what was meant for the ring they came in at, and their own words."""
    for person, view in world.views().items():
        if view is None:
            continue
        ring = world.came_in_at[person]
        own = {post.id for post in world.state.posts.values() if post.author == person}
        meant = {(post, n) for (post, n), reach in world.meant.items() if ring <= reach or post in own}
        live = {(post, n) for post, n in meant if not world.state.posts[post].withdrawn}
        assert {(post.id, n) for post in view.posts for n, _ in post.versions} == live
        assert {post.id for post in view.posts} == {post for post, _ in meant}


def no_item_changes_unnoticed(world: World) -> None:
    """Law 2: what readers are given anew after a fact leaves out only what is as it was."""
    for before, after in world.steps:
        looked_at_before, looked_at_after = (set(found) for found in items_that_may_differ(before, after))
        assert set(items(before)) - set(items(after)) == looked_at_before - looked_at_after
        assert set(items(after)) - set(items(before)) == looked_at_after - looked_at_before


def attachments(world: World) -> None:
    """Laws 2 and 3: who reads the newest version of a post gets what hangs on it; nobody gets anything else."""
    for person, view in world.views().items():
        if view is None:
            continue
        ring = world.came_in_at[person]
        for post in view.posts:
            state = world.state.posts[post.id]
            newest = world.meant[post.id, len(state.versions)]
            theirs = not state.withdrawn and (ring <= newest or state.author == person)
            assert list(post.attachments) == (world.hung.get(post.id, []) if theirs else [])


def files_of_the_question(world: World) -> None:
    """Laws 2 and 3: a reader gets what was decided for the wordings that they read; the asker all that they hold."""
    for person, view in world.views().items():
        if view is None:
            continue
        ring, asker = world.came_in_at[person], person == world.asker
        on_posts = {each for post in view.posts for each in post.attachments}
        read = [each for each in world.state.wordings if each >= ring]
        theirs = {*ASKED_WITH} if asker and world.state.asked else {it for each in read for it in world.along[each]}
        assert view.all_attachments - on_posts == theirs
        assert view.attachments == (world.along.get(ring, ()) if asker or ring in read else ())


def replies_stay_below(world: World) -> None:
    """Law 3: a reply reaches at most what it replies to, and a post at least the ring its author spoke in."""
    for post in world.state.posts.values():
        parent = world.state.posts.get(post.parent or "")
        assert parent is None or post.current.reach <= parent.current.reach
    for before, fact in world.said:
        assert fact.kind == "note" or before.members[fact.by].ring <= fact.reach


def nobody_else(world: World) -> None:
    """Law 2: who is not an active member gets nothing at all, and Eve never comes in by herself."""
    active = {member.person for member in world.state.members.values() if member.active}
    assert {person for person, view in world.views().items() if view is not None} == active


def the_asker_is_hidden_where_they_wished(world: World) -> None:
    """Beyond the rings that say `named`, nobody reads the asker's name, in any part of what they get."""
    ladder = world.state.ladder
    for person, view in world.views().items():
        if view is not None and not view.is_asker and world.came_in_at[person] > ladder.name_reach:
            assert view.asker.person is None
            mine = {post.id for post in world.state.posts.values() if post.author == world.state.asker}
            posted_as_asker = {
                fact.post for fact in world.facts if isinstance(fact, f.Posted) and fact.name_reach < ladder.last
            }
            assert all(post.author.person is None for post in view.posts if post.id in mine & posted_as_asker)
            assert all(member.person != world.state.asker for member in view.members)


def consent(world: World) -> None:
    """Law 5: a community ring is entered only after consent, and what is done then was in the preview, or less."""
    state: Discussion | None = None
    for position, fact in enumerate(world.facts):
        if isinstance(fact, f.RingEntered) and state and state.ladder[fact.ring].step is Step.COMMUNITY:
            _as_agreed(world, state, fact, position)
        state = evolve(state, fact)


def _as_agreed(world: World, before: Discussion, entered: f.RingEntered, position: int) -> None:
    assert entered.ring in before.consents, "a community ring was entered without consent"
    agreed = before.previews[before.consents[entered.ring]]
    worded = world.facts[position + 1]
    assert isinstance(worded, f.Worded)
    assert worded.content == agreed.wording
    assert set(worded.attachments) <= set(agreed.attachments)
    asked = []
    for fact in world.facts[position + 2 :]:
        if not isinstance(fact, f.Asked | f.CameIn) or (
            isinstance(fact, f.CameIn) and fact.ground not in {"asked", "role"}
        ):
            break
        asked.append(fact.person)
    assert set(asked) <= set(agreed.first)
    shown = {(post.id, n) for post in before.posts.values() for n in range(1, len(post.versions) + 1)
             if post.versions[n - 1].reach >= entered.ring and not post.withdrawn}  # fmt: skip
    assert shown <= set(agreed.posts)


def _opened(world: World) -> f.Opened:
    first = world.facts[0]
    assert isinstance(first, f.Opened)
    return first


def exclusion(world: World) -> None:
    """Law 6: the excluded are never in, never asked, never in a preview taken since."""
    for person in world.state.excluded:
        assert world.state.member(person) is None
        assert world.state.open_ask_of(person) is None
    excluded = {*_opened(world).excluded}
    for fact in world.facts:
        if isinstance(fact, f.Excluded):
            excluded.add(fact.person)
        elif isinstance(fact, f.Asked | f.CameIn):
            assert fact.person not in excluded
        elif isinstance(fact, f.Previewed) and fact.preview.person is None:
            assert not excluded & set(fact.preview.first)


def few_at_a_time(world: World) -> None:
    """Law 7: at most a batch is asked at a time, at most `most` come in through a ring, nobody twice."""
    state = world.state
    people = [ask.person for ask in state.open_asks]
    assert len(people) == len(set(people))
    for number, ring in enumerate(state.ladder.rings):
        asked = {ask.person for ask in state.asks if ask.ring == number}
        joined = {m.person for m in state.members.values() if m.ring == number and "joined" in m.grounds}
        assert len(asked | joined) <= ring.most
        assert len([ask for ask in state.open_asks if ask.ring == number]) <= (ring.batch or 0)


def an_answer_pauses(world: World) -> None:
    """Law 7: while an answer waits for a word, nobody new is asked and no ring is entered."""
    state: Discussion | None = None
    for fact in world.facts:
        if state is not None and any(post.waits_for_a_word for post in state.posts.values()) and not state.ended:
            assert not isinstance(fact, f.Asked | f.RingEntered), (
                f"{type(fact).__name__} while an answer was on the table"
            )
        state = evolve(state, fact)
    assert world.state.paused == bool(world.state.answers) or world.state.ended


def one_end(world: World) -> None:
    """Law 8: it ends at most once, and each firing is kept once."""
    assert sum(isinstance(fact, f.Ended) for fact in world.facts) == world.state.ended
    assert len(set(world.state.firings)) == len(world.state.firings)


COURTESY = (f.Thanked, f.Helped, f.Released, f.TakenBack, f.ExperienceUsed, f.CommunityProposed, f.AskedIfHelped)
SOMEBODY_GOES = (f.Left, f.OffBoarded, f.Excluded, f.OwnerChanged)
AFTER_THE_END = (f.Posted, f.Fired, *COURTESY, *SOMEBODY_GOES)


def the_lease(world: World) -> None:
    """Law 10: after the end no timer runs, nobody is asked, no field is shown, and only a late answer is written."""
    if not world.state.ended:
        return
    assert next_due(world.state) is None
    assert not world.state.open_asks
    assert all(view is None or not view.fields for view in world.views().values())
    end = next(n for n, fact in enumerate(world.facts) if isinstance(fact, f.Ended))
    for fact in world.facts[end + 1 :]:
        assert isinstance(fact, AFTER_THE_END)
        assert not isinstance(fact, f.Posted) or fact.kind == "answer"


def facts_hold_no_words(world: World) -> None:
    """Law 11: the state is what the facts add up to, and they hold ids alone."""
    assert replay(world.facts) == world.state
    assert all(fact.at <= world.now for fact in world.facts)


def time_is_worked_off(world: World) -> None:
    """A timer that ran out is never left standing by a command that was granted, and never fires twice."""
    due = next_due(world.state)
    if world.told and isinstance(world.told[-1], c.Tick) and world.facts and due is not None:
        at = world.facts[-1].at
        assert due > at or at < world.now


LAWS = (
    order,
    sight,
    no_item_changes_unnoticed,
    attachments,
    files_of_the_question,
    replies_stay_below,
    nobody_else,
    the_asker_is_hidden_where_they_wished,
    consent,
    exclusion,
    few_at_a_time,
    an_answer_pauses,
    one_end,
    the_lease,
    facts_hold_no_words,
    time_is_worked_off,
)
