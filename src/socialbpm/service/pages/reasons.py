"""Why somebody is suggested, asked or in, in the reader's language: made of the codes that the API answers."""

from __future__ import annotations

from collections.abc import Sequence
from gettext import NullTranslations

from socialbpm.contract.reasons import ReasonCode, WhyView

Said = dict[ReasonCode, str]


def why(reason: Sequence[WhyView], to_asker: bool, words: NullTranslations) -> str:
    """Return a reason as a sentence without its end: to the asker about somebody else, or to that one themselves.

    >>> did = WhyView(code="did-this-task", count=3)
    >>> why([WhyView(code="worked-with", count=1), did], True, NullTranslations())
    'worked with you on 1 case and did this task in 3 other cases'
    """
    if not to_asker:
        return words.gettext(" and ").join(_to_them(words)[part.code] for part in reason)
    return words.gettext(" and ").join(_counted(part, words) or _plain(words)[part.code] for part in reason)


def _counted(part: WhyView, words: NullTranslations) -> str | None:
    """Return what is said with a number, where there is one."""
    if part.count is None:
        return None
    num = part.count
    texts: Said = {
        "worked-with": words.ngettext("worked with you on %(num)s case", "worked with you on %(num)s cases", num),
        "did-this-task": words.ngettext(
            "did this task in %(num)s other case", "did this task in %(num)s other cases", num
        ),
        "took-over": words.ngettext("took over from you once", "took over from you %(num)s times", num),
        "helped-you": words.ngettext("answered %(num)s question of yours", "answered %(num)s questions of yours", num),
        "knows-process": words.ngettext(
            "worked on %(num)s case of this process lately", "worked on %(num)s cases of this process lately", num
        ),
    }
    return texts[part.code] % {"num": num} if part.code in texts else None


def _plain(words: NullTranslations) -> Said:
    _ = words.gettext
    return {
        "owner": _("does this task"),
        "candidate": _("may do this task too"),
        "initiator": _("started this task"),
        "stakeholder": _("has a stake in this task"),
        "administrator": _("administers this task"),
        "lane": _("is in the lane of this task"),
        "worked-on-case": _("worked on this case"),
        "worked-with": _("worked with you before"),
        "same-group": _("is in the same group as you"),
        "manager": _("is your manager"),
        "did-this-task": _("did this task before"),
        "took-over": _("took over from you before"),
        "helped-you": _("answered a question of yours before"),
        "answered-here": _("answered questions about the like before"),
        "knows-process": _("worked on cases of this process lately"),
        "deputy": _("stands in for somebody who would be asked"),
        "skill": _("declared a skill for this"),
        "community": _("is in a community for this"),
        "group": _("is in a group that is asked here"),
        "named": _("is asked here by name"),
        "brought-in": _("was brought in"),
        "joined": _("joined by themselves"),
        "asker": _("asked the question"),
    }


def _to_them(words: NullTranslations) -> Said:
    _ = words.gettext
    return {
        "owner": _("you do this task"),
        "candidate": _("you may do this task too"),
        "initiator": _("you started this task"),
        "stakeholder": _("you have a stake in this task"),
        "administrator": _("you administer this task"),
        "lane": _("you are in the lane of this task"),
        "worked-on-case": _("you worked on this case"),
        "worked-with": _("you worked with whoever asks"),
        "same-group": _("you are in a group with whoever asks"),
        "manager": _("you are the manager of whoever asks"),
        "did-this-task": _("you did this task before"),
        "took-over": _("you took over from whoever asks before"),
        "helped-you": _("you helped whoever asks before"),
        "answered-here": _("you answered questions about the like before"),
        "knows-process": _("you worked on cases of this process lately"),
        "deputy": _("you stand in for somebody"),
        "skill": _("you declared a skill for this"),
        "community": _("you are in a community for this"),
        "group": _("you are in a group that is asked here"),
        "named": _("you are asked here by name"),
        "brought-in": _("you were brought in"),
        "joined": _("you joined"),
        "asker": _("you asked the question"),
    }
