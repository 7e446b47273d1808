"""A discussion, and what its asker does with it; before the question is asked this is the page of who is stuck."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Response

from socialbpm.actions import ends, experience, looking, members, read, rings
from socialbpm.actions import open as opening
from socialbpm.actions.versions import version_of
from socialbpm.actions.world import World
from socialbpm.contract.views import DiscussionView, PreviewView
from socialbpm.service.pages.forms import NONE, Files, Text, chosen, plain
from socialbpm.service.pages.reader import Reader, Sent, TheReader, to
from socialbpm.service.pages.route import PageRoute
from socialbpm.service.places import is_placed
from socialbpm.service.state import TheWorld
from socialbpm.social.facts import TaskKey

How = Literal["solved-alone", "withdraw", "give-up"]
router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/discussions/{discussion}")
async def show_discussion(
    discussion: str,
    reader: TheReader,
    world: TheWorld,
    have: Annotated[str, Query(max_length=100)] = "",
    new: Annotated[str, Query(max_length=2000)] = "",
) -> Response:
    """Show a discussion as far as it is meant for the reader; nothing (204) where they `have` just that already.

    What is `new` to them on a page that fetches itself anew stays marked until they leave it.
    """
    view = await read.discussion(discussion, reader.person, world)
    ahead = await _ahead(view, reader, world)
    version = version_of(b"".join(part.model_dump_json().encode() for part in (view, *ahead)))
    if have == version:
        return Response(status_code=204, headers={"Cache-Control": "no-store"})
    if view.asked or not view.mine or view.outcome:
        fresh = {*new.split(), *(await looking.looked(view, reader.person, world) if reader.looks else ())}
        placed = await is_placed(view.id, reader.person, world)
        return reader.page("discussion.html", view=view, version=version, ahead=ahead, new=fresh, placed=placed)
    told = await experience.for_discussion(discussion, reader.person, world)
    return reader.page("stuck.html", view=view, version=version, ahead=ahead, told=told)


async def _ahead(view: DiscussionView, reader: Reader, world: World) -> list[PreviewView]:
    """Return what each ring would see and when, for who has not asked yet; in the order in which they would."""
    if not view.mine or view.asked or view.outcome:
        return []
    return await rings.ahead(view.id, reader.person, world)


@router.post("/tasks/{runtime}/stuck/{task_id:path}")
async def be_stuck(runtime: str, task_id: str, reader: TheReader, world: Sent) -> Response:
    """Open a discussion about a task; nobody else sees anything of it before its question is asked."""
    discussion, _ = await opening.open_from_page(TaskKey(runtime, task_id), reader.person, None, world)
    return to(f"/discussions/{discussion}")


@router.post("/offers/{offer}/take-up")
async def take_offer(offer: str, reader: TheReader, world: Sent) -> Response:
    """Take an offer of help up."""
    return to(f"/discussions/{await opening.take_up(offer, reader.person, None, world)}")


@router.post("/discussions/{discussion}/question")
async def ask(discussion: str, reader: TheReader, world: Sent, text: Text, files: Files = NONE) -> Response:
    """Send the question, with the files that come along, to the first ring."""
    await rings.ask(discussion, reader.person, plain(text), (), world, await chosen(files))
    return to(f"/discussions/{discussion}")


@router.post("/discussions/{discussion}/widen")
async def widen(discussion: str, reader: TheReader, world: Sent) -> Response:
    """Go on to the next ring now; into a community that leads to what has to be agreed to first."""
    await rings.widen(discussion, reader.person, world)
    view = await read.discussion(discussion, reader.person, world)
    return to(f"/discussions/{discussion}" + (f"/rings/{view.proposed}" if view.proposed else ""))


@router.post("/discussions/{discussion}/join")
async def join(discussion: str, reader: TheReader, world: Sent) -> Response:
    """Join a discussion that is open to the reader."""
    await members.join(discussion, reader.person, world)
    return to(f"/discussions/{discussion}")


@router.post("/discussions/{discussion}/leave")
async def leave(discussion: str, reader: TheReader, world: Sent) -> Response:
    """Go; the discussion is not there for them any more."""
    await members.leave(discussion, reader.person, world)
    return to("/")


@router.post("/discussions/{discussion}/members/{member}/thank")
async def thank(discussion: str, member: str, reader: TheReader, world: Sent) -> Response:
    """Thank somebody who wrote."""
    await members.thank(discussion, reader.person, member, world)
    return to(f"/discussions/{discussion}")


@router.post("/discussions/{discussion}/end")
async def end(
    discussion: str,
    reader: TheReader,
    world: Sent,
    how: Annotated[How, Form()],
    by: Annotated[str | None, Form(alias="experience", max_length=200)] = None,
) -> Response:
    """End it by hand: solved alone, by what was answered before or not; taken back; or closed as unanswered."""
    if how == "solved-alone":
        await ends.solve_alone(discussion, reader.person, by, world)
    else:
        await (ends.withdraw if how == "withdraw" else ends.give_up)(discussion, reader.person, world)
    return to(f"/discussions/{discussion}")


@router.post("/discussions/{discussion}/release")
async def release(discussion: str, reader: TheReader, world: Sent, named: Annotated[bool, Form()] = False) -> Response:
    """Let whoever is stuck at the same task later see one's words."""
    await experience.release(discussion, reader.person, named, (None, None), world)
    return to("/released")
