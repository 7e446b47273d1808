"""The element as XML: the bare one is a good design, what is written reads back, what is wrong says what is allowed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from socialbpm.contract.element import (
    EXCLUDE_PREFIXES,
    NAMESPACE,
    ROLES,
    WHO_PREFIXES,
    WHO_WORDS,
    Exclude,
    Ring,
    Share,
    Socialize,
)
from socialbpm.contract.xml import ALLOWED, read_socialize, write_socialize
from socialbpm.errors import DiagramError


def read(inside: str = "", **attributes: str) -> Socialize:
    given_ = "".join(f' {name}="{value}"' for name, value in attributes.items())
    xml = f'<task xmlns:social="{NAMESPACE}" id="check">\n<social:socialize{given_}>{inside}</social:socialize></task>'
    return read_socialize(etree.fromstring(xml)[0], file="invoice.bpmn")


class TestReading:
    def test_the_bare_element_is_a_good_design(self) -> None:
        """All defaults: the default ladder, fired by hand, the answer by request."""
        assert read() == Socialize()

    def test_after_alone_means_both(self) -> None:
        """A designer who gives a time wants the timer, and still lets Alice ask."""
        assert read(after="PT4H").trigger == "both"
        assert read(after="PT4H", trigger="manual").trigger == "manual"

    def test_everything_that_can_be_said(self) -> None:
        """The example of the reference."""
        design = read(
            '<social:ring name="participants" step="colleagues" who="owners lane case" batch="all" most="8"'
            ' patience="PT2H" wait="PT2H" widen="auto" open="false" asker="named"/>'
            '<social:share variable="invoice_no" with="participants" as="is"/>'
            '<social:share variable="amount" as="band"/><social:exclude who="task:approve_invoice"/>',
            ladder="default",
            after="PT4H working",
            question="What is unclear?",
            answer="advice",
        )
        assert design.rings[0].who == ("owners", "lane", "case")
        assert (design.rings[0].batch, design.rings[0].open) == ("all", False)
        assert [(share.variable, share.with_, share.as_) for share in design.shares] == [
            ("invoice_no", "participants", "is"),
            ("amount", None, "band"),
        ]
        assert design.excludes == (Exclude(who="task:approve_invoice"),)

    def test_a_ring_takes_what_it_does_not_say_from_the_default_ring_of_its_name(self) -> None:
        """And from its step, if there is none."""
        (named,) = read('<social:ring name="coworkers" step="colleagues"/>').rings
        (other,) = read('<social:ring name="friends" step="colleagues"/>').rings
        assert (named.patience, other.patience) == ("PT2H", None)
        assert (named.batch, other.batch, other.most) == (3, 3, 6)

    def test_comments_and_white_space_say_nothing(self) -> None:
        """Modelers and people leave them."""
        assert read('\n  <!-- four eyes -->\n  <social:exclude who="other-instances"/>\n').excludes


class TestRefusing:
    @pytest.mark.parametrize(
        ("inside", "attributes", "said"),
        [
            (
                "",
                {"timeout": "PT4H"},
                "socialize has an attribute timeout that is not known\n"
                "  Use ladder, trigger, after, question, answer.\n  [unknown-attribute]",
            ),
            (
                "<social:step/>",
                {},
                "socialize has a child step that is not known\n  Use ring, share, exclude.\n  [unknown-child]",
            ),
            (
                '<social:ring name="a" step="colleagues"><social:ring/></social:ring>',
                {},
                "ring has a child ring\n  It has no children.\n  [unknown-child]",
            ),
            ("Ask Bob", {}, "socialize contains text\n  Say it in attributes.\n  [unexpected-text]"),
            (
                "",
                {"trigger": "timer"},
                'trigger="timer" needs to know after how long\n  Say it, e.g. after="PT4H".\n  [trigger-needs-after]',
            ),
            ("", {"after": ""}, "after: '' is not a duration like PT4H, P3D or P1DT30M\n  [bad-duration]"),
            (
                "",
                {"after": "PT0S"},
                "after: 'PT0S' is no time at all\n  It must be longer than zero.\n  [bad-duration]",
            ),
            (
                '<social:ring name="a" step="colleagues" most="0"/>',
                {},
                'ring most="0" is not allowed\n  Use a number from 1 to 1000.\n  [bad-value]',
            ),
            (
                '<social:ring name="a" step="colleagues" most="1_0"/>',
                {},
                'ring most="1_0" is not allowed\n  Use a number from 1 to 1000.\n  [bad-value]',
            ),
            (
                '<social:exclude who="role:boss"/>',
                {},
                'exclude who="role:boss" is not known\n'
                "  Use task:ELEMENT_ID, other-instances, group:NAME, person:ID or role:ROLE.\n  [unknown-exclude]",
            ),
        ],
    )
    def test_what_is_wrong_is_said_with_its_place_and_what_is_allowed(
        self, inside: str, attributes: dict[str, str], said: str
    ) -> None:
        """File, line, the id of the host, what is wrong, what to do, the code."""
        with pytest.raises(DiagramError) as caught:
            read(inside, **attributes)
        assert str(caught.value) == f"invoice.bpmn:2 check: {said}"

    def test_an_attribute_of_another_namespace_is_not_known_either(self) -> None:
        """`social:ladder` is a likely slip, and would quietly mean the default."""
        xml = f'<s:socialize xmlns:s="{NAMESPACE}" s:ladder="quick"/>'
        with pytest.raises(DiagramError, match="has an attribute ladder that is not known"):
            read_socialize(etree.fromstring(xml))

    def test_a_long_value_is_not_repeated_in_full(self) -> None:
        """The message stays readable."""
        with pytest.raises(DiagramError) as caught:
            read(answer="a b" * 100)
        assert len(caught.value.message) < 100

    def test_what_is_allowed_names_exactly_what_the_models_have(self) -> None:
        """A new attribute must be described, or it cannot be used."""
        models: dict[str, type[Any]] = {"socialize": Socialize, "ring": Ring, "share": Share, "exclude": Exclude}
        for name, model in models.items():
            fields = {field.alias or key for key, field in model.model_fields.items()}
            assert set(ALLOWED[name]) == fields - {"rings", "shares", "excludes"}


# -- everything that can be said reads back

NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_.-]{0,20}", fullmatch=True).filter(lambda name: name != "self")
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"], include_characters="\t\n"), max_size=40
)
DURATIONS = st.builds(
    lambda days, hours, minutes: f"P{days}DT{hours}H{minutes}M",
    st.integers(1, 99),
    st.integers(0, 23),
    st.integers(0, 59),
)
WORDS = st.from_regex(r"[a-z0-9_-]{1,12}", fullmatch=True)
WHO = st.one_of(st.sampled_from(WHO_WORDS), st.builds(str.__add__, st.sampled_from(WHO_PREFIXES), WORDS))
EXCLUDED = st.one_of(
    st.just("other-instances"),
    st.sampled_from(ROLES).map("role:{}".format),
    st.builds(str.__add__, st.sampled_from([prefix for prefix in EXCLUDE_PREFIXES if prefix != "role:"]), WORDS),
)


@st.composite
def rings(draw: st.DrawFn) -> tuple[Ring, ...]:
    names = draw(st.lists(NAMES, unique=True, max_size=4))
    steps = sorted(draw(st.sampled_from(["colleagues", "community"])) for _ in names)
    return tuple(draw(ring(name, step)) for name, step in zip(names, steps, strict=True))


def ring(name: str, step: str) -> st.SearchStrategy[Ring]:
    widen = ["propose", "manual"] if step == "community" else ["auto", "propose", "manual"]
    chosen = {
        "who": st.lists(WHO, min_size=1, max_size=4).map(tuple),
        "batch": st.one_of(st.just("all"), st.integers(1, 1000)),
        "most": st.integers(1, 1000),
        "patience": st.none() | DURATIONS,
        "wait": DURATIONS,
        "widen": st.sampled_from(widen),
        "open": st.booleans(),
        "asker": st.sampled_from(["named", "role"]),
    }
    fields = st.fixed_dictionaries({}, optional=chosen)
    return fields.map(lambda said: Ring.model_validate({"name": name, "step": step, **said}))


@st.composite
def designs(draw: st.DrawFn) -> Socialize:
    drawn_rings = draw(rings())
    known = [one.name for one in drawn_rings] or ["participants", "coworkers", "network"]
    shares = st.fixed_dictionaries(
        {"variable": TEXT.filter(bool)},
        optional={"with": st.sampled_from(known), "as": st.sampled_from(["is", "masked", "band"])},
    )
    after = draw(
        st.none()
        | DURATIONS
        | DURATIONS.map("{} working".format)
        | DURATIONS.map("R3/{}".format)
        | st.just("=patience")
    )
    chosen = {
        "ladder": st.from_regex(r"[A-Za-z0-9_.-]{1,64}", fullmatch=True),
        "question": TEXT,
        "answer": st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,20}", fullmatch=True),
    }
    said = draw(st.fixed_dictionaries({}, optional=chosen))
    if after is not None:
        said |= {"after": after} | draw(
            st.fixed_dictionaries({}, optional={"trigger": st.sampled_from(["manual", "timer", "both"])})
        )
    given_shares = [Share.model_validate(share) for share in draw(st.lists(shares, max_size=3))]
    excludes = [Exclude(who=who) for who in draw(st.lists(EXCLUDED, max_size=3))]
    return Socialize.model_validate({**said, "rings": drawn_rings, "shares": given_shares, "excludes": excludes})


class TestRoundTrip:
    @given(designs())
    def test_what_is_written_reads_back(self, design: Socialize) -> None:
        """Model to XML text to model."""
        text = etree.tostring(write_socialize(design), pretty_print=True)
        assert read_socialize(etree.fromstring(text)) == design

    @given(designs())
    def test_and_so_does_what_the_state_of_a_workflow_keeps(self, design: Socialize) -> None:
        """Model to JSON to model; the trigger is kept in any case, as its default hangs on `after`."""
        kept = design.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        assert Socialize.model_validate({**kept, "trigger": design.trigger}) == design
