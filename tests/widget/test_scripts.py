"""The scripts and the page for web views, as browsers and apps ask for them."""

import gzip

import pytest
from django.test import Client

from tests.makers import make_source
from wellheard.web.widget.scripts import script


@pytest.mark.parametrize("name", ["v1.js", "tab.js", "screenshot.js"])
def test_a_script_is_for_every_page_compressed_and_asked_for_again_only_when_it_changed(name: str) -> None:
    kept = script(name)
    assert kept
    answer = Client().get(f"/widget/{name}", headers={"Accept-Encoding": "gzip, br", "Origin": "https://app.example"})
    assert gzip.decompress(answer.content) == kept.plain
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in answer
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert Client().get(f"/widget/{name}").content == kept.plain
    assert Client().get(f"/widget/{name}", headers={"If-None-Match": kept.etag}).status_code == 304


def test_a_script_asked_for_by_its_mark_never_changes_and_by_another_mark_it_may() -> None:
    kept = script("tab.js")
    assert kept
    assert "immutable" in Client().get(f"/widget/tab.js?{kept.mark}")["Cache-Control"]
    assert "immutable" not in Client().get("/widget/tab.js?00000000")["Cache-Control"]


def test_there_are_no_other_scripts() -> None:
    assert Client().get("/widget/secrets.js").status_code == 404
    assert Client().post("/widget/v1.js").status_code == 405


@pytest.mark.django_db
def test_the_page_for_web_views_carries_the_key_and_may_stand_in_the_sources_pages_only() -> None:
    _source, key = make_source(kind="browser", origins=["https://app.example"])
    page = Client().get("/widget/frame", {"key": key, "version": '4"><script>', "language": "de"})
    assert page.status_code == 200
    assert f'data-key="{key}"' in page.text
    assert "<script>" not in page.text.replace("&gt;&lt;script&gt;", "")
    assert "frame-ancestors 'self' https://app.example" in page["Content-Security-Policy"]
    assert "X-Frame-Options" not in page
    assert Client().get("/widget/frame", {"key": "wb_nothing"}).status_code == 403
