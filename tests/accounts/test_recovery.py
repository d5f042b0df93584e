"""What the operator does for somebody who is locked out."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client

from tests.makers import make_staff
from wellheard.cli import password
from wellheard.cli.terminal import RefusedError
from wellheard.foundation.facts.models import Fact

pytestmark = pytest.mark.django_db

NEXT = "a boat full of quiet otters"


def choose(client: Client, link: str) -> None:
    page = client.get(link.removeprefix(settings.BASE_URL), follow=True)
    client.post(page.request["PATH_INFO"], {"password1": NEXT, "password2": NEXT})


def test_the_operators_link_lets_one_choose_a_new_password_once(client: Client) -> None:
    ines = make_staff(email="ines@northwind.example")
    link = password.link_for(" INES@northwind.example", takes_out_second_step=False)

    choose(client, link)

    ines.refresh_from_db()
    assert ines.check_password(NEXT)
    again = Client().get(link.removeprefix(settings.BASE_URL), follow=True)
    assert "was used or has ended" in again.content.decode()


def test_the_second_step_stays_unless_the_operator_takes_it_out() -> None:
    ines = make_staff(email="ines@northwind.example")
    TOTP.activate(ines, "JBSWY3DPEHPK3PXP")
    password.link_for(ines.email, takes_out_second_step=False)
    assert Authenticator.objects.exists()

    password.link_for(ines.email, takes_out_second_step=True)

    assert not Authenticator.objects.exists()
    assert Fact.objects.get(name="staff.sign_in_changed").details == {"what": "second_step_taken_out"}


@pytest.mark.parametrize("address", ["", "nobody@northwind.example", "gone@northwind.example", "\x00"])
def test_who_does_not_work_here_gets_no_link(address: str) -> None:
    make_staff(email="gone@northwind.example", is_active=False)

    with pytest.raises(RefusedError, match="works here"):
        password.link_for(address, takes_out_second_step=False)
