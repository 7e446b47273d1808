"""`socialbpm token`: who may what with it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx2
import pytest

from socialbpm.actions.roles import ADMIN
from socialbpm.cli.token import forget_logins, issue_token, list_tokens, revoke_token
from socialbpm.config import Settings
from socialbpm.errors import Invalid, NotFound
from socialbpm.service.embedded import BASE, EmbeddedService
from socialbpm.store import open_store
from tests.service.road import PEOPLE


def test_a_role_goes_with_the_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Alice's own token makes her no administrator; one with the role does."""
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    monkeypatch.setenv("SOCIALBPM_DATABASE_URL", url)
    plain, raised = issue_token("alice", None), issue_token("alice", None, frozenset({ADMIN}))
    with EmbeddedService(Settings(database_url=url), directory=PEOPLE) as service, service.http() as http:
        assert _roles(http, plain) == []
        assert _roles(http, raised) == ["admin"]


def _roles(http: httpx2.Client, token: str) -> object:
    return http.get(f"{BASE}/v1/me", headers={"Authorization": f"Bearer {token}"}).json()["roles"]


def test_only_people_have_roles() -> None:
    """A runtime's key is bound to its runtime and administers nothing."""
    with pytest.raises(Invalid, match="only people have roles"):
        issue_token(None, "expenses", frozenset({ADMIN}))


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The database that the settings name."""
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    monkeypatch.setenv("SOCIALBPM_DATABASE_URL", url)
    return url


def test_a_token_is_listed_and_revoked_by_its_id(database: str) -> None:
    """The list shows whose it is and what it may, and not the token."""
    assert database
    token = issue_token("alice", None, frozenset({"process_owner:pay_invoice"}), expires="P90D")
    issue_token(None, "expenses")
    (line,) = list_tokens("alice", None).splitlines()
    assert "alice  process_owner:pay_invoice  expires 2" in line
    assert token not in line
    assert len(list_tokens(None, None).splitlines()) == 2
    assert revoke_token(line.split()[0]) == f"{line.split()[0]} is revoked"
    assert list_tokens("alice", None) == ""
    with pytest.raises(NotFound):
        revoke_token(line.split()[0])


def test_a_new_key_lets_the_others_end(database: str) -> None:
    """After the time that it takes to change them everywhere."""
    assert database
    issue_token(None, "expenses")
    issue_token(None, "expenses", others_end="PT1H")
    assert ["expires" in line for line in list_tokens(None, "expenses").splitlines()] == [True, False]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"roles": frozenset({"root"})}, "unknown_role"),
        ({"expires": "soon"}, "not_a_time"),
        ({"others_end": "PT0S"}, "not_a_time"),
    ],
)
def test_what_makes_no_sense_is_refused(given: Any, code: str, database: str) -> None:
    """Before anything is kept."""
    assert database
    with pytest.raises(Invalid) as refused:
        issue_token("alice", None, **given)
    assert refused.value.code == code
    assert list_tokens(None, None) == ""


def test_a_login_is_forgotten(database: str) -> None:
    """Alice has a new account with the provider."""

    async def bind(subject: str) -> None:
        async with await open_store(database) as stores, stores.write() as store:
            await store.bind_login("https://id.example", subject, "alice")

    asyncio.run(bind("old"))
    assert forget_logins("alice").startswith("1 forgotten")
    asyncio.run(bind("new"))
    assert forget_logins("bob").startswith("0 forgotten")
