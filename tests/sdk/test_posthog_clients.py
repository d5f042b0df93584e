"""The clients of PostHog: only the host name is changed, and what they send arrives; also when we are killed."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.sdk.conftest import HERE, Clients, Server, ended
from tests.serving.installation import CHECKOUT, wait_for

KILLS = 3
DEVICE = "0199a3c2-7a51-7b1e-8f4a-5c1d2e3f4a5b"
PROGRAMS = {
    "python": ("python_clients", "posthog_python.py", []),
    "python-gzip": ("python_clients", "posthog_python.py", ["V0", "gzip"]),
    "python-newer": ("python_clients", "posthog_python.py", ["V1"]),
    "node": ("node_clients", "posthog_node.cjs", []),
}
# As in any page: the script, a key, another host.
PAGE = """<!doctype html><title>Acme</title><h1>Acme</h1><script src="array.js"></script><script>
const said = new URLSearchParams(location.search);
posthog.init(said.get('key'), {
  api_host: said.get('host'), opt_out_useragent_filter: true, request_batching: said.get('batching') !== 'no',
});
if (window.signed) {
  posthog.register({wellheard_token: window.signed});
  posthog.setPersonPropertiesForFlags({wellheard_token: window.signed});
}
if (said.get('who')) posthog.identify(said.get('who'), {plan: 'gold'});
posthog.group('company', 'acme', {name: 'Acme'});
posthog.capture('Report Sent', {pages: 3});
</script>"""

Program = tuple[Clients, str, list[str]]


@pytest.fixture(params=PROGRAMS)
def client(request: pytest.FixtureRequest) -> Program:
    """Each of the clients, a program that uses it, and how."""
    clients, program, ways = PROGRAMS[request.param]
    return request.getfixturevalue(clients), program, ways


def by_name(server: Server, key: str) -> dict[str, dict[str, Any]]:
    return {row["name"] or row["kind"]: row for row in server.arrived(key)}


def test_every_call_arrives(client: Program, server: Server) -> None:
    clients, program, ways = client
    key = server.make_source(f"calls-{program}{''.join(ways)}")

    said = clients.run(program, server.url, key, "120", "0", *ways)

    assert said["failed"] == []
    assert not said["is_on"]
    rows = by_name(server, key)
    assert (rows["identify"]["user_id"], rows["identify"]["is_trusted"]) == ("ada", True)
    assert rows["identify"]["traits"] == {"email": "ada@acme.example", "plan": "pro"}
    assert (rows["group"]["group_id"], rows["group"]["traits"]) == ("acme", {"name": "Acme"})
    assert (rows["alias"]["user_id"], rows["alias"]["previous_id"]) == ("ada", DEVICE)
    assert (rows["Report Sent"]["user_id"], rows["Report Sent"]["group_id"]) == ("ada", "acme")
    assert rows["Report Sent"]["properties"]["pages"] == 3
    assert "203.0.113.7" not in str(rows["Report Sent"])
    assert rows["Long Ago"]["said_at"].isoformat()[:16] == "2026-01-02T03:04"
    if "Nobody's" in rows:
        assert rows["Nobody's"]["user_id"] == ""
    numbers = {
        row["message_id"]: row["properties"]["number"] for row in server.arrived(key) if row["name"] == "Clicked"
    }
    assert [numbers[one] for one in said["sent"]] == list(range(120))
    assert server.letters(key) == []


@pytest.mark.parametrize("client", ["python", "node"], indirect=True)
def test_nothing_acknowledged_is_lost_when_we_are_killed(client: Program, server: Server) -> None:
    clients, program, ways = client
    key = server.make_source(f"kills-{program}")

    sending = clients.start(program, server.url, key, "300", "0.02", *ways)
    for _round in range(KILLS):
        time.sleep(1.5)
        server.kill_listeners()
    said = ended(sending)

    # What was sent again may be there twice; the mover takes each message once. (Node's client tells of every try that failed.)
    assert said["failed"] == [] or program == "posthog_node.cjs"
    assert set(said["sent"]) <= set(server.messages(key))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_said: Any) -> None:
        """Say nothing."""


@pytest.fixture
def host_page(tmp_path: Path, node_clients: Clients) -> Iterator[str]:
    """A page of the vendor's product, on a site of its own, with the browser's client as it comes."""
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "array.js").write_bytes(_of_client(node_clients, "array.js"))
    site = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    Thread(target=site.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{site.server_address[1]}/index.html"
    site.shutdown()
    site.server_close()


def _of_client(clients: Clients, name: str) -> bytes:
    return (clients.folder / "node_modules" / "posthog-js" / "dist" / name).read_bytes()


@pytest.fixture
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium."""
    started = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    yield started
    started.close()


def opened(browser: Browser, page: str, server: Server, key: str, who: str = "", *, token: str = "") -> Page:
    """Open the page as somebody for the first time; with a token the vendor's server has signed who it is."""
    tab = browser.new_context().new_page()
    tab.add_init_script(f"window.signed = '{token}';")
    tab.goto(f"{page}?key={key}&host={server.url}&who={who}")
    return tab


@pytest.mark.parametrize("name", ["array.js", "surveys.js"])
def test_the_scripts_we_serve_are_the_clients_own(node_clients: Clients, name: str) -> None:
    ours = (CHECKOUT / "wellheard" / "connect" / "posthog" / "static" / name).read_bytes()

    own = [line for line in _of_client(node_clients, name).splitlines() if not line.startswith(b"//# sourceMappingURL")]
    assert ours.splitlines() == own


@pytest.mark.browser
def test_what_a_page_sends_arrives_and_nothing_of_it_is_trusted(
    browser: Browser, host_page: str, server: Server
) -> None:
    key = server.make_source("page", kind="browser")
    opened(browser, host_page, server, key, "ada")

    wait_for(lambda: {"Report Sent", "group", "identify", "page"} <= set(by_name(server, key)), seconds=90, what="them")

    rows = by_name(server, key)
    assert not any(row["is_trusted"] for row in rows.values())
    assert (rows["identify"]["user_id"], rows["identify"]["traits"]) == ("ada", {"plan": "gold"})
    assert rows["identify"]["anonymous_id"] == rows["Report Sent"]["anonymous_id"] != ""
    assert (rows["Report Sent"]["user_id"], rows["Report Sent"]["group_id"]) == ("ada", "acme")
    assert rows["page"]["context"]["page"]["url"].startswith(host_page)
    assert server.letters(key) == []


def _answered(server: Server, survey: int) -> list[tuple[Any, ...]]:
    return server.rows(
        "SELECT r.score, r.is_complete, r.contact_id, r.channel, d.state FROM surveys_response r "
        "JOIN surveys_display d ON d.id = r.display_id WHERE r.survey_id = %s",
        survey,
    )


def survey_for(server: Server, channel: str, external_id: str) -> dict[str, Any]:
    """Make a survey and somebody it is for."""
    environment = server.environment | {"DJANGO_SETTINGS_MODULE": "wellheard.settings"}
    making = [sys.executable, str(HERE / "asked.py"), channel, external_id]
    made = subprocess.run(making, env=environment, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr[-3000:]
    return dict(json.loads(made.stdout.splitlines()[-1]))


@pytest.mark.browser
def test_an_unmodified_page_shows_our_survey_to_the_chosen_and_answers_it(
    browser: Browser, host_page: str, server: Server
) -> None:
    key = server.make_source("asking", kind="browser")
    asked = survey_for(server, "in_app", "chosen")

    other = opened(browser, host_page, server, key, "stranger")
    pretends = opened(browser, host_page, server, key, "chosen")
    chosen = opened(browser, host_page, server, key, "chosen", token=asked["token"])
    survey = chosen.locator(f".PostHogSurvey-{asked['survey']}")
    expect(survey.get_by_text("A question of nps?")).to_be_visible(timeout=30_000)
    survey.get_by_role("button", name="Rate 9", exact=True).click()
    expect(survey.get_by_text("Why?")).to_be_visible()
    survey.get_by_role("textbox").fill("It is quick.")
    survey.get_by_role("button", name="Submit").click()

    wait_for(lambda: bool(_answered(server, asked["survey"])), seconds=90, what="the answer")
    wait_for(lambda: _answered(server, asked["survey"])[0][1], seconds=90, what="its end")
    assert _answered(server, asked["survey"]) == [(9, True, asked["contact"], "in_app", "completed")]
    words = (
        "SELECT words FROM surveys_responseitem i JOIN surveys_response r ON r.id = i.response_id WHERE survey_id = %s"
    )
    assert ("It is quick.",) in server.rows(words, asked["survey"])
    expect(other.locator(f".PostHogSurvey-{asked['survey']}")).to_have_count(0)
    expect(pretends.locator(f".PostHogSurvey-{asked['survey']}")).to_have_count(0)

    again = opened(browser, host_page, server, key, "chosen", token=asked["token"])
    wait_for(
        lambda: len([row for row in server.arrived(key) if row["name"] == "Report Sent"]) >= 4, seconds=30, what="it"
    )
    assert asked["token"] not in str(server.arrived(key))
    expect(again.locator(f".PostHogSurvey-{asked['survey']}")).to_have_count(0)
    assert server.rows("SELECT count(*) FROM surveys_display WHERE survey_id = %s", asked["survey"]) == [(1,)]
    assert server.letters(key) == []


@pytest.mark.browser
def test_who_only_says_who_they_are_answers_as_nobody(browser: Browser, host_page: str, server: Server) -> None:
    key = server.make_source("pretending", kind="browser")
    asked = survey_for(server, "in_app", "pretended")
    server.rows("UPDATE surveys_survey SET audience = 'anybody', segment_id = NULL WHERE id = %s", asked["survey"])

    page = opened(browser, host_page, server, key, "pretended")
    survey = page.locator(f".PostHogSurvey-{asked['survey']}")
    survey.get_by_role("button", name="Rate 0", exact=True).click(timeout=30_000)

    wait_for(lambda: bool(_answered(server, asked["survey"])), seconds=90, what="the answer")
    [(score, _complete, contact, _channel, _state)] = _answered(server, asked["survey"])
    # The other tests ask something else of the same installation.
    server.rows("UPDATE surveys_survey SET state = 'ended' WHERE id = %s", asked["survey"])
    assert (score, contact) == (0, None)
