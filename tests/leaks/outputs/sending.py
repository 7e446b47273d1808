"""What leaves the service by itself: looked at when it does, for then it has to be its receiver's to know."""

from __future__ import annotations

from tests.leaks.cast import PEOPLE, RUNTIME, SUBSCRIPTION
from tests.leaks.live import OF_RUNTIME, OF_SUBSCRIPTION
from tests.leaks.outputs.output import Sent, found_in, tells_only
from tests.leaks.world import World

WHOSE = {OF_RUNTIME: RUNTIME, OF_SUBSCRIPTION: SUBSCRIPTION}


def send(world: World) -> None:
    """Send what is due. Letters are for whom they are sent to, and mails for who is in now."""
    world.house.send_letters()
    for url, headers, body in world.house.mailbox.taken():
        head = [(name.encode(), value.encode()) for name, value in headers.items()]
        tells_only(world, WHOSE[url], Sent(200, head, body), world.knows(WHOSE[url]))
    for address, mail in world.house.mailserver.taken():
        _arrives(world, address.partition("@")[0], mail)


def _arrives(world: World, person: str, mail: bytes) -> None:
    """Somebody gets no words but the task's name, nothing of what they are not in by now, and nothing once gone."""
    assert person in PEOPLE
    assert person not in world.gone, f"{person} is gone and gets {mail!r}"
    assert found_in(mail).words <= {world.brought.task}, f"{person} reads words: {mail!r}"
    tells_only(world, person, Sent(200, [], mail), world.knows(person))
    world.mails.setdefault(person, []).append(mail)
    world.got.setdefault(person, []).append(mail)
