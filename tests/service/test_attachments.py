"""Files that hang on posts: who gets them, how they leave, and what is refused."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.service.embedded import SELDOM, EmbeddedService
from tests.service.everything import Admin, kept
from tests.service.road import PEOPLE, SEEDS, Road

PNG = b"\x89PNG\r\n\x1a\n" + b"hummingbird"
NOWHERE = "00000000-0000-7000-8000-000000000000"


def posted(road: Road, discussion: str, who: str = "bob", reach: str = "participants") -> str:
    """Let somebody say something, and return the post."""
    said = road.does(who, "POST", f"/discussions/{discussion}/posts", text="See the picture.", reach=reach)
    return str(said["posts"][-1]["id"])


def sends(
    road: Road, who: str, path: str, name: str = "bill.png", content: bytes = PNG, **headers: str
) -> httpx2.Response:
    """Let somebody send a file to a post."""
    typed = {"content-type": "application/octet-stream", **{key.replace("_", "-"): it for key, it in headers.items()}}
    return road.by(who).post(f"/v1{path}/attachments", params={"name": name}, content=content, headers=typed)


def attached(road: Road, discussion: str, post: str, who: str = "bob", name: str = "bill.png") -> str:
    """Let somebody hang a file on their post, and return it."""
    answer = sends(road, who, f"/discussions/{discussion}/posts/{post}", name)
    assert answer.status_code == 201, answer.text
    (found,) = [each for each in answer.json()["posts"] if each["id"] == post]
    return str(found["attachments"][-1]["id"])


def gets(road: Road, who: str, discussion: str, attachment: str) -> httpx2.Response:
    """Let somebody ask for a file."""
    return road.by(who).get(f"/v1/discussions/{discussion}/attachments/{attachment}")


def shown(road: Road, who: str, discussion: str) -> list[str]:
    """Return the files that a discussion shows somebody."""
    return [each["id"] for post in road.sees(who, discussion)["posts"] for each in post["attachments"]]


class TestSight:
    """A file is seen as the post that it hangs on."""

    def test_is_for_whoever_sees_the_post(self, road: Road) -> None:
        """Alice gets what Bob attached. Carol, who comes in later, Dana and Eve get what there is of nothing."""
        discussion = road.asked()
        file = attached(road, discussion, posted(road, discussion))
        assert gets(road, "alice", discussion, file).content == PNG
        road.later(timedelta(hours=2))
        assert road.is_in("carol", discussion)
        for who in ("carol", "dana", "eve", "frank"):
            assert_nothing(road, who, discussion, file)

    def test_comes_along_when_its_author_raises_the_post(self, road: Road) -> None:
        """Carol gets it from then on; it is still one file."""
        discussion = road.asked()
        post = posted(road, discussion)
        file = attached(road, discussion, post)
        road.later(timedelta(hours=2))
        assert_nothing(road, "carol", discussion, file)
        road.does("bob", "POST", f"/discussions/{discussion}/posts/{post}/raise", reach="coworkers")
        assert gets(road, "carol", discussion, file).content == PNG
        assert shown(road, "carol", discussion) == shown(road, "alice", discussion) == [file]

    def test_of_a_note_is_its_authors(self, road: Road) -> None:
        """Bob keeps a picture for himself; not even Alice gets it."""
        discussion = road.asked()
        said = road.does("bob", "POST", f"/discussions/{discussion}/posts", kind="note", text="mine")
        file = attached(road, discussion, said["posts"][-1]["id"])
        assert gets(road, "bob", discussion, file).is_success
        assert_nothing(road, "alice", discussion, file)

    def test_no_other_discussion_opens_it(self, road: Road) -> None:
        """The file of one discussion is not there in another, though Alice is in both; nor is it by its hash."""
        first = road.asked()
        file = attached(road, first, posted(road, first))
        second = road.fired("r2", question="And this?", task={**TASK_2})
        assert_nothing(road, "alice", second, file)
        for name in (hashlib.sha256(PNG).hexdigest(), f"sha256:{hashlib.sha256(PNG).hexdigest()}"):
            assert gets(road, "alice", first, name).status_code == 404

    def test_who_left_gets_it_no_more(self, road: Road) -> None:
        """Carol saw it, and goes."""
        discussion = road.asked()
        road.later(timedelta(hours=2))
        file = attached(road, discussion, posted(road, discussion, "alice", "coworkers"), "alice")
        assert gets(road, "carol", discussion, file).is_success
        road.does("carol", "POST", f"/discussions/{discussion}/leave")
        assert_nothing(road, "carol", discussion, file)

    def test_what_was_taken_off_or_back_is_nobodys(self, road: Road) -> None:
        """Bob takes one file off, and then the post with the other one back."""
        discussion = road.asked()
        post = posted(road, discussion)
        first, second = (attached(road, discussion, post, name=name) for name in ("a.png", "b.png"))
        road.does("bob", "DELETE", f"/discussions/{discussion}/posts/{post}/attachments/{first}")
        assert shown(road, "alice", discussion) == [second]
        assert_nothing(road, "alice", discussion, first)
        road.does("bob", "DELETE", f"/discussions/{discussion}/posts/{post}")
        assert_nothing(road, "alice", discussion, second)
        assert_nothing(road, "bob", discussion, second)

    def test_is_in_the_preview_and_binds_it(self, road: Road) -> None:
        """Alice agreed to a post with one file; Bob hangs another one on it, so she is asked anew."""
        discussion = road.asked()
        post = posted(road, discussion)
        attached(road, discussion, post)
        road.does("bob", "POST", f"/discussions/{discussion}/posts/{post}/raise", reach="network")
        road.later(timedelta(hours=2))
        path = f"/discussions/{discussion}/rings/network"
        preview = road.does("alice", "GET", f"{path}/preview")
        assert [each["name"] for each in preview["posts"][0]["attachments"]] == ["bill.png"]
        attached(road, discussion, post, name="another.png")
        refused = road.refused("alice", "POST", f"{path}/consent", preview=preview["id"])
        assert refused["code"] == "preview_outdated"
        assert len(refused["preview"]["posts"][-1]["attachments"]) == 2

    def test_what_was_taken_off_is_in_no_preview(self, road: Road) -> None:
        """Dana would get what hangs on Bob's post now, with no version what hung on it before."""
        discussion = road.asked()
        post = posted(road, discussion)
        first, second = (attached(road, discussion, post, name=name) for name in ("a.png", "b.png"))
        road.does("bob", "DELETE", f"/discussions/{discussion}/posts/{post}/attachments/{first}")
        preview = road.does("alice", "GET", f"/discussions/{discussion}/rings/participants/preview?person=dana")
        assert [each["id"] for said in preview["posts"] for each in said["attachments"]] == [second]


TASK_2 = {"task_id": "t2", "case_id": "c2", "process": "pay_invoice", "element_id": "check_invoice", "name": "Check"}


def assert_nothing(road: Road, who: str, discussion: str, attachment: str) -> None:
    """See that somebody gets of a file what there is of none, and of a discussion what there is of none."""
    answers = {
        (answer.status_code, answer.text, *sorted(answer.headers))
        for answer in (
            gets(road, who, discussion, attachment),
            gets(road, who, discussion, NOWHERE),
            gets(road, who, NOWHERE, attachment),
        )
    }
    assert len(answers) == 1
    assert answers.pop()[0] == 404


class TestLeaving:
    """How a file goes out."""

    @pytest.mark.parametrize("content_type", ["text/html", "image/svg+xml", "application/json"])
    def test_as_bytes_to_be_saved(self, content_type: str, road: Road) -> None:
        """Whatever its sender says that it is: no browser shows it, guesses what it is, or runs anything in it."""
        discussion = road.asked()
        post = posted(road, discussion)
        script = b"<script>alert(1)</script>"
        path = f"/discussions/{discussion}/posts/{post}"
        answer = sends(road, "bob", path, 'x"\r\n.txt', script, content_type=content_type)
        (file,) = answer.json()["posts"][-1]["attachments"]
        got = gets(road, "alice", discussion, file["id"])
        assert got.content == script
        assert got.headers["content-type"] == "application/octet-stream"
        assert got.headers["content-disposition"] == "attachment; filename=\"x_ .txt\"; filename*=UTF-8''x%22%20.txt"
        assert got.headers["x-content-type-options"] == "nosniff"
        assert got.headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert "no-store" in got.headers["cache-control"]

    def test_its_view_says_what_it_is(self, road: Road) -> None:
        """Name, kind, size and hash; the kind is that of the name."""
        discussion = road.asked()
        file = attached(road, discussion, posted(road, discussion), name="C:\\temp\\Bill \u202e7.png")
        (found,) = road.sees("alice", discussion)["posts"][-1]["attachments"]
        assert found == {
            "id": file,
            "name": "Bill 7.png",
            "type": "image/png",
            "size": len(PNG),
            "sha256": hashlib.sha256(PNG).hexdigest(),
        }


class TestSending:
    """What may be attached, and by whom."""

    @pytest.mark.parametrize(
        ("name", "content", "code", "says"),
        [
            ("run.exe", b"MZ", "bad_kind", "of no kind that may be attached"),
            ("page.html", b"<p>", "bad_kind", "of no kind that may be attached"),
            ("pic.svg", b"<svg/>", "bad_kind", "of no kind that may be attached"),
            ("noending", b"text", "bad_kind", "of no kind that may be attached"),
            ("pic.png", b"<script>", "bad_kind", "not what its ending says"),
            ("text.txt", b"\xff\xfe\x00", "bad_kind", "not what its ending says"),
            ("empty.txt", b"", "bad_size", "between 1 and 5242880 bytes"),
        ],
    )
    def test_refuses_what_is_not_allowed(self, name: str, content: bytes, code: str, says: str, road: Road) -> None:
        """With what is wrong, and what to do; nothing is kept."""
        discussion = road.asked()
        post = posted(road, discussion)
        answer = sends(road, "bob", f"/discussions/{discussion}/posts/{post}", name, content)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert says in answer.json()["detail"]
        assert answer.json()["hint"]
        assert shown(road, "alice", discussion) == []

    def test_refuses_what_is_too_large(self, clock: FrozenClock) -> None:
        """One byte more than the setting says, before it is read as a whole."""
        settings = Settings(database_url="sqlite://", sweep_interval=SELDOM, largest_attachment=2048, largest_body=4096)
        with EmbeddedService(settings, clock=clock, directory=PEOPLE, seeds=SEEDS) as service:
            road = Road(service, clock)
            discussion = road.asked()
            path = f"/discussions/{discussion}/posts/{posted(road, discussion)}"
            assert sends(road, "bob", path, "a.txt", b"x" * 2048).status_code == 201
            answer = sends(road, "bob", path, "a.txt", b"x" * 2049)
            assert (answer.status_code, answer.json()["code"]) == (413, "too_large")

    def test_only_to_ones_own_post(self, road: Road) -> None:
        """Alice is in, and it is Bob's post; Eve is not in, and for her there is nothing."""
        discussion = road.asked()
        path = f"/discussions/{discussion}/posts/{posted(road, discussion)}"
        assert sends(road, "alice", path).json()["code"] == "no_such_post"
        nowhere = sends(road, "eve", f"/discussions/{NOWHERE}/posts/{NOWHERE}")
        assert sends(road, "eve", path).text == nowhere.text
        assert nowhere.status_code == 404

    def test_a_body_that_looks_like_a_form_is_a_file(self, road: Road) -> None:
        """Whatever `Content-Type` says: what is in the body is what is kept."""
        discussion = road.asked()
        path = f"/discussions/{discussion}/posts/{posted(road, discussion)}"
        for kind in ("multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain"):
            answer = sends(road, "bob", path, "a.txt", b"csrf=1&a=b", content_type=kind)
            assert answer.status_code == 201, answer.text
        files = road.sees("alice", discussion)["posts"][-1]["attachments"]
        assert [gets(road, "alice", discussion, file["id"]).content for file in files] == [b"csrf=1&a=b"] * 3

    def test_hangs_five_on_a_post(self, road: Road) -> None:
        """The sixth is refused; taking one off makes room."""
        discussion = road.asked()
        post = posted(road, discussion)
        files = [attached(road, discussion, post, name=f"{number}.png") for number in range(5)]
        path = f"/discussions/{discussion}/posts/{post}"
        refused = sends(road, "bob", path)
        assert (refused.status_code, refused.json()["code"]) == (409, "too_many_attachments")
        road.does("bob", "DELETE", f"{path}/attachments/{files[0]}")
        assert sends(road, "bob", path).status_code == 201

    def test_happens_once_for_a_key(self, road: Road) -> None:
        """Sent again it is there once; with another file under the same key it is refused."""
        discussion = road.asked()
        path = f"/discussions/{discussion}/posts/{posted(road, discussion)}"
        first, again = (sends(road, "bob", path, idempotency_key="k1") for _ in range(2))
        assert (first.status_code, first.json()) == (again.status_code, again.json())
        assert len(shown(road, "alice", discussion)) == 1
        other = sends(road, "bob", path, content=PNG + b"more", idempotency_key="k1")
        assert (other.status_code, other.json()["code"]) == (422, "key_reused")

    def test_nobody_can_tell_that_it_is_there_already(self, road: Road) -> None:
        """Bob wrote it for himself; Alice sends the same: the same answer as for any other, and bytes of its own."""
        discussion = road.asked()
        note = road.does("bob", "POST", f"/discussions/{discussion}/posts", kind="note", text="mine")
        attached(road, discussion, note["posts"][-1]["id"])
        path = f"/discussions/{discussion}/posts/{posted(road, discussion, 'alice')}"
        same, other = sends(road, "alice", path), sends(road, "alice", path, content=PNG[:-1] + b"?")
        assert [each.status_code for each in (same, other)] == [201, 201]
        assert sorted(same.headers) == sorted(other.headers)
        assert rows(road) == 3


def rows(road: Road) -> int:
    """Return how many files the database holds."""
    return kept(road.service).count("'sha256':")


class TestErasing:
    """A file is somebody's words (law 11)."""

    @pytest.mark.parametrize("how", ["empty", "pseudonymise"])
    def test_takes_the_bytes_along(self, how: str, road: Road) -> None:
        """Bob's are gone from everywhere, whatever is done with his words; Alice's, which is the same, stays."""
        discussion = road.asked()
        post = posted(road, discussion)
        file = attached(road, discussion, post)
        theirs = attached(road, discussion, posted(road, discussion, "alice"), "alice")
        Admin(road).does("POST", "/people/bob/erase", how=how)
        road.service.sweep()
        assert shown(road, "alice", discussion) == [theirs]
        assert_nothing(road, "alice", discussion, file)
        assert gets(road, "alice", discussion, theirs).content == PNG
        assert kept(road.service).count("hummingbird") == 1

    def test_retention_takes_them_along(self, clock: FrozenClock) -> None:
        """What ended long enough ago has no files any more."""
        settings = Settings(database_url="sqlite://", sweep_interval=SELDOM, retention="P1D")
        with EmbeddedService(settings, clock=clock, directory=PEOPLE, seeds=SEEDS) as service:
            road = Road(service, clock)
            discussion = road.asked()
            file = attached(road, discussion, posted(road, discussion))
            road.does("alice", "POST", f"/discussions/{discussion}/withdraw")
            assert gets(road, "alice", discussion, file).is_success
            road.later(timedelta(days=2))
            assert_nothing(road, "alice", discussion, file)
            assert "hummingbird" not in kept(service)


def test_a_file_that_changed_on_the_disk_is_not_handed_out(road: Road) -> None:
    """Its bytes are looked at against the hash that was kept: what somebody changed there is not what Bob sent."""
    discussion = road.asked()
    file = attached(road, discussion, posted(road, discussion))
    road.service._portal.call(_spoil, road.service.app.state.composed.stores)
    assert_nothing(road, "alice", discussion, file)


async def _spoil(stores: Any) -> None:
    async with stores.write() as store:
        await store._connection.execute(text("UPDATE attachments SET data = :data"), {"data": b"other"})
