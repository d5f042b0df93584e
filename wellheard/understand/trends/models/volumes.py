"""How much was said, by day: counted from what was heard, and at any time counted anew.

Areas, categories and companies stand here by their ids alone: the rows follow what was heard, so that an area in which nothing
but a count lies may be removed, and a merge of two companies has nothing to join here: their days are counted again.
"""

from django.db import models

NOBODY_SAID = 0


class Volume(models.Model):
    """How many things were said on one day of the installation about one area and category."""

    day = models.DateField()
    area_id = models.BigIntegerField(default=NOBODY_SAID, help_text="0 while nobody said which")
    category_id = models.BigIntegerField(default=NOBODY_SAID, help_text="0 while nobody said which")
    count = models.PositiveIntegerField()
    confirmed_count = models.PositiveIntegerField(help_text="Of which a person, and not a suggestion, said what it is")
    brought_count = models.PositiveIntegerField(
        help_text="Of which an import brought with the day of the import: it says nothing of what is usual"
    )

    class Meta:
        abstract = True


class DayVolume(Volume):
    """Of everybody."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "area_id", "category_id"], name="day_volume_once")]
        indexes = [models.Index(fields=["area_id", "category_id", "day"], name="day_volume_of_tag")]

    def __str__(self) -> str:
        return f"{self.day} {self.area_id}.{self.category_id}: {self.count}"


class CompanyVolume(Volume):
    """Of one company; what people said whose company is not known is only in the volume of everybody."""

    company_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "area_id", "category_id", "company_id"], name="company_volume_once")
        ]
        indexes = [models.Index(fields=["company_id", "day"], name="company_volume_of")]

    def __str__(self) -> str:
        return f"{self.day} {self.area_id}.{self.category_id} of {self.company_id}: {self.count}"


class DayTotal(models.Model):
    """How many things were said on one day, about whatever: the line of all is drawn from it over years, a row a day."""

    day = models.DateField(unique=True)
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"


class HourVolume(models.Model):
    """How many things were said in one hour of one day, about whatever: at nine more is usual than at four in the morning."""

    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "hour"], name="hour_volume_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.hour:02d}: {self.count}"


class StaleDay(models.Model):
    """A day whose volumes are to be counted again because something of it changed."""

    day = models.DateField(unique=True)

    def __str__(self) -> str:
        return str(self.day)
