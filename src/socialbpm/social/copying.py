"""Copies of frozen values with changes: `dataclasses.replace`, without making the value anew.

The state of a discussion has some forty fields and each fact makes a copy of it: where ten thousand deadlines are due
at once, making forty fields for each of their facts was most of what deciding took.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # so that names and types of the changes are checked as those of `dataclasses.replace`
    from dataclasses import replace as replace
else:

    def replace(of, /, **changes):
        """Return a copy of a dataclass value with changes. For those only that check and derive nothing when made.

        >>> from socialbpm.social.discussion import Proposal
        >>> replace(Proposal(2), declined=True)
        Proposal(ring=2, declined=True)
        """
        copy = object.__new__(type(of))
        vars(copy).update(vars(of), **changes)
        return copy
