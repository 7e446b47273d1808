"""Shared variables, as everybody but the asker sees them (law 4)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from socialbpm.social.fields import MASK, shown


class TestShown:
    """As the designer named it."""

    @pytest.mark.parametrize("value", [4120.5, "DE123", None, True, {"a": 1}])
    def test_as_it_is_and_masked(self, value: Any) -> None:
        """Masked says that there is a value, not which, and not of which kind."""
        assert shown(value, "is") == value
        assert shown(value, "masked") == MASK

    @pytest.mark.parametrize(
        ("value", "band"),
        [
            (1, "1 to 2"),
            (2, "2 to 5"),
            (5, "5 to 10"),
            (9.99, "5 to 10"),
            (10, "10 to 20"),
            (4120.5, "2000 to 5000"),
            (-70, "-100 to -50"),
            (0.003, "0.002 to 0.005"),
            (0, "0"),
            (-0.0, "0"),
            (10**21, f"1{'0' * 21} to 2{'0' * 21}"),
        ],
    )
    def test_a_number_is_shown_as_the_step_that_it_lies_in(self, value: float, band: str) -> None:
        """Steps of the 1-2-5 series, each with its lower end."""
        assert shown(value, "band") == band

    @pytest.mark.parametrize("value", ["4120", True, None, Decimal(4), [1], float("nan"), float("inf"), -float("inf")])
    def test_what_is_no_number_is_masked_rather_than_shown(self, value: Any) -> None:
        """A truth value is none, either."""
        assert shown(value, "band") == MASK

    def test_a_number_too_large_for_a_float_has_a_band(self) -> None:
        """A variable can hold any whole number."""
        assert shown(3 * 10**400, "band") == f"2{'0' * 400} to 5{'0' * 400}"
