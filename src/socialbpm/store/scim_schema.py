"""What SCIM clients may say about people and groups: the standard, and one extension for what it lacks."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator, model_validator
from scim2_models import (
    URN,
    AuthenticationScheme,
    CaseExact,
    EnterpriseUser,
    Extension,
    External,
    Group,
    Mutability,
    Reference,
    ResourceType,
    Returned,
    ScimProvider,
    ServiceProviderConfig,
    User,
)
from scim2_server.utils import load_default_service_provider_config

from socialbpm.social.worktime import OFFICE_HOURS, Calendar
from socialbpm.store.scim_people import away_on

LARGEST_PAGE = 1000
BEARER = AuthenticationScheme(
    type=AuthenticationScheme.Type.oauthbearertoken,
    name="Bearer token",
    description="A token with the role `provisioner` or `admin`; `socialbpm token` issues it.",
    spec_uri=Reference[External]("https://www.rfc-editor.org/rfc/rfc6750"),
    primary=True,
)


class Person(Extension):
    """What socialbpm knows about a person beyond the standard."""

    __schema__ = URN("urn:socialbpm:scim:1.0:Person")

    person_id: Annotated[str | None, Mutability.read_only, Returned.request, CaseExact.true] = None
    """The id by which runtimes name the person, for ever: as a rule the userName, if that was never somebody's id.

    It is returned to who asks for it by name.
    """

    role_name: str | None = None
    """What they are called where they are shown by role only, such as "somebody in Accounting"."""

    skills: Annotated[list[str] | None, CaseExact.true] = None
    """Skills they declare."""

    communities: Annotated[list[str] | None, CaseExact.true] = None
    """Communities they are in."""

    hours: Annotated[str | None, CaseExact.true] = Field(None, examples=[OFFICE_HOURS.hours])
    """When they work, in the syntax of OpenStreetMap; in the zone of the standard `timezone`."""

    country: str | None = Field(None, examples=["DE"])
    """The ISO 3166 code of the country whose public holidays are off."""

    cap: int | None = None
    """How many open asks they hold at most."""

    away: Annotated[list[str] | None, CaseExact.true] = Field(None, examples=["2026-08-03/2026-08-14"])
    """Days on which they are not asked, as ISO 8601 intervals, the last one included; in the zone of `timezone`."""

    deputy: Annotated[str | None, CaseExact.true] = None
    """The `personId` of who is asked in their place while they are away."""

    @field_validator("away")
    @classmethod
    def _days(cls, value: list[str] | None) -> list[str] | None:
        for days in value or ():
            away_on(days, OFFICE_HOURS.zone)
        return value

    @field_validator("cap")
    @classmethod
    def _not_below_zero(cls, value: int | None) -> int | None:
        if value is not None and value < 0:
            msg = "cap must be 0 or more"
            raise ValueError(msg)
        return value

    @model_validator(mode="after")
    def _a_calendar(self) -> Person:
        Calendar(self.hours or OFFICE_HOURS.hours, OFFICE_HOURS.zone, self.country)
        return self


def provider() -> ScimProvider:
    """Return what is served: users, with the enterprise extension and ours, and groups."""
    users = ResourceType.from_resource(User[EnterpriseUser | Person])
    return ScimProvider(
        models=[User, EnterpriseUser, Person, Group],
        resource_types=[users, ResourceType.from_resource(Group)],
        config=_config(),
    )


def _config() -> ServiceProviderConfig:
    """Say what can be done: no bulk, for one change is one transaction, and no passwords, for there are none."""
    config = load_default_service_provider_config()
    if config.bulk and config.change_password and config.filter:
        config.bulk.supported = config.change_password.supported = False
        config.filter.max_results = LARGEST_PAGE
    config.authentication_schemes = [BEARER]
    return config
