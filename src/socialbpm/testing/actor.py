"""Somebody in a story: what they do, and what they see."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import httpx2

from socialbpm.contract.problems import Problem
from socialbpm.contract.views import DiscussionLine, DiscussionPage, DiscussionView, OfferList, OpenedView, PostView
from socialbpm.errors import Refused

if TYPE_CHECKING:
    from socialbpm.testing.story import Story

RUNTIME = "host"
"""The runtime of a story that has only one."""


class Actor:
    """A person of a story, who talks to the service as they would on its pages.

    What they do is about the one open discussion that they see; where they see several, `about` names it, by its id.
    Everything raises `Refused`, with the service's code, where the rules say no, and `AssertionError` where there is
    nothing that could be meant.
    """

    def __init__(self, id: str, story: Story) -> None:  # noqa: A002 - what it is called everywhere
        self.id = id
        self._story = story

    def __repr__(self) -> str:
        return f"<{self.id} of the story>"

    @cached_property
    def client(self) -> httpx2.Client:
        """An HTTP client that calls as this person, for what has no word here: `.get("/v1/me")`."""
        return self._story.service.person(self.id)

    def does(self, method: str, path: str, **body: Any) -> Any:
        """Call the API as this person and return what it answers: `does("GET", "/offers")`.

        Raises:
            Refused: the service says no; `code` is its code.
        """
        answer = self.client.request(method, f"/v1{path}", json=body or None)
        if answer.is_error:
            problem = Problem.model_validate_json(answer.content)
            raise Refused(f"{self.id}, {method} {path}: {problem.detail}", hint=problem.hint, code=problem.code)
        return answer.json() if answer.content else None

    # -- being stuck

    def asks(self, task: Any, question: str | None = None) -> str:
        """Be stuck in a task of the engine: its event fires, and is sent. Without a question it is still to be asked.

        Returns:
            The discussion.

        Raises:
            AssertionError: the task's runtime was not made by `Story.runtime`.
            EngineError: the plugin refuses.
        """
        runtime = self._story.runtime_of(task)
        request = runtime.socialize(task, by=self.id, question=question)
        return str({result.id: result.discussion for result in runtime.send()}[request])

    def asks_on_page(self, task: Any, question: str | None = None, *, runtime: str = RUNTIME) -> str:
        """Ask about a task, or its id, on a page of the service; the runtime hears of it when it receives.

        Returns:
            The discussion.
        """
        path = f"/tasks/{runtime}/{getattr(task, 'id', task)}/discussions"
        return OpenedView.model_validate(self.does("POST", path, question=question)).discussion

    def takes_up_offer(self, question: str | None = None) -> str:
        """Take up the one offer of help that this person has.

        Returns:
            The discussion.
        """
        offers = OfferList.model_validate(self.does("GET", "/offers")).items
        if len(offers) != 1:
            msg = f"{self.id} has {len(offers)} offers, not one to take up"
            raise AssertionError(msg)
        answer = self.does("POST", f"/offers/{offers[0].id}/take-up", question=question)
        return OpenedView.model_validate(answer).discussion

    # -- talking

    def comments(self, text: str, *, reach: str | None = None, about: str | None = None) -> None:
        """Say something; to everybody who is in, or up to the ring `reach`."""
        self._posts("comment", text, reach, about)

    def answers(self, text: str, *, reach: str | None = None, about: str | None = None) -> None:
        """Answer; to everybody who is in, or up to the ring `reach`."""
        self._posts("answer", text, reach, about)

    def passes(self, *, about: str | None = None) -> None:
        """Pass what they were asked, without a reason."""
        self._does("POST", "/asks/pass", about)

    # -- what askers do

    def accepts(self, value: Any = None, *, about: str | None = None) -> None:
        """Accept the latest answer; `value` goes back to the process, or its text where that is None."""
        post = self._answer(about)
        body = {} if value is None else {"value": value}
        self._does("POST", f"/posts/{post.id}/accept", about, version=post.versions[-1].version, **body)

    def refuses(self, *, about: str | None = None) -> None:
        """Say "not it" to the latest answer, so that the discussion goes on."""
        self._does("POST", f"/posts/{self._answer(about).id}/not-it", about)

    def widens(self, *, about: str | None = None) -> None:
        """Say that nobody in the current ring will know; into a community this only proposes to go on."""
        self._does("POST", "/widen", about)

    def consents_to(self, ring: str, *, wording: str | None = None, about: str | None = None) -> None:
        """Look at the preview of a ring and agree to it, with a wording for the people there."""
        if wording is not None:
            self._does("PUT", f"/rings/{ring}/wording", about, text=wording)
        preview = self._does("GET", f"/rings/{ring}/preview", about)
        self._does("POST", f"/rings/{ring}/consent", about, preview=preview["id"])

    def solves_alone(self, *, about: str | None = None) -> None:
        """Say that they found it out by themselves."""
        self._does("POST", "/solved-alone", about)

    def withdraws(self, *, about: str | None = None) -> None:
        """Take the question back."""
        self._does("POST", "/withdraw", about)

    def gives_up(self, *, about: str | None = None) -> None:
        """End it without an answer."""
        self._does("POST", "/give-up", about)

    # -- seeing

    def reads(self, *, about: str | None = None) -> list[str]:
        """Return the words that this person may read: the question as it is worded for them, then what was said.

        Empty where they are not in, as for a discussion that does not exist.
        """
        view = self.sees(about=about)
        if view is None:
            return []
        texts = (view.question, *(post.text for post in view.posts))
        return [text for text in texts if text is not None]

    def sees(self, *, about: str | None = None) -> DiscussionView | None:
        """Return the discussion as this person sees it; None where they see nothing of it."""
        if about is None and not self.discussions():
            return None
        answer = self.client.get(f"/v1/discussions/{about or self._one()}")
        return DiscussionView.model_validate_json(answer.content) if answer.is_success else None

    def discussions(self) -> Sequence[DiscussionLine]:
        """Return the discussions that this person sees, those that ended, too."""
        return DiscussionPage.model_validate(self.does("GET", "/discussions")).items

    # -- inside

    def _does(self, method: str, path: str, about: str | None, **body: Any) -> Any:
        return self.does(method, f"/discussions/{about or self._one()}{path}", **body)

    def _posts(self, kind: str, text: str, reach: str | None, about: str | None) -> None:
        about = about or self._one()
        self._does("POST", "/posts", about, kind=kind, text=text, reach=reach or self._view(about).current)

    def _answer(self, about: str | None) -> PostView:
        for post in reversed(self._view(about).posts):
            if post.kind == "answer" and not post.refused and not post.withdrawn:
                return post
        msg = f"{self.id} sees no answer"
        raise AssertionError(msg)

    def _view(self, about: str | None) -> DiscussionView:
        return DiscussionView.model_validate(self._does("GET", "", about))

    def _one(self) -> str:
        """Return the open discussion that this person sees, or the one that ended."""
        seen = self.discussions()
        seen = [line for line in seen if line.outcome is None] or seen
        if len(seen) != 1:
            told = "; say with `about` which one is meant" if seen else ""
            msg = f"{self.id} sees {len(seen)} discussions{told}"
            raise AssertionError(msg)
        return seen[0].id
