"""The moddle descriptor, the XML Schema and the model of the contract say the same of the element."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Literal, get_args, get_origin
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from socialbpm.contract.element import (
    DEFAULT_RINGS,
    NAMESPACE,
    ROLES,
    WHO_PREFIXES,
    WHO_WORDS,
    Exclude,
    Ring,
    Share,
    Socialize,
)
from socialbpm.contract.xml import ALLOWED, REQUIRED, read_socialize
from socialbpm.errors import DiagramError
from tests.settings import REPOSITORY

SCHEMA = REPOSITORY / "extensions" / "schema"
MODELS: dict[str, type[Any]] = {"socialize": Socialize, "ring": Ring, "share": Share, "exclude": Exclude}
CHILDREN = {"ring": "rings", "share": "shares", "exclude": "excludes"}
ATTRIBUTES = [(element, attribute) for element, allowed in ALLOWED.items() for attribute in allowed]
XSD = "{http://www.w3.org/2001/XMLSchema}"


@cache
def descriptor() -> dict[str, Any]:
    told: dict[str, Any] = json.loads((SCHEMA / "social.json").read_text(encoding="utf-8"))
    return told


@cache
def xsd() -> etree._Element:
    return etree.parse(SCHEMA / "social.xsd").getroot()


@cache
def validator() -> etree.XMLSchema:
    return etree.XMLSchema(xsd())


def moddle_type(element: str) -> dict[str, Any]:
    return next(kind for kind in descriptor()["types"] if kind["name"] == element.title())


def xsd_attributes(element: str) -> dict[str, etree._Element]:
    found = xsd().findall(f"{XSD}complexType[@name='t{element.title()}']/{XSD}attribute")
    return {str(attribute.get("name")): attribute for attribute in found}


def alias(name: str, field: Any) -> str:
    return str(field.alias or name)


def field_of(element: str, attribute: str) -> Any:
    fields = MODELS[element].model_fields
    return next(field for name, field in fields.items() if alias(name, field) == attribute)


def words_of(annotation: Any) -> set[str]:
    """Return the words of a choice; none where it is no choice, or not only one."""
    if annotation is bool:
        return {"true", "false"}
    return set(get_args(annotation)) if get_origin(annotation) is Literal else set()


class TestAttributes:
    @pytest.mark.parametrize("element", MODELS)
    def test_all_three_know_the_same_attributes(self, element: str) -> None:
        """An attribute that one of them does not know would be lost, or refused, on the way."""
        model = {alias(name, field) for name, field in MODELS[element].model_fields.items()} - set(CHILDREN.values())
        moddle = {each["name"] for each in moddle_type(element)["properties"] if each.get("isAttr")}
        assert model == moddle == set(xsd_attributes(element)) == set(ALLOWED[element])

    @pytest.mark.parametrize("element", MODELS)
    def test_the_same_attributes_are_required(self, element: str) -> None:
        """Where the model finds a default it is not required; moddle knows no such thing."""
        required = {name for name, attribute in xsd_attributes(element).items() if attribute.get("use") == "required"}
        bare = etree.fromstring(f'<s:socialize xmlns:s="{NAMESPACE}"><s:{element}/></s:socialize>')
        assert required == set(REQUIRED.get(element, ()))
        if element in CHILDREN:
            with pytest.raises(DiagramError, match="needs"):
                read_socialize(bare)

    @pytest.mark.parametrize(("element", "attribute"), ATTRIBUTES)
    def test_a_choice_is_the_same_choice(self, element: str, attribute: str) -> None:
        """An enumeration of the descriptor, one of the schema, and a Literal of the model, word by word."""
        words = words_of(field_of(element, attribute).annotation)
        (told,) = (each for each in moddle_type(element)["properties"] if each["name"] == attribute)
        choices = {
            each["name"]: {word["name"] for word in each["literalValues"]} for each in descriptor()["enumerations"]
        }
        assert choices.get(told["type"], set()) == words
        named = xsd_attributes(element)[attribute].get("type")
        enumerated = xsd().findall(f"{XSD}simpleType[@name='{named}']/{XSD}restriction/{XSD}enumeration")
        assert {word.get("value") for word in enumerated} == words

    def test_every_enumeration_is_used(self) -> None:
        """What nothing points to, nobody keeps up to date."""
        used = {each["type"] for kind in descriptor()["types"] for each in kind["properties"]}
        assert {each["name"] for each in descriptor()["enumerations"]} <= used

    def test_a_modeler_gives_back_what_it_read(self) -> None:
        """A typed attribute would make open="yes" into open="false"; one with a default would be left out on saving."""
        choices = {each["name"] for each in descriptor()["enumerations"]}
        for kind in descriptor()["types"]:
            for each in kind["properties"]:
                assert "default" not in each
                assert not each.get("isAttr") or each["type"] in {"String", *choices}

    def test_the_schema_knows_the_same_words_for_people(self) -> None:
        """They stand in lists, or behind a prefix, so no Literal has them."""
        assert {word.get("value") for word in xsd().iterfind(f"{XSD}simpleType[@name='tPool']//{XSD}enumeration")} == {
            *WHO_WORDS
        }
        roles = xsd().iterfind(f"{XSD}simpleType[@name='tExcludedByRole']//{XSD}enumeration")
        assert {word.get("value") for word in roles} == {f"role:{role}" for role in ROLES}
        (pattern,) = xsd().iterfind(f"{XSD}simpleType[@name='tNamed']//{XSD}pattern")
        assert all(prefix in str(pattern.get("value")) for prefix in WHO_PREFIXES)


class TestChildren:
    def test_all_three_know_the_same_children(self) -> None:
        """Rings, shares and exclusions, in any number and order, and nothing in them."""
        moddle = {each["name"]: each["type"] for each in moddle_type("socialize")["properties"] if each.get("isMany")}
        assert moddle == {plural: name.title() for name, plural in CHILDREN.items()}
        children = xsd().iterfind(f"{XSD}complexType[@name='tSocialize']//{XSD}element")
        assert {child.get("name") for child in children} == set(CHILDREN)
        assert set(CHILDREN.values()) <= set(Socialize.model_fields)

    def test_the_answer_says_nothing_more(self) -> None:
        """It marks an event; there is nothing to set."""
        assert moddle_type("answer")["properties"] == []
        assert xsd_attributes("answer") == {}

    @pytest.mark.parametrize(
        "wrong", ["<s:socialize><s:step/></s:socialize>", '<s:socialize timeout="1"/>', "<s:socialize>x</s:socialize>"]
    )
    def test_the_schema_is_as_strict_as_we_are(self, wrong: str) -> None:
        """A child, an attribute and a text that nobody knows."""
        element = etree.fromstring(wrong.replace("<s:socialize", f'<s:socialize xmlns:s="{NAMESPACE}"', 1))
        assert not validator().validate(element)
        with pytest.raises(DiagramError):
            read_socialize(element)


def text(value: object) -> str:
    return " ".join(value) if isinstance(value, tuple) else str(value)


def defaults() -> dict[str, dict[str, dict[str, str]]]:
    told: dict[str, dict[str, dict[str, str]]] = json.loads((SCHEMA / "defaults.json").read_text(encoding="utf-8"))
    return told


class TestDefaults:
    @pytest.mark.parametrize("step", ["colleagues", "community"])
    def test_a_ring_gets_the_same_defaults_from_its_step(self, step: str) -> None:
        """Editors show them, and linters count with them."""
        ring = Ring.model_validate({"name": "r", "step": step})
        told = defaults()["steps"][step]
        assert told == {name: text(getattr(ring, name)) for name in ("who", "batch", "most", "wait", "widen")}

    def test_the_default_rings_are_the_same(self) -> None:
        """With their names, in their order."""
        told = [
            {"name": name, **defaults()["steps"][ring["step"]], **ring} for name, ring in defaults()["rings"].items()
        ]
        model = [
            {name: text(value) for name, value in ring.model_dump(exclude={"open", "asker"}, exclude_none=True).items()}
            for ring in DEFAULT_RINGS
        ]
        assert told == model


# --- values

GRAMMAR = {"bad-value", "bad-duration", "unknown-who", "unknown-exclude", "missing-attribute"}
"""What is wrong with one attribute by itself; what one says of another no schema can know."""

SAMPLES = (
    *(
        "",
        " ",
        "x",
        "X_1",
        "1x",
        "_",
        "a.b-c",
        "é",
        "x" * 64,
        "x" * 65,
        "x" * 128,
        "x" * 129,
        "x" * 200,
        "x" * 201,
        "ªx",
    ),
    *("PT4H", "P3D", "P1DT30M", "P2W", "P1W2D", "PT0H", "P0D", "P", "PT", "P1M", "P1Y", "PT1.5H", "-PT1H", "pt1h"),
    *("PT4H working", "R3/PT4H", "R3/P1DT1H working", "R03/PT1H", "R/PT4H", "R0/PT1H", "R100/PT1H", "R99/PT1H"),
    *("R3/PT0H", "PT٣H", "P1D ", " P1D", "P12345D", "PT123456H", "=", "=hours * 2", "= a\nb", "PT1H  working"),
    *("all", "0", "1", "01", "0001", "1000", "1001", "10000", "-1", "1.0", " 3", "٣", "1e2", "+3"),
    *("owners", "owners lane case", "owners,lane", "friends", "group:A", "group:", "group:A skill:b person:c@d.e"),
    *(" owners ", "owners\tlane", "group:A\u00a0B", "group:A B", "community:x", "experts group:Ä"),
    *(
        "task:a",
        "task:",
        "task:a b",
        "other-instances",
        "other-instances ",
        "role:actual_owner",
        "role:boss",
        "person:x",
    ),
    *(
        "true",
        "false",
        "1",
        "True",
        "manual",
        "timer",
        "both",
        "auto",
        "propose",
        "is",
        "masked",
        "band",
        "named",
        "role",
    ),
    *("colleagues", "community", "alone", "Colleagues", " manual", "self"),
)
OTHERS = {"ring": {"name": "r", "step": "colleagues"}, "share": {"variable": "v"}, "exclude": {"who": "task:t"}}


def agree(element: str, attribute: str, value: str) -> None:
    given = {**OTHERS.get(element, {}), attribute: value}
    attributes = " ".join(f"{name}={quoteattr(text)}" for name, text in given.items())
    own = f"<s:{element} {attributes}/>"
    inside = own if element == "socialize" else f"<s:socialize>{own}</s:socialize>"
    root = etree.fromstring(inside.replace("<s:socialize", f'<s:socialize xmlns:s="{NAMESPACE}"', 1))
    valid = validator().validate(root)
    try:
        read_socialize(root)
        refused = None
    except DiagramError as error:
        refused = error.code
    assert valid == (refused not in GRAMMAR), (own, valid, refused)


@pytest.mark.parametrize(("element", "attribute"), ATTRIBUTES)
def test_schema_and_model_agree_on_a_value(element: str, attribute: str) -> None:
    """Each of them on every attribute: what the schema accepts the parser does, and the other way round."""
    for value in SAMPLES:
        agree(element, attribute, value)


@given(
    st.sampled_from(ATTRIBUTES),
    st.lists(st.sampled_from([*"PTWDHMSR/= 0129", "working", "all", "group:", "role:", "x", "é", "ß", "–"])).map(
        "".join
    ),
)
def test_schema_and_model_agree_on_any_value(at: tuple[str, str], value: str) -> None:
    """Made of what durations, numbers and names are made of."""
    agree(*at, value)
