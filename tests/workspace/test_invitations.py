"""A new colleague comes in by an invitation, once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from tests.makers import make_staff
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.workspace import commands
from wellheard.workspace.models import Invitation, Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


def path_of(link: str) -> str:
    return link.removeprefix(settings.BASE_URL)


def test_an_invitation_is_mailed_and_its_link_can_be_handed_over(signed_in: SignIn) -> None:
    browser = signed_in(make_staff(name="Ines Calder"))

    page = browser.post("/settings/staff/", {"email": "Bob@Northwind.example ", "role": "agent"})

    assert page.status_code == 200
    mail = OutgoingMail.objects.get()
    link = next(line for line in mail.body.splitlines() if line.startswith("http"))
    assert (mail.to_address, mail.subject) == ("bob@northwind.example", "Ines Calder invites you to Wellheard")
    assert link in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    invitation = Invitation.objects.get()
    assert invitation.role == Role.AGENT
    assert path_of(link).split("/")[2] not in str(Invitation.objects.values().get())


def test_the_mail_goes_out(run_jobs: Callable[[], None]) -> None:
    commands.invite_staff(email="bob@northwind.example", role="agent", by=make_staff())

    run_jobs()

    assert OutgoingMail.objects.get().is_delivered


def test_who_accepts_chooses_name_and_password_and_is_signed_in(client: Client) -> None:
    _invitation, link = commands.invite_staff(email="bob@northwind.example", role="success", by=make_staff())
    assert "bob@northwind.example" in client.get(path_of(link)).content.decode()

    response = client.post(path_of(link), {"name": "Bob Marsh", "password": "a boat full of otters"})

    bob = Staff.objects.get(email="bob@northwind.example")
    assert response.status_code == 302
    assert (bob.name, bob.role) == ("Bob Marsh", Role.SUCCESS)
    assert client.session["_auth_user_id"] == str(bob.pk)
    assert Fact.objects.filter(name="staff.joined", details={"role": "success"}).exists()


def test_an_invitation_is_accepted_once(client: Client) -> None:
    _invitation, link = commands.invite_staff(email="bob@northwind.example", role="agent", by=make_staff())
    client.post(path_of(link), {"name": "Bob", "password": "a boat full of otters"})

    again = Client().post(path_of(link), {"name": "Eve", "password": "a boat full of otters"})

    assert again.status_code == 410
    assert Staff.objects.filter(email="bob@northwind.example").get().name == "Bob"


def test_an_invitation_ends_after_seven_days_when_withdrawn_and_when_renewed(client: Client) -> None:
    ines = make_staff()
    invitation, first = commands.invite_staff(email="bob@northwind.example", role="agent", by=ines)
    with clock.at(clock.now() + timedelta(days=7, minutes=1)):
        assert client.get(path_of(first)).status_code == 410

    _same, second = commands.renew_invitation(invitation_id=invitation.pk, by=ines)
    assert client.get(path_of(first)).status_code == 410
    assert client.get(path_of(second)).status_code == 200

    commands.withdraw_invitation(invitation_id=invitation.pk)
    assert client.get(path_of(second)).status_code == 410
    with pytest.raises(commands.InvitationError, match="used or withdrawn"):
        commands.renew_invitation(invitation_id=invitation.pk, by=ines)


def test_a_double_click_invites_once(signed_in: SignIn) -> None:
    browser = signed_in(make_staff())
    browser.post("/settings/staff/", {"email": "bob@northwind.example", "role": "agent"})

    page = browser.post("/settings/staff/", {"email": "bob@northwind.example", "role": "agent"})

    assert page.status_code == 422
    assert "is invited already" in page.content.decode()
    assert Invitation.objects.count() == OutgoingMail.objects.count() == 1


def test_who_works_here_already_is_not_invited() -> None:
    ines = make_staff()

    with pytest.raises(commands.AlreadyStaffError):
        commands.invite_staff(email=ines.email.upper(), role="agent", by=ines)


def test_a_withdrawn_address_can_be_invited_again() -> None:
    ines = make_staff()
    invitation, _link = commands.invite_staff(email="bob@northwind.example", role="agent", by=ines)
    commands.withdraw_invitation(invitation_id=invitation.pk)
    commands.withdraw_invitation(invitation_id=invitation.pk)

    commands.invite_staff(email="bob@northwind.example", role="sales", by=ines)

    assert Invitation.objects.open().get().role == Role.SALES
    assert Fact.objects.filter(name="staff.invitation_withdrawn").count() == 1


def test_an_accepted_invitation_cannot_be_withdrawn() -> None:
    ines = make_staff()
    invitation, link = commands.invite_staff(email="bob@northwind.example", role="agent", by=ines)
    commands.accept_invitation(key=link.split("/")[-2], name="Bob", password="a boat full of otters")

    with pytest.raises(commands.InvitationError, match="accepted meanwhile"):
        commands.withdraw_invitation(invitation_id=invitation.pk)


def test_somebody_signed_in_does_not_take_over_anothers_invitation(signed_in: SignIn) -> None:
    ines = make_staff(name="Ines Calder")
    _invitation, link = commands.invite_staff(email="bob@northwind.example", role="admin", by=ines)

    page = signed_in(ines).post(path_of(link), {"name": "Bob", "password": "a boat full of otters"})

    assert page.status_code == 409
    assert "you are signed in as Ines Calder" in page.content.decode()
    assert Staff.objects.count() == 1


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"name": "", "password": "a boat full of otters"}, "Write your name."),
        ({"name": "\x00\x00", "password": "a boat full of otters"}, "Write your name."),
        ({"name": "x" * 10_000, "password": "a boat full of otters"}, "Use at most 100 characters"),
        ({"name": "Bob", "password": "bob"}, "at least 10 characters"),
        ({"name": "Bob", "password": ""}, "Choose a password."),
        ({"name": "Bob", "password": "1234567890"}, "too common"),
        ({"name": "Bob", "password": "nul\x00nul\x00nul\x00"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_used_is_said_and_the_link_still_works(
    client: Client, answers: dict[str, str], sentence: str
) -> None:
    _invitation, link = commands.invite_staff(email="bob@northwind.example", role="agent", by=make_staff())

    page = client.post(path_of(link), answers)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert client.get(path_of(link)).status_code == 200
    assert Staff.objects.count() == 1


def test_the_list_shows_who_is_invited_and_lets_one_send_a_new_link_or_withdraw(signed_in: SignIn) -> None:
    ines = make_staff()
    invitation, first = commands.invite_staff(email="bob@northwind.example", role="agent", by=ines)
    browser = signed_in(ines)
    assert "bob@northwind.example" in browser.get("/settings/staff/").content.decode()

    page = browser.post(f"/settings/invitations/{invitation.pk}/link/")
    assert page.status_code == 200
    assert first not in page.content.decode()
    assert OutgoingMail.objects.count() == 2

    assert browser.post(f"/settings/invitations/{invitation.pk}/withdrawal/").status_code == 302
    assert "Invited" not in browser.get("/settings/staff/").content.decode()
    refused = browser.post(f"/settings/invitations/{invitation.pk}/link/", follow=True)
    assert "used or withdrawn" in refused.content.decode()
    for noun in ("link", "withdrawal"):
        assert browser.get(f"/settings/invitations/{invitation.pk}/{noun}/").status_code == 405
        assert browser.post(f"/settings/invitations/999999/{noun}/").status_code == 404


@pytest.mark.parametrize("email", ["", "bob", "bob@", "x" * 300 + "@example.com", "bob@exa\x00mple", "<b>@example.com"])
def test_only_a_mail_address_is_invited(signed_in: SignIn, email: str) -> None:
    page = signed_in(make_staff()).post("/settings/staff/", {"email": email, "role": "agent"})

    assert page.status_code == 422
    assert not Invitation.objects.exists()
