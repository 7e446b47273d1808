"""Every endpoint as a function that makes the call, named like its operation in the OpenAPI document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from pydantic import TypeAdapter

from socialbpm.client.call import BYTES, Call, get, send, to
from socialbpm.contract.administration import DepartureView, ErasePerson, ErasureView, HoldList, HoldView, PutHold
from socialbpm.contract.callbacks import CallbacksView, NewSecret, SetCallbacks
from socialbpm.contract.deliveries import DeliveryPage
from socialbpm.contract.diagrams import PlaceView
from socialbpm.contract.events import EventType
from socialbpm.contract.explaining import DryRun
from socialbpm.contract.figures import ProcessFigures
from socialbpm.contract.guests import IssuedWidgetToken, NewWidgetToken
from socialbpm.contract.heat import HeatView
from socialbpm.contract.hooks import Hook, HookBatchResult, HookResult
from socialbpm.contract.keys import IssuedKey, KeyPage, NewKey
from socialbpm.contract.letters import Letter, LetterPage, State
from socialbpm.contract.preferences import ChangePreferences, PreferencesView
from socialbpm.contract.requests import (
    AcceptPost,
    AskQuestion,
    ByPreview,
    ChangeCommunity,
    DeclineRing,
    EditPost,
    LookUp,
    NewPost,
    OpenDiscussion,
    PassAsk,
    RaisePost,
    ReleaseWords,
    SayIfHelped,
    SolvedAlone,
    WordRing,
)
from socialbpm.contract.streams import StreamEvent
from socialbpm.contract.subscriptions import (
    ChangeSubscription,
    EventFilter,
    NewSubscription,
    SubscriptionList,
    SubscriptionView,
)
from socialbpm.contract.views import (
    AskList,
    CommunityList,
    CommunityView,
    DiscussionPage,
    DiscussionView,
    ExperienceList,
    FactList,
    Health,
    ListingList,
    LookView,
    Me,
    MemberList,
    OfferList,
    OfferView,
    OpenedView,
    PersonPage,
    PostList,
    PreviewView,
    Readiness,
    ReleasedList,
    WorkList,
)

How = Literal["empty", "pseudonymise"]
HoldKind = Literal["discussion", "case", "person"]
PostKind = Literal["question", "comment", "answer", "summary", "note"]
AS_TEXT: Any = object()
"""Accept a post with its text as the value; None would be a value."""

_VIEW = TypeAdapter(DiscussionView)
_EVENT = TypeAdapter(StreamEvent)
_OPENED = TypeAdapter(OpenedView)
_EXPERIENCE = TypeAdapter(ExperienceList)
_PREFERENCES = TypeAdapter(PreferencesView)
_COMMUNITY_VIEW = TypeAdapter(CommunityView)
_COMMUNITY = "/v1/communities/{community}"
_NOTHING: TypeAdapter[None] = TypeAdapter(None)
_HOOK: TypeAdapter[Hook] = TypeAdapter(Hook)
_HOOKS: TypeAdapter[Sequence[Hook]] = TypeAdapter(Sequence[Hook])
_RESULTS: TypeAdapter[HookBatchResult] = TypeAdapter(HookBatchResult)
_LETTER = TypeAdapter(Letter)
_SUBSCRIBED = TypeAdapter(SubscriptionView)
_SUBSCRIPTION = "/v1/subscriptions/{subscription}"
_CALLBACKS = "/v1/runtimes/{runtime}/callbacks"
_DISCUSSION = "/v1/discussions/{discussion}"
_POST = f"{_DISCUSSION}/posts/{{post}}"
_RING = f"{_DISCUSSION}/rings/{{ring}}"
_MEMBER = f"{_DISCUSSION}/members/{{member}}"


# -- runtimes


def receive_hook(hook: Hook) -> Call[HookResult]:
    """Hand over one hook, as a CloudEvent."""
    body = _HOOK.dump_json(hook, by_alias=True)
    return Call("POST", "/v1/hooks", TypeAdapter(HookResult), body, "application/cloudevents+json")


def receive_hooks(hooks: Sequence[Hook]) -> Call[HookBatchResult]:
    """Hand over several hooks as a batch: a result or a problem each, in their order."""
    body = _HOOKS.dump_json(hooks, by_alias=True)
    return Call("POST", "/v1/hooks", _RESULTS, body, "application/cloudevents-batch+json")


def list_deliveries(*, after: str | None = None, wait: float = 0, case: str | None = None) -> Call[DeliveryPage]:
    """Fetch what waits for the runtime; handing the page's cursor back as `after` acknowledges it."""
    params = {"case": case, "wait": wait, "after": after}
    return get("/v1/deliveries", TypeAdapter(DeliveryPage), params, patience=wait)


# -- letters: what the service sends by itself


def list_letters(
    *, runtime: str | None = None, state: State | None = None, cursor: str | None = None, limit: int = 20
) -> Call[LetterPage]:
    """List what is sent to callbacks and webhooks; a runtime gets its own, an administrator all."""
    params = {"runtime": runtime, "state": state, "cursor": cursor, "limit": limit}
    return get("/v1/letters", TypeAdapter(LetterPage), params)


def get_letter(letter: str) -> Call[Letter]:
    """Read how a letter went."""
    return get(to("/v1/letters/{letter}", letter=letter), _LETTER)


def redeliver_letter(letter: str) -> Call[Letter]:
    """Send a letter once more, under the same id."""
    return send("POST", to("/v1/letters/{letter}/redeliver", letter=letter), _LETTER)


def get_callbacks(runtime: str) -> Call[CallbacksView]:
    """Read where a runtime may be called."""
    return get(to(_CALLBACKS, runtime=runtime), TypeAdapter(CallbacksView))


def set_callbacks(runtime: str, base_urls: Sequence[str], webhook: str | None = None) -> Call[CallbacksView]:
    """Say where a runtime may be called; the first answer has its secret."""
    body = SetCallbacks(base_urls=tuple(base_urls), webhook=webhook)
    return send("PUT", to(_CALLBACKS, runtime=runtime), TypeAdapter(CallbacksView), body)


def rotate_callbacks_secret(runtime: str) -> Call[NewSecret]:
    """Make a new secret for a runtime's callbacks."""
    return send("POST", to(f"{_CALLBACKS}/secret", runtime=runtime), TypeAdapter(NewSecret))


# -- subscriptions: for administrators


def create_subscription(
    url: str, types: Sequence[EventType], *, name: str = "", only: EventFilter | None = None
) -> Call[SubscriptionView]:
    """Subscribe a URL to events; the answer has its secret."""
    body = NewSubscription(url=url, types=tuple(types), name=name, only=only or EventFilter())
    return send("POST", "/v1/subscriptions", _SUBSCRIBED, body)


def list_subscriptions() -> Call[SubscriptionList]:
    """List all subscriptions."""
    return get("/v1/subscriptions", TypeAdapter(SubscriptionList))


def get_subscription(subscription: str) -> Call[SubscriptionView]:
    """Read a subscription."""
    return get(to(_SUBSCRIPTION, subscription=subscription), _SUBSCRIBED)


def change_subscription(subscription: str, change: ChangeSubscription | None = None) -> Call[SubscriptionView]:
    """Change a subscription; what is not named stays."""
    path = to(_SUBSCRIPTION, subscription=subscription)
    return send("PATCH", path, _SUBSCRIBED, change or ChangeSubscription())


def delete_subscription(subscription: str) -> Call[None]:
    """Forget a subscription, with what is on its way to it."""
    return send("DELETE", to(_SUBSCRIPTION, subscription=subscription), _NOTHING)


def rotate_subscription_secret(subscription: str) -> Call[NewSecret]:
    """Make a new secret for a subscription."""
    return send("POST", to(f"{_SUBSCRIPTION}/secret", subscription=subscription), TypeAdapter(NewSecret))


def ping_subscription(subscription: str) -> Call[Letter]:
    """Send a ping to a subscription."""
    return send("POST", to(f"{_SUBSCRIPTION}/ping", subscription=subscription), _LETTER)


def list_subscription_letters(
    subscription: str, *, state: State | None = None, cursor: str | None = None, limit: int = 20
) -> Call[LetterPage]:
    """List what is sent to a subscription, each letter with its tries."""
    params = {"state": state, "cursor": cursor, "limit": limit}
    return get(to(f"{_SUBSCRIPTION}/letters", subscription=subscription), TypeAdapter(LetterPage), params)


# -- discussions


def list_tasks(*, cursor: str | None = None, limit: int = 100) -> Call[WorkList]:
    """Read one's open tasks of all runtimes, and those that one may take."""
    return get("/v1/tasks", TypeAdapter(WorkList), {"cursor": cursor, "limit": limit})


def open_discussion(runtime: str, task_id: str, question: str | None = None) -> Call[OpenedView]:
    """Ask about a task of one's own; without a question it is asked later, in the discussion."""
    path = to("/v1/tasks/{runtime}/{task_id}/discussions", runtime=runtime, task_id=task_id)
    return send("POST", path, _OPENED, OpenDiscussion(question=question))


def dry_run_task(runtime: str, task_id: str) -> Call[DryRun]:
    """See who would be asked if one asked about a task of one's own."""
    return get(to("/v1/tasks/{runtime}/{task_id}/dry-run", runtime=runtime, task_id=task_id), TypeAdapter(DryRun))


def dry_run_discussion(discussion: str) -> Call[DryRun]:
    """See who would be asked from here on, if nobody helps."""
    return get(to(f"{_DISCUSSION}/dry-run", discussion=discussion), TypeAdapter(DryRun))


def list_discussions(
    *,
    cursor: str | None = None,
    limit: int = 20,
    state: Literal["open", "ended"] | None = None,
    role: Literal["mine", "asked"] | None = None,
    since: datetime | None = None,
    **about: str | None,
) -> Call[DiscussionPage]:
    """List the discussions that one is in, the one with the latest activity first.

    Only those in a `state`, in which one has a `role`, with something new `since`; `about`: `runtime`, `process`,
    `task`, `case`.
    """
    when = None if since is None else since.isoformat()
    params = {"cursor": cursor, "limit": limit, "state": state, "role": role, "since": when, **about}
    return get("/v1/discussions", TypeAdapter(DiscussionPage), params)


def get_discussion(discussion: str) -> Call[DiscussionView]:
    """Read a discussion, as far as it is meant for one."""
    return get(to(_DISCUSSION, discussion=discussion), _VIEW)


def look_at_discussion(discussion: str) -> Call[LookView]:
    """Note that one has seen what there is, and read which posts were new."""
    return send("PUT", to("/v1/discussions/{discussion}/look", discussion=discussion), TypeAdapter(LookView))


def list_facts(discussion: str, *, cursor: str | None = None, limit: int = 100) -> Call[FactList]:
    """Read what happened, in order; without words."""
    path = to(f"{_DISCUSSION}/facts", discussion=discussion)
    return get(path, TypeAdapter(FactList), {"cursor": cursor, "limit": limit})


def list_listings(
    *, cursor: str | None = None, limit: int = 100, since: datetime | None = None, **about: str | None
) -> Call[ListingList]:
    """Read what one may join, the latest first: only what is listed `since`; `about`: `runtime`, `process`, `ring`."""
    when = None if since is None else since.isoformat()
    return get("/v1/listings", TypeAdapter(ListingList), {"cursor": cursor, "limit": limit, "since": when, **about})


def ask_question(discussion: str, text: str, consents: Sequence[str] = ()) -> Call[DiscussionView]:
    """Send the question to the first ring; `consents` are previews agreed to in advance."""
    body = AskQuestion(text=text, consents=tuple(consents))
    return send("POST", to(f"{_DISCUSSION}/question", discussion=discussion), _VIEW, body)


def _simply(discussion: str, what: str) -> Call[DiscussionView]:
    return send("POST", to(f"{_DISCUSSION}/{what}", discussion=discussion), _VIEW)


def widen(discussion: str) -> Call[DiscussionView]:
    """Say that the current ring is over."""
    return _simply(discussion, "widen")


def withdraw(discussion: str) -> Call[DiscussionView]:
    """Take the question back."""
    return _simply(discussion, "withdraw")


def give_up(discussion: str) -> Call[DiscussionView]:
    """Close it as unanswered."""
    return _simply(discussion, "give-up")


def join(discussion: str) -> Call[DiscussionView]:
    """Join a discussion that is listed."""
    return _simply(discussion, "join")


def leave(discussion: str) -> Call[DiscussionView]:
    """Go, by oneself."""
    return _simply(discussion, "leave")


def solve_alone(discussion: str, experience: str | None = None) -> Call[DiscussionView]:
    """Say that one found it oneself; `experience` names what helped."""
    body = SolvedAlone(experience=experience)
    return send("POST", to(f"{_DISCUSSION}/solved-alone", discussion=discussion), _VIEW, body)


def end_abandoned(discussion: str) -> Call[None]:
    """End a discussion whose asker is gone, as a business administrator of its task."""
    return send("POST", to(f"{_DISCUSSION}/end-abandoned", discussion=discussion), _NOTHING)


def release(
    discussion: str, *, named: bool, question: str | None = None, answer: str | None = None
) -> Call[DiscussionView]:
    """Let whoever is stuck at this task later see one's words, or those given, with or without one's name."""
    body = ReleaseWords(named=named, question=question, answer=answer)
    return send("POST", to(f"{_DISCUSSION}/release", discussion=discussion), _VIEW, body)


# -- experience


def look_up_experience(runtime: str, task_id: str, text: str | None = None) -> Call[ExperienceList]:
    """Read what helps with a task of one's own, before anybody is asked."""
    path = to("/v1/tasks/{runtime}/{task_id}/experience", runtime=runtime, task_id=task_id)
    return send("POST", path, _EXPERIENCE, LookUp(text=text))


def list_experience(discussion: str, *, cursor: str | None = None, limit: int = 100) -> Call[ExperienceList]:
    """Read what was answered before to the question, or the draft, of a discussion."""
    path = to(f"{_DISCUSSION}/experience", discussion=discussion)
    return get(path, _EXPERIENCE, {"cursor": cursor, "limit": limit})


def list_offered_experience(offer: str, *, cursor: str | None = None, limit: int = 100) -> Call[ExperienceList]:
    """Read what was answered before to the question of an offer."""
    return get(to("/v1/offers/{offer}/experience", offer=offer), _EXPERIENCE, {"cursor": cursor, "limit": limit})


def list_released(*, cursor: str | None = None, limit: int = 100) -> Call[ReleasedList]:
    """Read what one released, and how many people it helped."""
    return get("/v1/experience", TypeAdapter(ReleasedList), {"cursor": cursor, "limit": limit})


def take_back(experience: str) -> Call[None]:
    """Take back what one released."""
    return send("DELETE", to("/v1/experience/{experience}", experience=experience), _NOTHING)


# -- communities


def list_communities(*, cursor: str | None = None, limit: int = 100) -> Call[CommunityList]:
    """Read which communities are proposed to one, which one is in, and which there are for one's tasks."""
    return get("/v1/communities", TypeAdapter(CommunityList), {"cursor": cursor, "limit": limit})


def get_community(community: str) -> Call[CommunityView]:
    """Read a community."""
    return get(to(_COMMUNITY, community=community), _COMMUNITY_VIEW)


def list_community_experience(community: str, *, cursor: str | None = None, limit: int = 100) -> Call[ExperienceList]:
    """Read what was answered at the community's kind of task, as far as one may ask there."""
    path = to(f"{_COMMUNITY}/experience", community=community)
    return get(path, _EXPERIENCE, {"cursor": cursor, "limit": limit})


def join_community(community: str) -> Call[CommunityView]:
    """Say yes to be in a community."""
    return send("POST", to(f"{_COMMUNITY}/join", community=community), _COMMUNITY_VIEW)


def decline_community(community: str) -> Call[None]:
    """Say no to a community."""
    return send("POST", to(f"{_COMMUNITY}/decline", community=community), _NOTHING)


def leave_community(community: str) -> Call[None]:
    """Leave a community."""
    return send("POST", to(f"{_COMMUNITY}/leave", community=community), _NOTHING)


def change_community(community: str, change: ChangeCommunity | None = None) -> Call[CommunityView]:
    """Change a community as its steward; what is not named stays."""
    return send("PATCH", to(_COMMUNITY, community=community), _COMMUNITY_VIEW, change or ChangeCommunity())


def get_person(person: str) -> Call[PersonPage]:
    """Read what somebody helped with and which communities they are in, as far as one may know it."""
    return get(to("/v1/people/{person}", person=person), TypeAdapter(PersonPage))


# -- what happens


def follow() -> Call[StreamEvent]:
    """Be told live what happens in all of one's discussions; for `Client.stream`."""
    return get("/v1/stream", _EVENT)


def follow_discussion(discussion: str) -> Call[StreamEvent]:
    """Be told live what happens in one discussion; for `Client.stream`."""
    return get(to(f"{_DISCUSSION}/stream", discussion=discussion), _EVENT)


# -- posts


def list_posts(discussion: str, *, cursor: str | None = None, limit: int = 100) -> Call[PostList]:
    """Read what was said."""
    path = to(f"{_DISCUSSION}/posts", discussion=discussion)
    return get(path, TypeAdapter(PostList), {"cursor": cursor, "limit": limit})


def create_post(
    discussion: str, text: str, *, kind: PostKind = "comment", reach: str | None = None, parent: str | None = None
) -> Call[DiscussionView]:
    """Say something, to one's own ring and outwards to `reach`; a note has none."""
    body = NewPost(kind=kind, text=text, reach=reach, parent=parent)
    return send("POST", to(f"{_DISCUSSION}/posts", discussion=discussion), _VIEW, body)


def edit_post(discussion: str, post: str, text: str, *, reach: str | None = None) -> Call[DiscussionView]:
    """Change one's own post."""
    return send("PATCH", to(_POST, discussion=discussion, post=post), _VIEW, EditPost(text=text, reach=reach))


def raise_post(discussion: str, post: str, reach: str) -> Call[DiscussionView]:
    """Let one's own post be seen further out."""
    return send("POST", to(f"{_POST}/raise", discussion=discussion, post=post), _VIEW, RaisePost(reach=reach))


def withdraw_post(discussion: str, post: str) -> Call[DiscussionView]:
    """Take one's own post back."""
    return send("DELETE", to(_POST, discussion=discussion, post=post), _VIEW)


def get_place(discussion: str) -> Call[PlaceView]:
    """Read where the task of a discussion is in its process."""
    return get(to(f"{_DISCUSSION}/place", discussion=discussion), TypeAdapter(PlaceView))


def put_diagram(process: str, bpmn: bytes) -> Call[None]:
    """Give the BPMN file of a process, as its runtime."""
    path = to("/v1/processes/{process}/diagram", process=process)
    return Call("PUT", path, TypeAdapter(None), bpmn, "application/xml")


def attach(discussion: str, post: str, name: str, content: bytes) -> Call[DiscussionView]:
    """Hang a file on one's own post."""
    path = to(f"{_POST}/attachments", discussion=discussion, post=post)
    return Call("POST", path, _VIEW, content, BYTES, {"name": name})


def take_off(discussion: str, post: str, attachment: str) -> Call[DiscussionView]:
    """Take a file off one's own post."""
    path = to(f"{_POST}/attachments/{{attachment}}", discussion=discussion, post=post, attachment=attachment)
    return send("DELETE", path, _VIEW)


def get_attachment(discussion: str, attachment: str) -> Call[bytes]:
    """Get a file, as its bytes."""
    path = to(f"{_DISCUSSION}/attachments/{{attachment}}", discussion=discussion, attachment=attachment)
    return Call("GET", path, TypeAdapter(bytes), answers="bytes")


def accept_post(discussion: str, post: str, version: int, value: Any = AS_TEXT) -> Call[DiscussionView]:
    """Take a version of a post as the answer; `value` goes back into the task in place of its text."""
    body = AcceptPost(version=version) if value is AS_TEXT else AcceptPost(version=version, value=value)
    return send("POST", to(f"{_POST}/accept", discussion=discussion, post=post), _VIEW, body)


def refuse_answer(discussion: str, post: str) -> Call[DiscussionView]:
    """Say "not it" to an answer."""
    return send("POST", to(f"{_POST}/not-it", discussion=discussion, post=post), _VIEW)


def say_if_helped(discussion: str, post: str, *, helped: bool) -> Call[DiscussionView]:
    """Say, after the end, whether a post helped."""
    return send("POST", to(f"{_POST}/helped", discussion=discussion, post=post), _VIEW, SayIfHelped(helped=helped))


# -- asks and rings


def list_asks(discussion: str, *, cursor: str | None = None, limit: int = 100) -> Call[AskList]:
    """Read who was asked: one's own asks, or as the asker all of them."""
    path = to(f"{_DISCUSSION}/asks", discussion=discussion)
    return get(path, TypeAdapter(AskList), {"cursor": cursor, "limit": limit})


def pass_ask(discussion: str, again_at: datetime | None = None) -> Call[DiscussionView]:
    """Pass, without a reason; with `again_at`: not now, but then."""
    return send("POST", to(f"{_DISCUSSION}/asks/pass", discussion=discussion), _VIEW, PassAsk(again_at=again_at))


def preview_ring(discussion: str, ring: str, person: str | None = None) -> Call[PreviewView]:
    """See what going on to a ring, or letting a person into it, would show to whom."""
    return get(to(f"{_RING}/preview", discussion=discussion, ring=ring), TypeAdapter(PreviewView), {"person": person})


def consent(discussion: str, ring: str, preview: str) -> Call[DiscussionView]:
    """Agree to go on to a ring as a preview showed it."""
    return send("POST", to(f"{_RING}/consent", discussion=discussion, ring=ring), _VIEW, ByPreview(preview=preview))


def decline(discussion: str, ring: str, *, further: bool = True) -> Call[DiscussionView]:
    """Say not yet; with `further` false: no further."""
    return send("POST", to(f"{_RING}/decline", discussion=discussion, ring=ring), _VIEW, DeclineRing(further=further))


def word_question(discussion: str, ring: str, text: str) -> Call[DiscussionView]:
    """Say how the question is to read for a ring."""
    return send("PUT", to(f"{_RING}/wording", discussion=discussion, ring=ring), _VIEW, WordRing(text=text))


# -- members


def list_members(discussion: str, *, cursor: str | None = None, limit: int = 100) -> Call[MemberList]:
    """Read whom one is among."""
    path = to(f"{_DISCUSSION}/members", discussion=discussion)
    return get(path, TypeAdapter(MemberList), {"cursor": cursor, "limit": limit})


def bring_in(discussion: str, member: str) -> Call[DiscussionView]:
    """Bring somebody in, at the ring that the discussion is in."""
    return send("PUT", to(_MEMBER, discussion=discussion, member=member), _VIEW)


def remove_member(discussion: str, member: str) -> Call[DiscussionView]:
    """Take somebody out."""
    return send("DELETE", to(_MEMBER, discussion=discussion, member=member), _VIEW)


def strike(discussion: str, member: str) -> Call[DiscussionView]:
    """Keep somebody from coming in by themselves."""
    return send("POST", to(f"{_MEMBER}/strike", discussion=discussion, member=member), _VIEW)


def bring_closer(discussion: str, member: str, preview: str) -> Call[DiscussionView]:
    """Let somebody into a closer ring, as a preview that names them showed it."""
    path = to(f"{_MEMBER}/closer", discussion=discussion, member=member)
    return send("POST", path, _VIEW, ByPreview(preview=preview))


def hand_over(discussion: str, member: str, preview: str) -> Call[DiscussionView]:
    """Make somebody else the asker, as a preview of `self` that names them showed it."""
    path = to(f"{_MEMBER}/hand-over", discussion=discussion, member=member)
    return send("POST", path, _VIEW, ByPreview(preview=preview))


def thank(discussion: str, member: str) -> Call[DiscussionView]:
    """Thank somebody who wrote."""
    return send("POST", to(f"{_MEMBER}/thank", discussion=discussion, member=member), _VIEW)


# -- offers, oneself, the service


def list_offers(*, cursor: str | None = None, limit: int = 100) -> Call[OfferList]:
    """Read the open offers that are for one."""
    return get("/v1/offers", TypeAdapter(OfferList), {"cursor": cursor, "limit": limit})


def get_offer(offer: str) -> Call[OfferView]:
    """Read an offer that is for one."""
    return get(to("/v1/offers/{offer}", offer=offer), TypeAdapter(OfferView))


def take_up_offer(offer: str, question: str | None = None) -> Call[OpenedView]:
    """Take an offer up; without a question the designer's is the draft."""
    return send("POST", to("/v1/offers/{offer}/take-up", offer=offer), _OPENED, OpenDiscussion(question=question))


def get_me() -> Call[Me]:
    """Ask whose token it is."""
    return get("/v1/me", TypeAdapter(Me))


def get_preferences() -> Call[PreferencesView]:
    """Read what one says of oneself: when, by whom and about what one wants to be asked."""
    return get("/v1/me/preferences", _PREFERENCES)


def change_preferences(change: ChangePreferences | None = None) -> Call[PreferencesView]:
    """Say something of oneself otherwise; what is not named stays, and None takes back what one said."""
    return send("PATCH", "/v1/me/preferences", _PREFERENCES, change or ChangePreferences())


def undo_preferences() -> Call[PreferencesView]:
    """Put it back to what it was before the last change."""
    return send("POST", "/v1/me/preferences/undo", _PREFERENCES)


def get_problem(code: str) -> Call[str]:
    """Read what a problem's code means."""
    return replace(get(to("/problems/{code}", code=code), TypeAdapter(str)), answers="text")


def get_health() -> Call[Health]:
    """Ask whether the service works."""
    return get("/health", TypeAdapter(Health))


def get_ready() -> Call[Readiness]:
    """Say whether calls can be sent to this node, and how late what is due is; a node that is not ready is an error."""
    return get("/ready", TypeAdapter(Readiness))


# -- administration


def off_board_person(person: str) -> Call[DepartureView]:
    """Take somebody's access away at once; call again to see how far the rest is."""
    return send("POST", to("/v1/people/{person}/off-board", person=person), TypeAdapter(DepartureView))


def erase_person(person: str, how: How = "empty", *, dry_run: bool = False) -> Call[ErasureView]:
    """Erase somebody's words for good, or count them; call again to see how far it is."""
    path = to("/v1/people/{person}/erase", person=person)
    return send("POST", path, TypeAdapter(ErasureView), ErasePerson(how=how, dry_run=dry_run))


def get_heat(process: str) -> Call[HeatView]:
    """Read how often help was asked for on the tasks of a process."""
    return get(to("/v1/processes/{process}/heat", process=process), TypeAdapter(HeatView))


def get_figures(process: str, period: str | None = None) -> Call[ProcessFigures]:
    """Read what came of the questions about a process in a quarter that is over (`2026-Q3`); the last one, without."""
    path = to("/v1/processes/{process}/figures", process=process)
    return get(path, TypeAdapter(ProcessFigures), {"period": period})


def list_holds() -> Call[HoldList]:
    """Read the holds that are not released."""
    return get("/v1/holds", TypeAdapter(HoldList))


def put_hold(kind: HoldKind, ref: str, reason: str, runtime: str = "") -> Call[HoldView]:
    """Hold a discussion, a case of a runtime, or all that a person was in."""
    body = PutHold(kind=kind, ref=ref, reason=reason, runtime=runtime)
    return send("POST", "/v1/holds", TypeAdapter(HoldView), body)


def release_hold(hold: str) -> Call[HoldView]:
    """Release a hold."""
    return send("POST", to("/v1/holds/{hold}/release", hold=hold), TypeAdapter(HoldView))


# -- keys, for administrators


def list_keys(
    *, kind: Literal["person", "runtime"] | None = None, subject: str | None = None, cursor: str | None = None
) -> Call[KeyPage]:
    """List the keys and tokens that are valid now."""
    return get("/v1/keys", TypeAdapter(KeyPage), {"kind": kind, "subject": subject, "cursor": cursor})


def issue_runtime_key(
    runtime: str, *, expires_in: str | None = None, others_end_in: str | None = None
) -> Call[IssuedKey]:
    """Issue a key for a runtime; with `others_end_in` (`PT1H`) the ones that it has end after so long."""
    body = NewKey(runtime=runtime, expires_in=expires_in, others_end_in=others_end_in)
    return send("POST", "/v1/keys", TypeAdapter(IssuedKey), body)


def revoke_key(key: str) -> Call[None]:
    """End a key or token at once."""
    return send("DELETE", to("/v1/keys/{key}", key=key), _NOTHING)


# -- guests, for runtimes


def issue_widget_token(task_id: str, person: str, origin: str, *, expires_in: int = 600) -> Call[IssuedWidgetToken]:
    """Let a person talk about a task of theirs from a page of yours, for so many seconds."""
    body = NewWidgetToken(task_id=task_id, person=person, origin=origin, expires_in=expires_in)
    return send("POST", "/v1/widget-tokens", TypeAdapter(IssuedWidgetToken), body)


def end_widget_tokens(person: str, task_id: str | None = None) -> Call[None]:
    """End what a person has from you: for one task, or for all."""
    params = {"person": person} if task_id is None else {"person": person, "task_id": task_id}
    return replace(send("DELETE", "/v1/widget-tokens", _NOTHING), params=params)
