"""When somebody gets mail, and what a link is good for: on clocks that are handed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from socialbpm.actions import mail_links as links
from socialbpm.actions.mail_terms import MailTerms, address_of, next_digest, quiet_until
from socialbpm.actions.people import Person
from socialbpm.social.worktime import Calendar

BOB = Person("bob", "Bob", email="bob@example.org", calendar=Calendar("Mo-Fr 09:00-17:00", "Europe/Paris"))
NIGHTS = replace(BOB, quiet=("22:00", "07:00"))
LUNCH = replace(BOB, quiet=("12:00", "13:00"))
TERMS = MailTerms(b"k" * 32)
KEY = b"k" * 32


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of January 2026, whose fifth is a Monday; in Paris it is an hour later."""
    return datetime(2026, 1, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("person", "now", "until"),
    [
        (BOB, at(5, 8), None),
        (BOB, at(5, 7, 59), at(5, 8)),
        (BOB, at(5, 16), at(6, 8)),
        (BOB, at(9, 16), at(12, 8)),
        (NIGHTS, at(10, 12), None),
        (NIGHTS, at(5, 21), at(6, 6)),
        (NIGHTS, at(6, 5, 59), at(6, 6)),
        (NIGHTS, at(6, 6), None),
        (LUNCH, at(6, 11), at(6, 12)),
        (LUNCH, at(6, 12), None),
    ],
)
def test_quiet_hours_are_in_ones_own_zone(person: Person, now: datetime, until: datetime | None) -> None:
    """Without any, they are when one does not work; over midnight, and until the very end."""
    assert quiet_until(person, now) == until


@pytest.mark.parametrize(
    ("now", "goes"), [(at(5, 7), at(5, 8)), (at(5, 8), at(6, 8)), (at(9, 10), at(12, 8)), (at(10, 10), at(12, 8))]
)
def test_a_digest_goes_when_one_works_again(now: datetime, goes: datetime) -> None:
    """At nine; what came on Friday and at the weekend is one digest on Monday."""
    assert next_digest(BOB, TERMS, now) == goes


@given(st.timedeltas(timedelta(), timedelta(days=365)), st.times(), st.times(), st.times())
def test_a_digest_is_always_ahead_and_never_in_quiet_hours(
    after: timedelta, hour: time, since: time, until: time
) -> None:
    """Whatever the clock does in spring and autumn."""
    assume(since.replace(second=0, microsecond=0) != until.replace(second=0, microsecond=0))
    person, moment = replace(BOB, quiet=(f"{since:%H:%M}", f"{until:%H:%M}")), at(1, 0) + after
    goes = next_digest(person, MailTerms(KEY, digest_at=hour), moment)
    assert moment < goes <= moment + timedelta(days=3)
    assert quiet_until(person, goes) is None


@pytest.mark.parametrize(
    "email", ["", "bob", "bob@", "@example.org", "b b@example.org", "bob@example.org\n", "a@b,c@d"]
)
def test_what_is_no_address_gets_no_mail(email: str) -> None:
    """Nor does who is gone."""
    assert address_of(Person("bob", "Bob", email=email)) is None
    assert address_of(Person("bob", "Bob", email="bob@example.org", active=False)) is None
    assert address_of(BOB) == "bob@example.org"


@given(st.lists(st.text(max_size=20) | st.integers(0, 99), max_size=4), st.integers(0), st.integers(1, 255))
def test_a_link_that_was_changed_is_none(what: list[str | int], place: int, change: int) -> None:
    """Any letter of it, anywhere."""
    token = links.make("pass", what, at(5, 9), KEY)
    assert links.what("pass", token, at(5, 8), KEY) == what
    place %= len(token)
    other = token[:place] + chr(ord(token[place]) ^ change) + token[place + 1 :]
    assert links.what("pass", other, at(5, 8), KEY) is None


def test_a_link_is_for_its_purpose_its_time_and_its_key() -> None:
    """And no other."""
    token = links.make("pass", ["bob"], at(5, 9), KEY)
    assert links.what("off", token, at(5, 8), KEY) is None
    assert links.what("pass", token, at(5, 9), KEY) is None
    assert links.what("pass", token, at(5, 8), b"x" * 32) is None


@given(st.text(max_size=200))
def test_what_is_no_link_at_all_is_none(text: str) -> None:
    """Whatever somebody types."""
    assert links.what("pass", text, at(5, 8), KEY) is None
