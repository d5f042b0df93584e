"""Take the pictures of the README and the documents from the demo story; `bin/pictures` runs this, the other tests do not."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, ViewportSize
from pytest_django.live_server_helper import LiveServer

from tests.github.conftest import Connected, github, stand_in  # noqa: F401 - fixtures
from tests.journeys.cycle import Cycle
from tests.journeys.look import PICTURES
from tests.journeys.support_day import DAYS, Day
from tests.journeys.test_the_whole_cycle import cycle, live  # noqa: F401 - a fixture
from wellheard.answer.models import Answer
from wellheard.customers.models import Company, Contact
from wellheard.decide.models import Idea
from wellheard.decide.reviews.models import Review
from wellheard.foundation.facts.running import run_waiting_jobs
from wellheard.learn.reports.models import Report
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.mailboxes.models import Mailbox
from wellheard.listen.satisfaction.commands import ask_customers
from wellheard.listen.surveys.models import Display, Survey
from wellheard.web.demo.story import tell_story
from wellheard.workspace.commands import edit_profile
from wellheard.workspace.models import Area, Category, Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db(transaction=True)

DESK, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)
# Who of the story writes, in which language.
WRITERS = {"en": "Petra Novotna", "zh": "王丽"}
# What the page about a day of support shows, in which language and how large.
DAY = {
    ("en", "arrived"): DESK,
    ("en", "waits"): DESK,
    ("en", "ready-to-tell"): DESK,
    ("zh", "arrived"): DESK,
    ("zh", "ready-to-tell"): PHONE,
    ("zh", "how-was-it"): PHONE,
}
# What the page about a decision shows: how large, and from which heading on.
DECISION = {
    "cycle-deals-doubts": (DESK, ""),
    "cycle-analysis": (DESK, ""),
    "cycle-leaving": (PHONE, ""),
    "cycle-marking": (DESK, "Mark what is in their words"),
    "cycle-rating-engineering": (DESK, ""),
    "cycle-review-live": (DESK, ""),
    "cycle-minutes": (DESK, ""),
    "cycle-answers": (DESK, ""),
    "cycle-solved": (PHONE, ""),
    "cycle-won-back": (DESK, ""),
    "cycle-check": (DESK, ""),
    "cycle-report": (DESK, ""),
}
# Why Northwind wins and loses, and how it decides.
DECIDING_TOGETHER = {
    "deals": "/deals/",
    "why-they-leave": "/departures/why/",
    "coverage": "/talks/coverage/",
    "goals": "/goals/",
}
# A page of few colours is as good in so many, and a fifth of the size.
COLOURS, MOST_BYTES = 128, 150_000
ROWS = """company,name,email,feedback,date
Harbour Lift & Escalator,Anneke Visser,anneke@harbour.example,The fitter writes on his hand,2026-03-02
Brightwell Heating,Colm Darcy,colm@brightwell.example,I drag forty jobs one by one,2026-03-04
Pellworth Waste,Idris Okonjo,idris@pellworth.example,Nobody scrolls down to the gate code,2026-03-09
"""


def take(page: Page, name: str, *, size: ViewportSize = DESK, heading: str = "") -> None:
    """Keep what one sees of a page, from its top or a heading on, small enough for a document."""
    page.set_viewport_size(size)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.evaluate("scrollTo(0, 0); document.fonts.ready")
    if heading:
        page.get_by_role("heading", name=heading).evaluate("heading => heading.scrollIntoView()")
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    with Image.open(path) as taken:
        taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.stat().st_size < MOST_BYTES, f"{name} is too large for a document"


def test_the_pictures_of_the_documents(
    page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None], tmp_path: Path
) -> None:
    tell_story({role.value: "correct horse battery" for role in Role})
    browser_signed_in(Staff.objects.get(name="Ines Calder"))
    offline = Idea.objects.get(title="Keep working without a signal")
    layout = Idea.objects.get(title="Invoice layout per customer")
    harbour = Company.objects.get(name="Harbour Lift & Escalator")
    held = Answer.objects.filter(state=Answer.State.HELD).earliest("pk")
    lifts = Conversation.objects.get(subject="Job sheets vanish without signal")
    pages = {
        "home": "/",
        "inbox": f"/inbox/{lifts.pk}/",
        "trends": "/trends/",
        "help-centre": "/portal/help/",
        "triage": "/filing/",
        "moderation": "/feedback/moderation/",
        "ideas": "/ideas/",
        "ideas-columns": "/ideas/?view=columns",
        "idea": f"/ideas/{offline.pk}/",
        "decision": f"/ideas/{layout.pk}/decision/",
        "company": f"/companies/{harbour.pk}/",
        "answers": "/answers/",
        "answer": f"/answers/{held.pk}/",
        "figures": "/figures/?period=year",
        "figure": "/figures/decision/?period=year",
        "portal": "/portal/",
        "portal-idea": f"/portal/ideas/{offline.pk}/",
        "portal-roadmap": "/portal/roadmap/",
        "setting-up": "/settings/setting-up/areas/",
        **DECIDING_TOGETHER,
        "minutes": f"/reviews/{Review.objects.filter(state='held').latest('number').pk}/minutes/",
        "report": f"/reports/{Report.objects.earliest('pk').pk}/",
    }
    for name, path in pages.items():
        response = page.goto(live_server.url + path)
        assert response is not None
        assert response.ok, path
        take(page, name)
    upload(page, live_server, tmp_path)


def upload(page: Page, live_server: LiveServer, folder: Path) -> None:
    """Take the page on which columns are named."""
    file = folder / "said.csv"
    file.write_text(ROWS)
    page.goto(f"{live_server.url}/imports/new/")
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Upload the file").click()
    run_waiting_jobs()
    page.wait_for_url(re.compile(r"/imports/\d+/"))
    take(page, "import")


def test_surveys(page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None]) -> None:
    tell_story({role.value: "correct horse battery" for role in Role})
    browser_signed_in(Staff.objects.get(name="Ines Calder"))
    page.goto(f"{live_server.url}/surveys/")
    take(page, "surveys")
    page.goto(f"{live_server.url}/surveys/new/")
    page.get_by_label("Would they recommend us?").check()
    page.get_by_role("button", name="Make the draft").click()
    page.get_by_role("button", name="Close this message").click()
    take(page, "survey-questions")
    page.goto(f"{live_server.url}/figures/nps/?period=year")
    take(page, "figure-nps")
    survey = Survey.objects.filter(kind="nps").latest("pk")
    page.goto(f"{live_server.url}/surveys/{survey.pk}/audience/")
    take(page, "survey-audience")
    asked = Display.objects.exclude(contact=None).filter(survey__kind="nps").earliest("pk")
    page.goto(
        f"{live_server.url}/surveys/{asked.survey_id}/why/?who={asked.contact}&contact={asked.contact_id}&url=/dispatch"
    )
    take(page, "survey-why")


def test_the_portal_in_the_language_of_its_reader(page: Page, live_server: LiveServer) -> None:
    tell_story({role.value: "correct horse battery" for role in Role})
    offline = Idea.objects.get(title="Keep working without a signal")
    for language in ("lt", "ru", "zh"):
        page.set_extra_http_headers({"Accept-Language": language})
        page.goto(f"{live_server.url}/portal/ideas/{offline.pk}/")
        take(page, f"portal-{language}", size=PHONE)


def test_how_a_decision_comes_about(cycle: Cycle, settings: Any) -> None:  # noqa: F811
    def show(page: Page, name: str) -> None:
        if name not in DECISION:
            return
        for said in page.get_by_role("button", name="Close this message").all():
            said.click()
        size, heading = DECISION[name]
        take(page, name.replace("cycle", "deciding", 1), size=size, heading=heading)
        page.set_viewport_size(DESK)

    settings.HOLD_MINUTES, settings.MEDIA_ROOT, cycle.show = 0, cycle.folder / "files", show
    live(cycle)


@pytest.mark.parametrize("language", DAYS)
def test_a_day_of_support(
    page: Page,
    live_server: LiveServer,
    browser_signed_in: Callable[[Staff], None],
    github: Connected,  # noqa: F811
    language: str,
) -> None:
    tell_story({role.value: "correct horse battery" for role in Role})
    ask_customers(version=1, percent=100, every_days=30, after_hours=2)
    priya = Staff.objects.get(name="Priya Raman")
    edit_profile(staff_id=priya.pk, name=priya.name, language=DAYS[language].code, time_zone="", theme=priya.theme)
    browser_signed_in(priya)
    customer, mailbox = Contact.objects.get(name=WRITERS[language]), Mailbox.objects.get()
    filed = Area.objects.get(name="Mobile app"), Category.objects.get(key="feature-request")

    def show(page: Page, step: str) -> None:
        if size := DAY.get((language, step)):
            take(page, f"support-day-{language}-{step}", size=size)

    Day(page, live_server, github, DAYS[language], priya, customer, mailbox, filed, show).live()
