"""The same history twice, once with something that Eve cannot see: what she gets is the same, byte for byte.

Words are looked for in `test_histories.py`; this finds what tells of them without them: a count, a date, a number that
leaves a gap, an order, a header.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlmodel import col, func, select

from socialbpm.actions import rendering
from socialbpm.actions.ports import Listed
from socialbpm.contract.views import VersionView
from socialbpm.social.view import PostView
from socialbpm.store.queries import Sight
from socialbpm.store.tables import ItemRow
from tests.leaks.cast import PARTICIPANTS, PEOPLE, Design, designs
from tests.leaks.house import House
from tests.leaks.outputs import OUTPUTS
from tests.leaks.outputs.output import ID, Output
from tests.leaks.world import OFTEN, SOMETIMES, Step, World

HIDDEN = 9000
"""From where on the words of the hidden step are numbered."""
AFTER = st.builds(
    Step,
    what=st.sampled_from([*OFTEN, *SOMETIMES, "brings_in", "widens"]),
    who=st.sampled_from(PEOPLE),
    ring=st.integers(0, 3),
    number=st.integers(0, 41),
)
UNSEEN = st.builds(
    Step,
    what=st.sampled_from(["says", "notes", "replies", "edits"]),
    who=st.sampled_from(PARTICIPANTS),
    ring=st.integers(0, 2),
    number=st.integers(1, 4),
)
MADE_UP = re.compile(
    rb'"cursor":"[^"]+"|"id":"[0-9a-f]{20}"|/mail/(?:pass|off)/[\w-]+|\bhave=[0-9a-f]{32}|name="once" value="[\w-]+"'
)
"""Cursors, names of previews, the links of mails and what a page is known by are made of ids; a form has its number."""
AT_ONCE = 8
"""Outputs at which the readers of one history look: all of them cost too much, and over many histories it is all."""


LOOKED_AT = st.lists(st.sampled_from(OUTPUTS), min_size=AT_ONCE, max_size=AT_ONCE, unique=True)


@pytest.fixture(scope="module")
def houses() -> Iterator[tuple[House, House]]:
    """Two services."""
    with House() as one, House() as other:
        yield one, other


class Twins:
    """Two worlds in which the same happens, but for one step of the first."""

    def __init__(self, houses: tuple[House, House], design: Design, outputs: Sequence[Output] = OUTPUTS) -> None:
        self.outputs = outputs
        for house in houses:
            house.reset()
        self.worlds = [World(house, design, "asks") for house in houses]
        self.may_see: set[str] = set()

    def both(self, steps: Sequence[Step]) -> None:
        """Let the same happen in both."""
        for step in steps:
            for world in self.worlds:
                world.do(step)

    def only_one(self, step: Step) -> bool:
        """Let something happen in the first alone; return whether it was granted, and nobody's time is moved by it.

        An asker who speaks shows that they are there, and whoever was asked has answered: that is for others to see.
        """
        for world in self.worlds:
            world.house.sweep()
            world.do(Step("time_goes_by", number=0))
        world = self.worlds[0]
        (model,) = world.models.values()
        heard, posts, count = model.heard_of, len(world.posts), world._count
        world._count = HIDDEN
        world.do(step)
        done, world._count = world.done[-1:], count
        del world.posts[posts:]
        news = [type(fact).__name__ for fact in world.house.facts([model.id])[0][heard:]]
        granted = bool(done) and done[0].answer.granted and {*news} <= {"Posted", "Edited", "Raised"}
        if granted:
            self.may_see = {who for who in PEOPLE if who in {done[0].by, *self.readers()}}
        return granted and done[0].by != model.asker

    def readers(self) -> set[str]:
        """Return who may see what was said."""
        ((here,), (there,)) = (tuple(world.models.values()) for world in self.worlds)
        return {who for who in PEOPLE if here.reads(who) != there.reads(who)}

    def differ_for(self, reader: str) -> bool:
        """Whether somebody gets something else in one world than in the other."""
        one, other = ([same_ids(told) for told in all_told(world, reader, self.outputs)] for world in self.worlds)
        return one != other


def all_told(world: World, reader: str, outputs: Sequence[Output]) -> Iterator[bytes]:
    """Return all that somebody is told by these."""
    for output in outputs:
        yield b"\n".join(answer.whole for answer in output.read(world, reader))


def same_ids(told: bytes) -> bytes:
    """Number ids as they come, and drop what is made of them; a body of another length shows in itself."""
    known: dict[bytes, bytes] = {}
    told = ID.sub(lambda found: known.setdefault(found[0], b"id%d" % len(known)), told)
    return re.sub(rb"(content-length|etag): [^\n]+", b"", MADE_UP.sub(b"", told))


def tell(twins: Twins, before: list[Step], step: Step, after: list[Step]) -> list[str]:
    """Tell a history twice; return who cannot see the hidden step and gets something else for it all the same."""
    twins.both([BOB_SAYS, *before])
    assume(twins.only_one(step))
    unaware = [who for who in PEOPLE if who not in twins.may_see]
    early = [who for who in unaware[-3:] if twins.differ_for(who)]
    twins.both([each for each in after if not tells_more(each)])
    return early + [who for who in unaware[-3:] if who not in twins.readers() and twins.differ_for(who)]


def tells_more(step: Step) -> bool:
    """Whether it shows others what is hidden: a raised post shows the version that it has by then."""
    return step.what in {"raises", "lets_closer", "accepts", "hands_over"}


@pytest.mark.parametrize("histories", [6, pytest.param(1000, marks=pytest.mark.long)])
def test_nobody_can_tell_what_they_cannot_see(histories: int, houses: tuple[House, House]) -> None:
    """Whatever was said further in, or to oneself, whoever cannot see it gets the same, then and later."""

    @settings(max_examples=histories, deadline=None, database=None, suppress_health_check=[HealthCheck.filter_too_much])
    @given(designs, st.lists(AFTER, max_size=6), UNSEEN, st.lists(AFTER, max_size=5), LOOKED_AT)
    def told(design: Design, before: list[Step], step: Step, after: list[Step], outputs: list[Output]) -> None:
        assert tell(Twins(houses, design, outputs), before, step, after) == []

    told()


BOB_SAYS, WIDENS = Step("says", "bob"), Step("widens", number=1)
LATER = Step("time_goes_by", number=0)
PLAIN = Design(frozenset(), None)


def number_as_they_are(patch: pytest.MonkeyPatch) -> None:
    """Give a version the number that it has for those who saw all."""

    def versions(post: PostView, words: rendering.Words) -> tuple[VersionView, ...]:
        return tuple(VersionView(version=number, text=words.get(content)) for number, content in post.versions)

    patch.setattr(rendering, "_versions", versions)


def date_by_everything(patch: pytest.MonkeyPatch) -> None:
    """Date somebody's list by what happened, whether they see it or not."""
    theirs = Sight.visible

    async def visible(store: Sight, *given: Any, **more: Any) -> list[Listed]:
        lines = {line.discussion: line for line in await theirs(store, *given, **more)}
        latest = select(col(ItemRow.discussion), func.max(ItemRow.at)).group_by(col(ItemRow.discussion))
        return [Listed(each, at) for each, at in await store._all(latest) if each in lines]

    patch.setattr(Sight, "visible", visible)


@pytest.mark.parametrize(
    ("fault", "before", "step", "after"),
    [
        (number_as_they_are, [BOB_SAYS, WIDENS], Step("edits", "bob", 0, 1), [Step("edits", "bob", 2, 1)]),
        (date_by_everything, [BOB_SAYS, WIDENS], Step("says", "bob", 0, 1), []),
    ],
)
class TestTheTwins:
    def test_find_the_fault(
        self,
        fault: Callable[[pytest.MonkeyPatch], None],
        before: list[Step],
        step: Step,
        after: list[Step],
        houses: tuple[House, House],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """Carol gets a number or a date that she could only get because of what she cannot see."""
        fault(monkeypatch)
        assert self._differs(houses, before, step, after)

    def test_find_nothing_where_nothing_is_wrong(
        self,
        fault: Callable[[pytest.MonkeyPatch], None],
        before: list[Step],
        step: Step,
        after: list[Step],
        houses: tuple[House, House],
    ) -> None:
        """The same without the fault."""
        assert not self._differs(houses, before, step, after)

    def _differs(self, houses: tuple[House, House], before: list[Step], step: Step, after: list[Step]) -> bool:
        twins = Twins(houses, PLAIN)
        twins.both(before)
        assert twins.only_one(step)
        twins.both(after)
        return twins.differ_for("carol")
