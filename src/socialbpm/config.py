"""Settings of the service, from the environment: `SOCIALBPM_` and the name of the setting in capitals."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from socialbpm.contract.attachments import KINDS, Files
from socialbpm.contract.durations import elapsed
from socialbpm.errors import Invalid

ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?")
"""Scheme, host and port, in small letters; no path, and no `*`: each is named."""


def _elapsed(text: str) -> str:
    elapsed(text)
    return text


def _kinds(text: str) -> str:
    unknown = sorted(set(text.split()) - KINDS.keys())
    if unknown:
        msg = f"{', '.join(unknown)}: not among {', '.join(KINDS)}"
        raise ValueError(msg)
    return text


def _origins(text: str) -> str:
    for origin in text.replace(",", " ").split():
        if not ORIGIN.fullmatch(origin):
            msg = f"{origin!r} is no origin as browsers write it, like https://tasks.example or http://127.0.0.1:8090"
            raise ValueError(msg)
    return text


class Settings(BaseSettings):
    """What whoever runs the service can decide. Every default works on one machine, with one SQLite file.

    >>> Settings(greatest_age="P14D").lifetime.days
    14
    """

    model_config = SettingsConfigDict(env_prefix="SOCIALBPM_", frozen=True)

    database_url: str = Field(
        default="sqlite:///socialbpm.sqlite",
        repr=False,  # it may hold a password, and what is shown ends up in logs
        description="Where everything is kept: a SQLAlchemy URL of a SQLite file, or of a PostgreSQL database.",
    )
    people: Path | None = Field(default=None, description="The people file.")
    directory: Literal["file", "scim", "both"] | None = Field(
        default=None,
        description="Who says who is who: the people file, SCIM at `/scim/v2`, or both, where SCIM wins. Without it: "
        "the file where there is one, else SCIM.",
    )
    scim_person_id: Literal["userName", "externalId"] = Field(
        default="userName",
        description="What a person's id is made of whom SCIM provisions: what runtimes call them by. It never changes.",
    )
    ladders: Path | None = Field(
        default=None, description="A YAML file of named ladders: for each name, its rings after `self`."
    )
    base_url: str = Field(
        default="http://127.0.0.1:8080", description="Where people reach the service; links are made of it."
    )
    sweep_interval: float = Field(
        default=1.0, gt=0, le=3600, description="Seconds between two looks at what is due: waits, lapses, expiry."
    )
    greatest_age: Annotated[str, AfterValidator(_elapsed)] = Field(
        default="P30D", description="After this elapsed time (ISO 8601) a discussion or an offer expires."
    )
    retention: Annotated[str, AfterValidator(_elapsed)] | None = Field(
        default=None,
        description="How long after its end (ISO 8601, elapsed time) a discussion keeps its words; for ever, without.",
    )
    experience_fresh: Annotated[str, AfterValidator(_elapsed)] = Field(
        default="P365D",
        description="After how long (ISO 8601) what was answered is said to be old to whoever reads it as experience.",
    )
    experience_likeness: Literal["words", "meaning"] = Field(
        default="words",
        description="How experience is compared with a question: by its words; or by what it means, with the extra "
        "`semantic`.",
    )
    cursor_key: SecretStr | None = Field(
        default=None,
        description="Signs the cursors of lists. Without one every start makes a new key, and old cursors end; several "
        "processes behind one address need the same.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="From which level on the service's own lines are logged."
    )
    log_format: Literal["auto", "json", "text"] = Field(
        default="auto", description="One JSON object a line, or text for a person; `auto` is text on a terminal."
    )
    migrate: bool = Field(
        default=True,
        description="Whether a start brings the tables up to date. If not, `socialbpm migrate` does, and a start on "
        "old tables is refused.",
    )
    receipts_kept: Annotated[str, AfterValidator(_elapsed)] = Field(
        default="P7D",
        description="How long (ISO 8601) a call that was taken is remembered, so that it can be sent again, and what "
        "happened, so that a stream can go on.",
    )
    outgoing_allowed: str | None = Field(
        default=None,
        description="Where callbacks and webhooks may go: hosts and networks with blanks or commas between them; "
        "without one, nowhere.",
    )
    outgoing_timeout: float = Field(
        default=10.0, gt=0, le=60, description="Seconds that one call of a callback or webhook may take in all."
    )
    widget_origins: Annotated[str, AfterValidator(_origins)] | None = Field(
        default=None,
        description="On whose pages the widget may be: origins with blanks or commas between them; without one, "
        "nowhere.",
    )
    streams_per_person: int = Field(default=8, ge=1, description="Live streams of one person at a time, on each node.")
    largest_body: int = Field(default=1_048_576, ge=1024, description="Bytes that a request's body may have.")

    largest_attachment: int = Field(
        default=5_242_880, ge=1024, le=104_857_600, description="Bytes that an attached file may have."
    )
    attachment_kinds: Annotated[str, AfterValidator(_kinds)] = Field(
        default=" ".join(KINDS),
        description="Which files may be attached: endings of names, with blanks between them; without one, none.",
    )

    oidc_issuer: str | None = Field(
        default=None, description="The organisation's OpenID provider; without one nobody signs in with it."
    )
    oidc_audience: str | None = Field(
        default=None, description="As what access tokens of the provider name this service; without one none is taken."
    )
    oidc_client_id: str | None = Field(
        default=None, description="As what the provider knows this service, for the login in a browser."
    )
    oidc_client_secret: SecretStr | None = Field(default=None, description="What proves it; without one only PKCE.")
    oidc_scope: str = Field(default="openid", description="What is asked of the provider at a login.")
    oidc_algorithms: str = Field(
        default="RS256 PS256 ES256 EdDSA", description="How tokens may be signed; nothing with a shared secret."
    )
    oidc_person_claim: str = Field(
        default="sub", min_length=1, description="The claim with the person's id, as the directory has it."
    )
    oidc_roles_claim: str | None = Field(
        default=None, description="The claim with groups or roles; with dots the path to it."
    )
    oidc_roles: str = Field(
        default="", description="What each of those gives here: `staff-it=admin, finance=process_owner:pay_invoice`."
    )
    oidc_trusted_for: Annotated[str, AfterValidator(_elapsed)] = Field(
        default="P1D", description="How long (ISO 8601) the provider's keys are trusted while it cannot be reached."
    )
    session_idle: Annotated[str, AfterValidator(_elapsed)] = Field(
        default="PT2H", description="A browser is signed out after so long (ISO 8601) without a call."
    )
    session_lifetime: Annotated[str, AfterValidator(_elapsed)] = Field(
        default="PT12H", description="A browser is signed out after so long (ISO 8601) in any case."
    )

    mail_server: str | None = Field(
        default=None, description="The mail server, as `HOST` or `HOST:PORT`; without one nobody gets mail."
    )
    mail_tls: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="How the connection to it is secured: before anything is said on it, from the first byte, or not.",
    )
    mail_user: str | None = Field(default=None, description="Who signs in at the mail server.")
    mail_password: SecretStr | None = Field(default=None, description="With which password.")
    mail_from: str = Field(
        default="socialbpm <socialbpm@localhost>", description="From whom mails are, as `NAME <ADDRESS>`."
    )
    mail_key: SecretStr | None = Field(
        default=None,
        description="Signs the links in mails by which one passes or unsubscribes; needed for mail, at least 32 "
        "characters, the same on all nodes.",
    )
    mail_language: str = Field(
        default="en", description="In which language people get mail whose own we do not know: `en` or `fr`."
    )
    mail_digest: bool = Field(
        default=False, description="Whether people who did not choose get a daily digest instead of single mails."
    )
    mail_digest_at: str = Field(
        default="09:00",
        pattern=r"^([01]\d|2[0-3]):[0-5]\d$",
        description="When digests go, in the zone of whoever gets one.",
    )

    limit_reads: int = Field(default=6000, ge=0, description="Calls a minute with which a person may read; 0: any.")
    limit_writes: int = Field(default=1200, ge=0, description="Calls a minute with which a person may change; 0: any.")
    limit_hooks: int = Field(default=60_000, ge=0, description="Calls a minute of a runtime; 0: any.")
    limit_strangers: int = Field(
        default=600,
        ge=0,
        description="Calls a minute from an address that prove nobody; 0: any.",
    )

    @property
    def files(self) -> Files:
        """Which files may be attached."""
        return Files(tuple(self.attachment_kinds.split()), self.largest_attachment)

    @property
    def provisioned(self) -> bool:
        """Whether SCIM says who is who, alone or beside a file."""
        return self.directory in {"scim", "both"} or (self.directory is None and self.people is None)

    @property
    def widget_sites(self) -> frozenset[str]:
        """The origins whose pages may have the widget."""
        return frozenset((self.widget_origins or "").replace(",", " ").split())

    @property
    def lifetime(self) -> timedelta:
        """The greatest age, as elapsed time."""
        return elapsed(self.greatest_age)

    @property
    def memory(self) -> timedelta:
        """How long calls that were taken are remembered, as elapsed time."""
        return elapsed(self.receipts_kept)

    @property
    def freshness(self) -> timedelta:
        """After how long experience is old, as elapsed time."""
        return elapsed(self.experience_fresh)

    @property
    def keeping(self) -> timedelta | None:
        """The retention, as elapsed time."""
        return None if self.retention is None else elapsed(self.retention)


def from_environment() -> Settings:
    """Return the settings of the environment.

    Raises:
        Invalid: one cannot be used. It names the variable and not its value, which may be a secret.
    """
    prefix = Settings.model_config.get("env_prefix", "")
    try:
        return Settings()
    except ValidationError as error:
        wrong = [f"{prefix}{'_'.join(map(str, it['loc']))}".upper() + f": {it['msg']}" for it in error.errors()]
        raise Invalid(
            "; ".join(wrong), hint="docs/settings.md lists what it may be.", code="settings-invalid"
        ) from None
