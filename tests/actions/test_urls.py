"""What is a URL that can be called, and what lies below another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialbpm.actions.urls import parse
from socialbpm.errors import Invalid

DISGUISED = [
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://127.0.0.01/",
    "https://hooks.example.org@169.254.169.254/",
    "https://user:secret@hooks.example.org/",
    "https://hooks.example.org\\@169.254.169.254/",
    "https://hooks.example.org#@169.254.169.254/",
    "https://hooks.example.org/#fragment",
    "https://hooks.example.org\t.evil.example/",
    "https://hooks.example.org\n/",
    "https://hooks.example.org /",
    "https://[::1%25eth0]/",
    "https://[::1/",
    "https://①②⑦.⓪.⓪.①/",
    "https://hooks.example.org./",
    "https://hooks.example.org:0/",
    "https://hooks.example.org:99999/",
    "https://hooks.example.org/a/../b",
    "https://hooks.example.org/a/%2e%2e/b",
    "https://hooks.example.org/a/%252e%252e/b",
    "https://hooks.example.org/a/..;x/b",
    "https://hooks.example.org/a/..%5cb",
    "https://hooks.example.org/a%00b",
    "file:///etc/passwd",
    "gopher://hooks.example.org/",
    "//hooks.example.org/",
    "https:///hooks",
    "",
    "https://hooks.example.org/" + "a" * 3000,
]


@pytest.mark.parametrize("text", DISGUISED)
def test_a_disguised_address_is_none(text: str) -> None:
    """What one reader takes for one host and another for a second is not called at all."""
    with pytest.raises(Invalid) as refused:
        parse(text)
    assert refused.value.code == "bad_url"
    assert text not in str(refused.value) or not text


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("https://hooks.example.org", "hooks.example.org", 443),
        ("HTTPS://HOOKS.example.org:8443/a?b=c", "hooks.example.org", 8443),
        ("http://127.0.0.1/", "127.0.0.1", 80),
        ("http://[::1]:81/", "::1", 81),
        ("http://[0:0:0:0:0:ffff:7f00:1]/", "::ffff:7f00:1", 80),
        ("https://xn--mnchen-3ya.example/", "xn--mnchen-3ya.example", 443),
    ],
)
def test_an_address_is_read_in_one_way(text: str, host: str, port: int) -> None:
    """The host in small letters, an IP address as it is usually written, the port that is meant."""
    url = parse(text)
    assert (url.host, url.port) == (host, port)
    assert parse(str(url)) == url


@pytest.mark.parametrize(
    ("url", "within"),
    [
        ("https://a.example/hooks", True),
        ("https://a.example/hooks/", True),
        ("https://a.example/hooks/1?x=2", True),
        ("https://a.example/hooks-of-others", False),
        ("https://a.example/", False),
        ("https://a.example:444/hooks", False),
        ("http://a.example/hooks", False),
        ("https://b.a.example/hooks", False),
        ("https://a.example.evil/hooks", False),
    ],
)
def test_what_lies_within_a_base(url: str, within: bool) -> None:
    """The same server, and the path itself or one below it."""
    assert parse(url).lies_within(parse("https://a.example/hooks")) is within


@given(st.text(max_size=60))
def test_whatever_comes_is_a_url_or_refused(text: str) -> None:
    """And what is taken means the same when it is read again."""
    try:
        url = parse(f"https://{text}")
    except Invalid:
        return
    assert parse(str(url)) == url
