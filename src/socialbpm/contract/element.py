"""The `<social:socialize>` element: what a designer says about help at one task. Every default is a good design."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from socialbpm.contract.base import Wire
from socialbpm.contract.durations import WorkingTime, after

NAMESPACE = "urn:socialbpm:bpmn:1.0"
EVENT_NAME = "socialbpm.socialize"
"""The escalation code, or the signal name, by which a drawn event is recognised."""

SELF = "self"
Step = Literal["colleagues", "community"]
Trigger = Literal["manual", "timer", "both"]
Widen = Literal["auto", "propose", "manual"]
ShowAs = Literal["is", "masked", "band"]
WHO_WORDS = (
    "owners",
    "initiator",
    "stakeholders",
    "administrators",
    "lane",
    "case",
    "worked-with",
    "same-group",
    "manager",
    "did-this-task",
    "experts",
)
WHO_PREFIXES = ("group:", "skill:", "community:", "person:")
EXCLUDE_PREFIXES = ("task:", "group:", "person:", "role:")
ROLES = (
    "task_initiator",
    "actual_owner",
    "potential_owners",
    "excluded_owners",
    "business_administrators",
    "task_stakeholders",
)


def _who(words: tuple[str, ...]) -> tuple[str, ...]:
    for word in words:
        if word not in WHO_WORDS and not _named(word, WHO_PREFIXES):
            raise PydanticCustomError(
                "unknown-who",
                'who="{word}" is not known; use any of {allowed}, or {prefixes} with a name',
                {"word": word, "allowed": ", ".join(WHO_WORDS), "prefixes": " ".join(WHO_PREFIXES)},
            )
    return words


def _named(word: str, prefixes: tuple[str, ...]) -> bool:
    return any(word.startswith(prefix) and len(word) > len(prefix) for prefix in prefixes)


def _exclude(word: str) -> str:
    known_role = not word.startswith("role:") or word.removeprefix("role:") in ROLES
    if word == "other-instances" or (_named(word, EXCLUDE_PREFIXES) and known_role):
        return word
    raise PydanticCustomError(
        "unknown-exclude",
        'exclude who="{word}" is not known; use task:ELEMENT_ID, other-instances, group:NAME, person:ID or role:ROLE',
        {"word": word},
    )


def _only_name_and_step(schema: dict[str, Any]) -> None:
    """Say in the JSON Schema what must be sent: all else has a default that depends on these two."""
    schema["required"] = ["name", "step"]


class Ring(Wire):
    """One audience inside a step. What is not given comes from the default ring of that name, then from the step."""

    model_config = ConfigDict(json_schema_extra=_only_name_and_step)

    name: Annotated[str, Field(pattern=r"^[A-Za-z_][\w.-]{0,63}$")]
    step: Step
    who: Annotated[tuple[str, ...], Field(min_length=1), AfterValidator(_who)]
    batch: Annotated[int, Field(ge=1, le=1000)] | Literal["all"]
    most: Annotated[int, Field(ge=1, le=1000)]
    wait: WorkingTime
    patience: WorkingTime | None = None
    """How long one asked person has; None is half the wait."""
    widen: Widen
    open: bool = False
    asker: Literal["named", "role"] = "named"

    @model_validator(mode="before")
    @classmethod
    def _defaults(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        given = {key: value for key, value in given.items() if value is not None}  # None is "not given", as in XML
        step = _STEPS.get(given.get("step"), {})  # any wrong value finds nothing
        named = _NAMED.get(given.get("name"), {})
        return {**step, **(named if named.get("step") == given.get("step") else {}), **given}

    @model_validator(mode="after")
    def _consent(self) -> Self:
        if self.step == "community" and self.widen == "auto":
            raise PydanticCustomError(
                "ring-needs-consent",
                'ring "{ring}" cannot be widen="auto": people in the community step are asked only with the asker\'s '
                'consent; use widen="propose"',
                {"ring": self.name},
            )
        return self


_STEPS: dict[str, dict[str, Any]] = {
    "colleagues": {"who": ("worked-with", "same-group"), "batch": 3, "most": 6, "wait": "PT4H", "widen": "auto"},
    "community": {"who": ("did-this-task", "experts"), "batch": 5, "most": 30, "wait": "P3D", "widen": "propose"},
}
_NAMED: dict[str, dict[str, Any]] = {
    "participants": {
        "step": "colleagues",
        "who": ("owners", "lane", "case"),
        "batch": "all",
        "most": 8,
        "wait": "PT2H",
    },
    "coworkers": {"step": "colleagues", "patience": "PT2H"},
    "network": {"step": "community", "patience": "PT4H"},
}

DEFAULT_RINGS: tuple[Ring, ...] = tuple(
    Ring.model_validate({"name": name, "step": ring["step"]}) for name, ring in _NAMED.items()
)
"""The default ladder after `self`, as design.md §2 has it."""


class Share(Wire):
    """One process variable that the people up to ring `with` may see. Nothing else of the task's data is shown."""

    variable: Annotated[str, Field(min_length=1, max_length=200)]
    with_: str | None = Field(default=None, alias="with")
    """Name of the outermost ring that sees it; None is the first asked ring."""
    as_: ShowAs = Field(default="is", alias="as")


class Exclude(Wire):
    """Who is never a member, never asked, never suggested."""

    who: Annotated[str, AfterValidator(_exclude)]


_AFTER = r"^(=[\s\S]*|(R[1-9]\d?/)?P(\d+W)?(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?( working)?)$"


class Socialize(Wire):
    """The whole element. `rings` empty means the rings of the ladder named `ladder`."""

    ladder: Annotated[str, Field(pattern=r"^[\w.-]{1,64}$")] = "default"
    trigger: Trigger = "manual"
    after: Annotated[str, Field(json_schema_extra={"pattern": _AFTER})] | None = None
    """When the timer fires: a duration, ` working` behind it where it counts working time, `R3/` before it where it is
    to fire up to three times; or an expression. The schema's pattern is for editors; `durations.after` decides."""
    question: Annotated[str, Field(max_length=20_000)] | None = None
    answer: Annotated[str, Field(pattern=r"^[A-Za-z_]\w{0,127}$")] = "socialize"
    rings: tuple[Ring, ...] = ()
    shares: tuple[Share, ...] = ()
    excludes: tuple[Exclude, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _trigger(cls, given: Any) -> Any:
        """`after` alone means `both`."""
        if isinstance(given, dict) and given.get("after") and "trigger" not in given:
            return {**given, "trigger": "both"}
        return given

    @model_validator(mode="after")
    def _whole(self) -> Self:
        self._check_after()
        self._check_rings()
        self._check_shares()
        return self

    @property
    def depends_on_others(self) -> bool:
        """Whether who does another task of the case, or another instance of this one, is excluded."""
        return any(exclude.who == "other-instances" or exclude.who.startswith("task:") for exclude in self.excludes)

    def _check_after(self) -> None:
        if self.after is None:
            if self.trigger != "manual":
                raise PydanticCustomError(
                    "trigger-needs-after",
                    'trigger="{trigger}" needs to know after how long; say it, e.g. after="PT4H"',
                    {"trigger": self.trigger},
                )
        elif not self.after.startswith("="):
            _check_duration(self.after)

    def _check_rings(self) -> None:
        names = [ring.name for ring in self.rings]
        if SELF in names:
            raise PydanticCustomError("reserved-ring", 'the ring "self" is always there, first; leave it out', {})
        if len(set(names)) < len(names):
            raise PydanticCustomError(
                "ring-twice", "two rings have the same name: {names}; give each its own", {"names": ", ".join(names)}
            )
        steps = [ring.step for ring in self.rings]
        if steps != sorted(steps):
            raise PydanticCustomError(
                "steps-out-of-order",
                "a ring of step colleagues comes after one of step community; steps never go back: "
                "colleagues first, then community",
                {},
            )

    def _check_shares(self) -> None:
        if not self.rings and self.ladder != "default":
            return  # the service knows the named ladder; it checks there
        names = [ring.name for ring in self.rings or DEFAULT_RINGS]
        for share in self.shares:
            if share.with_ not in (None, SELF, *names):
                raise PydanticCustomError(
                    "unknown-ring",
                    'share variable="{variable}" with="{ring}": there is no such ring; use one of {allowed}',
                    {"variable": share.variable, "ring": share.with_, "allowed": ", ".join(names)},
                )


def _check_duration(given: str) -> None:
    try:
        after(given)
    except ValueError as error:
        raise PydanticCustomError("bad-duration", "after: {reason}", {"reason": str(error)}) from None
