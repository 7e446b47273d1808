"""A dry run says what would be done, to the asker alone, and does nothing."""

from __future__ import annotations

from typing import Any

from tests.service.everything import kept
from tests.service.road import HOUR, TASK, Road

QUESTION = "Which account do freight costs go to?"


def people(run: Any) -> dict[str, list[tuple[str, str]]]:
    """Who would come into each ring, and why."""
    return {ring["ring"]: [(one["person"]["id"], one["reason"]) for one in ring["people"]] for ring in run["rings"]}


def test_a_dry_run_shows_the_whole_road_and_writes_nothing(road: Road) -> None:
    """Before she asks, Alice sees who would hear of it, step by step, and what each would see."""
    discussion = road.fired()
    before = kept(road.service, "principals")
    found = road.does("alice", "GET", f"/discussions/{discussion}/dry-run")
    assert people(found) == {
        "participants": [("bob", "may do this task too")],
        "coworkers": [("carol", "worked with you on 4 cases")],
        "network": [("dana", "did this task in 2 other cases")],
    }
    assert [ring["consent"] for ring in found["rings"]] == [False, False, True]
    carol, dana = found["rings"][1]["people"][0], found["rings"][2]["people"][0]
    assert {one["name"]: one["value"] for one in carol["sees"]["fields"]} == {
        "invoice_no": "R-17",
        "amount": "2000 to 5000",
    }
    assert [one["name"] for one in dana["sees"]["fields"]] == ["invoice_no"]
    assert (dana["sees"]["question"], dana["sees"]["asker"]["id"]) == ("What is unclear?", "alice")
    assert kept(road.service, "principals") == before
    assert not road.is_in("dana", discussion)


def test_it_is_the_same_before_anything_is_opened(road: Road) -> None:
    """From the task's page, as from the discussion; values of fields come with the firing only."""
    discussion = road.fired()
    path = f"/tasks/expenses/{TASK['task_id']}/dry-run"
    assert people(road.does("alice", "GET", path)) == people(
        road.does("alice", "GET", f"/discussions/{discussion}/dry-run")
    )
    road.does("alice", "POST", f"/discussions/{discussion}/withdraw")
    found = road.does("alice", "GET", path)
    assert list(people(found)) == ["participants", "coworkers", "network"]
    assert [one["value"] for one in found["rings"][1]["people"][0]["sees"]["fields"]] == [None, "•••"]


def test_it_goes_on_from_where_the_discussion_is(road: Road) -> None:
    """Bob was informed, and his answer is not it: Carol is next."""
    discussion = road.asked()
    road.does("bob", "POST", f"/discussions/{discussion}/posts", kind="answer", text="4711", reach="participants")
    found = road.does("alice", "GET", f"/discussions/{discussion}/dry-run")
    assert [(ring, [one for one, _ in who]) for ring, who in people(found).items()] == [
        ("participants", []),
        ("coworkers", ["carol"]),
        ("network", ["dana"]),
    ]


def test_it_goes_on_from_what_is_due(road: Road) -> None:
    """Dana was asked, and her time is over by the minute in which Alice looks: Carol comes in her place."""
    who = ["group:Logistics", "worked-with"]
    rings = [{"name": "coworkers", "step": "colleagues", "who": who, "batch": 1, "patience": "PT1H", "wait": "P1D"}]
    discussion = road.fired(settings={"rings": rings}, question=QUESTION)
    assert road.is_in("dana", discussion)
    road.clock.advance(HOUR)
    found = road.does("alice", "GET", f"/discussions/{discussion}/dry-run")
    assert [(ring, [one for one, _ in who]) for ring, who in people(found).items()] == [("coworkers", ["carol"])]


def test_it_is_for_the_asker_alone(road: Road) -> None:
    """Bob is in, and may not; for Eve there is no such discussion and no such task."""
    discussion = road.asked()
    assert road.refused("bob", "GET", f"/discussions/{discussion}/dry-run")["code"] == "not_the_asker"
    assert road.refused("eve", "GET", f"/discussions/{discussion}/dry-run")["code"] == "not_found"
    assert road.refused("eve", "GET", "/tasks/expenses/t1/dry-run") == road.refused(
        "eve", "GET", "/tasks/expenses/t2/dry-run"
    )


def test_what_ended_has_no_future(road: Road) -> None:
    """The question was taken back, and then the task was completed."""
    discussion = road.asked()
    road.does("alice", "POST", f"/discussions/{discussion}/withdraw")
    assert road.refused("alice", "GET", f"/discussions/{discussion}/dry-run")["code"] == "ended"


def test_what_is_then_done_is_what_was_shown(road: Road) -> None:
    """Ring by ring the same people come in, for the same reasons, and see the same."""
    discussion = road.fired()
    shown = road.does("alice", "GET", f"/discussions/{discussion}/dry-run")
    road.does("alice", "POST", f"/discussions/{discussion}/question", text=QUESTION)
    road.later(2 * HOUR)
    road.does("carol", "POST", f"/discussions/{discussion}/asks/pass")
    ring = f"/discussions/{discussion}/rings/network"
    preview = road.does("alice", "GET", f"{ring}/preview")
    road.does("alice", "POST", f"{ring}/consent", preview=preview["id"])
    asked = road.does("alice", "GET", f"/discussions/{discussion}/asks")["items"]
    would = [one for ring in shown["rings"] for one in ring["people"] if one["asked"]]
    assert [(one["person"], one["reason"]) for one in would] == [(ask["person"], ask["reason"]) for ask in asked]
    for one in would:
        seen = road.sees(one["person"]["id"], discussion)
        assert one["sees"] == {
            "asker": seen["asker"],
            "question": "What is unclear?",
            "posts": seen["posts"],
            "fields": seen["fields"],
        }


def test_where_the_asker_is_shown_by_role_no_tie_is_told(road: Road) -> None:
    """Carol worked with one person on four cases: to say so would name Alice. Alice herself reads why."""
    rings = [
        {"name": "participants", "step": "colleagues"},
        {"name": "coworkers", "step": "colleagues", "who": ["worked-with"], "asker": "role"},
    ]
    discussion = road.fired(settings={"rings": rings}, question=QUESTION)
    road.later(2 * HOUR)
    [ask] = road.does("carol", "GET", f"/discussions/{discussion}/asks")["items"]
    assert ask["reason"] == "you are asked here by name"
    assert "alice" not in str(road.sees("carol", discussion)).lower()
    [ask] = road.does("alice", "GET", f"/discussions/{discussion}/asks")["items"]
    assert ask["reason"] == "worked with you on 4 cases"
