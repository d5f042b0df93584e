"""Put a survey and a person it is for into an installation, in a process with its settings: asked.py CHANNEL EXTERNAL_ID"""

import json
import sys
import time
from datetime import timedelta
from pathlib import Path


def main(channel: str, external_id: str) -> None:
    """Print the number of a running NPS survey for a segment, of somebody in it, and what the vendor's server signs for them."""
    import django

    django.setup()
    import jwt

    from tests.makers import make_company, make_contact, make_survey
    from wellheard.customers.commands import refresh_all_segments, save_segment
    from wellheard.customers.commands.identity_keys import make_identity_secret
    from wellheard.customers.models import ContactIdentity
    from wellheard.foundation import clock

    contact = make_contact(
        email=f"{external_id}@asked.example",
        company=make_company(mrr=50_000),
        created_at=clock.now() - timedelta(days=90),
    )
    ContactIdentity.objects.create(contact=contact, kind=ContactIdentity.Kind.EXTERNAL, value=external_id)
    rule = {"all": [{"field": "mrr", "op": ">", "value": 10_000}]}
    segment = save_segment(name=f"Pays a lot, {external_id}", rule=rule, by=None)
    refresh_all_segments()
    survey = make_survey("nps", channels=[channel], audience="segment", segment=segment)
    key, secret = make_identity_secret(name="Product", audience="wellheard", by=None)
    claims = {"sub": external_id, "aud": "wellheard", "exp": int(time.time()) + 3600}
    token = jwt.encode(claims, secret, algorithm="HS256", headers={"kid": key.key_id})
    json.dump({"survey": survey.pk, "contact": contact.pk, "token": token}, sys.stdout)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    main(*sys.argv[1:])
