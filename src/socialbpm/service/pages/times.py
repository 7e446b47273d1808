"""Times as a reader says them: in their zone, in their language, as near as it matters."""

from __future__ import annotations

from datetime import datetime, timedelta
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from socialbpm.contract.views import SpanView

HOUR = 3600


def moment(at: datetime, now: datetime, zone: ZoneInfo, words: NullTranslations) -> str:
    """Return a moment as somebody reads it in `zone`, seen from `now`."""
    there, today = at.astimezone(zone), now.astimezone(zone).date()
    clock = f"{there:%H:%M}"
    if there.date() == today:
        return words.gettext("today, %(clock)s") % {"clock": clock}
    if there.date() == today - timedelta(days=1):
        return words.gettext("yesterday, %(clock)s") % {"clock": clock}
    if there.date() == today + timedelta(days=1):
        return words.gettext("tomorrow, %(clock)s") % {"clock": clock}
    told = {"day": there.day, "month": _month(there.month, words), "year": there.year, "clock": clock}
    if there.year == today.year:
        return words.gettext("%(day)s %(month)s, %(clock)s") % told
    return words.gettext("%(day)s %(month)s %(year)s, %(clock)s") % told


def _month(number: int, words: NullTranslations) -> str:
    names = (
        words.gettext("January"),
        words.gettext("February"),
        words.gettext("March"),
        words.gettext("April"),
        words.gettext("May"),
        words.gettext("June"),
        words.gettext("July"),
        words.gettext("August"),
        words.gettext("September"),
        words.gettext("October"),
        words.gettext("November"),
        words.gettext("December"),
    )
    return names[number - 1]


def span(lasting: SpanView, words: NullTranslations) -> str:
    """Return how long something lasts, in working time.

    >>> span(SpanView(days=3, seconds=0), NullTranslations()), span(SpanView(days=0, seconds=5400), NullTranslations())
    ('3 working days', '1.5 working hours')
    """
    parts = []
    if lasting.days:
        text = words.ngettext("%(num)s working day", "%(num)s working days", _plural(lasting.days))
        parts.append(text % {"num": f"{lasting.days:g}"})
    hours = lasting.seconds / HOUR
    if hours >= 1:
        text = words.ngettext("%(num)s working hour", "%(num)s working hours", _plural(hours))
        parts.append(text % {"num": f"{hours:.3g}"})
    elif lasting.seconds:
        minutes = lasting.seconds / 60
        text = words.ngettext("%(num)s working minute", "%(num)s working minutes", _plural(minutes))
        parts.append(text % {"num": f"{minutes:.3g}"})
    return words.gettext(" and ").join(parts)


def _plural(number: float) -> int:
    """Return a whole number that takes the same form: one and a half hours are hours."""
    return 1 if number == 1 else 2
