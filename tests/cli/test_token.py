"""`socialbpm token`: who may what with it."""

from __future__ import annotations

from pathlib import Path

import httpx2
import pytest

from socialbpm.actions.tokens import Role
from socialbpm.cli.token import issue_token
from socialbpm.config import Settings
from socialbpm.errors import Invalid
from socialbpm.service.embedded import BASE, EmbeddedService
from tests.service.road import PEOPLE


def test_a_role_goes_with_the_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Alice's own token makes her no administrator; one with the role does."""
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    monkeypatch.setenv("SOCIALBPM_DATABASE_URL", url)
    plain, raised = issue_token("alice", None), issue_token("alice", None, frozenset({Role.ADMIN}))
    with EmbeddedService(Settings(database_url=url), directory=PEOPLE) as service, service.http() as http:
        assert _roles(http, plain) == []
        assert _roles(http, raised) == ["admin"]


def _roles(http: httpx2.Client, token: str) -> object:
    return http.get(f"{BASE}/v1/me", headers={"Authorization": f"Bearer {token}"}).json()["roles"]


def test_only_people_have_roles() -> None:
    """A runtime's key is bound to its runtime and administers nothing."""
    with pytest.raises(Invalid, match="only people have roles"):
        issue_token(None, "expenses", frozenset({Role.ADMIN}))
