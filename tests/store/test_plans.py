"""Whatever is looked for is found by an index: no question reads a whole table, however large it grows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import event

from socialbpm.actions.ports import Store, Wanted, WantedListing
from socialbpm.errors import NotFound
from socialbpm.social.communities import Kind
from socialbpm.social.facts import TaskKey
from socialbpm.store import SqlStore, SqlStores
from tests.store.road import HOUR, INVOICE, MONDAY

pytestmark = pytest.mark.anyio
OF_BILLING = WantedListing("billing", "invoice", "network", MONDAY)
OF_MINE = Wanted("open", "asked", "billing", "invoice", "t1", "c1", MONDAY)
OTHER = TaskKey("billing", "t2")
CHECKING = Kind("billing", "invoice", "check")
Question = Callable[[SqlStore], Awaitable[object]]


def claimed(store: SqlStore) -> SqlStore:
    """The store of a transaction that claimed two discussions."""
    store._claimed = ["d1", "d2"]
    return store


QUESTIONS: dict[str, Question] = {
    "discussion": lambda store: store.discussion("d1"),
    "discussion of many": lambda store: store.load({"d1": 1, "d2": 1}),
    "facts": lambda store: store.facts("d1"),
    "settings": lambda store: store.settings("d1"),
    "words": lambda store: store.words(["w1", "w2"]),
    "open_discussion": lambda store: store.open_discussion(INVOICE, "check.socialize", "alice"),
    "open_discussions_about": lambda store: store.open_discussions_about([INVOICE, OTHER], "alice"),
    "latest_discussion": lambda store: store.latest_discussion(INVOICE, "check.socialize", "alice"),
    "discussions_of": lambda store: store.discussions_of(INVOICE),
    "open_discussions_of": lambda store: store.open_discussions_of(INVOICE),
    "is_in_open_ring": lambda store: store.is_in_open_ring("d1"),
    "listed_to": lambda store: store.listed_to(["group:a", "person:bob"], "not:bob", (MONDAY, "d1"), 20),
    "listed_to, wanted": lambda store: store.listed_to(["group:a"], "not:bob", None, 20, OF_BILLING),
    "has_listing": lambda store: store.has_listing("by:"),
    "load_all": lambda store: store.load_all(["d1", "d2"]),
    "tasks_about": lambda store: store.tasks_about(["d1", "d2"]),
    "load": lambda store: store.load({"d1": 1}),
    "did_elements": lambda store: store.did_elements("alice"),
    "shared_cases": lambda store: store.shared_cases("alice", "bob"),
    "known_by": lambda store: store.known_by("alice"),
    "visible": lambda store: store.visible("alice", (MONDAY, "d1"), 20),
    "on_desk": lambda store: store.on_desk("alice", 20),
    "visible, wanted": lambda store: store.visible("alice", (MONDAY, "d1"), 20, OF_MINE),
    "visible_items": lambda store: store.visible_items("alice", "d1"),
    "is_in": lambda store: store.is_in("alice", "d1"),
    "has_new_changes": lambda store: store.has_new_changes(),
    "newest_change": lambda store: store.newest_change(),
    "oldest_change": lambda store: store.oldest_change(),
    "changes_for": lambda store: store.changes_for("alice", 5, 20),
    "due": lambda store: store.due(MONDAY + HOUR, 50),
    "crowded": lambda store: store.crowded(["carol"], {}),
    "open_asks": lambda store: store.open_asks(["carol", "dana"]),
    "asked_lately": lambda store: store.asked_lately(["carol", "dana"], MONDAY, "d1"),
    "helped of many": lambda store: store._helped(["alice", "bob"]),
    "helped": lambda store: store.helped("alice"),
    "has_new_evidence": lambda store: store.has_new_evidence(),
    "newest_evidence": lambda store: store.newest_evidence(),
    "evidence_since": lambda store: store.evidence_since(5, 20),
    "evidence_after": lambda store: store.evidence_after((MONDAY, "k1"), 20, through=9),
    "offer": lambda store: store.offer("o1"),
    "offer_settings": lambda store: store.offer_settings("o1"),
    "open_offers_of": lambda store: store.open_offers_of(INVOICE),
    "offered_to": lambda store: store.offered_to(["group:a", "person:bob"], (MONDAY, "o1"), 20),
    "address_offers": lambda store: store.address_offers(INVOICE),
    "task_about a discussion": lambda store: store.task_about(discussion="d1"),
    "task_about an offer": lambda store: store.task_about(offer="o1"),
    "task": lambda store: store.task(INVOICE),
    "task of what was claimed": lambda store: claimed(store).task(INVOICE),
    "firing of what was claimed": lambda store: claimed(store).firing("billing", "r1"),
    "worked_on_case of what was claimed": lambda store: claimed(store).worked_on_case("billing", "c1"),
    "asked_lately by what was claimed": lambda store: claimed(store).asked_lately(["carol"], MONDAY, "d1"),
    "worked_together of many": lambda store: store._together(["alice", "bob"]),
    "tasks_for": lambda store: store.tasks_for(["person:alice", "lane:Accounting"], 20),
    "tasks_of_case": lambda store: store.tasks_of_case("billing", "c1"),
    "firing": lambda store: store.firing("billing", "r1"),
    "firings_of": lambda store: store.firings_of(discussion="d1"),
    "firings_of an offer": lambda store: store.firings_of(offer="o1"),
    "deliveries": lambda store: store.deliveries("billing", None, 5, 20),
    "deliveries of a case": lambda store: store.deliveries("billing", "c1", 5, 20),
    "delivery": lambda store: store.delivery("billing", "x1"),
    "take_letters": lambda store: store.take_letters(MONDAY, MONDAY + HOUR, 50, [("runtime", "billing")]),
    "has_letters": lambda store: store.has_letters(MONDAY),
    "letter": lambda store: store.letter("l1"),
    "letters": lambda store: store.letters(None, "dead", (MONDAY, "l1"), 20),
    "letters of a receiver": lambda store: store.letters(("runtime", "billing"), None, (MONDAY, "l1"), 20),
    "gathered": lambda store: store.gathered("bob", MONDAY),
    "mail_choices": lambda store: store.mail_choices("bob"),
    "callbacks": lambda store: store.callbacks("billing"),
    "subscription": lambda store: store.subscription("s1"),
    "subscriptions": lambda store: store.subscriptions(active=True),
    "receipt": lambda store: store.receipt("hook billing", "id-1"),
    "key": lambda store: store.key("hash"),
    "keys": lambda store: store.keys(None, None, "k1", 20),
    "keys of somebody": lambda store: store.keys("runtime", "billing", "k1", 20),
    "person_of": lambda store: store.person_of("https://id.example", "s1"),
    "subject_of": lambda store: store.subject_of("https://id.example", "alice"),
    "session": lambda store: store.session("hash"),
    "worked_on_case": lambda store: store.worked_on_case("billing", "c1"),
    "worked_together": lambda store: store.worked_together("alice"),
    "did_element": lambda store: store.did_element("billing", "invoice", "check", "c1"),
    "did_task_in_case": lambda store: store.did_task_in_case("billing", "c1", "check"),
    "did_in_other_instances": lambda store: store.did_in_other_instances("billing", "c1", "check", "t1"),
    "departure": lambda store: store.departure("bob"),
    "next_departure": lambda store: store.next_departure(MONDAY),
    "still_in": lambda store: store.still_in("bob", 20),
    "count_still_in": lambda store: store.count_still_in("bob"),
    "erasure": lambda store: store.erasure("bob"),
    "next_erasure": lambda store: store.next_erasure(MONDAY),
    "ever_in": lambda store: store.ever_in("bob", "", 20),
    "names_of": lambda store: store.names_of("bob"),
    "kept": lambda store: store.kept(["w1", "w2"]),
    "hold_of": lambda store: store.hold_of("h1"),
    "too_old": lambda store: store.too_old(MONDAY, 20),
    "askings": lambda store: store.askings("invoice"),
    "ended_in": lambda store: store.ended_in("invoice", MONDAY, MONDAY + HOUR),
    "answers of many": lambda store: store._first_answers(["d1", "d2"]),
    "ladders of many": lambda store: store._opened(["d1", "d2"]),
    "unanswered": lambda store: store.unanswered("invoice"),
    "guest": lambda store: store.guest("hash"),
    "contents_of": lambda store: store.contents_of("d1"),
    "experience": lambda store: store.experience("x1"),
    "experiences_of": lambda store: store.experiences_of("alice"),
    "latest_experience": lambda store: store.latest_experience(["p1", "p2"], 20),
    "find_experience": lambda store: store.find_experience(["p1", "p2"], ["freight", "costs"], 20),
    "helpers_of": lambda store: store.helpers_of(CHECKING),
    "helps_seen": lambda store: store.helps_seen("bob", "alice", 20),
    "community": lambda store: store.community("c1"),
    "community_at": lambda store: store.community_at(CHECKING),
    "communities_around": lambda store: store.communities_around("alice", [CHECKING]),
    "worded_by": lambda store: store.worded_by("bob"),
    "uses": lambda store: store.uses(["x1"]),
    "open_tasks_of": lambda store: store.open_tasks_of("alice", 20),
    "preferences_of": lambda store: store.preferences_of("bob"),
    "preferences_since": lambda store: store.preferences_since(5),
    "looks_of": lambda store: store.looks_of("bob", ["d1", "d2"]),
    "attached": lambda store: store.attached("w1"),
    "attachments_among": lambda store: store.attachments_among(["w1", "w2"]),
    "diagram": lambda store: store.diagram("billing", "pay_invoice"),
    "have_cases_at_hand": lambda store: store.have_cases_at_hand([("billing", "c1"), ("billing", "c2")]),
    "have_at_hand": lambda store: store.have_at_hand({"d1": 1}),
}
LOCKS = {"due", "crowded", "take_letters", "address_offers"}
"""Asked only by who is to write."""
WRITES = {
    "hold_case",
    "append",
    "append_offer",
    "address_listing",
    "put_words",
    "save_task",
    "save_firing",
    "note_evidence",
    "enqueue",
    "post",
    "settle",
    "put_off",
    "forget_letters",
    "save_callbacks",
    "save_subscription",
    "drop_subscription",
    "hold_call",
    "save_receipt",
    "drop_receipts",
    "number_changes",
    "drop_changes",
    "save_key",
    "end_keys",
    "revoke_key",
    "note_use",
    "bind_login",
    "forget_logins",
    "save_session",
    "save_guest",
    "end_guests",
    "note_visit",
    "end_session",
    "end_sessions_of",
    "end_sessions_at",
    "save_departure",
    "drop_departure",
    "revoke_access",
    "directory_changed",
    "save_erasure",
    "forget",
    "empty",
    "reword",
    "change_value",
    "hold_holds",
    "save_hold",
    "mark_emptied",
    "save_experience",
    "drop_experience",
    "note_solved",
    "note_help",
    "hold_community",
    "save_community",
    "save_preferences",
    "save_look",
    "save_mail_choices",
    "drop_mail",
    "forget_mail",
    "attach",
    "save_diagram",
}
SELDOM = {"departed", "was_here", "holds", "holds_on", "newest_diagram"}
"""Asked only when somebody leaves or is erased, or looks at a process of theirs; all who are gone, all holds and all
processes are few, and read as a whole."""


def test_every_question_is_asked_here() -> None:
    """Whoever adds one to the port adds it here too."""
    asked = {name for name in dir(Store) if not name.startswith("_")}
    assert asked - WRITES - SELDOM <= {name.split()[0] for name in QUESTIONS}


@pytest.mark.parametrize("name", QUESTIONS)
async def test_no_question_reads_a_whole_table(name: str, stores: SqlStores) -> None:
    """The database says how it would answer, in a transaction as it is asked in."""
    asked: list[tuple[str, Any]] = []
    for engine in (stores._database.writing, stores._database.reading):
        event.listen(engine.sync_engine, "before_cursor_execute", lambda _c, _u, sql, by, *_: asked.append((sql, by)))
    begin = stores.write if name in LOCKS else stores.read
    async with begin() as store:
        whole, explain = await _ready(store)
        asked.clear()
        await _ask(QUESTIONS[name], store)
        selects = [(sql, given) for sql, given in asked if sql.startswith("SELECT")]
        plans = [await store._connection.exec_driver_sql(f"{explain} {sql}", given) for sql, given in selects]
        steps = [str(step[-1]).strip() for plan in plans for step in plan.all()]
    assert steps
    assert [step for step in steps if whole(step)] == []


async def _ready(store: SqlStore) -> tuple[Callable[[str], bool], str]:
    """Return how a step says that it reads a whole table, and how to ask for steps.

    PostgreSQL reads small tables as a whole: it is told not to where it can help it. What SQLite calls a scan of an
    index of words is a search in it where it says `M`, for MATCH.
    """
    if store._connection.dialect.name == "postgresql":
        await store._connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        return lambda step: "Seq Scan on" in step, "EXPLAIN"
    found = ("anon", "line", "(subquery-", "VIRTUAL TABLE INDEX 0:M")
    return lambda step: step.startswith("SCAN") and not any(it in step for it in found), "EXPLAIN QUERY PLAN"


async def _ask(question: Question, store: SqlStore) -> None:
    try:
        await question(store)
    except NotFound:
        return
