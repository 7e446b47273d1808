"""Posts: who may say what, how far it reaches, and that only its author ever lets it reach further (law 3)."""

from __future__ import annotations

from socialbpm.social.commands import Post
from tests.social.road import NETWORK, Road, refusal

ENDED = "the discussion ended: withdrawn\n  Open a new one from the task if you are still stuck. [ended]"
NO_SUCH_POST = "there is no such post of yours [no_such_post]"
CANNOT_RAISE = "a post can only be raised, to a ring further out than it reaches now; a note cannot [bad_reach]"


class TestSaying:
    """Somebody says something."""

    def test_a_post_reaches_who_is_in_and_whoever_is_closer(self, asked: Road) -> None:
        """Bob's comment is for Ben and Alice; Carol, who comes in later, does not get it."""
        asked.bob.comments("Not 4711.").wait("PT2H")
        assert asked.ben.reads() == ["Which account?", "Not 4711."]
        assert asked.carol.reads() == ["Which account?"]

    def test_a_reach_closer_than_the_discussion_keeps_it_among_them(self, among_coworkers: Road) -> None:
        """Bob says it to his own ring, though the coworkers are in by now."""
        among_coworkers.bob.comments("Ask Chris, he got it wrong.", reach="participants")
        assert "Ask Chris, he got it wrong." in among_coworkers.ben.reads()
        assert "Ask Chris, he got it wrong." not in among_coworkers.chris.reads()

    def test_nobody_speaks_past_the_discussion_or_behind_their_own_back(self, among_coworkers: Road) -> None:
        """Carol's post reaches her own ring, which is as far as the discussion is."""
        for reach in ("participants", "network"):
            refused = refusal(lambda reach=reach: among_coworkers.carol.comments("Hm.", reach=reach))  # type: ignore[misc]
            assert refused == (
                "a post reaches at least your own ring and at most where the discussion is\n"
                "  Choose one of: coworkers. [bad_reach]"
            )

    def test_a_reach_chosen_before_a_widening_stays(self, asked: Road) -> None:
        """Ben chose "participants" while nobody else was in; that the coworkers came in meanwhile changes nothing."""
        asked.holidays(1).ben.comments("It is the new one.", reach="participants")
        assert asked.at == "coworkers"
        assert asked.carol.reads() == ["Which account?"]

    def test_a_note_is_for_its_author_alone(self, asked: Road) -> None:
        """Not even Alice reads Bob's, and Alice may write hers before she asks."""
        asked.bob.notes("Look up freight.")
        assert "Look up freight." in asked.bob.reads()
        assert asked.alice.reads() == asked.ben.reads() == ["Which account?"]

    def test_a_note_needs_no_question(self, road: Road) -> None:
        """Alice writes down what she tried."""
        assert road.alice.notes("Tried 4711.").alice.reads() == ["Tried 4711."]

    def test_there_is_nobody_to_talk_to_before_the_question(self, road: Road) -> None:
        """Everything but a note waits."""
        not_asked = "the question has not been asked yet\n  Ask it first; until then nobody but you is in. [not_asked]"
        assert refusal(lambda: road.alice.comments("Hello?")) == not_asked

    def test_only_members_write(self, asked: Road) -> None:
        """Eve is outside."""
        assert refusal(lambda: asked.eve.comments("Hi.")) == "only members may do that [not_a_member]"

    def test_the_asker_does_not_answer_herself(self, asked: Road) -> None:
        """She would say that she solved it alone."""
        own = refusal(lambda: asked.alice.answers("4711"))
        assert own == (
            "an answer to your own question is not an answer\n"
            "  If you found it yourself, say that you solved it alone. [own_answer]"
        )

    def test_a_post_is_posted_once(self, asked: Road) -> None:
        """The same id twice is a mistake of whoever sent it."""
        asked.bob.comments("Hm.")
        again = Post(by="bob", post="post-1", kind="comment", content=asked.content("Hm."), reach=1)
        assert refusal(lambda: asked.do(again)) == "post post-1 exists already [post_exists]"

    def test_who_was_brought_in_before_any_ring_is_entered_can_be_talked_to(self) -> None:
        """The ladder starts with a community, which Alice has not consented to; Eve reads the question and answers."""
        road = Road(NETWORK).alice.asks("Which account?").alice.brings_in("eve")
        assert road.eve.reads() == ["Which account?"]
        road.eve.comments("For imports?", reach="network").alice.words_it("Which account for imports?", "network")
        assert road.eve.reads() == ["Which account for imports?", "For imports?"]
        assert road.alice.previews("network").posts == ((road.post("For imports?"), 1),)
        assert road.words[str(road.alice.previews("network").wording)] == "Which account for imports?"


class TestReplying:
    """A reply reaches at most what it replies to."""

    def test_a_reply_stays_within_its_parent(self, among_coworkers: Road) -> None:
        """Bob's words are for the participants, and so is what Ben says to them."""
        among_coworkers.bob.comments("4711?", reach="participants")
        among_coworkers.ben.comments("No.", reach="participants", under="4711?")
        beyond = "a reply reaches at most as far as what it replies to [beyond_parent]"
        assert refusal(lambda: among_coworkers.ben.comments("Nein.", "coworkers", under="4711?")) == beyond
        assert refusal(lambda: among_coworkers.ben.raises("No.", "coworkers")) == beyond
        assert refusal(lambda: among_coworkers.ben.edits("No.", "Nope.", reach="coworkers")) == beyond

    def test_a_reply_may_follow_its_parent_outwards(self, among_coworkers: Road) -> None:
        """Once Bob raised his post, Ben may raise his answer to it."""
        among_coworkers.bob.comments("4711?", reach="participants")
        among_coworkers.ben.comments("No.", reach="participants", under="4711?")
        among_coworkers.bob.raises("4711?", "network").ben.raises("No.", "coworkers")
        assert "No." in among_coworkers.carol.reads()

    def test_what_one_cannot_see_one_cannot_reply_to(self, among_coworkers: Road) -> None:
        """Carol gets the same answer for a post she may not see and for one that is not there."""
        among_coworkers.bob.comments("4711?", reach="participants")
        nothing = "there is no such post to reply to [no_such_post]"
        assert refusal(lambda: among_coworkers.carol.comments("No.", under="4711?")) == nothing
        assert refusal(lambda: among_coworkers.carol.comments("No.", under="what nobody said")) == nothing


class TestRaising:
    """Only its author lets a post reach further."""

    def test_a_raised_post_is_seen_further_out_also_by_who_comes_later(self, asked: Road) -> None:
        """Bob lets the coworkers have his words before they are in."""
        asked.bob.comments("Freight is new.").bob.raises("Freight is new.", "coworkers").wait("PT2H")
        assert asked.carol.reads() == ["Which account?", "Freight is new."]

    def test_nobody_else_raises_it(self, asked: Road) -> None:
        """Not even Alice, and what is not there gives the same answer."""
        asked.bob.comments("Freight is new.")
        assert refusal(lambda: asked.alice.raises("Freight is new.", "network")) == NO_SUCH_POST
        assert refusal(lambda: asked.alice.raises("what nobody said", "network")) == NO_SUCH_POST

    def test_a_reach_never_gets_smaller_and_a_note_none(self, asked: Road) -> None:
        """What was said is said."""
        asked.bob.comments("Freight is new.").bob.notes("Hm.")
        assert refusal(lambda: asked.bob.raises("Freight is new.", "participants")) == CANNOT_RAISE
        assert refusal(lambda: asked.bob.raises("Hm.", "participants")) == CANNOT_RAISE


class TestEditing:
    """A new version."""

    def test_an_edit_reaches_as_far_as_before(self, asked: Road) -> None:
        """Bob corrects himself; the old version stays among those who had it."""
        asked.bob.comments("4711").bob.edits("4711", "4712")
        assert asked.ben.reads() == ["Which account?", "4712"]
        assert [number for number, _ in asked.ben.view.posts[0].versions] == [1, 2]

    def test_an_edit_can_reach_further_and_leaves_the_old_version_behind(self, asked: Road) -> None:
        """Carol gets what Bob wrote for her, not what he wrote first."""
        asked.bob.comments("Alice never learns: 4711").bob.edits("Alice never learns: 4711", "4711", reach="coworkers")
        asked.wait("PT2H")
        assert asked.carol.reads() == ["Which account?", "4711"]
        assert [asked.words[content] for _, content in asked.carol.view.posts[0].versions] == ["4711"]

    def test_an_edit_cannot_reach_less(self, among_coworkers: Road) -> None:
        """The version before reached the coworkers."""
        among_coworkers.bob.comments("4711")
        assert refusal(lambda: among_coworkers.bob.edits("4711", "4712", reach="participants")) == CANNOT_RAISE

    def test_a_note_is_edited_for_oneself(self, asked: Road) -> None:
        """It stays a note."""
        asked.bob.notes("4711?").bob.edits("4711?", "4712?")
        assert asked.bob.reads() == ["Which account?", "4712?"]
        assert asked.alice.reads() == ["Which account?"]


class TestTakingBack:
    """A withdrawn post is empty for everybody."""

    def test_nobody_reads_it_any_more_not_even_its_author(self, asked: Road) -> None:
        """That there was something stays."""
        asked.bob.comments("4711").bob.takes_back("4711")
        assert asked.alice.reads() == asked.bob.reads() == ["Which account?"]
        assert [(post.withdrawn, post.versions) for post in asked.ben.view.posts] == [(True, ())]

    def test_it_cannot_be_changed_any_more(self, asked: Road) -> None:
        """There is nothing left to edit."""
        asked.bob.comments("4711").bob.takes_back("4711")
        assert refusal(lambda: asked.bob.edits("4711", "4712")) == NO_SUCH_POST


class TestAfterTheEnd:
    """Nobody writes, except a late answer by somebody who was asked."""

    def test_nobody_posts_edits_raises_or_takes_back(self, asked: Road) -> None:
        """What was said stays as it is."""
        asked.bob.comments("4711").alice.withdraws()
        assert refusal(lambda: asked.bob.comments("Too late?")) == ENDED
        assert refusal(lambda: asked.bob.answers("4712")) == ENDED
        assert refusal(lambda: asked.bob.edits("4711", "4712")) == ENDED
        assert refusal(lambda: asked.bob.raises("4711", "network")) == ENDED
        assert refusal(lambda: asked.bob.takes_back("4711")) == ENDED
        assert refusal(lambda: asked.bob.notes("Hm.")) == ENDED

    def test_a_late_answer_is_kept_for_whom_it_reaches(self, among_coworkers: Road) -> None:
        """Carol had looked it up; nothing pauses, and no ask is answered any more."""
        among_coworkers.alice.withdraws().carol.answers("4711")
        assert among_coworkers.bob.view.posts[0].late
        assert "4711" in among_coworkers.bob.reads()
        assert among_coworkers.state.asks[0].state == "closed"
        assert not among_coworkers.alice.view.paused
        assert refusal(lambda: among_coworkers.carol.comments("Bye.")) == ENDED


class TestFiles:
    """Files hang on posts, and nobody fills the database with them."""

    def post(self, asked: Road, number: int, files: int) -> Post:
        """Something of Bob's with so many files."""
        names = tuple(f"file-{number}-{each}" for each in range(files))
        content = asked.content(f"See {number}.")
        return Post(by="bob", post=f"files-{number}", kind="comment", content=content, reach=1, attachments=names)

    def test_a_post_has_few(self, asked: Road) -> None:
        """Five."""
        assert refusal(lambda: asked.do(self.post(asked, 0, 6))) == (
            "at most 5 files hang on a post or question\n  Take one off, or write another post. [too_many_attachments]"
        )
        asked.do(self.post(asked, 0, 5))

    def test_one_person_puts_in_so_many(self, asked: Road) -> None:
        """Ten posts with five files each; what others put in does not count."""
        for number in range(10):
            asked.do(self.post(asked, number, 5))
        assert refusal(lambda: asked.do(self.post(asked, 10, 1))) == (
            "at most 50 files of one person are in a discussion\n"
            "  Put the rest where everybody can find it, and say where. [too_many_attachments]"
        )
        asked.ben.comments("None of mine.")
