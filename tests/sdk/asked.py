"""Put a survey and a person it is for into an installation, in a process with its settings: asked.py CHANNEL EXTERNAL_ID"""

import json
import sys
from datetime import timedelta
from pathlib import Path


def main(channel: str, external_id: str) -> None:
    """Print the number of a running NPS survey for everybody we know, and of somebody we know."""
    import django

    django.setup()
    from tests.makers import make_company, make_contact, make_survey
    from wellheard.customers.models import ContactIdentity
    from wellheard.foundation import clock

    contact = make_contact(
        email=f"{external_id}@asked.example", company=make_company(), created_at=clock.now() - timedelta(days=90)
    )
    ContactIdentity.objects.create(contact=contact, kind=ContactIdentity.Kind.EXTERNAL, value=external_id)
    survey = make_survey("nps", channels=[channel])
    json.dump({"survey": survey.pk, "contact": contact.pk}, sys.stdout)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    main(*sys.argv[1:])
