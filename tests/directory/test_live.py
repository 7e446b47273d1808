"""One directory of a file and of SCIM, minus who is gone."""

from __future__ import annotations

from socialbpm.actions.people import Directory, Person
from socialbpm.actions.preferring import Preferences
from socialbpm.directory.file_directory import FileDirectory
from socialbpm.directory.live import LiveDirectory, merged

FILE = FileDirectory(
    [Person("alice", "Alice", groups=("Accounting",), skills=("vat",)), Person("bob", "Bob", groups=("Accounting",))],
    lanes={"Clerks": ("alice",)},
)


class TestMerged:
    """Who says what of whom."""

    def test_who_is_in_both_is_as_scim_says(self) -> None:
        """All of her: what the file says of Alice beside that is nothing."""
        both = merged(FILE, [Person("alice", "Alice Smith", groups=("Purchasing",)), Person("carol", "Carol")], ())
        assert both.person("alice") == Person("alice", "Alice Smith", groups=("Purchasing",))
        assert [person.id for person in both.people()] == ["alice", "bob", "carol"]
        assert both.group("Accounting") == ("bob",)

    def test_lanes_are_the_files(self) -> None:
        """SCIM has none; a lane without an entry is the group of its name, of either."""
        both = merged(FILE, [Person("carol", "Carol", groups=("Buyers",))], ())
        assert both.lane("Clerks") == ("alice",)
        assert both.lane("Buyers") == ("carol",)

    def test_who_is_gone_is_inactive_whatever_either_says(self) -> None:
        """An administrator said so."""
        both = merged(FILE, [Person("carol", "Carol")], {"bob", "carol"})
        assert [(person.id, person.active) for person in both.people()] == [
            ("alice", True),
            ("bob", False),
            ("carol", False),
        ]

    def test_of_who_is_erased_only_what_they_are_called_now_is_left(self) -> None:
        """Neither groups nor skills."""
        both = merged(FILE, (), {"alice"}, {"alice": "somebody"})
        assert both.person("alice") == Person("alice", "somebody", active=False, erased=True)


class TestLiveDirectory:
    """A snapshot that is replaced as a whole."""

    def test_it_is_a_directory(self) -> None:
        """It answers all that its snapshot does."""
        live = LiveDirectory()
        directory: Directory = live
        assert directory.people() == ()
        live.replace(merged(FILE, [Person("carol", "Carol", manager="bob", communities=("ap",))], ()), 1)
        assert directory.name("alice") == "Alice"
        assert directory.same_group("alice") == ("bob",)
        assert directory.skill("vat") == ("alice",)
        assert directory.community("ap") == ("carol",)
        assert directory.manager("carol") == "bob"
        assert directory.reports("bob") == ("carol",)
        assert directory.reports("carol") == ()

    def test_an_older_snapshot_comes_too_late(self) -> None:
        """Two transactions look again at once, and the one that began first ends last."""
        live = LiveDirectory()
        live.replace(FileDirectory([Person("bob", "Bob", active=False)]), 2)
        live.replace(FileDirectory([Person("bob", "Bob")]), 1)
        assert live.version == 2
        found = live.person("bob")
        assert found is not None
        assert not found.active


class TestWhatPeopleSayOfThemselves:
    def test_it_is_laid_over_what_the_snapshot_says(self) -> None:
        """And over the next snapshot, too; what nobody said stays the organisation's."""
        live = LiveDirectory()
        live.replace(merged(FILE, (), ()), 1)
        live.hear({"bob": Preferences(zone="Asia/Tokyo", topics=("VAT",), not_by=("community",))}, 3)
        for version in (1, 2):
            live.replace(merged(FILE, (), ()), version)
            bob = live.person("bob")
            assert bob is not None
            assert (bob.calendar.zone, bob.groups, bob.not_by) == ("Asia/Tokyo", ("Accounting",), ("community",))
            assert [person.calendar.zone for person in live.people()] == ["UTC", "Asia/Tokyo"]
            assert live.declared("vat") == ("bob",)
            assert live.skill("vat") == ("alice",)

    def test_what_comes_late_is_left_aside(self) -> None:
        """Of two looks at once the later number wins, whichever is told last; whom nobody knows says nothing."""
        live = LiveDirectory()
        live.replace(merged(FILE, (), ()), 1)
        live.hear({"bob": Preferences(topics=("freight",)), "eve": Preferences(topics=("freight",))}, 5)
        live.hear({"bob": Preferences(topics=("vat",))}, 4)
        assert live.declared("Freight") == ("bob",)
        assert live.declared("vat") == ()
        live.hear({"bob": Preferences()}, 6)
        assert live.declared("freight") == ()

    def test_deputies_are_those_of_the_organisation_and_those_whom_people_choose(self) -> None:
        """Whose deputy one is, is found without a look at everybody; who is erased, or nobody, has none."""
        live = LiveDirectory()
        people = FileDirectory([Person("alice", "Alice", deputy="carol"), Person("bob", "Bob")])
        live.replace(people, 1)
        chosen = Preferences(deputies=("carol", "dana"))
        live.hear({"alice": chosen, "bob": chosen, "eve": chosen}, 1)
        for deputy in ("carol", "dana", "eve"):
            assert {*live.stood_in_for(deputy)} == {who.id for who in live.people() if deputy in who.stand_ins}
        live.replace(merged(people, (), {"bob"}, {"bob": "somebody"}), 2)
        assert live.stood_in_for("dana") == ("alice",)

    def test_of_who_is_erased_nothing_is_left(self) -> None:
        """Not even that they are away."""
        live = LiveDirectory()
        live.hear({"alice": Preferences(language="fr", zone="Asia/Tokyo")}, 1)
        live.replace(merged(FILE, (), {"alice"}, {"alice": "somebody"}), 1)
        assert live.person("alice") == Person("alice", "somebody", active=False, erased=True)
