"""Two people at the same moment, in two real transactions."""

from functools import partial

import pytest

from tests.makers import make_area, make_product, make_staff
from tests.meanwhile import together
from wellheard.workspace import commands
from wellheard.workspace.models import Area, Category, Staff
from wellheard.workspace.permissions import Role
from wellheard.workspace.queries import within

pytestmark = pytest.mark.django_db(transaction=True)
both = partial(together, refusals=(commands.WorkspaceError,))


def test_two_admins_who_demote_each_other_leave_one() -> None:
    ines, bob = make_staff(), make_staff()

    results = both(
        lambda: commands.change_role(staff_id=ines.pk, role=Role.VIEWER),
        lambda: commands.deactivate_staff(staff_id=bob.pk),
    )

    assert sorted(isinstance(result, commands.LastAdminError) for result in results) == [False, True]
    assert Staff.objects.at_work().filter(role=Role.ADMIN).count() == 1


def test_an_invitation_is_accepted_by_one_of_two() -> None:
    _invitation, link = commands.invite_staff(email="bob@northwind.example", role="agent", by=make_staff())
    key = link.split("/")[-2]

    results = both(
        lambda: commands.accept_invitation(key=key, name="Bob", password="a boat full of otters"),
        lambda: commands.accept_invitation(key=key, name="Eve", password="a boat full of otters"),
    )

    assert sorted(isinstance(result, commands.InvitationError) for result in results) == [False, True]
    assert Staff.objects.filter(email="bob@northwind.example").count() == 1


def test_the_set_up_link_sets_up_once() -> None:
    key = commands.make_set_up_link().split("/")[-2]

    def set_up(name: str) -> object:
        return commands.use_set_up_link(
            key=key,
            vendor_name="Northwind",
            product_name="Field app",
            admin_email=f"{name}@northwind.example",
            admin_name=name,
            password="a boat full of otters",
        )

    results = both(lambda: set_up("ines"), lambda: set_up("mallory"))

    assert sorted(isinstance(result, commands.SetUpError) for result in results) == [False, True]
    assert Staff.objects.count() == 1


def test_two_areas_moved_into_each_other_make_no_cycle() -> None:
    product = make_product()
    one, other = make_area(product=product), make_area(product=product)

    results = both(
        lambda: commands.edit_area(area_id=one.pk, version=1, name="One", parent=other, team=None),
        lambda: commands.edit_area(area_id=other.pk, version=1, name="Other", parent=one, team=None),
    )

    assert sorted(isinstance(result, commands.AreaPlaceError) for result in results) == [False, True]
    assert Area.objects.filter(parent=None).count() == 1
    assert len(within(Area.objects.get(parent=None))) == 2


def test_a_double_click_adds_one_category() -> None:
    results = both(lambda: commands.add_category(name="Wish"), lambda: commands.add_category(name="Wish"))

    assert sorted(isinstance(result, commands.NameTakenError) for result in results) == [False, True]
    assert Category.objects.count() == 1
