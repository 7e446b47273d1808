"""Reading: what a person gets, with words filled in only for what their view holds (law 2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from socialbpm.actions.execute import no_longer_with_us, no_such_discussion
from socialbpm.actions.people import Directory
from socialbpm.actions.ports import Store, TaskRecord
from socialbpm.actions.world import World
from socialbpm.contract import views as w
from socialbpm.contract.hooks import TaskRef
from socialbpm.contract.reasons import WhyView
from socialbpm.errors import NotFound
from socialbpm.social.audience import PersonId, Reason, ReasonKind
from socialbpm.social.discussion import Discussion, Version
from socialbpm.social.evolve import evolve
from socialbpm.social.facts import OffBoarded, Preview, SharedField, TaskKey
from socialbpm.social.fields import shown
from socialbpm.social.history import SeenFact, seen
from socialbpm.social.ladder import SELF_RING, Ladder, Step
from socialbpm.social.sight import NOBODY_BY_RING
from socialbpm.social.unread import unread
from socialbpm.social.view import AskView, MemberView, PostView, Shown, View, look
from socialbpm.social.worktime import Span

Words = Mapping[str, Any]
_STEPS: Mapping[Step, Literal["alone", "colleagues", "community"]] = {
    Step.ALONE: "alone",
    Step.COLLEAGUES: "colleagues",
    Step.COMMUNITY: "community",
}


async def discussion(discussion_id: str, person: PersonId, world: World) -> w.DiscussionView:
    """Return a discussion as `person` sees it.

    Raises:
        NotFound: there is none, or they see nothing of it; nobody can tell which.
    """
    async with world.stores.read() as store:
        state, view = await _look_if_in(discussion_id, person, store, world)
        return await _Rendering(state, view, store, world).discussion()


async def attachment(discussion_id: str, person: PersonId, of: str, world: World) -> tuple[w.AttachmentView, bytes]:
    """Return a file that hangs on a post or a wording which `person` sees, and its bytes.

    Raises:
        NotFound: there is none, or they do not see it; nobody can tell which, nor whether there is such a discussion.
    """
    async with world.stores.read() as store:
        state = await seen_state(discussion_id, person, store, world)
        view = None if state is None else look(state, person)
        words = await store.words([of]) if view is not None and of in view.all_attachments else {}
        kept = await store.attached(of) if of in words else None
    if kept is None:
        raise NotFound("there is no such attachment")
    return attachments_of([of], words)[0], kept


async def maybe(discussion_id: str, person: PersonId, world: World) -> w.DiscussionView | None:
    """Return a discussion as `person` sees it now, or None where they see nothing any more."""
    async with world.stores.read() as store:
        state = await _now(discussion_id, store, world)
        return None if state is None else await view_of(state, person, store, world)


async def view_of(state: Discussion, person: PersonId, store: Store, world: World) -> w.DiscussionView | None:
    """Return a discussion that was loaded in this transaction as `person` sees it, or None."""
    view = look(state, person)
    return None if view is None else await _Rendering(state, view, store, world).discussion()


async def _now(discussion_id: str, store: Store, world: World) -> Discussion | None:
    """Return a discussion without those who are no longer with the organisation, also if that is no fact of it yet."""
    state = await store.discussion(discussion_id)
    for person in () if state is None else no_longer_with_us(state, world):
        state = evolve(state, OffBoarded(at=world.now(), person=person))
    return state


async def seen_state(discussion_id: str, person: PersonId, store: Store, world: World) -> Discussion | None:
    """Return a discussion that `person` is in, or None; nothing is loaded for who is not in."""
    if not await store.is_in(person, discussion_id):
        return None
    state = await _now(discussion_id, store, world)
    return None if state is None or state.member(person) is None else state


async def seen_states(
    discussions: Iterable[str], person: PersonId, store: Store, world: World
) -> dict[str, Discussion]:
    """Return those of discussions that `person` is in, all read at once; ask only for what the twin has found."""
    wanted = tuple(dict.fromkeys(discussions))
    await store.load_all(wanted)
    found = {of: await _now(of, store, world) for of in wanted}
    return {of: state for of, state in found.items() if state is not None and state.member(person) is not None}


async def _look_if_in(discussion_id: str, person: PersonId, store: Store, world: World) -> tuple[Discussion, View]:
    """Look, but load nothing for who is not in: how long "there is none" takes would tell how much there is."""
    if not await store.is_in(person, discussion_id):
        raise no_such_discussion()
    return await _look(discussion_id, person, store, world)


async def _look(discussion_id: str, person: PersonId, store: Store, world: World) -> tuple[Discussion, View]:
    state = await _now(discussion_id, store, world)
    view = None if state is None else look(state, person)
    if state is None or view is None:
        raise no_such_discussion()
    return state, view


async def facts(discussion_id: str, person: PersonId, world: World) -> list[tuple[int, w.FactView]]:
    """Return what happened, as far as `person` may know it; each with its number, which does not leave the service.

    Raises:
        NotFound: there is no such discussion, or not for them.
    """
    async with world.stores.read() as store:
        state, _ = await _look_if_in(discussion_id, person, store, world)
        told = seen(state, await store.facts(discussion_id), person)
        return [(fact.number, _fact(fact, state.ladder, world.directory)) for fact in told]


def _fact(fact: SeenFact, ladder: Ladder, directory: Directory) -> w.FactView:
    return w.FactView(
        at=fact.at,
        kind=fact.kind,
        who=None if fact.who is None else person_view(fact.who, directory),
        ring=None if fact.ring is None or fact.ring < SELF_RING else ladder.names[fact.ring],
        post=fact.post,
    )


async def lines(
    items: Iterable[tuple[str, Any]], person: PersonId, store: Store, world: World
) -> list[w.DiscussionLine]:
    """Return the lines of somebody's list; `items` are (discussion, last activity as they see it).

    However many there are, they are read with as few questions.
    """
    wanted = dict(items)
    await store.load_all(list(wanted))
    looks, tasks = await store.looks_of(person, wanted), await store.tasks_about(list(wanted))
    seen = [(await _look(of, person, store, world), at) for of, at in wanted.items()]
    words = await store.words([content for (_, view), _ in seen for content in _question_of(view)])
    return [
        _Rendering(state, view, store, world).line(
            at, words, task_shown(view.task, tasks.get(view.task)), _new(view, looks.get(view.id))
        )
        for (state, view), at in seen
    ]


def _question_of(view: View) -> list[str]:
    return [content for content in (view.question or view.draft,) if content]


def _new(view: View, seen: Sequence[int] | None) -> int:
    """Return how much others said that the reader has not seen; the question counts where they never looked."""
    question = seen is None and not view.is_asker and view.question is not None
    return len(unread(view.posts, seen)) + question


async def preview(state: Discussion, kept: Preview, world: World) -> w.PreviewView:
    """Return a preview with its words, for the asker that it was made for."""
    async with world.stores.read() as store:
        return (await previews(state, [kept], store, world))[0]


async def previews(state: Discussion, kept: Iterable[Preview], store: Store, world: World) -> list[w.PreviewView]:
    """Return previews with their words, which are read at once."""
    shown = [_Previewing(state, each, world.directory) for each in kept]
    words = await store.words([content for each in shown for content in each.contents()])
    return [each.view(words) for each in shown]


def person_view(who: Shown, directory: Directory) -> w.PersonView:
    """Return a person by name, or by role where that is all that the reader may know."""
    if who.person is not None:
        erased = (known := directory.person(who.person)) is not None and known.erased
        return w.PersonView(id=None if erased else who.person, name=directory.name(who.person))
    found = directory.person(who.role_of) if who.role_of else None
    return w.PersonView(id=None, name=found.role_name if found else "somebody")


def by_name(person: PersonId, directory: Directory) -> w.PersonView:
    """Return a person by name."""
    return person_view(Shown(person=person), directory)


async def task_view(key: TaskKey, store: Store) -> w.TaskView:
    """Return the task of a discussion or offer, as its people may know it."""
    task = await store.task(key)
    return task_shown(key, None if task is None else task.ref)


def task_shown(key: TaskKey, ref: TaskRef | None) -> w.TaskView:
    """Return a task as its people may know it, also where nothing is known of it."""
    name, process = ("", "") if ref is None else (ref.name or ref.element_id, ref.process)
    return w.TaskView(runtime=key.runtime, task_id=key.task_id, name=name, process=process)


def task_as_shown(task: TaskRecord) -> w.TaskView:
    """Return a task as its people may know it."""
    return task_shown(task.key, task.ref)


def _contents(view: View) -> list[str]:
    """Return the ids of all words that a view holds, and of no others."""
    posts = [content for post in view.posts for _, content in post.versions]
    wordings = [content for _, content in (*view.wordings, *view.chosen)]
    single = [content for content in (view.question, view.draft) if content is not None]
    return [*posts, *wordings, *single, *view.all_attachments, *(field.content for field in view.fields)]


class _Rendering:
    """Puts one person's view into words."""

    def __init__(self, state: Discussion, view: View, store: Store, world: World) -> None:
        self.ladder = state.ladder
        self.view = view
        self.store = store
        self.world = world
        self.directory = world.directory
        self.url = world.url(view.id)

    async def discussion(self) -> w.DiscussionView:
        """Return the whole view."""
        view, words = self.view, await self.store.words(_contents(self.view))
        return w.DiscussionView(
            id=view.id,
            url=self.url,
            task=await task_view(view.task, self.store),
            asker=person_view(view.asker, self.directory),
            mine=view.is_asker,
            ring=self.ladder.names[view.ring],
            current=self.ladder.names[view.current],
            rings=self._rings(),
            grounds=view.grounds,
            question=_text(view.question, words),
            attachments=attachments_of(view.attachments, words),
            wordings=self._wordings(view.wordings, words),
            posts=tuple(self._post(post, words) for post in view.posts),
            members=tuple(self._member(member) for member in view.members),
            asks=tuple(self._ask(ask) for ask in view.asks),
            fields=tuple(_field(field, words, whole=view.is_asker) for field in view.fields),
            asked=view.asked,
            outcome=view.outcome,
            confirmed=view.confirmed,
            accepted=_accepted(view),
            paused=view.paused,
            draft=_text(view.draft, words),
            chosen=self._wordings(view.chosen, words),
            proposed=None if view.proposed is None else self.ladder.names[view.proposed],
            wait_until=view.wait_until,
        )

    def line(self, last_activity: Any, words: Words, task: w.TaskView, new: int) -> w.DiscussionLine:
        """Return what a list shows of it."""
        view = self.view
        return w.DiscussionLine(
            id=view.id,
            url=self.url,
            task=task,
            asker=person_view(view.asker, self.directory),
            mine=view.is_asker,
            question=_text(view.question or view.draft, words),
            outcome=view.outcome,
            last_activity=last_activity,
            new=new,
        )

    def _rings(self) -> tuple[w.RingView, ...]:
        outer = self.ladder.rings[self.view.ring :]
        return tuple(w.RingView(name=ring.name, step=ring.step.name.lower()) for ring in outer)

    def _wordings(self, wordings: Iterable[tuple[int, str]], words: Words) -> tuple[w.WordingView, ...]:
        return tuple(self._wording(ring, content, words) for ring, content in wordings)

    def _wording(self, ring: int, content: str, words: Words) -> w.WordingView:
        attachments = attachments_of(self.view.files.get(ring, ()), words)
        return w.WordingView(ring=self.ladder.names[ring], text=_text(content, words), attachments=attachments)

    def _post(self, post: PostView, words: Words) -> w.PostView:
        return w.PostView(
            id=post.id,
            author=person_view(post.author, self.directory),
            mine=post.mine,
            kind=post.kind,
            at=post.at,
            changed_at=post.changed_at,
            text=_text(post.content, words),
            versions=_versions(post, words),
            attachments=attachments_of(post.attachments, words),
            reach=None if post.reach == NOBODY_BY_RING else self.ladder.names[post.reach],
            parent=post.parent,
            withdrawn=post.withdrawn,
            refused=post.refused,
            late=post.late,
        )

    def _member(self, member: MemberView) -> w.MemberView:
        return w.MemberView(
            person=by_name(member.person, self.directory),
            ring=None if member.ring is None else self.ladder.names[member.ring],
            grounds=member.grounds,
            reason=None if member.reason is None else self._reason(member.reason),
            why=() if member.reason is None else self._why(member.reason),
        )

    def _ask(self, ask: AskView) -> w.AskView:
        return w.AskView(
            person=by_name(ask.person, self.directory),
            at=ask.at,
            until=ask.until,
            state=ask.state,
            reason=self._reason(ask.reason),
            why=self._why(ask.reason),
        )

    def _reason(self, reason: Reason) -> str:
        """Why somebody is here, said to the asker; who else reads it reads it of themselves."""
        named = self.view.asker.person is not None
        return reason.sentence() if self.view.is_asker else reason.to_them(named=named)

    def _why(self, reason: Reason) -> tuple[WhyView, ...]:
        """Return the same in codes."""
        named = self.view.asker.person is not None
        return why(reason.parts if self.view.is_asker else reason.parts_to_them(named=named))


class _Previewing:
    """Puts a preview into words. The asker sees how others will see the fields."""

    def __init__(self, state: Discussion, kept: Preview, directory: Directory) -> None:
        self.state = state
        self.kept = kept
        self.directory = directory

    def view(self, words: Words) -> w.PreviewView:
        """Return the preview as the asker reads it."""
        kept, ring = self.kept, self.state.ladder[self.kept.ring]
        return w.PreviewView(
            id=kept.id,
            ring=self.state.ladder.names[kept.ring],
            person=None if kept.person is None else by_name(kept.person, self.directory),
            wording=_text(kept.wording, words),
            attachments=attachments_of(kept.attachments, words),
            posts=tuple(self._post(post, version, words) for post, version in kept.posts),
            fields=tuple(_field(field, words, whole=kept.ring == SELF_RING) for field in self._fields()),
            rule=kept.rule,
            most=kept.most,
            pool=kept.pool,
            first=tuple(self._suggested(number) for number in range(len(kept.first))),
            step=_STEPS[ring.step],
            batch=ring.batch,
            wait=_span(ring.pace),
            patience=_span(ring.patience or ring.pace.half()),
            fired=bool(self.state.firings),
            asker="named" if kept.ring <= self.state.ladder.name_reach else "role",
        )

    def _fields(self) -> list[SharedField]:
        return [field for field in self.state.fields if field.name in self.kept.fields]

    def contents(self) -> list[str]:
        """Return the ids of all words that it shows."""
        wording = [self.kept.wording] if self.kept.wording else []
        shown = [self._version(post, version) for post, version in self.kept.posts]
        posts = [version.content for version in shown]
        files = [file for post, version in self.kept.posts for file in self._hanging(post, version)]
        return [*wording, *posts, *files, *self.kept.attachments, *(field.content for field in self._fields())]

    def _version(self, post: str, version: int) -> Version:
        return self.state.posts[post].versions[version - 1]

    def _post(self, post: str, version: int, words: Words) -> w.VersionOfPost:
        text = _text(self._version(post, version).content, words)
        attachments = attachments_of(self._hanging(post, version), words)
        return w.VersionOfPost(post=post, version=version, text=text, attachments=attachments)

    def _hanging(self, post: str, version: int) -> tuple[str, ...]:
        """Return what whoever comes in gets with a version: what was taken off since is there for nobody."""
        said = self.state.posts[post]
        return said.attachments if version == len(said.versions) else ()

    def _suggested(self, number: int) -> w.SuggestedView:
        person, reason = self.kept.first[number], self.kept.reasons[number]
        named = by_name(person, self.directory)
        return w.SuggestedView(person=named, reason=reason.sentence(), why=why(reason.parts))


def why(parts: Iterable[tuple[ReasonKind, int | None]]) -> tuple[WhyView, ...]:
    """Return a reason in codes."""
    return tuple(WhyView(code=code, count=count) for code, count in parts)


def attachments_of(ids: Iterable[str], words: Words) -> tuple[w.AttachmentView, ...]:
    """Return what files are called; of one that was erased nothing is left to be shown."""
    return tuple(w.AttachmentView(id=each, **words[each]) for each in ids if each in words)


def _span(span: Span) -> w.SpanView:
    return w.SpanView(days=float(span.days), seconds=span.time.total_seconds())


def _versions(post: PostView, words: Words) -> tuple[w.VersionView, ...]:
    """Number the versions as this reader sees them, from 1: a gap would tell of one that was not meant for them."""
    texts = (_text(content, words) for _, content in post.versions)
    return tuple(w.VersionView(version=number, text=text) for number, text in enumerate(texts, 1))


def _accepted(view: View) -> w.AcceptedView | None:
    """Say what was accepted, in the numbers that this reader sees; nothing of it if they do not see it."""
    if view.accepted is None:
        return None
    post, version = view.accepted
    seen = next(([number for number, _ in found.versions] for found in view.posts if found.id == post), [])
    return w.AcceptedView(post=post, version=seen.index(version) + 1) if version in seen else None


def _text(content: str | None, words: Words) -> str | None:
    """Return the words of a content id; None where there are none, or they were erased."""
    return None if content is None else words.get(content)


def _field(field: SharedField, words: Words, *, whole: bool) -> w.FieldView:
    """Return a field as the designer wanted it shown; the asker has the task in front of them and gets it whole."""
    value = words.get(field.content)
    return w.FieldView(name=field.name, value=value if whole else shown(value, field.shown_as))
