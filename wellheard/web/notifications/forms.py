"""How somebody wishes to be told by mail."""

from django import forms
from django.http import QueryDict

from wellheard.web.notifications.mails import wishes_of
from wellheard.workspace.models import Notification, NotificationChoice, Staff


class WishesForm(forms.Form):
    """One choice for each kind."""

    def __init__(self, data: QueryDict | None, *, staff: Staff) -> None:
        super().__init__(data, initial=wishes_of(staff))
        for kind in Notification.Kind:
            self.fields[kind.value] = forms.ChoiceField(label=kind.label, choices=NotificationChoice.Mail.choices)
