"""Files that hang on the question itself: they go where its words go, and nowhere that nobody decided."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest

from tests.service.everything import Admin
from tests.service.road import HOUR, Road, socialize
from tests.service.test_attachments import PNG, assert_nothing, gets, rows


def sent(name: str = "bill.png", content: bytes = PNG) -> dict[str, str]:
    """A file as JSON says it."""
    return {"name": name, "content": base64.b64encode(content).decode()}


def asks(road: Road, *names: str) -> tuple[str, list[str]]:
    """Let Alice ask with files; return the discussion and the files."""
    discussion = road.fired()
    view = road.does("alice", "POST", f"/discussions/{discussion}/question", text="Why?", files=[*map(sent, names)])
    return discussion, [each["id"] for each in view["attachments"]]


def shown(road: Road, who: str, discussion: str) -> list[str]:
    """Return the names of the files that the question shows somebody."""
    return [each["name"] for each in road.sees(who, discussion)["attachments"]]


def to_the_community(road: Road, discussion: str, **wording: Any) -> dict[str, Any]:
    """Let nobody help until strangers are proposed; return the preview, of other words if there are some."""
    road.later(timedelta(hours=2))
    road.does("alice", "POST", f"/discussions/{discussion}/widen")
    path = f"/discussions/{discussion}/rings/network"
    if wording:
        road.does("alice", "PUT", f"{path}/wording", **wording)
    return dict(road.does("alice", "GET", f"{path}/preview"))


def agrees(road: Road, discussion: str, preview: str) -> None:
    """Let Alice consent."""
    road.does("alice", "POST", f"/discussions/{discussion}/rings/network/consent", preview=preview)


class TestWays:
    """However one asks, files come along."""

    def test_from_the_page_of_who_is_stuck(self, road: Road) -> None:
        """Bob gets what Alice asked with; Eve gets what there is of nothing."""
        discussion, files = asks(road, "a.png", "b.png")
        assert shown(road, "bob", discussion) == ["a.png", "b.png"]
        assert gets(road, "bob", discussion, files[0]).content == PNG
        assert_nothing(road, "eve", discussion, files[0])

    def test_from_the_process(self, road: Road) -> None:
        """The host's own form sends one along; sent again it is there once."""
        hook = socialize(question="Why?", files=[sent()])
        discussion = road.hook(hook).json()["discussion"]
        assert road.hook(hook).json()["status"] == "repeated"
        assert shown(road, "bob", discussion) == ["bill.png"]
        assert rows(road) == 1

    def test_when_it_joins(self, road: Road) -> None:
        """Alice opened it and wrote nothing; then her process brings question and file."""
        discussion = road.fired()
        assert road.fired("r2", question="Why?", files=[sent()]) == discussion
        assert shown(road, "bob", discussion) == ["bill.png"]

    def test_when_it_is_opened(self, road: Road) -> None:
        """Over the API, in one call."""
        known = {key: socialize()["data"][key] for key in ("task", "people", "event_id", "settings")}
        told = {**socialize(), "type": "socialbpm.task.activated", "data": known}
        assert road.hook(told).is_success
        opened = road.does("alice", "POST", "/tasks/expenses/t1/discussions", question="Why?", files=[sent()])
        assert shown(road, "bob", opened["discussion"]) == ["bill.png"]

    def test_not_without_a_question(self, road: Road) -> None:
        """There is nothing that they could hang on."""
        refused = road.hook(socialize(files=[sent()]))
        assert refused.status_code == 422
        assert "files hang on a question" in refused.text
        road.fired()
        assert road.refused("alice", "POST", "/tasks/expenses/t1/discussions", files=[sent()])["status"] == 422
        assert rows(road) == 0

    @pytest.mark.parametrize(
        ("files", "code"),
        [
            ([sent("run.exe", b"MZ")], "bad_kind"),
            ([sent("a.png", b"no picture")], "bad_kind"),
            ([sent("a.txt", b"")], "bad_size"),
            ([sent(f"{number}.png") for number in range(6)], "too_many_attachments"),
            ([{"name": "a.txt", "content": "no base64!"}], "invalid"),
        ],
    )
    def test_the_same_limits_hold_as_on_posts(self, files: list[Any], code: str, road: Road) -> None:
        """What is wrong is said, nothing was asked, and nothing is kept."""
        discussion = road.fired()
        refused = road.refused("alice", "POST", f"/discussions/{discussion}/question", text="Why?", files=files)
        assert refused["code"] == code
        assert not road.sees("alice", discussion)["asked"]
        assert not road.is_in("bob", discussion)
        assert rows(road) == 0

    def test_large_ones_fit(self, road: Road) -> None:
        """Five of the largest, in base64."""
        discussion = road.fired()
        largest = [sent(f"{number}.txt", b"x" * 5_242_880) for number in range(5)]
        asked = road.does("alice", "POST", f"/discussions/{discussion}/question", text="Why?", files=largest)
        assert len(asked["attachments"]) == 5


class TestSight:
    """A file is seen as the wording that it goes with."""

    def test_colleagues_get_them_as_they_come_in(self, road: Road) -> None:
        """The preview before asking showed these rings; Carol gets it when she is asked, and not before."""
        discussion, (file,) = asks(road, "bill.png")
        assert_nothing(road, "carol", discussion, file)
        road.later(timedelta(hours=2))
        assert gets(road, "carol", discussion, file).content == PNG

    def test_strangers_get_them_with_the_words_that_were_agreed_to(self, road: Road) -> None:
        """The preview shows the file beside the words; until Alice agrees Dana gets nothing."""
        discussion, (file,) = asks(road, "bill.png")
        preview = to_the_community(road, discussion)
        assert [each["name"] for each in preview["attachments"]] == ["bill.png"]
        assert_nothing(road, "dana", discussion, file)
        agrees(road, discussion, preview["id"])
        assert gets(road, "dana", discussion, file).content == PNG

    def test_new_words_leave_them_behind(self, road: Road) -> None:
        """Alice words it anew for strangers: no file goes there, until she names one."""
        discussion, (first, second) = asks(road, "a.png", "b.png")
        without = to_the_community(road, discussion, text="A customs code?")
        assert without["attachments"] == []
        preview = to_the_community(road, discussion, text="A customs code?", attachments=[second])
        agrees(road, discussion, preview["id"])
        assert shown(road, "dana", discussion) == ["b.png"]
        assert_nothing(road, "dana", discussion, first)
        assert shown(road, "bob", discussion) == ["a.png", "b.png"]

    def test_what_was_worded_ahead_stays_without(self, road: Road) -> None:
        """The words for Carol stood before there were files; so she gets the words alone, and Bob both."""
        discussion = road.fired()
        road.does("alice", "PUT", f"/discussions/{discussion}/rings/coworkers/wording", text="Shorter?")
        asked = road.does("alice", "POST", f"/discussions/{discussion}/question", text="Why?", files=[sent()])
        road.later(timedelta(hours=2))
        assert shown(road, "bob", discussion) == ["bill.png"]
        assert shown(road, "carol", discussion) == []
        assert_nothing(road, "carol", discussion, asked["attachments"][0]["id"])

    def test_an_agreed_preview_binds_them(self, road: Road) -> None:
        """Alice agreed to words without a file; with one she is asked anew."""
        discussion, (file,) = asks(road, "bill.png")
        preview = to_the_community(road, discussion, text="A customs code?")
        path = f"/discussions/{discussion}/rings/network"
        road.does("alice", "PUT", f"{path}/wording", text="A customs code?", attachments=[file])
        refused = road.refused("alice", "POST", f"{path}/consent", preview=preview["id"])
        assert refused["code"] == "preview_outdated"
        assert len(refused["preview"]["attachments"]) == 1

    def test_are_taken_off_where_people_are_already(self, road: Road) -> None:
        """Alice words it anew for the people on her case, without: none of them gets it, and Alice still has it."""
        discussion, (file,) = asks(road, "bill.png")
        assert gets(road, "bob", discussion, file).is_success
        for ring in ("participants", "coworkers"):
            road.does("alice", "PUT", f"/discussions/{discussion}/rings/{ring}/wording", text="Which account?")
        assert_nothing(road, "bob", discussion, file)
        assert gets(road, "alice", discussion, file).is_success

    def test_whom_it_is_handed_to_takes_them_no_further(self, road: Road) -> None:
        """Bob has them as Alice had. To strangers, for whom she had worded it without, he cannot show them."""
        discussion, (file,) = asks(road, "bill.png")
        road.does("alice", "PUT", f"/discussions/{discussion}/rings/network/wording", text="A customs code?")
        preview = road.by("alice").get(f"/v1/discussions/{discussion}/rings/self/preview", params={"person": "bob"})
        assert len(preview.json()["attachments"]) == 1
        road.does("alice", "POST", f"/discussions/{discussion}/members/bob/hand-over", preview=preview.json()["id"])
        assert gets(road, "bob", discussion, file).content == PNG
        path = f"/discussions/{discussion}/rings/network/wording"
        assert road.refused("bob", "PUT", path, text="This?", attachments=[file])["code"] == "no_such_attachment"

    def test_only_the_questions_own_go_with_words(self, road: Road) -> None:
        """What hangs on a post, or nowhere, is not the question's."""
        discussion, _ = asks(road, "bill.png")
        path = f"/discussions/{discussion}/rings/network/wording"
        assert road.refused("alice", "PUT", path, text="?", attachments=["nothing"])["code"] == "no_such_attachment"

    def test_stay_after_the_end_as_the_words_do(self, road: Road) -> None:
        """Who was in reads on."""
        discussion, (file,) = asks(road, "bill.png")
        road.does("alice", "POST", f"/discussions/{discussion}/withdraw")
        assert gets(road, "bob", discussion, file).is_success
        road.later(HOUR)
        assert_nothing(road, "carol", discussion, file)


class TestErasing:
    """They are the words of who asked (law 11)."""

    def test_goes_with_who_asked(self, road: Road) -> None:
        """Handed over and reworded by Bob, it is still Alice's: his erasing leaves it, hers takes it."""
        discussion, (file,) = asks(road, "bill.png")
        preview = road.by("alice").get(f"/v1/discussions/{discussion}/rings/self/preview", params={"person": "bob"})
        road.does("alice", "POST", f"/discussions/{discussion}/members/bob/hand-over", preview=preview.json()["id"])
        path = f"/discussions/{discussion}/rings/participants/wording"
        road.does("bob", "PUT", path, text="Bob asks", attachments=[file])
        Admin(road).does("POST", "/people/bob/erase", how="empty")
        road.service.sweep()
        assert (gets(road, "alice", discussion, file).content, rows(road)) == (PNG, 1)
        Admin(road).does("POST", "/people/alice/erase", how="empty")
        road.service.sweep()
        assert rows(road) == 0
