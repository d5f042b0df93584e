"""Companies, subscriptions, contacts and feedback come in from files, once, and nobody is mailed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.listen.imports.conftest import Run
from tests.makers import make_area, make_category, make_company, make_contact
from wellheard.customers.commands import save_company, save_segment
from wellheard.customers.models import Company, Contact, ContactIdentity, Membership, Subscription
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.imports.errors import FileError
from wellheard.listen.imports.running import _ONE_IMPORT
from wellheard.listen.models import Feedback, Import
from wellheard.understand import similar
from wellheard.workspace.models import Area

pytestmark = pytest.mark.django_db

COMPANIES = """account_id,account_name,industry,country,signup_date,referral_source,plan_tier,seats,is_trial,churn_flag
A-1,Acme,EdTech,UK,2024-10-16,partner,Basic,9,False,False
A-2,Globex,FinTech,India,17.08.2023,other,Pro,"1,800",True,False
A-3,Initech,,Atlantis,2023-08-17,,Pro,,False,True
"""
SUBSCRIPTIONS = """subscription_id,account_id,start_date,end_date,plan_tier,seats,mrr_amount,arr_amount,is_trial
S-1,A-1,2023-12-23,2024-04-12,Enterprise,14,2786,33432,False
S-2,A-1,2024-06-11,,Pro,17,"1,833.50",,False
S-3,A-1,2024-11-25,,Enterprise,62,,12000,False
S-4,A-3,2024-11-25,,Enterprise,62,,,True
"""


def test_companies_come_in_by_the_names_their_columns_have_elsewhere(bring_in: Run) -> None:
    report = bring_in("companies", COMPANIES)

    assert report.counts == {"new": 3, "updated": 0, "unchanged": 0}
    acme, globex, initech = Company.objects.order_by("external_id")
    assert (acme.name, acme.country, acme.plan, acme.seats) == ("Acme", "GB", "Basic", 9)
    assert (acme.joined_on, acme.stage, acme.attributes) == (
        date(2024, 10, 16),
        "active",
        {"referral_source": "partner"},
    )
    assert (globex.country, globex.joined_on, globex.seats, globex.stage) == ("IN", date(2023, 8, 17), 1800, "trial")
    assert (initech.country, initech.stage) == ("", "lost")
    assert "“Atlantis” is no country we know" in "".join(report.notes)


def test_the_second_time_nothing_changes_and_then_only_what_did(bring_in: Run) -> None:
    bring_in("companies", COMPANIES)

    assert bring_in("companies", COMPANIES).counts == {"new": 0, "updated": 0, "unchanged": 3}
    changed = COMPANIES.replace("Acme", "Acme Ltd")
    assert bring_in("companies", changed).counts == {"new": 0, "updated": 1, "unchanged": 2}
    assert Company.objects.get(external_id="A-1").name == "Acme Ltd"


def test_what_staff_set_is_not_taken_away_by_a_file_that_says_nothing_of_it(bring_in: Run) -> None:
    save_company(external_id="A-1", name="Acme", stage="at_risk", domain="acme.example", attributes={"note": 1})

    bring_in("companies", COMPANIES)

    acme = Company.objects.get(external_id="A-1")
    assert (acme.stage, acme.domain) == ("at_risk", "acme.example")
    assert acme.attributes == {"note": 1, "referral_source": "partner"}


def test_a_company_made_by_hand_is_found_by_its_name_and_given_its_id(bring_in: Run) -> None:
    by_hand = make_company(name="ACME")
    make_company(name="Twin")
    make_company(name="twin")

    report = bring_in("companies", "id,name\nA-1,Acme\nA-2,Twin\nA-3,ACME\n")

    by_hand.refresh_from_db()
    assert (by_hand.external_id, by_hand.name) == ("A-1", "Acme")
    assert report.counts == {"new": 2, "updated": 1, "unchanged": 0}


def test_companies_without_ids_are_known_by_their_names(bring_in: Run) -> None:
    bring_in("companies", "company,seats\nAcme,5\nGlobex,6\n")

    assert bring_in("companies", "company,seats\nacme,5\nGlobex,7\n").counts == {"new": 0, "updated": 2, "unchanged": 0}
    assert bring_in("subscriptions", "company,start,mrr,plan\nGlobex,2024-01-01,5,Pro\n").counts["new"] == 1
    assert dict(Company.objects.values_list("name", "seats")) == {"acme": 5, "Globex": 7}


def test_mrr_is_the_sum_of_the_subscriptions_that_run(bring_in: Run) -> None:
    bring_in("companies", COMPANIES)

    report = bring_in("subscriptions", SUBSCRIPTIONS)

    assert report.counts["new"] == 4
    assert Company.objects.get(external_id="A-1").mrr_minor == 183_350 + 100_000
    assert Subscription.objects.get(external_id="S-4").amount_minor == 0
    assert Fact.objects.filter(name="company.mrr_changed").count() == 1
    assert bring_in("subscriptions", SUBSCRIPTIONS).counts["unchanged"] == 4


def test_a_lost_company_that_still_pays_is_pointed_out(bring_in: Run) -> None:
    bring_in("companies", COMPANIES)

    report = bring_in("subscriptions", "id,company,from,amount\nS-9,A-3,2024-01-01,50\n")

    assert "1 company is marked as lost and has a running subscription" in "".join(report.notes)


def test_another_currency_is_kept_and_said_not_to_count(bring_in: Run) -> None:
    bring_in("companies", COMPANIES)

    report = bring_in("subscriptions", "id,company,from,amount\nS-9,A-1,2024-01-01,50\n", currency="EUR")
    bring_in("subscriptions", "id,company,from,amount,currency\nS-8,A-1,2024-01-01,5000,JPY\n")

    assert Company.objects.get(external_id="A-1").mrr_minor == 0
    assert "Amounts in EUR are kept but not part of any MRR" in "".join(report.notes)
    assert dict(Subscription.objects.values_list("currency", "amount_minor")) == {"EUR": 5000, "JPY": 5000}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("S-9,A-99,2024-01-01,,5", "There is no company with the id or name “A-99”"),
        ("S-9,,2024-01-01,,5", "names no company"),
        ("S-9,A-1,,,5", "no first day"),
        ("S-9,A-1,2024-01-01,2023-01-01,5", "ends before it starts"),
        ("S-9,A-1,2024-01-01,,", "has no amount"),
        ("S-9,A-1,2024-01-01,,-5", "below zero"),
        ("S-9,A-1,2024-01-01,,lots", "mrr: “lots” is not a number"),
        ("S-9,A-1,2024-02-30,,5", "start: “2024-02-30” is not a date"),
        ("S-9,A-1,03/04/2024,,5", "--dates dmy or --dates mdy"),
        ("S-9,A-1,2024-01-01,,99999999999999999999", "too large"),
    ],
)
def test_a_row_that_cannot_be_is_refused_by_number_and_the_others_come_in(bring_in: Run, row: str, reason: str) -> None:
    bring_in("companies", COMPANIES)

    report = bring_in(
        "subscriptions", f"id,account,start,end,mrr\nS-1,A-1,2024-01-01,,5\n{row}\nS-2,A-1,2024-01-01,,7\n"
    )

    assert report.counts["new"] == 2
    assert [refusal.number for refusal in report.refusals.shown] == [3]
    assert reason in report.refusals.shown[0].reason
    assert Company.objects.get(external_id="A-1").mrr_minor == 1200


def test_repeated_contradicting_and_alike_rows_are_told(bring_in: Run) -> None:
    bring_in("companies", COMPANIES)

    report = bring_in(
        "subscriptions",
        "id,account,start,mrr\n"
        "S-1,A-1,2024-01-01,5\nS-1,A-1,2024-01-01,5\nS-2,A-2,2024-01-01,6\nS-2,A-2,2024-01-01,8\nS-3,A-1,2024-01-01,5\n",
    )

    assert list(report.notes) == [
        "Line 3 repeats line 2.",
        "Line 5 has the id of line 4 with other values; the later line counts.",
        "Line 6 says the same as line 2 under another id; both came in.",
    ]
    assert dict(Company.objects.values_list("external_id", "mrr_minor")) == {"A-1": 1000, "A-2": 800, "A-3": 0}


CONTACTS = """contact_id,full name,E-Mail,Account,Role
u1,Ada Lovelace,Ada@acme.example,A-1,Decision maker
u2,Bob,,Globex,
u3,Cleo,cleo@nowhere.example,A-99,user
,,,A-1,
u4,Dan,not an address,A-1,
"""


def test_contacts_come_in_with_their_company(bring_in: Run) -> None:
    bring_in("companies", COMPANIES)

    report = bring_in("contacts", CONTACTS)

    assert report.counts["new"] == 3
    assert [(refusal.number, refusal.reason[:20]) for refusal in report.refusals.shown] == [
        (5, "It has neither an id"),
        (6, "“not an address” is "),
    ]
    places = Membership.objects.values_list("contact__name", "company__name", "role", "is_primary")
    assert set(places) == {("Ada Lovelace", "Acme", "decider", True), ("Bob", "Globex", "user", True)}
    assert "There is no company “A-99”" in "".join(report.notes)
    assert bring_in("contacts", CONTACTS).counts == {"new": 0, "updated": 0, "unchanged": 3}


def test_a_known_contact_gets_what_was_missing_and_keeps_what_was_there(bring_in: Run) -> None:
    ada = make_contact(email="ada@acme.example", name="Ada")

    report = bring_in("contacts", "id,name,email,company\nu1,Somebody else,ADA@acme.example,\n")

    ada.refresh_from_db()
    assert ada.name == "Ada"
    assert set(ada.identities.values_list("kind", "value")) == {("email", "ada@acme.example"), ("external", "u1")}
    assert report.counts["updated"] == 1


def test_an_id_and_an_address_of_two_people_are_not_made_one(bring_in: Run) -> None:
    make_contact(email="ada@acme.example")
    bring_in("contacts", "id,name\nu2,Bob\n")

    report = bring_in("contacts", "id,name,email\nu2,Bob,ada@acme.example\n")

    assert "two different contacts" in report.refusals.shown[0].reason
    assert ContactIdentity.objects.count() == 2


def test_one_person_in_two_companies_has_one_primary(bring_in: Run) -> None:
    bring_in("companies", COMPANIES)

    bring_in("contacts", "email,name,company\na@x.example,Ada,A-1\na@x.example,Ada,A-2\n")

    assert list(Membership.objects.order_by("pk").values_list("company__name", "is_primary")) == [
        ("Acme", True),
        ("Globex", False),
    ]


FEEDBACK = """{"id": 1, "text": "No export to Excel.", "email": "ada@acme.example", "created": "2026-03-01T10:00:00Z", "votes": 3}
{"id": 2, "text": "Карта перевёрнута", "company": "Globex", "channel": "Zendesk"}
{"id": 3, "title": "Photos", "text": "They do not upload.", "author": {"name": "Eve", "email": "eve@new.example"}}
{"id": 4, "text": ""}
{"id": 5}
not json
["a list"]
{"id": 1, "text": "Something else."}
"""


def test_feedback_comes_in_once_with_who_said_it_and_nobody_is_mailed(
    bring_in: Run, run_jobs: Callable[[], None]
) -> None:
    acme, globex = make_company(name="Acme"), make_company(name="Globex")
    ada = make_contact(email="ada@acme.example", company=acme)

    report = bring_in("feedback", FEEDBACK, name="old.jsonl")
    run_jobs()

    first, second, third = Feedback.objects.order_by("pk")
    assert (first.contact, first.company, first.heard_at.isoformat()) == (ada, acme, "2026-03-01T10:00:00+00:00")
    assert (first.source, first.origin_key, first.attributes) == ("import", "1", {"votes": 3})
    assert (second.company, second.language, second.source) == (globex, "ru", "support")
    assert third.words == "Photos\n\nThey do not upload."
    assert third.contact == Contact.objects.get(name="Eve")
    assert {refusal.number: refusal.reason for refusal in report.refusals.shown} == {
        4: "There are no words in it.",
        5: "There are no words in it.",
        6: "It is not a JSON object; write one object a line.",
        7: "It is not a JSON object; write one object a line.",
        8: "It has the id of line 1 but says something else.",
    }
    assert not OutgoingMail.objects.exists()
    assert not Fact.objects.filter(name="feedback.recorded").exists()
    assert [match.object_id for match in similar.find("Excel export", kind="feedback")] == [first.pk]
    again = bring_in("feedback", FEEDBACK, name="old.jsonl")
    assert (again.counts, Feedback.objects.count()) == ({"new": 0, "updated": 0, "unchanged": 3}, 3)


def test_two_people_who_say_the_same_are_two_voices_and_still_come_in_once(bring_in: Run) -> None:
    rows = "comment\nNothing.\nNothing.\nAll is well.\n"

    assert bring_in("feedback", rows).counts["new"] == 3
    assert bring_in("feedback", rows).counts == {"new": 0, "updated": 0, "unchanged": 3}
    assert Feedback.objects.filter(words="Nothing.").count() == 2


def test_ids_of_two_systems_are_kept_apart_by_their_names(bring_in: Run) -> None:
    bring_in("feedback", "id,comment\n1,From the help desk.\n", source="helpdesk")

    clash = bring_in("feedback", "id,comment\n1,From the forum.\n", source="helpdesk")
    assert "--source NAME" in clash.refusals.shown[0].reason
    assert bring_in("feedback", "id,comment\n1,From the forum.\n", source="forum").counts["new"] == 1


def test_a_later_file_fills_in_who_said_it(bring_in: Run) -> None:
    bring_in("feedback", "id,comment\n1,No export.\n")

    report = bring_in("feedback", "id,comment,email\n1,No export.,ada@acme.example\n")

    assert report.counts["updated"] == 1
    assert Feedback.objects.get().contact == Contact.objects.get()
    assert Fact.objects.filter(name="feedback.placed").count() == 1


def test_areas_are_found_or_made_when_a_product_is_named(bring_in: Run) -> None:
    exports, bug = make_area(name="Exports"), make_category(key="bug", name="Bug")
    rows = "comment,area,type\nNo Excel.,exports,Bug\nCrash.,Offline,\n"

    first = bring_in("feedback", rows)
    assert "There is no single area “Offline”" in "".join(first.notes)
    bring_in("feedback", rows, areas_product="Fieldbook")

    excel, crash = Feedback.objects.order_by("pk")
    assert (excel.area, excel.category, excel.is_filed) == (exports, bug, True)
    assert crash.area == Area.objects.get(name="Offline", product__name="Fieldbook")
    assert not crash.is_filed


def test_a_trial_leaves_everything_as_it_was(bring_in: Run) -> None:
    report = bring_in("companies", COMPANIES, trial=True)

    assert report.counts["new"] == 3
    assert not Company.objects.exists()
    assert not Import.objects.exists()
    assert not Fact.objects.exists()


def test_the_segments_follow_an_import(bring_in: Run, run_jobs: Callable[[], None]) -> None:
    segment = save_segment(name="Paying", rule={"field": "mrr", "op": ">", "value": 0})
    bring_in("companies", COMPANIES)
    bring_in("subscriptions", SUBSCRIPTIONS)

    run_jobs()

    segment.refresh_from_db()
    assert segment.company_count == 1


def test_each_import_is_noted_with_its_counts(bring_in: Run) -> None:
    bring_in("companies", COMPANIES + ",,,,,,,,,\n,Nameless,,,yesterday,,,,,\n", source="crm")

    run = Import.objects.get()
    assert (run.kind, run.origin, run.file_name) == ("companies", "crm", "file.csv")
    assert (run.new_count, run.refused_count) == (3, 1)
    assert run.finished_at


def test_more_than_twenty_refused_rows_are_all_in_a_file_to_be_corrected(bring_in: Run, tmp_path: Path) -> None:
    rows = "".join(f"A-{number},Company {number},{'x' if number % 2 else 5}\n" for number in range(60))

    report = bring_in("companies", "id,name,seats\n" + rows)

    assert (report.refusals.count, len(report.refusals.shown), report.counts["new"]) == (30, 20, 30)
    written = (tmp_path / "file.csv.refused.csv").read_text().splitlines()
    assert written[0] == "line,refused because,id,name,seats"
    assert len(written) == 31
    assert written[1].startswith("3,seats: “x” is not a number.,A-1,Company 1,x")
    bring_in("companies", "id,name,seats\n" + rows.replace(",x", ",7"))
    assert not (tmp_path / "file.csv.refused.csv").exists()


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_are_refused(bring_in: Run) -> None:
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [_ONE_IMPORT])
        with pytest.raises(FileError, match="Another import is running"):
            bring_in("companies", COMPANIES)


def test_what_came_in_before_damage_stays_and_is_noted(bring_in: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wellheard.listen.imports.parts.BATCH", 1)
    monkeypatch.setattr("wellheard.listen.imports.csv_rows._MOST_RECOVERIES", 0)

    with pytest.raises(FileError, match="not CSV"):
        bring_in("companies", 'id,name\nA-1,Acme\nA-2,"Glo"bex\n')

    assert Company.objects.count() == 1
    assert Import.objects.get().new_count == 1


def test_a_field_can_be_named_by_hand(bring_in: Run) -> None:
    rows = "Nr,Bezeichnung,Wert\n1,Acme,5\n"
    with pytest.raises(FileError, match=r"No column was recognised as name.*Nr, Bezeichnung, Wert") as refused:
        bring_in("companies", rows)
    assert refused.value.by_command == "--map name=COLUMN"
    with pytest.raises(FileError, match=r"the file has no such column. It has: Nr, Bezeichnung, Wert"):
        bring_in("companies", rows, mapped={"name": "Name"})
    with pytest.raises(FileError, match=r"there is no such field. Use one of id, name"):
        bring_in("companies", rows, mapped={"title": "Nr"})

    bring_in("companies", rows, mapped={"name": "bezeichnung", "id": "Nr", "seats": "Wert"})

    assert Company.objects.get().seats == 5
