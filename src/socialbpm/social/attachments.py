"""Files that hang on posts: how many there may be. Who sees one is decided as for the post that it hangs on."""

from __future__ import annotations

from collections.abc import Sequence

from socialbpm.errors import Refused
from socialbpm.social.audience import PersonId
from socialbpm.social.draft import Draft

ON_A_POST = 5
OF_A_PERSON = 50
"""Files that one person puts into one discussion, with those that they took off again: nobody fills the database."""


def room_for(draft: Draft, by: PersonId, there: Sequence[str], new: Sequence[str]) -> None:
    """Refuse files that are more than hang on a post, or than one person may put into a discussion.

    Only one's own are counted: that one is refused must not tell how many others have put there.
    """
    if len(there) + len(new) > ON_A_POST:
        msg = f"at most {ON_A_POST} files hang on a post"
        raise Refused(msg, hint="Take one off, or write another post.", code="too_many_attachments")
    if new and len(_put_by(draft, by) | {*new}) > OF_A_PERSON:
        msg = f"at most {OF_A_PERSON} files of one person are in a discussion"
        raise Refused(msg, hint="Put the rest where everybody can find it, and say where.", code="too_many_attachments")


def _put_by(draft: Draft, by: PersonId) -> set[str]:
    own = (post for post in draft.state.posts.values() if post.author == by)
    return {each for post in own for version in post.versions for each in version.attachments}
