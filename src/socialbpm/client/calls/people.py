"""Oneself and others."""

from __future__ import annotations

from pydantic import TypeAdapter

from socialbpm.client.call import Call, get, send, to
from socialbpm.contract.mail import ChangeMail, MailView
from socialbpm.contract.preferences import ChangePreferences, PreferencesView
from socialbpm.contract.profiles import Me, PersonPage

_PREFERENCES = TypeAdapter(PreferencesView)
_MAIL = TypeAdapter(MailView)


def get_person(person: str) -> Call[PersonPage]:
    """Read what somebody helped with and which communities they are in, as far as one may know it."""
    return get(to("/v1/people/{person}", person=person), TypeAdapter(PersonPage))


def get_me() -> Call[Me]:
    """Ask whose token it is."""
    return get("/v1/me", TypeAdapter(Me))


def get_preferences() -> Call[PreferencesView]:
    """Read what one says of oneself: when, by whom and about what one wants to be asked."""
    return get("/v1/me/preferences", _PREFERENCES)


def change_preferences(change: ChangePreferences | None = None) -> Call[PreferencesView]:
    """Say something of oneself otherwise; what is not named stays, and None takes back what one said."""
    return send("PATCH", "/v1/me/preferences", _PREFERENCES, change or ChangePreferences())


def undo_preferences() -> Call[PreferencesView]:
    """Put it back to what it was before the last change."""
    return send("POST", "/v1/me/preferences/undo", _PREFERENCES)


def get_mail() -> Call[MailView]:
    """Read how one gets mail."""
    return get("/v1/me/mail", _MAIL)


def change_mail(change: ChangeMail | None = None) -> Call[MailView]:
    """Get mail otherwise; what is not named stays, and None takes back what one said."""
    return send("PATCH", "/v1/me/mail", _MAIL, change or ChangeMail())
