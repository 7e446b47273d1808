"""Who is in, why, and at which ring: grounds come and go, a ring never gets smaller by itself."""

from __future__ import annotations

from socialbpm.errors import Refused
from socialbpm.social import facts as f
from socialbpm.social.asks import close_ask_of, eligible, room
from socialbpm.social.audience import PersonId, Reason
from socialbpm.social.commands import (
    BringCloser,
    BringIn,
    ChangePeople,
    HandOver,
    Join,
    Leave,
    OffBoard,
    Pools,
    Remove,
    Strike,
)
from socialbpm.social.consent import kept, still_shows, worded
from socialbpm.social.discussion import Discussion
from socialbpm.social.draft import Draft, asked_only, asker_only, member_of, open_only
from socialbpm.social.facts import Preview
from socialbpm.social.ladder import FIRST_RING, SELF_RING

TASK_ROLES = frozenset({"owners", "initiator", "stakeholders", "administrators"})
"""The `who` words whose people are in because of a role in the task; without the role that ground falls away."""


def strike(draft: Draft, command: Strike) -> None:
    """Alice keeps somebody from coming in by themselves. Nobody is told."""
    asker_only(draft, command.by)
    open_only(draft)
    if draft.state.member(command.person) is not None:
        msg = "they are in already"
        raise Refused(msg, hint="Take them out instead.", code="already_in")
    draft.write(f.Struck(at=draft.now, person=command.person))


def _available(draft: Draft, person: PersonId, *, known: bool) -> None:
    """Refuse with one and the same answer whoever cannot be here: nobody is told why somebody is absent (law 6)."""
    if not known or person in draft.state.excluded or person in draft.state.gone:
        msg = "they cannot take part"
        raise Refused(msg, code="not_available")


def bring_in(draft: Draft, command: BringIn) -> None:
    """Alice brings somebody in where the discussion is now.

    Raises:
        Refused: not the asker, ended, not asked yet, they are in already, or cannot take part.
    """
    asker_only(draft, command.by)
    open_only(draft)
    asked_only(draft)
    _available(draft, command.person, known=command.known)
    if draft.state.member(command.person) is not None:
        msg = "they are in already"
        raise Refused(msg, code="already_in")
    ring = max(draft.state.current, FIRST_RING)
    _come_in(draft, command.person, ring, "brought_in", Reason("brought-in"))


def _come_in(draft: Draft, person: PersonId, ring: int, ground: f.Ground, reason: Reason, source: str = "") -> None:
    _worded(draft, ring)
    draft.write(f.CameIn(at=draft.now, person=person, ring=ring, ground=ground, reason=reason, source=source))


def _worded(draft: Draft, ring: int) -> None:
    """Who comes in before ring 1 is entered (the ladder starts with a community) still reads what it is about."""
    if ring not in draft.state.wordings:
        draft.write(worded(draft, ring))


def bring_closer(draft: Draft, command: BringCloser) -> None:
    """The one door through law 3: after a preview, Alice lets a named person into a closer ring.

    Raises:
        Refused: not the asker, ended, not asked yet, no such preview, more would be shown than it did, they are as
            close already, or cannot take part.
    """
    asker_only(draft, command.by)
    open_only(draft)
    asked_only(draft)
    person, agreed = _person_of(kept(draft, command.preview))
    _available(draft, person, known=command.known)
    if not FIRST_RING <= agreed.ring < _ring_without_the_door(draft.state, person):
        msg = "that ring is not closer than the one they are in or would come in at, or is yours alone"
        raise Refused(msg, code="not_closer")
    still_shows(draft, agreed)
    draft.write(f.LetCloser(at=draft.now, person=person, ring=agreed.ring, preview=agreed.id))


def _ring_without_the_door(state: Discussion, person: PersonId) -> int:
    """The ring that somebody is in, or would come in at: never closer than they were before."""
    known = state.members.get(person)
    came_in_at = known.ring if known is not None else FIRST_RING
    return came_in_at if state.member(person) is not None else max(came_in_at, state.current)


def _person_of(preview: Preview) -> tuple[PersonId, Preview]:
    if preview.person is None:
        msg = "that preview is about a ring, not about a person"
        raise Refused(msg, hint="Take a preview that names the person.", code="unknown_preview")
    return preview.person, preview


def hand_over(draft: Draft, command: HandOver) -> None:
    """Alice makes Bob the asker, after a preview of all that he will see; she stays, in ring 1.

    Raises:
        Refused: not the asker, ended, not asked yet, no such preview, more would be shown than it did, or he cannot
            take part.
    """
    asker_only(draft, command.by)
    open_only(draft)
    asked_only(draft)
    person, agreed = _person_of(kept(draft, command.preview))
    _available(draft, person, known=command.known)
    if agreed.ring != SELF_RING or person == command.by:
        msg = "handing over needs a preview of everything, for somebody else"
        raise Refused(msg, hint='Take a preview of the ring "self" that names the person.', code="unknown_preview")
    still_shows(draft, agreed)
    close_ask_of(draft, person)
    _worded(draft, FIRST_RING)
    draft.write(f.HandedOver(at=draft.now, to=person, former=command.by, calendar=command.calendar, preview=agreed.id))


def remove(draft: Draft, command: Remove) -> None:
    """Alice takes somebody out."""
    asker_only(draft, command.by)
    open_only(draft)
    if command.person == draft.state.asker or draft.state.member(command.person) is None:
        msg = "there is no such member to take out"
        raise Refused(msg, code="not_a_member")
    close_ask_of(draft, command.person)
    draft.write(f.Removed(at=draft.now, person=command.person))


def leave(draft: Draft, command: Leave) -> None:
    """Somebody goes, by themselves, also after the end.

    Raises:
        Refused: not a member, or the asker, whose question it is.
    """
    member_of(draft, command.by)
    if command.by == draft.state.asker:
        msg = "it is your question"
        raise Refused(msg, hint="Withdraw it, or hand it over.", code="asker_stays")
    close_ask_of(draft, command.by)
    draft.write(f.Left(at=draft.now, person=command.by))


def listing_of(state: Discussion, person: PersonId, pools: Pools) -> int | None:
    """Return the ring that lists the discussion to `person`, so that they may join: open, entered, with room."""
    if state.ended or person == state.asker:
        return None
    for ring in range(state.current, SELF_RING, -1):
        inside = any(candidate.person == person for candidate in eligible(state, pools.get(ring, ())))
        if state.ladder[ring].open and inside and room(state, ring):
            return ring
    return None


def join(draft: Draft, command: Join) -> None:
    """Dana joins an open ring whose pool she is in.

    Raises:
        Refused: none is open to her.
    """
    entered = () if draft.state.ended else range(FIRST_RING, draft.state.current + 1)
    open_rings = [ring for ring in entered if draft.state.ladder[ring].open]
    ring = listing_of(draft.state, command.by, {ring: draft.pool(ring) for ring in open_rings})
    if ring is None:
        msg = "there is nothing here for you to join"
        raise Refused(msg, code="not_open_to_you")
    _come_in(draft, command.by, ring, "joined", Reason("joined"))


def change_people(draft: Draft, command: ChangePeople) -> None:
    """The task's people changed: a new owner comes in, who lost their role loses that ground, the excluded go.

    After the end the members of then still read, but for those who are excluded now; who was excluded once stays out
    of this discussion. A new owner who is with us comes in if the question has been asked by then; before that they
    come in by the pools, like everybody.
    """
    if command.revision <= draft.state.revision:
        return
    _exclude(draft, command.excluded)
    if not draft.state.ended:
        _new_roles(draft, command)


def _new_roles(draft: Draft, command: ChangePeople) -> None:
    changed = command.owner != draft.state.owner
    draft.write(f.OwnerChanged(at=draft.now, owner=command.owner, revision=command.revision))
    for member in tuple(draft.state.members.values()):
        lost = member.grounds.get("role") in TASK_ROLES and member.person not in command.roles
        if lost:
            draft.write(f.GroundLost(at=draft.now, person=member.person, ground="role"))
    if changed and command.owner is not None and command.owner_is_with_us:
        _owner_comes_in(draft, command.owner)


def _exclude(draft: Draft, excluded: frozenset[PersonId]) -> None:
    for person in sorted(excluded - draft.state.excluded):
        conflict = draft.state.member(person) is not None
        close_ask_of(draft, person)
        draft.write(f.Excluded(at=draft.now, person=person, conflict=conflict))


def _owner_comes_in(draft: Draft, owner: PersonId) -> None:
    state = draft.state
    if state.asked and owner not in state.excluded | state.gone and state.member(owner) is None:
        _come_in(draft, owner, max(state.current, FIRST_RING), "role", Reason("owner"), source="owners")


def off_board(draft: Draft, command: OffBoard) -> None:
    """Somebody is no longer with the organisation: they are out of every output, from this moment."""
    if command.person in draft.state.gone:
        return
    close_ask_of(draft, command.person)
    draft.write(f.OffBoarded(at=draft.now, person=command.person))
