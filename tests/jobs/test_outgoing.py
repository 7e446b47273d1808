"""The one way out, against a real receiver."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from socialbpm.actions.retries import Answer
from socialbpm.jobs.guard import Resolver, guard_of
from socialbpm.jobs.outgoing import LARGEST_ANSWER, Outgoing
from tests.receiving import HOST, Receiver, Reply
from tests.serving import free_port

pytestmark = pytest.mark.anyio
NAME = "hooks.example.org"


class Rebinding:
    """A name server that says something else each time it is asked."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, _port: int) -> Sequence[str]:
        self.asked.append(host)
        return [self.answers[min(len(self.asked), len(self.answers)) - 1]]


async def knows_nobody(_host: str, _port: int) -> Sequence[str]:
    """A name server that answers with nothing."""
    return []


def way_out(receiver: Receiver, resolver: Resolver | None = None, **more: object) -> Outgoing:
    """A way out to the receiver, by its address or by name."""
    guard = guard_of(f"http://{HOST}:{receiver.port} http://{NAME}:{receiver.port}")
    return Outgoing(guard, resolver=resolver or Rebinding(HOST), **{"timeout": 5.0, **more})  # type: ignore[arg-type]  # one or the other


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Somebody who takes calls."""
    with Receiver() as running:
        yield running


class TestACall:
    async def test_comes_as_it_was_meant(self, receiver: Receiver) -> None:
        """By name, with the headers and the body, and no more."""
        answer = await way_out(receiver).post(f"http://{NAME}:{receiver.port}/a?b=1", {"x-id": "1"}, b"body")
        assert answer == Answer(204)
        (call,) = receiver.calls
        assert (call.path, call.body, call.headers["x-id"]) == ("/a?b=1", b"body", "1")
        assert call.headers["host"] == f"{NAME}:{receiver.port}"
        assert "cookie" not in call.headers
        assert "authorization" not in call.headers

    async def test_gives_the_status_and_when_to_come_again(self) -> None:
        """Nothing else of the answer is looked at."""
        with Receiver(Reply(429, {"retry-after": "7"}, b"secret")) as receiver:
            assert await way_out(receiver).post(receiver.url, {}, b"") == Answer(429, retry_after="7")

    async def test_follows_no_redirect(self) -> None:
        """Not to a cloud's secrets, and not to a place that is allowed either."""
        for target in ("http://169.254.169.254/latest/meta-data/", "/elsewhere"):
            with Receiver(Reply(307, {"location": target})) as receiver:
                assert await way_out(receiver).post(receiver.url, {}, b"") == Answer(307)
                assert len(receiver.calls) == 1

    async def test_keeps_no_cookie(self) -> None:
        """What one receiver sets nobody gets."""
        with Receiver(Reply(200, {"set-cookie": "a=1"})) as receiver:
            out = way_out(receiver)
            await out.post(receiver.url, {}, b"")
            await out.post(receiver.url, {}, b"")
        assert "cookie" not in receiver.calls[1].headers

    async def test_uses_no_proxy_of_the_environment(self, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
        """A proxy would resolve the name again, out of our sight."""
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://{HOST}:{free_port()}")
        assert await way_out(receiver).post(receiver.url, {}, b"") == Answer(204)

    async def test_ends_when_its_time_is_over(self) -> None:
        """All of it together: a receiver that sends a byte now and then holds nothing up."""
        with Receiver(Reply(pause=3.0)) as receiver:
            assert await way_out(receiver, timeout=0.2).post(receiver.url, {}, b"") == Answer(error="timeout")

    async def test_reads_no_endless_answer(self) -> None:
        """It is cut off; the status counts."""
        with Receiver(Reply(200, body=b"x" * (LARGEST_ANSWER * 40))) as receiver:
            assert await way_out(receiver).post(receiver.url, {}, b"") == Answer(200)

    async def test_says_in_a_word_what_went_wrong(self, receiver: Receiver) -> None:
        """Nobody there, no such name, no such URL, not allowed."""
        nobody = free_port()
        out = Outgoing(guard_of(f"http://{HOST}:{nobody} no-such-host.invalid"), timeout=5.0)
        assert await out.post(f"http://{HOST}:{nobody}", {}, b"") == Answer(error="unreachable")
        assert await out.post("https://no-such-host.invalid", {}, b"") == Answer(error="unresolved")
        assert await replace(out, resolver=knows_nobody).post("https://no-such-host.invalid", {}, b"") == Answer(
            error="unresolved"
        )
        assert await out.post("https://a@b/", {}, b"") == Answer(error="bad_url", refused=True)
        assert await out.post(receiver.url, {}, b"") == Answer(error="url_not_allowed", refused=True)


class TestRebinding:
    async def test_a_name_is_resolved_once_and_called_there(self, receiver: Receiver) -> None:
        """Public when it is looked at, inside when it is called: there is no second look."""
        names = Rebinding("192.0.2.7", HOST)
        guard = guard_of(f"http://{NAME}:{receiver.port} 192.0.2.0/24")
        answer = await Outgoing(guard, timeout=0.3, resolver=names).post(f"http://{NAME}:{receiver.port}/", {}, b"")
        assert answer.error in {"timeout", "unreachable"}
        assert names.asked == [NAME]
        assert receiver.calls == []

    async def test_a_name_that_leads_inside_by_now_is_not_called(self, receiver: Receiver) -> None:
        """It was fine when it was registered."""
        guard = guard_of(f"http://{NAME}:{receiver.port}")
        out = Outgoing(guard, timeout=2.0, resolver=Rebinding(HOST))
        assert await out.post(f"http://{NAME}:{receiver.port}/", {}, b"") == Answer(
            error="url_not_allowed", refused=True
        )
        assert receiver.calls == []

    async def test_the_next_address_is_tried_where_nobody_is_at_the_first(self, receiver: Receiver) -> None:
        """A name with several addresses."""

        async def two(_host: str, _port: int) -> Sequence[str]:
            return ["127.0.0.2", HOST] if receiver.port else []

        guard = guard_of(f"http://{NAME}:{receiver.port} 127.0.0.0/8")
        assert await Outgoing(guard, 5.0, two).post(f"http://{NAME}:{receiver.port}/", {}, b"") == Answer(204)


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's side of TLS for a name, and a client's that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(secret)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return server, ssl.create_default_context(cafile=folder / "cert.pem")


@pytest.mark.parametrize(("name", "wanted"), [(NAME, Answer(204)), ("other.example.org", Answer(error="unreachable"))])
async def test_tls_is_made_for_the_name(name: str, wanted: Answer, tmp_path: Path) -> None:
    """The connection goes to the address, the certificate is that of the name, and no other will do."""
    server, trusting = certificate(tmp_path, NAME)
    said: list[str | None] = []
    server.sni_callback = lambda _socket, sni, _context: said.append(sni)
    with Receiver(tls=server) as receiver:
        guard = guard_of(f"{name}:{receiver.port} {HOST}")
        out = Outgoing(guard, 5.0, Rebinding(HOST), trusting)
        assert await out.post(f"https://{name}:{receiver.port}/", {}, b"") == wanted
    assert said == [name]
