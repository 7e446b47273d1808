"""Exactly one end, and what is still possible after it (laws 8 and 10)."""

from __future__ import annotations

from socialbpm.social import facts as f
from socialbpm.social.commands import EndAbandoned, EndTask
from tests.social.road import Road, refusal

NOT_THE_ASKER = "only the asker may do that [not_the_asker]"
NO_SUCH_POST = "there is no such post to decide about [no_such_post]"


class TestAnswered:
    """The asker accepts a version of a post."""

    def test_the_accepted_version_and_value_are_kept(self, asked: Road) -> None:
        """What goes back to the process is what Alice took, not what Bob wrote around it."""
        asked.bob.answers("I would say 4711.").alice.accepts("I would say 4711.")
        assert asked.state.outcome == "answered"
        assert asked.state.confirmed
        assert asked.bob.view.accepted == (asked.post("I would say 4711."), 1)
        assert asked.words[str(asked.state.value)] == "4711"

    def test_an_earlier_version_can_be_the_one(self, asked: Road) -> None:
        """Bob made it worse."""
        asked.bob.comments("4711").bob.edits("4711", "4711, or so").alice.accepts("4711", version=1)
        assert asked.state.accepted == (asked.post("4711"), 1)

    def test_there_must_be_such_a_version(self, asked: Road) -> None:
        """Version 2 is still to be written."""
        asked.bob.answers("4711")
        refused = refusal(lambda: asked.alice.accepts("4711", version=2))
        assert refused == "the post has no version 2\n  Its current version is 1. [no_such_version]"

    def test_a_note_or_a_withdrawn_post_is_no_answer(self, asked: Road) -> None:
        """Neither is there for Alice, no more than what nobody said."""
        asked.bob.notes("4712?").bob.answers("4711").bob.takes_back("4711")
        for words in ("4712?", "4711", "what nobody said"):
            assert refusal(lambda said=words: asked.alice.accepts(said)) == NO_SUCH_POST  # type: ignore[misc]

    def test_only_the_asker_accepts(self, asked: Road) -> None:
        """Bob finds his answer good."""
        asked.bob.answers("4711")
        assert refusal(lambda: asked.bob.accepts("4711")) == NOT_THE_ASKER

    def test_it_is_accepted_once(self, asked: Road) -> None:
        """A firing gets one outcome."""
        asked.bob.answers("4711").ben.answers("4712").alice.accepts("4711")
        refused = refusal(lambda: asked.alice.accepts("4712"))
        assert refused == (
            "the discussion ended: answered\n  Open a new one from the task if you are still stuck. [ended]"
        )


class TestAnsweredForTheProcess:
    """Who answers for the process accepts, where they see it."""

    def test_an_owner_who_is_in_accepts(self, asked: Road) -> None:
        """Ben is one, and a member; everybody who sees him reads that it was he."""
        asked.bob.answers("4711").ben.accepts_as_owner("4711")
        assert (asked.state.outcome, asked.state.accepted) == ("answered", (asked.post("4711"), 1))

    def test_the_asker_accepts_as_the_asker(self, asked: Road) -> None:
        """Also where she answers for the process: what she takes need be no answer."""
        asked.bob.comments("4711").alice.accepts_as_owner("4711")
        assert asked.state.outcome == "answered"

    def test_the_role_lets_nobody_in(self, asked: Road) -> None:
        """Eve answers for the process and is in no discussion about it."""
        asked.bob.answers("4711")
        assert refusal(lambda: asked.eve.accepts_as_owner("4711")) == "only members may do that [not_a_member]"

    def test_an_owner_accepts_what_they_see(self, among_coworkers: Road) -> None:
        """Chris came in later: for him there is no such post; and a comment is no answer."""
        among_coworkers.bob.answers("4711", reach="participants")
        assert refusal(lambda: among_coworkers.chris.accepts_as_owner("4711")) == NO_SUCH_POST
        among_coworkers.bob.comments("4712")
        assert refusal(lambda: among_coworkers.ben.accepts_as_owner("4712")) == NO_SUCH_POST

    def test_nobody_accepts_their_own(self, asked: Road) -> None:
        """Bob answers for the process: somebody else has to say that it is right."""
        asked.bob.answers("4711")
        refused = refusal(lambda: asked.bob.accepts_as_owner("4711"))
        assert refused == "somebody else has to accept what you wrote [own_words]"


class TestByTheAskersWord:
    """The asker ends it."""

    def test_she_solved_it_alone(self, road: Road) -> None:
        """With a pointer to what others found before."""
        road.alice.solves_it_alone(experience="experience-1")
        assert (road.state.outcome, road.state.confirmed) == ("solved_alone", True)
        ended = road.facts[-1]
        assert isinstance(ended, f.Ended)
        assert ended.experience == "experience-1"

    def test_she_takes_the_question_back(self, asked: Road) -> None:
        """Bob and Ben hear "withdrawn", and no more."""
        assert asked.alice.withdraws().bob.view.outcome == "withdrawn"

    def test_she_gives_up(self, asked: Road) -> None:
        """Nobody knew."""
        assert asked.alice.gives_up().state.outcome == "no_answer"

    def test_nobody_else_ends_it(self, asked: Road) -> None:
        """It is Alice's question."""
        for act in (asked.bob.solves_it_alone, asked.bob.withdraws, asked.bob.gives_up):
            assert refusal(act) == NOT_THE_ASKER

    def test_an_administrator_ends_what_nobody_else_can(self, asked: Road) -> None:
        """Alice left the organisation; the administrator does not read it for that."""
        end = EndAbandoned(by="eve", administrator=True)
        refused = "only a business administrator may end it, and only if the asker is gone [not_abandoned]"
        assert refusal(lambda: asked.do(end)) == refused
        asked.alice.quits()
        assert refusal(lambda: asked.do(EndAbandoned(by="bob", administrator=False))) == refused
        assert asked.do(end).state.outcome == "no_answer"
        assert asked.eve.reads() == []


class TestTheTaskEnds:
    """The lease: with the task the discussion ends."""

    def test_the_owner_who_completes_it_alone_has_solved_it_alone(self, road: Road) -> None:
        """Though Alice did not say so: it is counted apart."""
        road.alice.completes_the_task()
        assert (road.state.outcome, road.state.confirmed) == ("solved_alone", False)

    def test_whoever_else_completes_or_cancels_it_just_ends_it(self) -> None:
        """Bob completed it, or nobody, or Alice did after it was Bob's: no claim that she solved it."""
        assert Road().bob.completes_the_task().state.outcome == "task_ended"
        assert Road().do(EndTask(by=None, completed=False)).state.outcome == "task_ended"
        assert Road().task_is("bob").alice.completes_the_task().state.outcome == "task_ended"

    def test_once_others_are_in_it_was_not_solved_alone(self, asked: Road) -> None:
        """Bob may have told Alice in the corridor."""
        assert asked.alice.completes_the_task().state.outcome == "task_ended"

    def test_with_an_answer_on_the_table_the_asker_is_asked_once(self, asked: Road) -> None:
        """Did Bob's answer help? Without one nobody asks."""
        asked.bob.answers("4711").alice.completes_the_task()
        assert asked.happened(f.AskedIfHelped) == 1

    def test_it_ends_once(self, asked: Road) -> None:
        """The runtime says it again."""
        asked.alice.completes_the_task().alice.completes_the_task()
        assert asked.happened(f.Ended) == 1


class TestAfterTheEnd:
    """Thanks, "did it help" and releasing are still possible."""

    def test_the_asker_thanks_who_wrote_once(self, asked: Road) -> None:
        """Twice is once; Ben, who only took a note, did not write; Alice need not thank herself."""
        asked.bob.comments("4711?").ben.notes("Hm.").alice.comments("Yes!").alice.withdraws()
        assert asked.alice.thanks("bob").alice.thanks("bob").happened(f.Thanked) == 1
        for person in ("ben", "alice", "eve"):
            refused = refusal(lambda who=person: asked.alice.thanks(who))  # type: ignore[misc]
            assert refused == "thanks go to somebody who wrote here [nothing_to_thank_for]"

    def test_the_asker_says_if_it_helped(self, asked: Road) -> None:
        """After the end; before it she accepts, or says "not it"."""
        asked.bob.answers("4711")
        too_early = refusal(lambda: asked.alice.says_it_helped("4711"))
        assert too_early == "the discussion has not ended [not_ended]"
        asked.alice.completes_the_task().alice.says_it_helped("4711")
        assert asked.state.helped == {asked.post("4711"): True}

    def test_authors_release_question_and_answer(self, asked: Road) -> None:
        """Alice with her name, Bob without his; Ben wrote neither."""
        asked.bob.answers("4711").alice.accepts("4711").alice.releases().bob.releases(named=False)
        assert {who: release.named for who, release in asked.state.released.items()} == {"alice": True, "bob": False}
        refused = refusal(asked.ben.releases)
        assert refused == "only who wrote the question or the accepted answer can release it [not_the_author]"

    def test_without_an_accepted_answer_there_is_nothing_to_release(self, asked: Road) -> None:
        """A question alone helps nobody."""
        asked.alice.withdraws()
        assert refusal(asked.alice.releases) == "there is no accepted answer to release [nothing_to_release]"

    def test_members_read_what_they_could_read_but_no_fields(self) -> None:
        """The lease on the task's data is over."""
        amount = f.SharedField("amount", 1, "band", "content-amount")
        road = Road(fields=(amount,)).alice.asks("Which account?")
        assert road.bob.view.fields == (amount,)
        road.alice.withdraws()
        assert road.bob.reads() == ["Which account?"]
        assert road.bob.view.fields == road.alice.view.fields == ()
