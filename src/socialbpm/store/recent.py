"""States of discussions that a node worked with lately, so that a long one is not replayed for each post.

Facts are the truth and only grow, so the first n of a discussion always add up to the same state. Whoever asks says how
many there are, as read under the discussion's lock or in one moment with everything else; a state of another number
is never handed out. Only what was committed is kept here.

What was read once is not kept: lists are long, and most of what is on them nobody looks at again soon. It would push
out what is worked with, and whatever is kept for a while Python's collector has to go through, more than once.
"""

from __future__ import annotations

from collections import OrderedDict

from socialbpm.social.discussion import Discussion

FACTS_AT_HAND = 20_000
"""How many facts the states that are kept may be made of together: some tens of megabytes."""
MET = 20_000
"""Of how many discussions that were read, and are not kept, it is known that they were."""


class Recent:
    """The states of the discussions that were used last, as many as `most` facts make."""

    def __init__(self, most: int = FACTS_AT_HAND) -> None:
        self._most = most
        self._states: OrderedDict[str, tuple[Discussion, int]] = OrderedDict()
        self._met: OrderedDict[str, None] = OrderedDict()
        self._facts = 0

    def get(self, discussion: str, most: int) -> tuple[Discussion | None, int]:
        """Return the state that at most `most` facts make, and how many did; nothing and 0 where there is none."""
        state, count = self._states.get(discussion, (None, 0))
        if state is None or count > most:
            return None, 0
        self._states.move_to_end(discussion)
        return state, count

    def meet(self, state: Discussion, count: int) -> None:
        """Keep a state that was read, if one of the same discussion was kept or met before."""
        if state.id in self._states or state.id in self._met:
            self.keep(state, count)
            return
        self._met[state.id] = None
        if len(self._met) > MET:
            self._met.popitem(last=False)

    def keep(self, state: Discussion, count: int) -> None:
        """Keep what the first `count` facts of a discussion add up to; who was not used for longest makes room."""
        self._met.pop(state.id, None)
        _, before = self._states.pop(state.id, (None, 0))
        self._states[state.id] = (state, count)
        self._facts += count - before
        while self._facts > self._most:
            _, (_, fewer) = self._states.popitem(last=False)
            self._facts -= fewer
