"""Several steps that are taken together again and again."""

from django.db import models

from wellheard.listen.desk.models.sharing import Shared, SharedQuerySet


class Macro(Shared):
    """Steps taken in a conversation with one key; which ones `does` says (see `desk.steps`)."""

    does = models.JSONField(default=dict)

    objects = SharedQuerySet["Macro"].as_manager()
