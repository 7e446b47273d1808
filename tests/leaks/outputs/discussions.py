"""`GET /discussions`: somebody's list, page by page."""

from __future__ import annotations

from collections.abc import Iterator

from tests.leaks.house import Answer
from tests.leaks.outputs.output import found_in
from tests.leaks.world import World


class Discussions:
    """It has a line for each discussion that its reader is in, and no other; pages end where the lines do."""

    def read(self, world: World, reader: str) -> Iterator[Answer]:
        """Turn the pages, one line each, in both directions."""
        whole = world.house.call(reader, "GET", "/discussions")
        yield whole
        if not whole.granted:
            return
        lines, cursor = [], ""
        while cursor is not None:
            page = world.house.call(reader, "GET", f"/discussions?limit=1{cursor and f'&cursor={cursor}'}")
            lines += page.json["items"]
            cursor = page.json["cursor"]
            yield page
        assert lines == whole.json["items"]
        assert {line["id"] for line in lines} == {each.id for each in world.models.values() if each.is_in(reader)}
        for line in lines:
            assert found_in(str(line).encode()).words <= world.models[line["id"]].reads(reader)
