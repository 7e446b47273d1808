"""The people file: what it says, and what it answers when it says something wrong."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialbpm.actions.people import Directory, History, Person, available
from socialbpm.directory import people_file
from socialbpm.directory.file_directory import FileDirectory
from socialbpm.directory.people_file import loads, read
from socialbpm.directory.seeded_history import SeededHistory, Seeds
from socialbpm.errors import PeopleFileError
from socialbpm.social.worktime import OFFICE_HOURS, Calendar
from tests.actions.fakes import FakeHistory

EXAMPLE = Path(__file__).parents[2] / "examples" / "people.yaml"
BERLIN = ZoneInfo("Europe/Berlin")
SMALL = """\
people:
  - {id: alice, name: Alice}
  - {id: bob, name: Bob}
"""


def people(text: str) -> FileDirectory:
    return loads(text).directory


def person(text: str) -> Person:
    return people(f"people:\n  - {text}\n").people()[0]


class TestPerson:
    """What the file says of one person."""

    def test_only_id_and_name_are_needed(self) -> None:
        """Everything else has a default that works."""
        assert person("{id: bob, name: Bob}") == Person(id="bob", name="Bob")

    def test_everything_can_be_said(self) -> None:
        """Each key of a person, as the directory gives it back."""
        text = """
calendars: {always: {hours: 24/7, zone: Europe/Berlin}}
people:
  - {id: frank, name: Frank}
  - id: bob
    name: Bob
    role_name: a bookkeeper
    groups: [accounting, choir]
    manager: frank
    skills: [vat]
    communities: [invoices]
    calendar: always
    active: false
    away: [{from: 2026-08-03, to: 2026-08-14}]
    cap: 1
    deputy: frank
    language: fr
"""
        away = datetime(2026, 8, 3, tzinfo=BERLIN), datetime(2026, 8, 15, tzinfo=BERLIN)
        assert people(text).person("bob") == Person(
            id="bob",
            name="Bob",
            role_name="a bookkeeper",
            groups=("accounting", "choir"),
            manager="frank",
            skills=("vat",),
            communities=("invoices",),
            calendar=Calendar("24/7", "Europe/Berlin"),
            active=False,
            away=(away,),
            cap=1,
            deputy="frank",
            language="fr",
        )

    def test_a_person_without_a_role_name_is_named_by_their_first_group(self) -> None:
        """What somebody further out reads instead of the asker's name."""
        assert person("{id: bob, name: Bob, groups: [Accounting, Choir]}").role_name == "somebody in Accounting"

    def test_the_last_day_away_is_a_day_away(self) -> None:
        """Bob is back at the midnight after it, in his own zone."""
        bob = person("{id: bob, name: Bob, away: [{from: 2026-08-03, to: 2026-08-03}]}")
        midnight = datetime(2026, 8, 4, tzinfo=ZoneInfo("UTC"))
        assert not available(bob, midnight - timedelta(seconds=1))
        assert available(bob, midnight)

    def test_a_value_is_text_until_its_key_says_otherwise(self) -> None:
        """YAML would read these as False, as a number and as a date."""
        assert (person("{id: no, name: 007}").id, person("{id: no, name: 007}").name) == ("no", "007")
        assert person("{id: 2026-01-01, name: x}").id == "2026-01-01"


class TestGroups:
    """Who belongs together."""

    def test_a_group_is_who_says_so_and_who_is_listed(self) -> None:
        """Both ways in add up, and nobody is in twice."""
        text = """
people:
  - {id: alice, name: Alice}
  - {id: bob, name: Bob, groups: [accounting], communities: [vat]}
  - {id: eve, name: Eve, groups: [marketing]}
groups: {accounting: [alice, bob]}
communities: {vat: [alice]}
"""
        directory = people(text)
        assert (directory.group("accounting"), directory.community("vat")) == (("alice", "bob"), ("alice", "bob"))
        assert (directory.same_group("alice"), directory.same_group("eve")) == (("bob",), ())

    def test_a_lane_has_people_and_whole_groups(self) -> None:
        """A lane without an entry is the group of that name."""
        text = """
people:
  - {id: alice, name: Alice}
  - {id: bob, name: Bob, groups: [accounting]}
lanes: {Checking: [alice, "group:accounting", alice]}
"""
        directory = people(text)
        assert (directory.lane("Checking"), directory.lane("accounting")) == (("alice", "bob"), ("bob",))

    def test_names_are_compared_as_written(self) -> None:
        """`Accounting` is not `accounting`: two systems that disagree are found, not guessed at."""
        directory = people("people: [{id: bob, name: Bob, groups: [accounting], skills: [VAT]}]")
        assert (directory.group("Accounting"), directory.skill("vat"), directory.person("Bob")) == ((), (), None)

    def test_who_is_not_there_has_nobody(self) -> None:
        """A runtime may name somebody who was never in the file."""
        directory = people(SMALL)
        assert (directory.name("zoe"), directory.manager("zoe"), directory.same_group("zoe")) == ("zoe", None, ())


class TestCalendars:
    """Who works when."""

    def test_who_names_none_has_the_default_calendar(self) -> None:
        """The file's, or Monday to Friday, nine to five, in UTC."""
        text = "default_calendar: early\ncalendars: {early: {hours: 'Mo-Fr 06:00-14:00'}}\n" + SMALL
        assert people(text).people()[0].calendar == Calendar("Mo-Fr 06:00-14:00")
        assert people(SMALL).people()[0].calendar == OFFICE_HOURS


class TestSeeds:
    """What people did before."""

    TEXT = SMALL + "ties: [[alice, bob, 4]]\ndid: {invoice/check: {bob: 2}}\n"

    def test_a_tie_holds_both_ways(self) -> None:
        """Alice worked with Bob as often as Bob worked with Alice."""
        seeds = loads(self.TEXT).seeds
        assert seeds == Seeds({"alice": {"bob": 4}, "bob": {"alice": 4}}, {("invoice", "check"): {"bob": 2}})

    def test_seeds_are_added_to_what_happened_since(self) -> None:
        """Four cases from before and one from today are five."""
        fake = FakeHistory(together={"alice": {"bob": 1, "carol": 1}}, elsewhere={"check": {"carol": 3}})
        history = SeededHistory(fake, loads(self.TEXT).seeds)
        assert asyncio.run(history.worked_together("alice")) == {"bob": 5, "carol": 1}
        assert asyncio.run(history.did_element("erp", "invoice", "check", "c1")) == {"bob": 2, "carol": 3}

    def test_seeds_say_nothing_of_a_single_case(self) -> None:
        """What concerns this case, and open asks, comes from the history alone."""
        fake = FakeHistory(on_case=("bob",), in_case={"check": ("bob",)}, other_instances=("eve",), asks={"bob": 2})
        history: History = SeededHistory(fake, loads(self.TEXT).seeds)
        assert asyncio.run(history.worked_on_case("erp", "c1")) == ("bob",)
        assert asyncio.run(history.did_task_in_case("erp", "c1", "check")) == ("bob",)
        assert asyncio.run(history.did_in_other_instances("erp", "c1", "check", "t1")) == ("eve",)
        assert asyncio.run(history.open_asks(["bob"])) == {"bob": 2}


class TestExample:
    """The demo's people."""

    def test_the_example_is_a_directory(self) -> None:
        """Alice and Bob share a lane, Carol knows Alice, Dana did the task elsewhere, Eve is outside."""
        found = read(EXAMPLE)
        directory: Directory = found.directory
        assert directory.lane("Accounting") == ("alice", "bob")
        assert found.seeds.ties["alice"]["carol"] == 4
        assert found.seeds.did["purchase_invoice", "check_invoice"]["dana"] == 6
        assert directory.same_group("eve") == ()
        assert {"Europe/Berlin", "America/New_York"} == {person.calendar.zone for person in directory.people()}


COMPARE = "Compare it with examples/people.yaml."
CAPITALS = "Add them under `people:`, or correct the id; capitals count."
PERSON_KEYS = (
    "id, name, role_name, groups, manager, skills, communities, calendar, active, away, cap, owns, deputy, email, "
    "language"
)
FILE_KEYS = "people, groups, communities, lanes, calendars, default_calendar, ties, did"
EVE = SMALL + "  - {id: eve, name: Eve"
EVENINGS = "calendar \"late\": hours 'evenings' cannot be read; write them like 'Mo-Fr 09:00-17:00; Dec 24 off'"
HOURS = "Hours are written as in https://wiki.openstreetmap.org/wiki/Key:opening_hours."
QUOTES = "Look for a missing quote, colon or bracket, and indent with spaces."


class TestRefused:
    """Each mistake is answered with file, line, what is wrong and what to do."""

    @pytest.mark.parametrize(
        ("text", "line", "what", "hint"),
        [
            ("", 1, "the file is empty", "List people under `people:`."),
            ("people: []\n", 1, '"people" must be a list with something in it', COMPARE),
            ("calendars: {}\n", 1, '"people" is missing', "Add it."),
            ("- alice\n- bob\n", 1, '"the file" must be a mapping (`key: value`)', COMPARE),
            ("people: bob\n", 1, '"people" must be a list', COMPARE),
            (EVE + ", active: maybe}\n", 4, '"active" must be true or false', COMPARE),
            (EVE + ", skills: [[]]}\n", 4, "entry 1 must be a text", COMPARE),
            ("people:\n  - bob\n", 2, "entry 1 must be a mapping (`key: value`)", COMPARE),
            ("people:\n  - id: bob\n", 2, '"name" is missing', "Add it."),
            ("people:\n  - id: bob\n    name:\n", 3, '"name" must be a text', COMPARE),
            (
                SMALL + "  - {id: bob, name: Robert}\n",
                4,
                'two people have the id "bob"',
                "Give one of them another id.",
            ),
            (SMALL + "team: {}\n", 4, 'unknown key "team"', f"Use one of {FILE_KEYS}."),
            (
                SMALL + "  - id: eve\n    nmae: Eve\n    name: Eve\n",
                5,
                'unknown key "nmae"',
                f"Use one of {PERSON_KEYS}.",
            ),
            (SMALL + "calendars:\n  a:\n    hour: x\n", 6, 'unknown key "hour"', "Use one of hours, zone, country."),
            (
                EVE + ", away: [{since: x, from: 2026-01-01, to: 2026-01-01}]}\n",
                4,
                'unknown key "since"',
                "Use one of from, to.",
            ),
            (EVE + ", cap: many}\n", 4, '"cap" must be a whole number', COMPARE),
            (
                EVE + ", away: [{from: 2026-02-30, to: 2026-03-01}]}\n",
                4,
                '"from" must be a date like 2026-08-03',
                COMPARE,
            ),
            (
                EVE + ", away: [{from: 2026-03-02, to: 2026-03-01}]}\n",
                4,
                "eve is away from 2026-03-02 to 2026-03-01, which is before",
                "`to` is the last day away; put the earlier day first.",
            ),
            (EVE + ", manager: Bob}\n", 4, 'nobody has the id "Bob"', CAPITALS),
            (EVE + ", deputy: Bob}\n", 4, 'nobody has the id "Bob"', CAPITALS),
            (
                EVE + ", calendar: late}\ncalendars: {early: {}}\n",
                4,
                'there is no calendar "late"',
                "Add it under `calendars:`; there is early.",
            ),
            (
                "default_calendar: late\n" + SMALL,
                1,
                'there is no calendar "late"',
                "Add it under `calendars:`; there is none yet.",
            ),
            (SMALL + "groups:\n  accounting:\n    - bob\n    - zoe\n", 7, 'nobody has the id "zoe"', CAPITALS),
            (SMALL + "communities: {vat: [zoe]}\n", 4, 'nobody has the id "zoe"', CAPITALS),
            (SMALL + "lanes:\n  Check: [zoe]\n", 5, 'nobody has the id "zoe"', CAPITALS),
            (
                SMALL + "groups: {a: [bob]}\nlanes: {Check: ['group:b']}\n",
                5,
                'there is no group "b"',
                "Use one that somebody is in: a.",
            ),
            (SMALL + "calendars:\n  late: {hours: evenings}\n", 5, EVENINGS, HOURS),
            (SMALL + "ties:\n  - [alice, zoe, 1]\n", 5, 'nobody has the id "zoe"', CAPITALS),
            (SMALL + "ties: [[alice, bob]]\n", 4, "entry 3 is missing", "Add it."),
            (SMALL + "ties: [[alice, bob, 1, 2]]\n", 4, "entry 1 must be a list of 3", COMPARE),
            (SMALL + "ties: [[bob, bob, 1]]\n", 4, "bob is tied to themselves", "Name two people."),
            (SMALL + "ties: [[alice, bob, 0]]\n", 4, "entry 3 must be 1 or more", COMPARE),
            (SMALL + "did: {invoice/check: {zoe: 1}}\n", 4, 'nobody has the id "zoe"', CAPITALS),
            (SMALL + "did: {check: {bob: 1}}\n", 4, '"check" must be written as PROCESS/ELEMENT', COMPARE),
            ("people:\n  - {id: bob\n", 3, "this is not YAML: did not find expected ',' or '}'", QUOTES),
            ("people:\n\t- id: bob\n", 2, "this is not YAML: found character that cannot start any token", QUOTES),
            (SMALL + "---\n" + SMALL, 4, "this is not YAML: but found another document", QUOTES),
            (SMALL + "people: []\n", 4, 'the key "people" stands twice here', "Put both under one key."),
            (SMALL + "? [a, b]\n: c\n", 4, "a key is a list or a mapping", "Use a plain text as key."),
            (
                "people: &all\n  - {id: bob, name: Bob}\ngroups: {a: *all}\n",
                3,
                "*all is an alias",
                "Write the value out.",
            ),
            ("people: " + "[" * 11 + "]" * 11 + "\n", 1, "this is nested more than 10 deep", COMPARE),
        ],
    )
    def test_a_mistake_is_found_with_its_line(self, text: str, line: int, what: str, hint: str) -> None:
        """The exact words: people search for them."""
        with pytest.raises(PeopleFileError) as refused:
            loads(text, "people.yaml")
        assert str(refused.value) == f"people.yaml:{line}: {what}\n  {hint}"
        assert refused.value.details == {"file": "people.yaml", "line": line}

    @settings(deadline=None)  # the first parse loads the parser
    @given(st.text(alphabet="people:idnamtrw[]{}-*&!?,'0 1\\n\\t\\x00é", max_size=80) | st.text(max_size=20))
    def test_no_text_gets_another_answer_than_people_or_what_is_wrong(self, text: str) -> None:
        """Whatever is typed, nobody meets a traceback."""
        with contextlib.suppress(PeopleFileError):
            assert loads(SMALL + text).directory.person("bob")
        with contextlib.suppress(PeopleFileError):
            assert loads(text).directory.people()

    def test_what_yaml_calls_python_is_only_text(self) -> None:
        """A tag makes nothing run."""
        assert person("{id: !!python/name:os.getcwd eve, name: Eve}") == Person("eve", "Eve")

    def test_a_control_character_is_refused_without_a_line(self) -> None:
        """The reader gives up before it counts lines."""
        with pytest.raises(PeopleFileError, match="this is not YAML"):
            loads("people: \x00", "people.yaml")

    def test_a_file_that_is_not_there_is_refused(self, tmp_path: Path) -> None:
        """The error names the path that was tried."""
        with pytest.raises(PeopleFileError) as refused:
            read(tmp_path / "nobody.yaml")
        expected = f"{tmp_path}/nobody.yaml: No such file or directory\n  Check the path and who may read it."
        assert str(refused.value) == expected

    def test_a_file_that_is_not_utf_8_is_refused(self, tmp_path: Path) -> None:
        """Names have umlauts; guessing an encoding would garble them."""
        path = tmp_path / "people.yaml"
        path.write_bytes("people: [{id: kraemer, name: Krämer}]".encode("latin-1"))
        with pytest.raises(PeopleFileError) as refused:
            read(path)
        assert str(refused.value) == f"{path}: this is not UTF-8\n  Save it as UTF-8."

    def test_a_file_that_is_too_large_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is not even read."""
        path = tmp_path / "people.yaml"
        path.write_text(SMALL * 1000)
        monkeypatch.setattr(people_file, "LARGEST", len(SMALL))
        with pytest.raises(PeopleFileError, match="the file is larger than"):
            read(path)
