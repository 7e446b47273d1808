"""Putting a person's view into the words of the contract: only with what the view holds (law 2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from socialbpm.actions.naming import by_name, person_view, task_view
from socialbpm.actions.people import Directory
from socialbpm.actions.ports import Store
from socialbpm.actions.world import World
from socialbpm.contract import views as w
from socialbpm.contract.reasons import WhyView
from socialbpm.social.audience import Reason, ReasonKind
from socialbpm.social.discussion import Discussion, Version
from socialbpm.social.facts import Preview, SharedField
from socialbpm.social.fields import shown
from socialbpm.social.ladder import SELF_RING, Step
from socialbpm.social.sight import NOBODY_BY_RING
from socialbpm.social.view import AskView, MemberView, PostView, Shown, View
from socialbpm.social.worktime import Span

Words = Mapping[str, Any]
_STEPS: Mapping[Step, Literal["alone", "colleagues", "community"]] = {
    Step.ALONE: "alone",
    Step.COLLEAGUES: "colleagues",
    Step.COMMUNITY: "community",
}


def _contents(view: View) -> list[str]:
    """Return the ids of all words that a view holds, and of no others."""
    posts = [content for post in view.posts for _, content in post.versions]
    wordings = [content for _, content in (*view.wordings, *view.chosen)]
    single = [content for content in (view.question, view.draft) if content is not None]
    return [*posts, *wordings, *single, *view.all_attachments, *(field.content for field in view.fields)]


class Rendering:
    """Puts one person's view into words."""

    def __init__(self, state: Discussion, view: View, store: Store, world: World) -> None:
        self.ladder = state.ladder
        self.view = view
        self.store = store
        self.world = world
        self.directory = world.directory
        self.url = world.url(view.id)
        self._shown: dict[Shown, w.PersonView] = {}

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

    def _author(self, who: Shown) -> w.PersonView:
        """Return who said something; most say more than one thing."""
        if who not in self._shown:
            self._shown[who] = person_view(who, self.directory)
        return self._shown[who]

    def _post(self, post: PostView, words: Words) -> w.PostView:
        return w.PostView(
            id=post.id,
            author=self._author(post.author),
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


class Previewing:
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
