"""Files that hang on posts and on the question: how many there may be, and which of these go with new words.

Who sees one is decided as for what it hangs on.
"""

from __future__ import annotations

from collections.abc import Sequence

from socialbpm.errors import Refused
from socialbpm.social.audience import PersonId
from socialbpm.social.draft import Draft
from socialbpm.social.ladder import SELF_RING

ON_A_POST = 5
OF_A_PERSON = 50
"""Files that one person puts into one discussion, with those that they took off again: nobody fills the database."""


def room_for(draft: Draft, by: PersonId, there: Sequence[str], new: Sequence[str]) -> None:
    """Refuse files that are more than hang on a post, or than one person may put into a discussion.

    Only one's own are counted: that one is refused must not tell how many others have put there.
    """
    if len(there) + len(new) > ON_A_POST:
        msg = f"at most {ON_A_POST} files hang on a post or question"
        raise Refused(msg, hint="Take one off, or write another post.", code="too_many_attachments")
    if new and len(_put_by(draft, by) | {*new}) > OF_A_PERSON:
        msg = f"at most {OF_A_PERSON} files of one person are in a discussion"
        raise Refused(msg, hint="Put the rest where everybody can find it, and say where.", code="too_many_attachments")


def _put_by(draft: Draft, by: PersonId) -> set[str]:
    own = (post for post in draft.state.posts.values() if post.author == by)
    asked_with = draft.state.files.get(SELF_RING, ()) if draft.state.question_by == by else ()
    return {each for post in own for version in post.versions for each in version.attachments} | {*asked_with}


def of_the_question(draft: Draft, by: PersonId, there: Sequence[str], wanted: Sequence[str]) -> None:
    """Refuse files for a new wording that do not hang on the question, or are not for `by` to show to more people.

    Who asked may show theirs to any ring. Whom it was handed over to may leave files where they go already (`there`).
    """
    mine = draft.state.question_by == by
    if not {*wanted} <= {*(draft.state.files.get(SELF_RING, ()) if mine else there)}:
        msg = "there is no such attachment on the question, or it is not yours to show to more people"
        raise Refused(msg, hint="Name files that you asked with; put others into a post.", code="no_such_attachment")
