"""A world around one task: what its people and its runtime do, each thing one step, with the model kept beside it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from socialbpm.social.experience import experience_id
from socialbpm.social.facts import Accepted, CommunityProposed, Edited, Fact, Posted, QuestionAsked
from tests.leaks.cast import (
    ADMIN,
    APPROVER,
    ASKER,
    ELEMENT,
    EXCLUDED,
    GROUPS,
    LANE,
    PEOPLE,
    PROCESS,
    RINGS,
    RUNTIME,
    SUBSCRIPTION,
    VARIABLES,
    Design,
    Start,
)
from tests.leaks.house import Answer, House
from tests.leaks.model import Brought, Knows, Model, Wish

MOST_GONE = 3
"""So many leave, at most: a world with nobody in it tells nothing."""
NOBODYS = "00000000-0000-7000-8000-000000000000"
"""An id that nothing has."""


def sent(word: str) -> dict[str, str]:
    """Return a file that holds the word that it is called by, as JSON says it."""
    return {"name": f"{word}.json", "content": base64.b64encode(json.dumps(word).encode()).decode()}


@dataclass(frozen=True)
class Step:
    """Something that is done. What `who`, `ring` and `number` mean is its own; numbers pick from what is there."""

    what: str
    who: str = ASKER
    ring: int = 0
    number: int = 0


@dataclass(frozen=True)
class Done:
    """A call that was made: by whom, what came of it, and what they may know at that moment."""

    by: str
    call: tuple[str, str, Any]
    answer: Answer
    may: Knows
    was_in: bool


class World:
    """One history. `said` are all words that were put in, `done` the call that was made last.

    Args:
        house: the service, empty.
        design: the designer's choices.
        start: how Alice comes to ask.
    """

    def __init__(self, house: House, design: Design, start: Start) -> None:
        self.house = house
        self.design = design
        self.models: dict[str, Model] = {}
        self.posts: list[tuple[str, str]] = []
        self.files: list[tuple[str, str, str]] = []
        self.asked_with: list[tuple[str, str]] = []
        self.previews: list[tuple[str, int, str, str]] = []
        self.offers: dict[str, str] = {}
        self.communities: dict[str, dict[str, str]] = {}
        self.founded: set[str] = set()
        self.answered_words: set[str] = set()
        self.gone: set[str] = set()
        self.emptied: set[str] = set()
        self.renamed: set[str] = set()
        self.shut: set[str] = {EXCLUDED}
        self.owner: str | None = ASKER
        self.task_over = False
        self.approver = self.approving = ""
        self.done: list[Done] = []
        self.mails: dict[str, list[bytes]] = {}
        self.got: dict[str, list[bytes]] = {}
        self.tokens: dict[str, list[str]] = {}
        self.keyed: list[tuple[str, tuple[str, str, Any], str]] = []
        self._count = self._revision = 0
        self.brought = Brought(self.word(), self.word(), {name: self.word() for name in VARIABLES})
        self._begin(start)

    def word(self) -> str:
        """Return a word that nobody said before."""
        self._count += 1
        return f"canary{self._count:04d}"

    # -- calls

    def call(self, who: str, method: str, path: str, body: Any = None, wish: Wish | None = None) -> Answer:
        """Let somebody do something, and see what it led to."""
        sent = wish or Wish(who)
        was_in = self.is_about(path, who)
        key = f"k{len(self.keyed)}" if who in PEOPLE and method != "GET" else ""
        answer = self.house.call(who, method, path, body, **({"idempotency_key": key} if key else {}))
        if key and answer.granted:
            self.keyed.append((who, (method, path, body), key))
        self._learn(sent)
        self._opened(answer, sent)
        self.done.append(Done(who, (method, path, body), answer, self.knows(who) | Knows({sent.word}), was_in))
        return answer

    def is_about(self, path: str, who: str) -> bool:
        """Whether a path is about a discussion that somebody is in, or an offer to them."""
        offered = any(offer in path for offer in self.offers) and self.may_ask(who)
        return offered or any(model.id in path and model.is_in(who) for model in self.models.values())

    def _learn(self, wish: Wish) -> None:
        for model, facts in zip(self.models.values(), self.house.facts([*self.models]), strict=True):
            for fact in facts[model.heard_of :]:
                model.learn(fact, wish)
                self._note(model, fact, wish)
            model.heard_of = len(facts)

    def _note(self, model: Model, fact: Fact, wish: Wish) -> None:
        if isinstance(fact, Posted):
            self.posts.append((model.id, fact.post))
        elif isinstance(fact, QuestionAsked):
            self.asked_with += [(model.id, file) for file in fact.attachments]
        elif isinstance(fact, Edited):
            known = {file for _, _, file in self.files}
            self.files += [(model.id, fact.post, file) for file in fact.attachments if file not in known]
        elif isinstance(fact, CommunityProposed):
            self.communities.setdefault(fact.community, {}).setdefault(fact.person, "proposed")
        elif isinstance(fact, Accepted):
            self.answered_words.add(wish.word or model.posts[fact.post].versions[fact.version - 1][0])

    def _opened(self, answer: Answer, wish: Wish) -> None:
        made = answer.json if answer.granted and answer.body else {}
        discussion, offer = made.get("discussion"), made.get("offer")
        if offer:
            self.offers[offer] = self.brought.draft
        if discussion and discussion not in self.models:
            self.models[discussion] = Model(discussion, self.design, self.brought, self.shut)
            self._learn(wish)

    # -- the runtime

    def _hook(self, kind: str, wish: Wish, **data: Any) -> Answer:
        self._revision += 1
        body = {
            "specversion": "1.0",
            "id": f"call{self._revision}",
            "source": "urn:expenses",
            "type": f"socialbpm.{kind}",
            "data": data,
        }
        return self.call(RUNTIME, "POST", "/hooks", body, wish)

    def _task(self, **more: Any) -> dict[str, Any]:
        task = {"task_id": "t1", "case_id": "c1", "process": PROCESS, "element_id": ELEMENT, "name": self.brought.task}
        return {"lane": LANE, **task, "revision": self._revision, **more}

    def _people(self) -> dict[str, Any]:
        return {"actual_owner": self.owner, "potential_owners": [f"group:{LANE}"]}

    def _firing(self, **more: Any) -> dict[str, Any]:
        return {
            "task": self._task(),
            "people": self._people(),
            "request_id": f"r{self._revision}",
            "event_id": "check_invoice_socialize",
            "settings": self.design.settings(self.brought.draft),
            "fields": self.brought.fields,
            "reply_to": {"kind": "webhook"},
            **more,
        }

    def _begin(self, start: Start) -> None:
        if start == "asks":
            self.fires(Step("fires", number=1))
        elif start == "drafts":
            self.fires(Step("fires"))
        elif start == "page":
            known = {
                key: value for key, value in self._firing().items() if key not in {"request_id", "fields", "reply_to"}
            }
            self._hook("task.activated", Wish(), **known)
            self.asks_on_page(Step("asks_on_page"))
        else:
            self.is_offered(Step("is_offered"))
            self.takes_up(Step("takes_up"))

    # -- steps: the runtime's

    def fires(self, step: Step) -> None:
        """Alice's event fires, with a question or without."""
        word = self.word() if step.number % 2 else ""
        wish = Wish(ASKER, word, files=(self.word(),) if word else ())
        files = [sent(word) for word in wish.files]
        self._hook("task.socialize", wish, **self._firing(by=ASKER, question=wish.word or None, files=files))

    def is_offered(self, step: Step) -> None:
        """The timer runs out."""
        self._hook("task.offer", Wish(), **self._firing(question=self.brought.draft))

    def task_changes_hands(self, step: Step) -> None:
        """Somebody else claims the task, or nobody has it any more."""
        self.owner = step.who if step.number % 3 else None
        self._hook("task.assigned", Wish(), task=self._task(), people=self._people())

    def four_eyes(self, step: Step) -> None:
        """Somebody takes the other half of a four-eyes pair."""
        self._what_is_due()
        who = step.who if step.number % 2 else APPROVER
        self.shut.add(who)
        self.approver, self.approving = who, self.word()
        other = self._task(task_id="t9", element_id="approve_invoice", name=self.approving)
        self._hook("task.assigned", Wish(), task=other, people={"actual_owner": who})

    def task_is_done(self, step: Step) -> None:
        """The task is completed."""
        if step.number % 4 == 0:
            self.task_over = True
            self._hook("task.completed", Wish(), task=self._task(), by=self.owner)

    def is_off_boarded(self, step: Step) -> None:
        """Somebody is no longer with the organisation: from this moment."""
        if step.number % 3 == 0 and len(self.gone) < MOST_GONE:
            self._let_go(step.who)
            self.call(ADMIN, "POST", f"/people/{step.who}/off-board")

    def is_erased(self, step: Step) -> None:
        """Somebody is erased; their words follow with the next sweep."""
        if step.number % 3 == 0 and (step.who in self.gone or len(self.gone) < MOST_GONE):
            self._let_go(step.who)
            how = "empty" if step.number % 2 or step.who in self.emptied else "pseudonymise"
            (self.emptied if how == "empty" else self.renamed).add(step.who)
            self.call(ADMIN, "POST", f"/people/{step.who}/erase", {"how": how})
            self.house.sweep()
            for model in self.models.values():
                self.answered_words -= model.erase(step.who, files_only=how == "pseudonymise")
            self._learn(Wish())

    def _let_go(self, who: str) -> None:
        self.gone.add(who)
        self.shut.add(who)
        self.house.proofs.forget(who)
        for people in self.communities.values():
            if who in people:
                people[who] = "gone"

    def time_goes_by(self, step: Step) -> None:
        """Minutes or days; what is due happens, or waits for the next call."""
        self.house.clock.advance(timedelta(minutes=(20, 70, 130, 300, 1500, 6000)[step.number % 6]))
        if step.ring % 2:
            self._what_is_due()
        self._learn(Wish())

    def _what_is_due(self) -> None:
        """Let happen what is due; before a command it would happen anyway."""
        self.house.sweep()
        self._learn(Wish())

    # -- steps: people's

    def _path(self, step: Step) -> str:
        """Return the newest discussion; sometimes an older one."""
        ids = list(self.models) or [NOBODYS]
        return f"/discussions/{ids[-1 if step.number % 5 else 0]}"

    def _newest(self) -> Model | None:
        return next(reversed(self.models.values()), None)

    def _asker(self, step: Step) -> str:
        """Return whose word it is; now and then somebody tries who may not."""
        model = self.models.get(self._path(step).rpartition("/")[2])
        return step.who if model is None or step.number % 7 == 6 else model.asker

    def _ring_from(self, step: Step, who: str) -> int:
        """Return a ring that is theirs to choose, mostly."""
        model = self._newest()
        place = None if model is None else model.places.get(who)
        if model is None or place is None or step.number % 7 == 6:
            return step.ring
        return place.ring + step.ring % max(1, max(model.current, place.ring) - place.ring + 1)

    def asks_on_page(self, step: Step) -> None:
        """Somebody asks on a page."""
        wish = Wish(step.who, self.word() if step.number % 2 else "")
        body = {"question": wish.word} if wish.word else {}
        self.call(step.who, "POST", f"/tasks/{RUNTIME}/t1/discussions", body, wish)

    def takes_up(self, step: Step) -> None:
        """Somebody takes the offer up."""
        offer = next(reversed(self.offers), NOBODYS)
        wish = Wish(step.who, self.word() if step.number % 2 else "")
        body = {"question": wish.word} if wish.word else {}
        self.call(step.who, "POST", f"/offers/{offer}/take-up", body, wish)

    def asks(self, step: Step) -> None:
        """The asker sends the question, with files or without."""
        wish = Wish(self._asker(step), self.word(), files=tuple(self.word() for _ in range(step.ring % 3)))
        body = {"text": wish.word, "files": [sent(word) for word in wish.files]}
        self.call(wish.by, "POST", f"{self._path(step)}/question", body, wish)

    def says(self, step: Step, kind: str = "comment", parent: str | None = None) -> None:
        """Somebody says something."""
        reach = self._ring_from(step, step.who)
        wish = Wish(step.who, self.word(), reach)
        body = {"kind": kind, "text": wish.word, "reach": RINGS[reach], "parent": parent}
        self.call(step.who, "POST", f"{self._path(step)}/posts", body, wish)

    def answers(self, step: Step) -> None:
        """Somebody answers."""
        self.says(step, "answer")

    def notes(self, step: Step) -> None:
        """Somebody writes for themselves."""
        self.says(step, "note")

    def mentions(self, step: Step) -> None:
        """Somebody names somebody who may not be in: that adds nobody."""
        reach = self._ring_from(step, step.who)
        wish = Wish(step.who, self.word(), reach)
        body = {"kind": "comment", "text": f"{wish.word} @Eve", "reach": RINGS[reach]}
        self.call(step.who, "POST", f"{self._path(step)}/posts", body, wish)

    def replies(self, step: Step) -> None:
        """Somebody replies, also to what they cannot see."""
        if self.posts:
            self.says(step, "comment", self.posts[step.number % len(self.posts)][1])

    def _own_post(self, step: Step) -> tuple[str, str, str]:
        """Return a post, and mostly its author."""
        discussion, post = self.posts[step.number % len(self.posts)] if self.posts else (NOBODYS, NOBODYS)
        author = step.who if discussion == NOBODYS or step.ring == 3 else self.models[discussion].posts[post].author
        return author, discussion, post

    def edits(self, step: Step) -> None:
        """Somebody changes what they said."""
        who, discussion, post = self._own_post(step)
        reach = step.ring if step.ring in {1, 2} else None
        wish = Wish(who, self.word(), reach)
        body = {"text": wish.word, **({} if reach is None else {"reach": RINGS[reach]})}
        self.call(who, "PATCH", f"/discussions/{discussion}/posts/{post}", body, wish)

    def attaches(self, step: Step) -> None:
        """Somebody hangs a file on what they said; it holds the word that it is called by."""
        who, discussion, post = self._own_post(step)
        word = self.word()
        path = f"/discussions/{discussion}/posts/{post}/attachments?name={word}.json"
        self.call(who, "POST", path, word, Wish(who, word))

    def takes_off(self, step: Step) -> None:
        """Somebody takes a file off what they said."""
        discussion, post, file = self.files[step.number % len(self.files)] if self.files else (NOBODYS,) * 3
        model = self.models.get(discussion)
        who = step.who if model is None or step.ring == 3 else model.posts[post].author
        self.call(who, "DELETE", f"/discussions/{discussion}/posts/{post}/attachments/{file}")

    def raises(self, step: Step) -> None:
        """Somebody lets more people see what they said."""
        who, discussion, post = self._own_post(step)
        reach = 1 + step.number % 3
        body = {"reach": RINGS[reach]}
        self.call(who, "POST", f"/discussions/{discussion}/posts/{post}/raise", body, Wish(who, "", reach))

    def withdraws_post(self, step: Step) -> None:
        """Somebody takes back what they said."""
        who, discussion, post = self._own_post(step)
        self.call(who, "DELETE", f"/discussions/{discussion}/posts/{post}")

    def _about_post(self, step: Step, what: str, body: Any = None, word: str = "") -> None:
        discussion, post = self.posts[step.number % len(self.posts)] if self.posts else (NOBODYS, NOBODYS)
        model = self.models.get(discussion)
        who = step.who if model is None or step.ring == 3 else model.asker
        self.call(who, "POST", f"/discussions/{discussion}/posts/{post}/{what}", body, Wish(who, word))

    def refuses(self, step: Step) -> None:
        """The asker says "not it"."""
        self._about_post(step, "not-it")

    def accepts(self, step: Step) -> None:
        """The asker takes a post as the answer, with a value of their own or with its text."""
        value = self.word() if step.ring % 2 else ""
        self._about_post(step, "accept", {"version": 1, **({"value": value} if value else {})}, value)

    def says_if_helped(self, step: Step) -> None:
        """The asker says whether it helped."""
        self._about_post(step, "helped", {"helped": bool(step.ring % 2)})

    def passes(self, step: Step) -> None:
        """Somebody passes; now and then only for now."""
        later = (self.house.clock.now() + timedelta(hours=20)).isoformat()
        self.call(step.who, "POST", f"{self._path(step)}/asks/pass", {"again_at": later} if step.number % 2 else {})

    def widens(self, step: Step) -> None:
        """The asker goes on."""
        self.call(self._asker(step), "POST", f"{self._path(step)}/widen")

    def previews_ring(self, step: Step, person: str | None = None) -> str | None:
        """The asker looks at what going on, or letting somebody in, would show."""
        model = self._newest()
        ring = step.ring if person else 3 if model is None else min(3, model.current + 1)
        who, path = self._asker(step), self._path(step)
        query = f"?person={person}" if person else ""
        answer = self.call(who, "GET", f"{path}/rings/{RINGS[ring]}/preview{query}")
        if not answer.granted:
            return None
        preview = str(answer.json["id"])
        self.previews.append((path, ring, person or "", preview))
        return preview

    def consents(self, step: Step) -> None:
        """The asker agrees: to what they see now or, with more said in between, to what they saw long ago."""
        self.previews_ring(step)
        if self.previews:
            path, ring, _, preview = self.previews[-1 if step.number % 3 else step.number % len(self.previews)]
            body = {"preview": preview}
            self.call(self._asker(step), "POST", f"{path}/rings/{RINGS[ring]}/consent", body)

    def declines(self, step: Step) -> None:
        """The asker says not yet, or no further."""
        model = self._newest()
        ring = RINGS[min(3, model.current + 1 if model else 3)]
        self.call(
            self._asker(step), "POST", f"{self._path(step)}/rings/{ring}/decline", {"further": step.number % 2 == 0}
        )

    def rewords(self, step: Step) -> None:
        """The asker words the question for a ring, and lets some of its files go along."""
        path, ring = self._path(step), 1 + step.ring % 3
        theirs = [file for discussion, file in self.asked_with if path.endswith(discussion)]
        wish = Wish(self._asker(step), self.word(), ring, tuple(theirs[: step.number % 3]))
        body = {"text": wish.word, "attachments": wish.files}
        self.call(wish.by, "PUT", f"{path}/rings/{RINGS[ring]}/wording", body, wish)

    def _about_member(self, step: Step, what: str, method: str = "POST", body: Any = None, reach: int = 0) -> None:
        who = self._asker(step)
        path = f"{self._path(step)}/members/{step.who}{what}"
        self.call(who, method, path, body, Wish(who, "", reach))

    def strikes(self, step: Step) -> None:
        """The asker keeps somebody out."""
        self._about_member(step, "/strike")

    def brings_in(self, step: Step) -> None:
        """The asker brings somebody in."""
        self._about_member(step, "", "PUT")

    def removes(self, step: Step) -> None:
        """The asker takes somebody out."""
        self._about_member(step, "", "DELETE")

    def thanks(self, step: Step) -> None:
        """The asker thanks somebody."""
        self._about_member(step, "/thank")

    def lets_closer(self, step: Step) -> None:
        """The asker opens the one door."""
        preview = self.previews_ring(step, step.who)
        if preview:
            self._about_member(step, "/closer", body={"preview": preview}, reach=step.ring)

    def hands_over(self, step: Step) -> None:
        """The asker makes somebody else the asker."""
        preview = self.previews_ring(Step(step.what, step.who, 0, step.number), step.who)
        if preview:
            self._about_member(step, "/hand-over", body={"preview": preview})

    def joins(self, step: Step) -> None:
        """Somebody joins what is listed to them, or tries to."""
        self.call(step.who, "POST", f"{self._path(step)}/join")

    def leaves(self, step: Step) -> None:
        """Somebody goes."""
        self.call(step.who, "POST", f"{self._path(step)}/leave")

    def ends(self, step: Step) -> None:
        """The asker ends it."""
        how = ("solved-alone", "withdraw", "give-up", "end-abandoned")[step.ring % 4]
        if step.number % 3 == 0:
            self.call(self._asker(step), "POST", f"{self._path(step)}/{how}")

    def releases(self, step: Step) -> None:
        """Somebody lets others see their words later."""
        model = self._newest()
        authors = model.authors if model is not None else []
        who = authors[step.number % len(authors)] if authors and step.ring else step.who
        self.call(who, "POST", f"{self._path(step)}/release", {"named": step.number % 2 == 0})

    def takes_back(self, step: Step) -> None:
        """Somebody takes back what they released, or tries to."""
        experiences = self.experiences or [NOBODYS]
        self.call(step.who, "DELETE", f"/experience/{experiences[-1 if step.number % 5 else 0]}", None, Wish(step.who))

    def finds_it(self, step: Step) -> None:
        """The asker ends it with what was answered before, or with what they made up."""
        experiences = self.experiences or [NOBODYS]
        body = {"experience": experiences[step.number % len(experiences)]}
        self.call(self._asker(step), "POST", f"{self._path(step)}/solved-alone", body)

    def consents_to_a_community(self, step: Step) -> None:
        """Somebody joins what is proposed to them, declines it, leaves it; or tries to."""
        for community, people in self.communities.items() or ((NOBODYS, dict[str, str]()),):
            what = ("join", "join", "leave", "decline")[step.ring]
            if self.call(step.who, "POST", f"/communities/{community}/{what}").granted and people:
                people[step.who] = "member" if what == "join" else "gone"

    @property
    def experiences(self) -> list[str]:
        """The names that what is released would have."""
        return [experience_id(model.id) for model in self.models.values() if model.accepted]

    # -- what somebody may know

    def do(self, step: Step) -> None:
        """Do a step; `done` says which calls it took."""
        self.done.clear()
        doing: Callable[[Step], None] = getattr(self, step.what)
        doing(step)

    def knows(self, reader: str) -> Knows:
        """Return everything that somebody may know now, from anywhere; who is erased is named to no person."""
        if reader == ADMIN:
            return Knows(people={*PEOPLE})
        found = self._knows(reader)
        if reader == RUNTIME:
            return found
        return Knows(found.words, found.refs, found.people - self.emptied - self.renamed | {reader})

    def _knows(self, reader: str) -> Knows:
        if reader == RUNTIME:
            return self._told()
        if reader == SUBSCRIPTION:
            return Knows(refs={*self.models})
        found = Knows(people={reader})
        if reader not in PEOPLE or reader in self.gone:
            return found
        for model in self.models.values():
            found |= model.knows(reader)
            found |= model.lists(reader)
            found |= Knows(model.keeps(reader), {experience_id(model.id)} if model.keeps(reader) else set())
        found |= self._own_tasks(reader)
        return found | self._offered(reader) | self._answered_before(reader) | self._communities(reader)

    def _told(self) -> Knows:
        """A runtime gets outcomes, accepted values and ids, and hears who asked and who must not take part."""
        askers = {ASKER, *(who for model in self.models.values() for who in model.askers)}
        conflicts = {who for model in self.models.values() for who in model.conflicts}
        return Knows(set(self.answered_words), {*self.models, *self.offers}, askers | conflicts)

    def works(self, reader: str) -> bool:
        """Whether somebody does the task: its owner, or who could claim it."""
        return reader == self.owner if self.owner else GROUPS.get(reader) == LANE

    def may_ask(self, reader: str) -> bool:
        """Whether somebody may ask at the task: not the excluded, and not when it is over."""
        return not self.task_over and self.works(reader) and reader not in self.shut

    def _own_tasks(self, reader: str) -> Knows:
        """Whoever does a task knows what it is called."""
        first = {self.brought.task} if self.works(reader) else set()
        return Knows(first | ({self.approving} if reader == self.approver else set()))

    def _answered_before(self, reader: str) -> Knows:
        """What was released is for whoever may ask at the task; this is the only one there is."""
        found = Knows()
        for model in self.models.values() if self.may_ask(reader) else ():
            experience = model.experience()
            found |= Knows(
                experience.words, {experience_id(model.id)} if experience.words else set(), experience.people
            )
        return found

    def _communities(self, reader: str) -> Knows:
        """Who is in one is for whoever is, is to be, or may ask at the task; before two are in, nobody is."""
        found = Knows()
        for community, people in self.communities.items():
            members = {who for who, state in people.items() if state == "member"}
            if len(members) > 1:
                self.founded.add(community)
            there = community in self.founded and bool(members)
            if people.get(reader) in {"proposed", "member"} or (there and self.may_ask(reader)):
                found |= Knows(set(), {community}, members if there else {reader})
        return found

    def _offered(self, reader: str) -> Knows:
        """An offer is for whoever does the task."""
        if not self.may_ask(reader):
            return Knows()
        return Knows({*self.offers.values(), self.brought.task} if self.offers else set(), {*self.offers})


OFTEN = ("says", "says", "says", "answers", "replies", "edits", "raises", "time_goes_by", "consents")
SOMETIMES = (
    "asks",
    "notes",
    "mentions",
    "attaches",
    "attaches",
    "takes_off",
    "withdraws_post",
    "refuses",
    "accepts",
    "passes",
    "widens",
    "widens",
    "rewords",
    "brings_in",
    "lets_closer",
    "joins",
)
RARELY = (
    "fires",
    "is_offered",
    "task_changes_hands",
    "four_eyes",
    "task_is_done",
    "is_off_boarded",
    "is_erased",
    "asks_on_page",
    "takes_up",
    "says_if_helped",
    "declines",
    "strikes",
    "removes",
    "thanks",
    "hands_over",
    "leaves",
    "ends",
    "releases",
    "releases",
    "takes_back",
    "finds_it",
    "consents_to_a_community",
)
ALL: Sequence[str] = (*OFTEN, *OFTEN, *SOMETIMES, *RARELY)
steps = st.builds(
    Step, what=st.sampled_from(ALL), who=st.sampled_from(PEOPLE), ring=st.integers(0, 3), number=st.integers(0, 41)
)
