"""What waits for a runtime."""

from __future__ import annotations

from socialbpm.actions.world import World
from socialbpm.contract.deliveries import DeliveryPage
from socialbpm.errors import Invalid

PAGE = 100


def position(after: str) -> int:
    """Return where a runtime's cursor stands; without one, at the beginning.

    Raises:
        Invalid: it is no cursor that was handed out.
    """
    if not after:
        return 0
    if not (after.isascii() and after.isdecimal() and len(after) < len(str(2**63))):
        raise Invalid("`after` is no cursor", hint="Hand back a page's `cursor` as it came.", code="bad_cursor")
    return int(after)


async def page(runtime: str, case_id: str | None, after: str, world: World) -> DeliveryPage:
    """Return the deliveries after a cursor, in order; handing the new cursor back acknowledges them."""
    async with world.stores.read() as store:
        found = await store.deliveries(runtime, case_id, position(after), PAGE)
    cursor = str(found[-1].number) if found else str(position(after))
    return DeliveryPage(items=tuple(record.delivery for record in found), cursor=cursor)
