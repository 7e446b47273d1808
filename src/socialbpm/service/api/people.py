"""People, for administrators: off-board them, erase them."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from socialbpm.actions import erasing, leaving
from socialbpm.contract.administration import DepartureView, ErasePerson, ErasureView
from socialbpm.service.auth import TheAdmin
from socialbpm.service.state import TheWorld

router = APIRouter(prefix="/people/{person}", tags=["administration"])
EMPTY = ErasePerson()


@router.post("/off-board", response_model=DepartureView)
async def off_board_person(person: str, admin: TheAdmin, world: TheWorld) -> Any:
    """Take somebody's access away at once and for good; what they were in follows in batches. Call again to see."""
    await leaving.off_board(person, admin, world)
    return await leaving.progress(person, world)


@router.post("/erase", response_model=ErasureView)
async def erase_person(person: str, admin: TheAdmin, world: TheWorld, body: ErasePerson = EMPTY) -> Any:
    """Erase somebody's words for good, and off-board them; it goes on by itself. Call again to see how far it is."""
    if body.dry_run:
        found = await erasing.look(person, world)
        return _view(person, body, found.discussions, found.words, done=False)
    begun = await erasing.begin(person, body.how, admin, world)
    return _view(person, body, begun.discussions, begun.words, done=begun.look_at is None)


def _view(person: str, asked: ErasePerson, discussions: int, words: int, *, done: bool) -> ErasureView:
    return ErasureView(
        person=person, how=asked.how, dry_run=asked.dry_run, discussions=discussions, words=words, done=done
    )
