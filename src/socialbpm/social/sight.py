"""The one place that decides who sees what (law 2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion, Member, PostState
from socialbpm.social.facts import Ended, Fact, Opened, QuestionAsked, RingEntered
from socialbpm.social.ladder import SELF_RING, Step

NOBODY_BY_RING = -1
"""The reach of what is only for people named in `to`: a note is not even for the asker."""

ItemKind = Literal[
    "post",
    "attachment",
    "diagram",
    "wording",
    "field",
    "name",
    "member",
    "ask",
    "proposal",
    "preview",
    "choice",
    "ring",
    "end",
]


@dataclass(frozen=True)
class Item:
    """Something of a discussion that can be seen: how far out it was meant for, and for whom by name.

    `ref` names it among its kind; a post's version is `POST/NUMBER`.
    """

    kind: ItemKind
    ref: str
    reach: int
    to: frozenset[PersonId] = frozenset()


def sees(reader: Member, item: Item) -> bool:
    """Whether `reader` may see `item`: they are in, and it was meant for their ring or further, or for them by name.

    Widening moves the discussion, never an item; that is why nobody who comes in later sees old words (law 3).
    """
    return reader.active and (reader.ring <= item.reach or reader.person in item.to)


EventKind = Literal["discussion.opened", "discussion.asked", "discussion.widened", "discussion.ended"]
"""What a subscription hears of: that something happened to a discussion as a whole. No post, no person, no words."""


def heard(fact: Fact) -> EventKind | None:
    """Return what a subscription hears of a fact, if anything; with it come ids of discussion and task, no more."""
    if isinstance(fact, Opened):
        return "discussion.opened"
    if isinstance(fact, QuestionAsked):
        return "discussion.asked"
    if isinstance(fact, RingEntered):
        return "discussion.widened"
    return "discussion.ended" if isinstance(fact, Ended) else None


def version_item(post: PostState, number: int) -> Item:
    """One version of a post. Its author sees it always, whatever ring they are in now."""
    version = post.versions[number - 1]
    return Item("post", f"{post.id}/{number}", version.reach, frozenset({post.author}))


def attachment_item(post: PostState, attachment: str) -> Item:
    """A file that hangs on a post now: it is for whoever the post's current version is for."""
    return Item("attachment", attachment, post.current.reach, frozenset({post.author}))


def question_file_item(state: Discussion, attachment: str) -> Item:
    """A file that hangs on the question: it goes as far as a wording that stands, and that it was decided for, does."""
    shown = (ring for ring, files in state.files.items() if ring in state.wordings and attachment in files)
    return Item("attachment", attachment, max(shown, default=SELF_RING))


def diagram_item(state: Discussion) -> Item:
    """The diagram of the process: for the asker and colleagues. No preview shows it, so no community gets it."""
    colleagues = [number for number, ring in enumerate(state.ladder.rings) if ring.step is not Step.COMMUNITY]
    return Item("diagram", "", max(colleagues))


def items(state: Discussion) -> Iterator[Item]:
    """Everything in the discussion that anybody can see, each with its reach."""
    return (item for made in SORTS.values() for item in made(state))


def items_that_may_differ(before: Discussion, after: Discussion) -> tuple[Iterator[Item], Iterator[Item]]:
    """Return the items of both, without the sorts that are made of nothing that changed: most facts change few."""
    was, now = vars(before), vars(after)
    changed = {of for of in _MADE_OF if was[of] is not now[of]}
    sorts = [made for of, made in SORTS.items() if not changed.isdisjoint(of)] if changed else []
    return (item for made in sorts for item in made(before)), (item for made in sorts for item in made(after))


def _versions(state: Discussion) -> Iterator[Item]:
    for post in state.posts.values():
        yield from (version_item(post, number) for number in range(1, len(post.versions) + 1))
        yield from (attachment_item(post, attachment) for attachment in post.attachments)


def _question_files(state: Discussion) -> Iterator[Item]:
    return (question_file_item(state, attachment) for attachment in state.files.get(SELF_RING, ()))


def _members(state: Discussion) -> Iterator[Item]:
    others = (member for member in state.members.values() if member.active and member.person != state.asker)
    return (member_item(member) for member in others)


def _fields(state: Discussion) -> Iterator[Item]:
    return (Item("field", field.name, field.reach) for field in (() if state.ended else state.fields))


def _proposal(state: Discussion) -> Iterator[Item]:
    if state.proposal is not None:
        yield Item("proposal", str(state.proposal.ring), SELF_RING)


def _end(state: Discussion) -> Iterator[Item]:
    if state.ended:
        yield Item("end", "outcome", state.ladder.last)


SORTS: Mapping[tuple[str, ...], Callable[[Discussion], Iterator[Item]]] = MappingProxyType(
    {
        ("posts",): _versions,
        ("wordings",): lambda state: (Item("wording", str(ring), ring) for ring in state.wordings),
        ("files", "wordings"): _question_files,
        ("chosen",): lambda state: (Item("choice", str(ring), SELF_RING) for ring in state.chosen),
        ("fields", "outcome"): _fields,
        ("ladder",): lambda state: iter([Item("name", "asker", state.ladder.name_reach)]),
        ("members", "asker"): _members,
        ("asks",): lambda state: (ask_item(state, ask.number) for ask in state.asks),
        ("previews",): lambda state: (Item("preview", preview, SELF_RING) for preview in state.previews),
        ("current",): lambda state: (Item("ring", str(ring), ring) for ring in range(1, state.current + 1)),
        ("proposal",): _proposal,
        ("outcome", "ladder"): _end,
    }
)
"""The sorts of items, each with what of a discussion it is made of: nothing else can change them."""
_MADE_OF = frozenset(of for sort in SORTS for of in sort)


def member_item(member: Member) -> Item:
    """That somebody is in: it reaches the outermost ring they ever had."""
    return Item("member", member.person, member.outermost, frozenset({member.person}))


def ask_item(state: Discussion, number: int) -> Item:
    """That somebody was asked, and why: for them and the asker."""
    return Item("ask", str(number), SELF_RING, frozenset({state.asks[number - 1].person}))
