"""What a notice says, in a language: the same sentences for plain text and HTML.

They hold who asks, as the reader may see them, and what the task is called; nothing that anybody wrote.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from gettext import NullTranslations

from socialbpm.actions.mail_terms import Kind
from socialbpm.actions.notice import Notice


@dataclass(frozen=True)
class Said:
    """A notice in words: the subject of its mail, the sentence, and what its link is called."""

    subject: str
    sentence: str
    link: str


def say(notice: Notice, words: NullTranslations) -> Said:
    """Return what a notice says.

    >>> from datetime import UTC, datetime
    >>> now = datetime(2026, 1, 5, tzinfo=UTC)
    >>> notice = Notice("answered", "answer", "d1", None, "Check invoice", "https://…", now)
    >>> say(notice, NullTranslations()).subject
    'Your question has an answer: Check invoice'
    """
    asker = notice.asker.name if notice.asker else ""
    subject, sentence, link = _TEXTS[notice.what](words.gettext)
    given = {"asker": first_up(asker), "task": notice.task}
    return Said(subject % given, sentence % given, link)


def first_up(name: str) -> str:
    """Return a name, or a role, as it begins a sentence."""
    return name[:1].upper() + name[1:]


Texts = tuple[str, str, str]
Gettext = Callable[[str], str]


def _asked(_: Gettext) -> Texts:
    return (
        _("%(asker)s asks for your help: %(task)s"),
        _("%(asker)s is stuck in “%(task)s” and asks you by name."),
        _("Read the question"),
    )


def _informed(_: Gettext) -> Texts:
    return (
        _("%(asker)s has a question: %(task)s"),
        _("%(asker)s is stuck in “%(task)s”. You work on it, too, or were brought in: you may read along and help."),
        _("Read the question"),
    )


def _proposed(_: Gettext) -> Texts:
    return (
        _("Go on to people you do not know? %(task)s"),
        _("Nobody has answered your question about “%(task)s” yet. You decide whether it goes on, and who sees what."),
        _("See who would be asked"),
    )


def _reminded(_: Gettext) -> Texts:
    return (
        _("Still waiting for your decision: %(task)s"),
        _("Your question about “%(task)s” waits for you to say whether it goes on to people you do not know."),
        _("See who would be asked"),
    )


def _answered(_: Gettext) -> Texts:
    return (
        _("Your question has an answer: %(task)s"),
        _("Somebody answered your question about “%(task)s”."),
        _("Read the answer"),
    )


def _helped(_: Gettext) -> Texts:
    return (
        _("Did the answer help? %(task)s"),
        _("There is an answer to your question about “%(task)s”, and you have not said yet whether it helped."),
        _("Say whether it helped"),
    )


def _solved(_: Gettext) -> Texts:
    return (
        _("Solved: %(task)s"),
        _("The question of %(asker)s about “%(task)s” is solved. There is nothing left to do for you."),
        _("Look at it"),
    )


def _withdrawn(_: Gettext) -> Texts:
    return (
        _("Not needed any more: %(task)s"),
        _("Nobody needs an answer to the question of %(asker)s about “%(task)s” any more."),
        _("Look at it"),
    )


def _no_answer(_: Gettext) -> Texts:
    return (
        _("Closed without an answer: %(task)s"),
        _("Your question about “%(task)s” was closed: nobody answered it in time."),
        _("Look at it"),
    )


def _task_ended(_: Gettext) -> Texts:
    return (
        _("Closed with its task: %(task)s"),
        _("The task “%(task)s” is over, and your question with it."),
        _("Look at it"),
    )


def _expired(_: Gettext) -> Texts:
    return (
        _("Closed because of its age: %(task)s"),
        _("Your question about “%(task)s” was open for as long as it can be, and is closed."),
        _("Look at it"),
    )


def _used(_: Gettext) -> Texts:
    return (
        _("Your answer helped: %(task)s"),
        _("What you answered about “%(task)s” was accepted, and is in the task now."),
        _("Look at it"),
    )


def _thanked(_: Gettext) -> Texts:
    return (
        _("Thank you: %(task)s"),
        _("%(asker)s thanks you for your help with “%(task)s”."),
        _("Look at it"),
    )


def _experience(_: Gettext) -> Texts:
    return (
        _("Your experience helped again: %(task)s"),
        _("Somebody was stuck in the same place and found what you released about “%(task)s”. They had to ask nobody."),
        _("Look at it"),
    )


def _community(_: Gettext) -> Texts:
    return (
        _("A community for this? %(task)s"),
        _("You have helped with “%(task)s”, and so have others. You are proposed to be in a community for it."),
        _("Look at it"),
    )


_TEXTS: dict[str, Callable[[Gettext], Texts]] = {
    "asked": _asked,
    "informed": _informed,
    "proposed": _proposed,
    "reminded": _reminded,
    "answered": _answered,
    "helped": _helped,
    "solved": _solved,
    "withdrawn": _withdrawn,
    "no_answer": _no_answer,
    "task_ended": _task_ended,
    "expired": _expired,
    "used": _used,
    "thanked": _thanked,
    "experience": _experience,
    "community": _community,
}


def kind_name(kind: Kind, words: NullTranslations) -> str:
    """Return what mails of a kind are about."""
    _ = words.gettext
    names: dict[Kind, str] = {
        "ask": _("when somebody asks you by name"),
        "informed": _("when you are let into a question because of your work"),
        "proposal": _("when you have to decide how your question goes on"),
        "answer": _("when your question is answered"),
        "end": _("when a question ends"),
        "news": _("when your help was used again"),
    }
    return names[kind]


def digest_subject(count: int, words: NullTranslations) -> str:
    """Return the subject of a digest."""
    text = words.ngettext("%(num)s thing since the last mail", "%(num)s things since the last mail", count)
    return text % {"num": count}
