"""Who works here: joining, roles, leaving, and what the pages let whom do."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.makers import make_staff, make_team
from wellheard.foundation.facts.models import Fact
from wellheard.workspace import commands
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


def test_a_role_is_changed_and_the_ledger_knows_from_what_to_what() -> None:
    make_staff()
    bob = make_staff(role=Role.VIEWER)

    commands.change_role(staff_id=bob.pk, role=Role.AGENT)

    bob.refresh_from_db()
    assert bob.role == Role.AGENT
    fact = Fact.objects.get(name="staff.role_changed")
    assert fact.details == {"before": "viewer", "after": "agent"}


def test_changing_to_the_same_role_is_no_news() -> None:
    bob = make_staff(role=Role.VIEWER)

    commands.change_role(staff_id=bob.pk, role=Role.VIEWER)

    assert not Fact.objects.exists()


def test_the_only_admin_stays_admin() -> None:
    ines = make_staff(name="Ines Calder")
    make_staff(role=Role.ADMIN, is_active=False)

    with pytest.raises(commands.LastAdminError, match="Ines Calder is the only admin"):
        commands.change_role(staff_id=ines.pk, role=Role.VIEWER)
    with pytest.raises(commands.LastAdminError):
        commands.deactivate_staff(staff_id=ines.pk)

    ines.refresh_from_db()
    assert (ines.role, ines.is_active) == (Role.ADMIN, True)


def test_one_of_two_admins_may_leave_and_is_signed_out_at_once(signed_in: SignIn) -> None:
    make_staff()
    bob = make_staff()
    browser = signed_in(bob)
    assert browser.get("/settings/").status_code == 200

    commands.deactivate_staff(staff_id=bob.pk)
    commands.deactivate_staff(staff_id=bob.pk)

    assert browser.get("/settings/").status_code == 302
    assert Fact.objects.filter(name="staff.left").count() == 1


def test_who_left_can_return_in_the_role_they_had() -> None:
    make_staff()
    bob = make_staff(role=Role.SALES, is_active=False)

    commands.reactivate_staff(staff_id=bob.pk)
    commands.reactivate_staff(staff_id=bob.pk)

    bob.refresh_from_db()
    assert (bob.is_active, bob.role) == (True, Role.SALES)
    assert Fact.objects.filter(name="staff.returned").count() == 1


def test_the_staff_page_changes_role_department_and_teams(signed_in: SignIn) -> None:
    ines, bob, team = make_staff(), make_staff(role=Role.VIEWER), make_team()

    response = signed_in(ines).post(
        f"/settings/staff/{bob.pk}/",
        {"version": bob.version, "role": "agent", "department": "support", "teams": [team.pk]},
    )

    assert response.status_code == 302
    bob.refresh_from_db()
    assert (bob.role, bob.department, list(bob.teams.all())) == ("agent", "support", [team])


def test_the_second_of_two_editors_is_told_and_loses_nothing(signed_in: SignIn) -> None:
    ines, bob = make_staff(), make_staff(role=Role.VIEWER)
    commands.edit_staff(staff_id=bob.pk, version=1, role="sales", department="sales", teams=[])

    page = signed_in(ines).post(f"/settings/staff/{bob.pk}/", {"version": 1, "role": "agent", "department": "support"})

    text = page.content.decode()
    assert page.status_code == 422
    assert "Somebody else changed this while you were writing" in text
    assert "What stands now" in text
    assert "Sales" in text
    assert '<option value="agent" selected>' in text
    assert 'name="version" value="2"' in text
    bob.refresh_from_db()
    assert bob.role == "sales"

    again = signed_in(ines).post(f"/settings/staff/{bob.pk}/", {"version": 2, "role": "agent", "department": "support"})
    assert again.status_code == 302
    bob.refresh_from_db()
    assert bob.role == "agent"


def test_the_page_says_that_the_only_admin_must_stay(signed_in: SignIn) -> None:
    ines = make_staff(name="Ines Calder")
    browser = signed_in(ines)

    page = browser.post(f"/settings/staff/{ines.pk}/", {"version": 1, "role": "viewer", "department": "support"})
    assert page.status_code == 422
    assert "Ines Calder is the only admin" in page.content.decode()

    leaving = browser.post(f"/settings/staff/{ines.pk}/departure/", follow=True)
    assert "Ines Calder is the only admin" in leaving.content.decode()
    ines.refresh_from_db()
    assert ines.is_active


def test_leaving_and_returning_are_posts(signed_in: SignIn) -> None:
    browser, bob = signed_in(make_staff()), make_staff(role=Role.AGENT)

    assert browser.get(f"/settings/staff/{bob.pk}/departure/").status_code == 200
    bob.refresh_from_db()
    assert bob.is_active
    assert browser.post(f"/settings/staff/{bob.pk}/departure/").status_code == 302
    assert "has left and cannot sign in" in browser.get(f"/settings/staff/{bob.pk}/").content.decode()
    assert browser.get(f"/settings/staff/{bob.pk}/return/").status_code == 405
    assert browser.post(f"/settings/staff/{bob.pk}/return/").status_code == 302
    bob.refresh_from_db()
    assert bob.is_active


@pytest.mark.parametrize("bad", [{"role": "emperor"}, {"department": "\x00"}, {"teams": ["999999"]}, {"version": "x"}])
def test_a_made_up_choice_changes_nothing(signed_in: SignIn, bad: dict[str, object]) -> None:
    ines, bob = make_staff(), make_staff(role=Role.VIEWER)
    asked: dict[str, object] = {"version": 1, "role": "agent", "department": "support"}

    page = signed_in(ines).post(f"/settings/staff/{bob.pk}/", asked | bad)

    assert page.status_code == 422
    bob.refresh_from_db()
    assert bob.role == Role.VIEWER


@pytest.mark.parametrize("staff_id", ["0", "999999999", "99999999999999999999999999"])
def test_nobody_is_at_a_made_up_address(signed_in: SignIn, staff_id: str) -> None:
    assert signed_in(make_staff()).get(f"/settings/staff/{staff_id}/").status_code == 404
