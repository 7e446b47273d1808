"""How a shared variable looks to everybody but the asker (law 4)."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any, Literal

MASK = "•••"


def shown(value: Any, shown_as: Literal["is", "masked", "band"]) -> Any:
    """Return what people other than the asker see of a field's value.

    `masked` shows that there is one; `band` shows a number as the step of the 1-2-5 series that it lies in, and masks
    whatever is not a number, rather than showing it.

    >>> shown(4120.5, "band")
    '2000 to 5000'
    >>> shown(-70, "band")
    '-100 to -50'
    >>> shown("DE123", "masked")
    '•••'
    """
    if shown_as == "is":
        return value
    if shown_as == "masked" or isinstance(value, bool) or not isinstance(value, int | float):
        return MASK
    return _band(value)


def _band(value: float) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return MASK
    if not value:
        return "0"
    size = abs(Decimal(value) if isinstance(value, int) else Decimal(str(value)))
    decade = Decimal(10) ** size.adjusted()
    low, high = next((low * decade, high * decade) for low, high in ((5, 10), (2, 5), (1, 2)) if size >= low * decade)
    return f"{low:f} to {high:f}" if value > 0 else f"-{high:f} to -{low:f}"
