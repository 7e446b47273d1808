"""What all outputs share: how they are read, and what is looked for in what they tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from tests.leaks.cast import PEOPLE
from tests.leaks.house import Answer
from tests.leaks.model import Knows, Model
from tests.leaks.world import NOBODYS, Done, World

WORD = re.compile(rb"canary\d{4}")
ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
PERSON = re.compile(rb"\b(?:%b)\b" % "|".join(PEOPLE).encode())


class Sent(Answer):
    """What left the service by itself, earlier: whether its receiver may know it was looked at when it left."""


class Output(Protocol):
    """A way in which somebody is told something."""

    def read(self, world: World, reader: str) -> Iterator[Answer]:
        """Read it as somebody; whatever is particular about it is asserted here."""


def found_in(told: bytes) -> Knows:
    """Return the words, ids and people that something holds."""
    return Knows(
        {word.decode() for word in WORD.findall(told)},
        {ref.decode() for ref in ID.findall(told)},
        {person.decode() for person in PERSON.findall(told)},
    )


def tells_only(world: World, reader: str, answer: Answer, may: Knows) -> None:
    """Assert that an answer holds nothing that its reader may not know."""
    found = found_in(answer.whole)
    posts = {post for _, post in world.posts}
    files = {file for *_, file in (*world.files, *world.asked_with)}
    things = {*world.models, *world.offers, *world.experiences, *world.communities, *posts, *files}
    assert found.words <= may.words, f"{reader} reads {found.words - may.words}: {answer}"
    assert found.refs & things <= may.refs, f"{reader} hears of {(found.refs & things) - may.refs}: {answer}"
    assert found.people <= may.people, f"{reader} hears of {found.people - may.people}: {answer}"


def of_each(world: World, reader: str, part: str) -> Iterator[Answer]:
    """Read something of every discussion there is; who is not in gets what there is of one that does not exist."""
    nothing = world.house.nothing(reader, f"/discussions/{NOBODYS}{part}")
    for model in world.models.values():
        answer = world.house.call(reader, "GET", f"/discussions/{model.id}{part}")
        granted_to_who_is_in(world, reader, model, answer, nothing)
        yield answer


def granted_to_who_is_in(world: World, reader: str, model: Model, answer: Answer, nothing: Answer) -> None:
    """Assert that somebody gets something if they are in, and if not what there is of what does not exist."""
    is_in = model.is_in(reader) and reader not in world.gone
    assert answer.granted == is_in, f"{reader} {'' if is_in else 'not '}in {model.id}: {answer}"
    if not is_in:
        assert answer.whole == nothing.whole


def hears(world: World, reader: str, output: Output) -> None:
    """Assert that an output tells somebody only what they may know."""
    may = world.knows(reader)
    for answer in output.read(world, reader):
        if not isinstance(answer, Sent):
            tells_only(world, reader, answer, may)


def answered_right(world: World, done: Done) -> None:
    """Assert that a call was answered with what its caller may know; who is not in hears that nothing is there."""
    tells_only(world, done.by, done.answer, done.may)
    method, path, body = done.call
    if done.by in PEOPLE and not (done.was_in or done.answer.granted):
        nowhere = world.house.call(done.by, method, ID.sub(NOBODYS.encode(), path.encode()).decode(), body)
        assert nowhere.whole == done.answer.whole, f"{done.by} {method} {path}: {done.answer}, not {nowhere}"
