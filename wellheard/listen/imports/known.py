"""Find the companies that rows name, by id elsewhere or by name, a whole batch at once."""

from collections.abc import Iterable

from django.db.models.functions import Lower

from wellheard.customers.models import Company


def companies_named(names: Iterable[str]) -> dict[str, Company]:
    """Return the companies of these ids or names. A name that two companies have names neither."""
    wanted = {name for name in names if name}
    found = {company.external_id: company for company in Company.objects.filter(external_id__in=wanted)}
    by_name: dict[str, list[Company]] = {}
    lower = {name.lower() for name in wanted - found.keys()}
    for company in Company.objects.annotate(lower_name=Lower("name")).filter(lower_name__in=lower):
        by_name.setdefault(company.name.lower(), []).append(company)
    return found | {
        name: by_name[name.lower()][0] for name in wanted - found.keys() if len(by_name.get(name.lower(), [])) == 1
    }
