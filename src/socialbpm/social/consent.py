"""Previews, and consent to them: what is done is what was shown, or less (law 5)."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from socialbpm.errors import Refused
from socialbpm.social import facts as f
from socialbpm.social.asks import eligible, first_of
from socialbpm.social.audience import Candidate, PersonId, Reason
from socialbpm.social.commands import TakePreview
from socialbpm.social.discussion import Discussion
from socialbpm.social.draft import Draft, asker_only, open_only
from socialbpm.social.facts import Preview
from socialbpm.social.ladder import SELF_RING
from socialbpm.social.sight import version_item


def wording_for(state: Discussion, ring: int) -> str | None:
    """Return how the question will read for a ring: as chosen or shown there, else as it was asked, else as drafted."""
    return state.chosen.get(ring) or state.wordings.get(ring) or state.question or state.draft


def files_for(state: Discussion, ring: int) -> tuple[str, ...]:
    """Return what goes with the wording for a ring: as decided there, else whatever hangs on the question."""
    return state.files.get(ring, state.files.get(SELF_RING, ()))


def worded(draft: Draft, ring: int) -> f.Worded:
    """Return that a ring reads the question as it was decided for it."""
    words, files = str(wording_for(draft.state, ring)), files_for(draft.state, ring)
    return f.Worded(at=draft.now, ring=ring, content=words, attachments=files)


def preview_of(state: Discussion, ring: int, pool: tuple[Candidate, ...]) -> Preview:
    """Return what going on to `ring` would show, to how many, and who would be first."""
    people = eligible(state, pool)
    first = first_of(state, ring, people)
    return _numbered(
        Preview(
            id="",
            ring=ring,
            wording=wording_for(state, ring),
            posts=_posts(state, ring),
            fields=_fields(state, ring),
            rule=state.ladder[ring].rule,
            most=state.ladder[ring].most,
            pool=len(people),
            first=tuple(candidate.person for candidate in first),
            reasons=tuple(candidate.reason for candidate in first),
            attachments=files_for(state, ring),
        )
    )


def preview_for(state: Discussion, ring: int, person: PersonId) -> Preview:
    """Return what letting one named person into `ring` would show them; ring 0 is handing over."""
    wording = state.question if ring == SELF_RING else state.wordings.get(ring)
    files = state.files.get(ring, ()) if wording is not None else ()
    return _numbered(
        Preview(
            id="",
            ring=ring,
            wording=wording,
            posts=_posts(state, ring),
            fields=_fields(state, ring),
            rule=("person",),
            most=1,
            pool=1,
            first=(person,),
            reasons=(Reason("brought-in"),),
            person=person,
            attachments=files,
        )
    )


def _posts(state: Discussion, ring: int) -> tuple[tuple[str, int], ...]:
    return tuple(
        (post.id, number)
        for post in state.posts.values()
        for number in range(1, len(post.versions) + 1)
        if not post.withdrawn and version_item(post, number).reach >= ring
    )


def _fields(state: Discussion, ring: int) -> tuple[str, ...]:
    return tuple(field.name for field in state.fields if field.reach >= ring)


def _numbered(preview: Preview) -> Preview:
    """Name the preview by what it shows: the same thing shown twice is one preview, kept once."""
    return replace(preview, id=hashlib.sha256(repr(preview).encode()).hexdigest()[:20])


def holds(state: Discussion, agreed: Preview, fresh: Preview, pool: tuple[Candidate, ...]) -> bool:
    """Whether what would be done now is what was agreed to, or less.

    Of the first batch somebody must be left; who agreed to an empty one is asked again once there is somebody.
    """
    same = agreed.wording == fresh.wording and agreed.rule == fresh.rule and fresh.most <= agreed.most
    first = bool(agreed_first(state, agreed, pool)) if agreed.first else not fresh.first
    return same and first and _shows_less(fresh, agreed)


def _shows_less(fresh: Preview, agreed: Preview) -> bool:
    """Whether all posts, fields and files that would be shown now were in the preview that was agreed to."""
    posts = set(fresh.posts) <= set(agreed.posts)
    return posts and set(fresh.fields) <= set(agreed.fields) and set(fresh.attachments) <= set(agreed.attachments)


def agreed_first(state: Discussion, agreed: Preview, pool: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Return who of the kept first batch is still there; nobody is added."""
    return tuple(candidate for candidate in eligible(state, pool) if candidate.person in agreed.first)


def keep(draft: Draft, preview: Preview) -> None:
    """Keep a preview as it was served."""
    if preview.id not in draft.state.previews:
        draft.write(f.Previewed(at=draft.now, preview=preview))


def take_preview(draft: Draft, command: TakePreview) -> None:
    """Show the asker what going on to a ring, or letting somebody in, would mean.

    Raises:
        Refused: not the asker, the discussion ended, or there is no such ring further out.
    """
    asker_only(draft, command.by)
    open_only(draft)
    if command.person is not None:
        _ring_exists(draft, command.ring, SELF_RING)
        keep(draft, preview_for(draft.state, command.ring, command.person))
        return
    _ring_exists(draft, command.ring, draft.state.current + 1)
    keep(draft, preview_of(draft.state, command.ring, draft.pool(command.ring)))


def _ring_exists(draft: Draft, ring: int, innermost: int) -> None:
    if not innermost <= ring <= draft.state.ladder.last:
        names = ", ".join(draft.state.ladder.names[innermost:]) or "none"
        msg = "there is no such ring to preview"
        raise Refused(msg, hint=f"Rings that can be previewed now: {names}.", code="no_such_ring")


def kept(draft: Draft, preview: str) -> Preview:
    """Return a preview that was served to this asker.

    Raises:
        Refused: there is none of that id.
    """
    found = draft.state.previews.get(preview)
    if found is None:
        msg = "consent names a preview that was not served, or was served to somebody else"
        raise Refused(msg, hint="Take a new preview and consent to that.", code="unknown_preview")
    return found


def outdated(fresh: Preview) -> Refused:
    """Return the refusal that brings a new preview along; it never says why somebody is absent."""
    msg = "what would be shown is no longer what you agreed to"
    return Refused(msg, hint="Look at the new preview and consent to that.", code="preview_outdated", preview=fresh)


def still_shows(draft: Draft, agreed: Preview) -> None:
    """Refuse if letting the previewed person in would show more than the preview did."""
    fresh = preview_for(draft.state, agreed.ring, str(agreed.person))
    if not _shows_less(fresh, agreed) or fresh.wording != agreed.wording:
        raise outdated(fresh)
