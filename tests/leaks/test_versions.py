"""An ETag is of what its reader sees and of nothing else, in whatever world (law 2: versions tell nothing either)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from socialbpm.actions.versions import version_of
from socialbpm.service import etags
from tests.leaks.cast import PEOPLE, Design, Start, designs, starts
from tests.leaks.house import Answer, House
from tests.leaks.world import NOBODYS, Step, World, steps

MOVED_ON, STEPS = 412, 12


class Versions(RuleBasedStateMachine):
    """A world in which two people look after each step, and compare with what they saw before it."""

    house: House

    @initialize(design=designs, start=starts, readers=st.lists(st.sampled_from(PEOPLE), min_size=2, max_size=2))
    def alice_is_stuck(self, design: Design, start: Start, readers: list[str]) -> None:
        self.house.reset()
        self.seen: dict[tuple[str, str], Answer] = {}
        self.readers = {*readers, "alice"}
        self.world = World(self.house, design, start)

    @rule(step=steps)
    def something_happens(self, step: Step) -> None:
        self.world.do(step)

    @invariant()
    def whoever_sees_the_same_has_the_same_version(self) -> None:
        """And acts on it: `If-Match` refuses what is about another view than theirs now, and nothing else."""
        self.house.sweep()  # what is due happens before anything is acted on
        for reader in getattr(self, "readers", ()):
            for discussion in self.world.models:
                self._compare(reader, discussion)

    def _compare(self, reader: str, discussion: str) -> None:
        path = f"/discussions/{discussion}"
        now, before = self.house.call(reader, "GET", path), self.seen.pop((reader, discussion), None)
        if now.granted:
            self.seen[reader, discussion] = now
        if now.granted and before is not None:
            same = now.body == before.body
            assert (now.version == before.version) == same
            # Nobody has such a post, so this changes nothing; but the version is looked at first.
            tried = self.house.call(reader, "DELETE", f"{path}/posts/{NOBODYS}", if_match=before.version)
            assert not tried.granted
            assert (tried.status == MOVED_ON) != same, (before, now, tried)


def play(histories: int, phases: Sequence[Phase] = tuple(Phase)) -> None:
    """Play so many histories."""

    class Played(Versions):
        pass

    wanted = settings(max_examples=histories, stateful_step_count=STEPS, deadline=None, database=None, phases=phases)
    with House() as house:
        Played.house = house
        run_state_machine_as_test(Played, settings=wanted)


@pytest.mark.parametrize("histories", [8, pytest.param(1000, marks=pytest.mark.long)])
def test_same_view_same_version(histories: int) -> None:
    """Whatever happens that they do not see: the version stays, and what they decided by it is carried out."""
    play(histories)


@pytest.mark.parametrize("of", [b"always the same", None], ids=["stays", "changes"])
def test_another_kind_of_version_is_found(of: bytes | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that stays though its reader sees something else, or changes though they see the same."""
    numbers = count()
    monkeypatch.setattr(etags, "version_of", lambda _: version_of(of or b"%d" % next(numbers)))
    with pytest.raises(AssertionError):
        play(8, (Phase.generate,))
