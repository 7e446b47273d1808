"""`socialbpm serve`: where links lead."""

from __future__ import annotations

import pytest

from socialbpm.cli.serve import settings_for


def test_links_lead_to_where_it_listens() -> None:
    """Whoever says nothing gets links that work on this machine."""
    assert settings_for("127.0.0.1", 8081).base_url == "http://127.0.0.1:8081"


def test_links_lead_to_where_people_reach_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind a proxy people do not come in where it listens."""
    monkeypatch.setenv("SOCIALBPM_BASE_URL", "https://ask.example.org")
    assert settings_for("127.0.0.1", 8081).base_url == "https://ask.example.org"
