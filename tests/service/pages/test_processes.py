"""The page of whoever answers for a process: what the API answers, as table, picture and file."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

import httpx2
from lxml import html

from socialbpm.assets import shipped
from tests.service.road import Road
from tests.service.test_figures import PATH, road

__all__ = ["road"]
PAGE = "/processes/pay_invoice"


def browser(road: Road, person: str, *roles: str) -> httpx2.Client:
    """Somebody's browser."""
    client = road.service.http(road.service.token_for(person, *roles))
    client.headers["Accept"] = "text/html"
    return client


def parsed(text: str) -> Any:
    """A page, to look for something on it."""
    return html.fromstring(text)


def test_the_page_says_what_the_api_answers(road: Road) -> None:
    """Each number stands in the table, and in the picture as a number, with a title and a description."""
    olga = browser(road, "olga")
    (row,) = olga.get(PATH).json()["tasks"]
    page = parsed(olga.get(PAGE).text)
    cells = [cell.text_content().strip() for cell in page.xpath("//table//tr[th='check']")[0].xpath("th|td")]
    assert cells == ["check", "5", "0", "5", "0", "0", "4 hours", "up to 2"]
    assert row["ended"] == 5
    picture = page.xpath("//svg[@role='img']")[0]
    assert picture.get("aria-labelledby") == "bars-title bars-text"
    assert "check: 5 by colleagues." in picture.xpath("desc")[0].text_content()
    assert [text.text for text in picture.xpath("text")] == ["check", "5"]
    assert page.xpath("//nav//a[@href='/processes']")


def test_one_may_look_at_another_quarter(road: Road) -> None:
    """By a form that needs no script; one that is not over is a refusal with its own page."""
    olga = browser(road, "olga")
    assert "There is no task about which" in olga.get(f"{PAGE}?period=2025-Q4").text
    assert olga.get(f"{PAGE}?period=2026-Q2").status_code == 422
    assert ">pay_invoice<" in olga.get("/processes").text


def test_for_others_there_is_no_such_page(road: Road) -> None:
    """To the byte that of a process that is not there, and nobody else is shown the way."""
    for person, roles in (("ann", ()), ("eve", ("admin",))):
        client = browser(road, person, *roles)
        for path in ("/processes/none", PAGE, f"{PAGE}/figures.csv", f"{PAGE}?period=x", "/processes"):
            assert client.get(path).status_code == 404
        assert client.get(PAGE).text.replace(PAGE, "") == client.get("/processes/none").text.replace(
            "/processes/none", ""
        )
        assert "/processes" not in client.get("/").text


def test_a_file_holds_the_same_and_no_formula(road: Road) -> None:
    """What a spreadsheet would carry out is text there."""
    answer = browser(road, "olga").get(f"{PAGE}/figures.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="figures-2026-Q1.csv"'
    (line,) = csv.DictReader(StringIO(answer.text))
    assert (line["element_id"], line["ended"], line["colleagues"], line["first_answer"]) == ("check", "5", "5", "4h")
    odd = browser(road, "olga", "process_owner:=1+1")
    assert "=1+1" in parsed(odd.get("/processes/=1+1").text).xpath("//h1")[0].text_content()


class TestTheDiagram:
    XML = shipped("purchase_invoice.bpmn").read_bytes().replace(b"pay_invoice", b"book")
    XML = XML.replace(b"purchase_invoice", b"pay_invoice").replace(b"check_invoice", b"check")

    def gives(self, client: httpx2.Client, content: bytes, page: str = PAGE) -> httpx2.Response:
        """Let somebody send the form."""
        return client.post(f"{page}/diagram", files={"file": ("pay.bpmn", content, "application/xml")})

    def test_is_given_by_whoever_answers_for_the_process(self, road: Road) -> None:
        """With a form, where nobody gave one; then tasks have names, and the picture says where help is asked for."""
        olga = browser(road, "olga")
        before = parsed(olga.get(PAGE).text)
        assert not before.xpath("//svg[starts-with(@class, 'outline')]")
        assert before.xpath("//form[@enctype='multipart/form-data']/@action") == [f"{PAGE}/diagram"]
        refused = self.gives(olga, b"<html>")
        assert refused.status_code == 422
        assert "That is no BPMN file of this process" in refused.text
        answer = self.gives(olga, self.XML.replace(b'name="Check invoice"', b'name="Check &lt;b&gt;it&lt;/b&gt;"'))
        assert (answer.status_code, urlsplit(answer.headers["location"]).path) == (303, PAGE)
        page = parsed(olga.get(PAGE).text)
        (picture,) = page.xpath("//svg[starts-with(@class, 'outline')]")
        assert picture.xpath("desc")[0].text_content() == "Check <b>it</b>: 5 asked. "
        assert [text.text for text in picture.xpath(".//text[@class='badge']")] == ["5 asked"]
        assert len(picture.xpath(".//rect[@class='heat-5']")) == 1
        assert {row.text_content() for row in page.xpath("//tbody/tr/th")} == {"Check <b>it</b>"}

    def test_of_the_runtime_comes_first(self, road: Road) -> None:
        """It takes the place of what was given, and there is no form any more."""
        assert road.runtime.put("/v1/processes/pay_invoice/diagram", content=self.XML).status_code == 204
        olga = browser(road, "olga")
        page = parsed(olga.get(PAGE).text)
        assert "Check invoice" in {row.text_content() for row in page.xpath("//tbody/tr/th")}
        assert not page.xpath("//form[@enctype='multipart/form-data']")
        assert "Its runtime gave the diagram meanwhile" in self.gives(olga, self.XML).text

    def test_is_given_by_nobody_else(self, road: Road) -> None:
        """For them there is no such page, whatever they send."""
        for content in (self.XML, b"<html>"):
            for page in (PAGE, "/processes/none"):
                assert self.gives(browser(road, "ann"), content, page).status_code == 404
