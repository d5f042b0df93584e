"""The portal wears the vendor's name, logo and colour, and may live under a host name of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.brand.pictures import picture
from tests.makers import make_idea, make_staff
from wellheard.workspace.commands import change_installation
from wellheard.workspace.installation import installation, portal_address
from wellheard.workspace.models import Staff, Vendor
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

SignIn = Callable[[Staff], Client]
PAGE = "/settings/portal/"
OWN = "feedback.northwind.example"


@pytest.fixture(autouse=True)
def _files(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def admin(signed_in: SignIn) -> Client:
    """Return an admin's browser."""
    return signed_in(make_staff())


def sent(**fields: object) -> dict[str, object]:
    version = Vendor.objects.get_or_create(pk=1)[0].version
    return {"version": version, "voices": "known", "counts": "after_vote", "most_links": 2} | fields


def file(data: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_portal_takes_the_vendors_colour_from_a_style_sheet_of_its_own(admin: Client) -> None:
    assert admin.post(PAGE, sent(accent="#C2410C")).status_code == 302
    address = installation_css(Client().get("/portal/").content.decode())
    sheet = Client().get(address)
    assert (sheet["Content-Type"], sheet.status_code) == ("text/css; charset=utf-8", 200)
    assert "immutable" in sheet["Cache-Control"]
    assert "--accent: light-dark(#" in sheet.content.decode()

    admin.post(PAGE, sent(accent="#0f766e"))
    assert Client().get(address).status_code == 404


def installation_css(page: str) -> str:
    return "/portal/look/" + page.split("/portal/look/")[1].split('"', maxsplit=1)[0]


def test_a_colour_that_cannot_be_read_is_shown_before_and_after(admin: Client) -> None:
    admin.post(PAGE, sent(accent="#ffe14d"))
    page = admin.get(PAGE).content.decode()
    assert "which many cannot read" in page
    assert "#ffe14d" in page


@pytest.mark.parametrize("colour", ["red", "#12345", "#12345g", "#fff;}"])
def test_what_is_no_colour_is_refused_and_stays(admin: Client, colour: str) -> None:
    page = admin.post(PAGE, sent(accent=colour, portal_host=OWN))
    assert page.status_code == 422
    assert OWN in page.content.decode()
    assert not installation().accent


def test_a_logo_is_drawn_anew_shown_replaced_and_taken_off(admin: Client, tmp_path: Path) -> None:
    assert admin.post(PAGE, sent(logo=file(picture()))).status_code == 302
    address = "/portal/logo/" + Client().get("/portal/").content.decode().split("/portal/logo/")[1].split('"')[0]
    shown = Client().get(address)
    assert shown["Content-Type"] == "image/png"
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert shown["X-Content-Type-Options"] == "nosniff"

    admin.post(PAGE, sent(without_logo="on"))
    assert "/portal/logo/" not in Client().get("/portal/").content.decode()
    assert Client().get(address).status_code == 404
    assert installation().logo == ""


def test_the_old_logo_goes_once_the_new_one_stands(
    admin: Client, tmp_path: Path, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    admin.post(PAGE, sent(logo=file(picture())))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        admin.post(PAGE, sent(logo=file(picture(colour="#cc0000"))))
    assert len(kept(tmp_path)) == 1


def test_an_svg_is_no_logo_and_the_rest_of_the_form_stays(admin: Client, tmp_path: Path) -> None:
    page = admin.post(PAGE, sent(logo=file(b"<svg onload='alert(1)'/>", "logo.svg"), accent="#0f766e"))
    assert page.status_code == 422
    assert "Send a PNG, JPEG or WebP file." in page.content.decode()
    assert "#0f766e" in page.content.decode()
    assert kept(tmp_path) == []


def test_a_logo_of_a_stale_form_is_not_kept(admin: Client, tmp_path: Path) -> None:
    form = sent(logo=file(picture()))
    change_installation(version=1, accent="#0f766e")
    assert admin.post(PAGE, form).status_code == 422
    assert kept(tmp_path) == []


def test_only_who_edits_the_workspace_comes_in(signed_in: SignIn) -> None:
    assert signed_in(make_staff(role=Role.AGENT)).get(PAGE).status_code == 403
    assert Client().get(PAGE).status_code == 302
    assert signed_in(make_staff()).put(PAGE).status_code == 405


@pytest.mark.parametrize("host", ["localhost", "not a host", "10.0.0.1", "x", "-a.example.com", "a..example.com"])
def test_a_host_that_cannot_be_is_refused(admin: Client, host: str) -> None:
    assert admin.post(PAGE, sent(portal_host=host)).status_code == 422


# --- The portal's own host ---------------------------------------------------------------------------------------------


@pytest.fixture
def own_host() -> Client:
    """Return a visitor's browser on the portal's own host, as strict about forms as real ones."""
    Vendor.objects.get_or_create(pk=1)
    change_installation(version=1, portal_host=OWN)
    return Client(enforce_csrf_checks=True, headers={"host": OWN})


def test_the_portal_stands_at_the_root_of_its_own_host(own_host: Client) -> None:
    make_idea("Work offline", is_public=True)
    assert "Work offline" in own_host.get("/").content.decode()
    assert own_host.get("/portal/roadmap/").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/accounts/login/", "/ideas/", "/feedback/", "/settings/", "/api/v1/openapi.json", "/find/", "/set-up/x/"],
)
def test_nothing_of_the_staffs_side_is_there(own_host: Client, signed_in: SignIn, address: str) -> None:
    assert own_host.get(address).status_code == 404
    staff = signed_in(make_staff())
    assert staff.get(address, headers={"host": OWN}).status_code == 404


def test_a_form_is_taken_on_the_own_host_and_a_forged_one_is_not(own_host: Client) -> None:
    own_host.get("/")
    token = own_host.cookies["wellheard_csrf"].value
    form = {"words": "Work offline", "quotable": "no", "csrfmiddlewaretoken": token}
    refused = own_host.post("/portal/posts/", form, headers={"origin": "http://evil.example"})
    assert refused.status_code == 403
    # The staff's own address is another place, too.
    assert own_host.post("/portal/posts/", form, headers={"origin": "http://evil." + OWN}).status_code == 403
    assert own_host.post("/portal/posts/", form, headers={"origin": f"http://{OWN}"}).status_code == 302


def test_an_unknown_host_is_refused_as_before(own_host: Client) -> None:
    assert own_host.get("/", headers={"host": "evil.example"}).status_code == 400
    assert Client().get("/portal/", headers={"host": "evil." + OWN}).status_code == 400


def test_links_in_mails_lead_to_the_own_host(own_host: Client) -> None:
    assert portal_address("/portal/") == f"http://{OWN}/portal/"
    assert OWN in own_host.get("/portal/changelog/feed/").content.decode()
