"""Whose words are whose, from the facts alone."""

from __future__ import annotations

from datetime import timedelta

from socialbpm.social import facts as f
from socialbpm.social.erasing import words_of
from socialbpm.social.history import item_of
from socialbpm.social.sight import Item
from tests.social.road import MONDAY, TASK, Road


def contents(facts: list[f.Fact]) -> set[str]:
    """Every content that a fact points to, found by what fields are called."""
    found = {value for fact in facts for name, value in vars(fact).items() if name in {"content", "value", "draft"}}
    shared = {field.content for fact in facts for field in getattr(fact, "fields", ())}
    return {content for content in found | shared if isinstance(content, str)}


class TestWordsOf:
    """What goes when somebody is erased."""

    def test_every_word_is_somebodys(self, asked: Road) -> None:
        """Nothing that a fact points to is left when everybody is erased."""
        asked.bob.comments("Ask Carol.").bob.edits("Ask Carol.", "Ask Chris.").alice.comments("Who is that?")
        asked.alice.previews("network")
        asked.bob.answers("4711").alice.accepts("4711")
        everybody = {content for person in ("alice", "bob") for content in words_of(asked.facts, person)}
        assert everybody == contents(asked.facts)

    def test_a_post_is_its_authors_in_every_version(self, asked: Road) -> None:
        """Bob's first version goes with the second; what Alice says stays."""
        asked.bob.comments("Ask Carol.").bob.edits("Ask Carol.", "Ask Chris.").alice.comments("Who?")
        bobs, alices = asked.state.posts.values()
        assert words_of(asked.facts, "bob") == tuple(version.content for version in bobs.versions)
        assert alices.current.content in words_of(asked.facts, "alice")

    def test_the_question_is_of_who_asked_it(self, asked: Road) -> None:
        """Alice hands over to Bob: what he words from then on is his, what she asked stays hers."""
        before = set(words_of(asked.facts, "alice"))
        asked.alice.hands_over_to("bob")
        asked.bob.words_it("Which account?", "network")
        assert words_of(asked.facts, "bob") == (asked.state.chosen[3],)
        assert before <= set(words_of(asked.facts, "alice"))
        assert not before & set(words_of(asked.facts, "bob"))

    def test_the_value_goes_with_either_of_two(self, asked: Road) -> None:
        """It is Bob's answer, and Alice gave it to the process."""
        asked.bob.answers("4711").alice.accepts("4711")
        value = str(asked.state.value)
        assert value in words_of(asked.facts, "bob")
        assert value in words_of(asked.facts, "alice")

    def test_the_values_that_the_question_came_with_are_the_askers(self, asked: Road) -> None:
        """Fields that a later firing brings, too."""
        field = f.SharedField("amount", 2, "is", "c-amount")
        fired = f.Fired(at=MONDAY + timedelta(hours=1), request="r9", fields=(field,))
        assert "c-amount" in words_of([*asked.facts, fired], "alice")
        assert "c-amount" not in words_of([*asked.facts, fired], "bob")

    def test_a_draft_and_early_fields_too(self) -> None:
        """What was there before the question was sent."""
        field = f.SharedField("amount", 2, "is", "c-amount")
        opened = f.Opened(
            at=MONDAY,
            discussion="d1",
            task=TASK,
            event="e",
            asker="alice",
            ladder=Road().state.ladder,
            calendar=Road().state.calendar,
            expires=MONDAY,
            fields=(field,),
            draft="c-draft",
        )
        assert words_of([opened], "alice") == ("c-amount", "c-draft")
        assert words_of([opened], "eve") == ()


def test_that_words_were_erased_is_told_to_nobody(asked: Road) -> None:
    """It is seen by whoever could see them, and by nobody else."""
    fact = f.WordsErased(at=MONDAY, contents=("c1",), how="empty", person="bob")
    assert item_of(fact, asked.state) == Item("end", "", -1)
