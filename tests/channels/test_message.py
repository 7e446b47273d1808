"""What a mail holds: words of a language and names, which do nothing; the same in plain text and HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from socialbpm.actions.notice import Mail, Notice, What
from socialbpm.channels.mail.message import Letterhead, message_of, one_line
from socialbpm.cli.mail import ALICE, BASE, KINDS, NOW, OWN, READER, mails
from socialbpm.service.mail import language
from tests.service.pages.test_safety import ATTACKS, inert

HEAD = Letterhead("socialbpm <help@example.org>", BASE, b"k", language("en"))


def of(asker: str, task: str, reader: str = "Carol") -> EmailMessage:
    """The mail of an ask, as it arrives."""
    told = Notice("asked", "ask", "d1", ALICE.model_copy(update={"name": asker}), task, f"{BASE}/discussions/d1", NOW)
    told = replace(told, until=NOW, pass_url=f"{BASE}/mail/pass/token")
    mail = Mail("1", replace(READER, name=reader), "carol@example.org", (told,))
    return message_from_bytes(message_of(mail, NOW, HEAD).as_bytes(), policy=SMTP)


def part(message: EmailMessage, kind: str) -> str:
    """Its plain text or HTML."""
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content())


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_others_chose_is_inert(attack: str) -> None:
    """Names of people and tasks: nothing runs, loads or sends, and every link leads to the service."""
    message = of(attack, attack, attack)
    page = html.fromstring(part(message, "html"))
    for style in list(page.iter("style")):
        assert "url(" not in str(style.text)
        assert "@import" not in str(style.text)
        style.drop_tree()  # type: ignore[attr-defined]  # an element of HTML has it
    inert(page)
    assert page.xpath("//form | //img | //link | //@src") == []
    assert all(link.get("href", "").startswith(f"{BASE}/") for link in page.iter("a"))
    assert str(page.xpath("string(//h1)")).startswith(one_line(attack)[:1].upper())


HEADERS = of("Alice", "Check").keys()
ODD = st.text(st.sampled_from('aA \r\n\t\x00\x0b\x85\u2028\u202e\u200b<>@",;:=?é🙂\\()%{}'), max_size=80)


@given(ODD, ODD, ODD)
def test_names_make_no_headers_and_no_lines(asker: str, task: str, reader: str) -> None:
    """Whatever they hold, there are the same headers, one address, and as many lines of text."""
    message = of(asker, task, reader)
    assert message.keys() == HEADERS
    assert [address.addr_spec for address in message["To"].addresses] == ["carol@example.org"]
    assert len(part(message, "plain").splitlines()) == len(part(of("Alice", "Check"), "plain").splitlines())


@pytest.mark.parametrize(("name", "message"), list(mails()), ids=lambda made: made if isinstance(made, str) else "")
def test_each_says_the_same_in_both(name: str, message: EmailMessage) -> None:
    """Every sentence and every link of the plain text is in the HTML; nothing is left that is to be filled in."""
    plain, page = part(message, "plain"), html.fromstring(part(message, "html"))
    text = " ".join(str(page.xpath("string(//body)")).split())
    links = set(re.findall(r"https://\S+", plain))
    assert links == {link.get("href") for link in page.iter("a")}
    assert plain.splitlines()[0] in text
    assert "%(" not in plain + text + str(message["Subject"])
    assert page.get("lang") == message["Content-Language"] == name[-2:]


def test_there_is_one_of_each_in_each_language() -> None:
    """None is said in the other language."""
    subjects = {name: str(message["Subject"]) for name, message in mails()}
    whats = {name.rpartition("-")[0] for name in subjects}
    assert whats == {*get_args(What), "digest"}
    assert not any(subjects[f"{what}-en"] == subjects[f"{what}-fr"] for what in whats)
    assert KINDS.keys() <= set(get_args(What)) > OWN


def test_a_language_that_we_do_not_speak_is_the_default() -> None:
    """A tag of a country is its language."""
    known = language("fr")
    assert [known.of(tag) for tag in ("fr-CH", "en_GB", "de", None, "")] == ["fr", "en", "fr", "fr", "fr"]
