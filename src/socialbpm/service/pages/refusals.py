"""What refusals mean, in the words of whoever reads a page: the API's own are for who writes programs."""

from __future__ import annotations

from gettext import NullTranslations


def meaning(code: str, words: NullTranslations) -> str | None:
    """Return what a refusal means; None where the API's own words have to do."""
    _ = words.gettext
    return {
        "ended": _("This discussion is over. You can still read it."),
        "task_closed": _("This task is over, so nobody can be stuck in it any more."),
        "not_the_asker": _("Only whoever asked can do that."),
        "not_a_member": _("You are not in this discussion."),
        "not_asked": _("The question was not asked yet."),
        "asked_already": _("The question was asked already."),
        "not_asked_of_you": _("You are not asked any more: it was answered, passed on, or the time was over."),
        "last_ring": _("There is nobody further out to ask."),
        "nothing_proposed": _("There is nothing to decide just now."),
        "no_such_ring": _("It went on meanwhile. Look where it is now."),
        "unknown_preview": _("This preview is not there any more. Please look again."),
        "own_answer": _("You cannot take your own answer. Say that you solved it yourself."),
        "own_words": _("You cannot take your own words as the answer."),
        "not_an_answer": _("That is not an answer any more."),
        "no_such_post": _("That post is not there any more."),
        "no_such_version": _("That post was changed meanwhile. Please read it again."),
        "bad_kind": _("That file is of no kind that can be attached, or not what its name says. Nothing was sent."),
        "bad_size": _("That file is empty or too large. Nothing was sent."),
        "too_many_attachments": _("That is more files than fit here. Nothing was sent."),
        "no_such_attachment": _("That file is not there any more."),
        "not_closer": _("They are that close already."),
        "beyond_parent": _("A reply reaches at most as far as what it replies to."),
        "preview_outdated": _("Something has changed since you looked. Nothing was sent: please look again."),
        "bad_reach": _("That is too far out, or not far enough. Choose who sees it again."),
        "reach_missing": _("Choose who sees it."),
        "not_open_to_you": _("There is no room any more."),
        "already_in": _("They are here already."),
        "already_open": _("There is a question about this task already."),
        "offer_over": _("This offer is over, or somebody was faster."),
        "not_yours": _("This is not for you to take up."),
        "asker_stays": _("Whoever asked stays. Take the question back instead."),
        "not_now_is_over": _("That time is over already."),
        "nothing_to_thank_for": _("They did not write anything here."),
        "not_ended": _("This is for when the discussion is over."),
        "unknown_zone": _("There is no time zone of that name."),
        "never_asked": _("These quiet hours leave no time in which you could be asked."),
        "moved_on": _("It was changed meanwhile, perhaps in another window. Please look at it again."),
        "not_available": _("Somebody of these cannot be chosen any more."),
        "nothing_to_release": _("There is nothing of yours to release here."),
        "no_such_experience": _("What was answered then is not there any more."),
        "not_proposed": _("This is not proposed to you any more."),
        "not_in_community": _("You are not in this community any more."),
        "not_the_steward": _("Only the steward of this community can do that."),
        "in_flight": _("This is being done just now."),
        "key_reused": _("This form was sent before, with other words. Look whether it arrived."),
        "csrf": _("This page was too old. Please go back, reload it, and try again."),
        "unauthorized": _("You were signed out meanwhile. Please sign in again."),
        "invalid": _("Something in the form is missing or too long."),
        "too_large": _("That is too long."),
        "too_many_calls": _("That was too often. Please wait a moment."),
        "unavailable": _("The service is busy. Please try again in a moment."),
    }.get(code)
