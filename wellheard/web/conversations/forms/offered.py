"""What the forms of a page offer to choose from: each list is read once, however many forms show it."""

from functools import cached_property

from wellheard.web.feedback.forms.lists import AreaChoices, area_choices
from wellheard.workspace.models import Category

Choices = list[tuple[int, str]]


class Offered:
    """The areas and categories of one page."""

    @cached_property
    def areas(self) -> AreaChoices:
        return area_choices()

    @cached_property
    def categories(self) -> Choices:
        return [(one.pk, str(one)) for one in Category.objects.in_order()]
