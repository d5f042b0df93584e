"""Groups of companies worth asking about."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from wellheard.customers.models.companies import Company
from wellheard.customers.models.contacts import Contact, Membership
from wellheard.workspace.models import Staff


class Segment(models.Model):
    """A saved rule over companies, such as “pays over $100 a month and with us 6+ months”; its members are kept as rows."""

    name = models.CharField(max_length=120, unique=True)
    rule = models.JSONField()
    company_count = models.PositiveIntegerField(default=0)
    refreshed_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.name


class SegmentMember(models.Model):
    """A company that meets a segment's rule now."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="members")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["segment", "company"], name="segment_member_once")]

    def __str__(self) -> str:
        return f"{self.company_id} in {self.segment_id}"


def member_of(contact: Contact, *, segment: str) -> Q:
    """Return the condition that a company of this contact is in the segment which a row names in this column."""
    theirs = Membership.objects.filter(contact=contact).values("company")
    return Q(Exists(SegmentMember.objects.filter(segment=OuterRef(segment), company__in=theirs)))
