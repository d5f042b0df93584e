"""How somebody wishes to be told by mail."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wellheard.learn.goals.models import DigestChoice
from wellheard.web.notifications.mails import wishes_of
from wellheard.workspace.models import Notification, NotificationChoice, Staff

DIGEST = "digest"


class WishesForm(forms.Form):
    """One choice for each kind, and how often somebody wishes a digest."""

    def __init__(self, data: QueryDict | None, *, staff: Staff) -> None:
        chosen = DigestChoice.objects.filter(staff=staff).values_list("rhythm", flat=True).first()
        super().__init__(data, initial=wishes_of(staff) | {DIGEST: chosen or DigestChoice.Rhythm.OFF})
        self.fields[DIGEST] = forms.ChoiceField(
            label=_("A digest of figures and goals"), choices=DigestChoice.Rhythm.choices, required=False
        )
        for kind in Notification.Kind:
            self.fields[kind.value] = forms.ChoiceField(label=kind.label, choices=NotificationChoice.Mail.choices)

    @property
    def wishes(self) -> dict[str, str]:
        """Return what was chosen for each kind."""
        return {kind: mail for kind, mail in self.cleaned_data.items() if kind != DIGEST}

    @property
    def digest(self) -> str:
        """Return how often; what says nothing of it changes nothing."""
        return self.cleaned_data[DIGEST] or str(self.initial[DIGEST])
