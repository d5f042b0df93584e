"""Questions about their side."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import (
    BigIntegerField,
    Case,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Lower, Round

from wellheard.customers.models import (
    Company,
    CompanyAlias,
    Consent,
    Contact,
    ContactIdentity,
    ExchangeRate,
    Segment,
    Subscription,
    Suppression,
    runs_on,
)
from wellheard.foundation import clock
from wellheard.foundation.text.clean import clean_email
from wellheard.workspace.installation import installation

# Addresses here belong to people, whoever they work for.
_FREE_MAIL = (
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com me.com mac.com aol.com "
    "gmx.com gmx.de gmx.net web.de t-online.de mail.ru bk.ru inbox.ru list.ru yandex.ru yandex.com ya.ru rambler.ru "
    "proton.me protonmail.com pm.me tutanota.com fastmail.com zoho.com qq.com 163.com 126.com sina.com foxmail.com "
    "naver.com daum.net hanmail.net orange.fr free.fr laposte.net libero.it seznam.cz wp.pl o2.pl onet.pl ukr.net inbox.lv"
)
FREE_MAIL = frozenset(_FREE_MAIL.split())

# Room for a bigint at a rate of twelve decimals.
_EXACT: "DecimalField[Decimal, Decimal]" = DecimalField(max_digits=60, decimal_places=24)


def suggested_companies(email: str) -> QuerySet[Company]:
    """Return companies with the domain of an address: only ever a suggestion, anybody can have such an address."""
    domain = clean_email(email).rpartition("@")[2]
    if not domain or domain in FREE_MAIL:
        return Company.objects.none()
    return Company.objects.annotate(lower_domain=Lower("domain")).filter(lower_domain=domain).order_by("name")


def company_known_as(external_id: str) -> Company | None:
    """Return the company that the CRM or billing system knows by this id, also when it was joined to another one."""
    if not external_id:
        return None
    known = Company.objects.filter(external_id=external_id).first()
    return known or Company.objects.filter(aliases__external_id=external_id).first()


def companies_known_as(external_ids: Iterable[str]) -> dict[str, Company]:
    """Return the companies that the CRM or billing system knows by these ids, also those that were joined to another one."""
    wanted = {one for one in external_ids if one}
    if not wanted:
        return {}
    found = {company.external_id: company for company in Company.objects.filter(external_id__in=wanted)}
    aliases = CompanyAlias.objects.filter(external_id__in=wanted - found.keys()).select_related("company")
    return {alias.external_id: alias.company for alias in aliases} | found


def companies_named(names: Iterable[str]) -> dict[str, Company]:
    """Return the companies of these ids or names. A name that two companies have names neither."""
    wanted = {name for name in names if name}
    found = companies_known_as(wanted)
    by_name: dict[str, list[Company]] = {}
    lower = {name.lower() for name in wanted - found.keys()}
    for company in Company.objects.annotate(lower_name=Lower("name")).filter(lower_name__in=lower):
        by_name.setdefault(company.name.lower(), []).append(company)
    return found | {
        name: by_name[name.lower()][0] for name in wanted - found.keys() if len(by_name.get(name.lower(), [])) == 1
    }


def rates_today(currencies: Iterable[str] | QuerySet[Subscription]) -> QuerySet[ExchangeRate]:
    """Return the rate of each of these currencies that counts today: the newest one not later than today."""
    return ExchangeRate.objects.newest_on(clock.today(), into=installation().currency).filter(currency__in=currencies)


def currencies_in_use() -> list[str]:
    """Return the currencies in which anybody pays now, the reporting one left out."""
    others = Subscription.objects.running_on(clock.today()).exclude(currency=installation().currency)
    return list(others.order_by("currency").values_list("currency", flat=True).distinct())


def counted_minor(prefix: str = "") -> Coalesce:
    """Return what running subscriptions come to a month, in minor units of the reporting currency at today's rates.

    What is paid in a currency without a rate is left out.
    """
    worth = {installation().currency: Decimal(1)}
    worth |= {rate.currency: rate.minor_factor for rate in rates_today(currencies_in_use())}
    whens = [When(**{f"{prefix}currency": code}, then=Value(factor, _EXACT)) for code, factor in worth.items()]
    factor = Case(*whens, default=Value(Decimal(0), _EXACT), output_field=_EXACT)
    paid = ExpressionWrapper(F(f"{prefix}amount_minor") * factor, output_field=_EXACT)
    total = Round(Sum(paid, filter=runs_on(clock.today(), prefix)), output_field=_EXACT)
    return Coalesce(Cast(total, BigIntegerField()), Value(0, BigIntegerField()))


def companies_with_stale_mrr() -> list[int]:
    """Return the companies whose MRR is not what runs today, because subscriptions, rates or days moved on."""
    stale = Company.objects.annotate(running=counted_minor("subscriptions__")).exclude(mrr_minor=F("running"))
    return list(stale.order_by("pk").values_list("pk", flat=True))


def segments_with_mrr() -> QuerySet[Segment]:
    """Return segments by name, each with `mrr_minor`: what its companies pay per month together."""
    paid = Coalesce(Sum("members__company__mrr_minor"), 0, output_field=BigIntegerField())
    return Segment.objects.annotate(mrr_minor=paid).select_related("made_by").order_by(Lower("name"))


def may(contact_ids: Iterable[int], purpose: str) -> set[int]:
    """Return who of these contacts agreed to this purpose and still does."""
    agreed = _agreed().filter(contact_id__in=list(contact_ids), purpose=Consent.Purpose(purpose))
    return set(agreed.values_list("contact_id", flat=True))


def agreed_to(contact_id: int) -> set[str]:
    """Return the purposes a contact agreed to and still does."""
    return set(_agreed().filter(contact_id=contact_id).values_list("purpose", flat=True))


def _agreed() -> QuerySet[Consent]:
    """Consents that count: of what was said under two addresses of one person, the latest word does."""
    later = Consent.objects.filter(
        contact=OuterRef("contact"), purpose=OuterRef("purpose"), withdrawn_at__gt=OuterRef("given_at")
    )
    return Consent.objects.standing().filter(~Exists(later), contact__erased_at=None)


def is_left_alone(address: str) -> bool:
    """Tell whether we must not write to an address by ourselves: it bounced, or its person asked under any address of theirs."""
    if Suppression.objects.filter(email=address).exists():
        return True
    return left_alone().filter(contact__identities__value=address).exists()


def left_alone() -> QuerySet[ContactIdentity]:
    """Return the addresses of people who are not to be written to, by what was said of any address of theirs."""
    said = Suppression.objects.exclude(reason=Suppression.Reason.BOUNCED).values("email")
    return ContactIdentity.objects.filter(kind=ContactIdentity.Kind.EMAIL, value__in=said)


def writable_address(contact: Contact) -> str:
    """Return the address to write to a contact: a proved one first; empty when there is none or we must not.

    Who asked under one address is not written to under another; only an address that does not exist leaves the others.
    """
    if left_alone().filter(contact=contact).exists():
        return ""
    emails = contact.identities.filter(kind=ContactIdentity.Kind.EMAIL)
    allowed = emails.exclude(value__in=Suppression.objects.values("email"))
    return allowed.order_by(F("verified_at").asc(nulls_last=True), "pk").values_list("value", flat=True).first() or ""


def anonymous(contact_ids: Iterable[int]) -> set[int]:
    """Return which of these contacts are known by nothing but a device: nobody can write to them, so nothing is owed them."""
    ids = list(contact_ids)
    device = ContactIdentity.Kind.DEVICE
    kinds = ContactIdentity.objects.filter(contact__in=ids).values_list("contact_id", "kind")
    others = {contact_id for contact_id, kind in kinds if kind != device}
    return {contact_id for contact_id, kind in kinds if kind == device} - others
