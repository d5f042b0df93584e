"""Delighted's autopilot asks people again every so often. Here the survey itself says how often; nobody is enrolled."""

from wellheard.connect.delighted.asking import Answer, Call, refused


def settings_of(call: Call) -> Answer:
    """Say that there is no autopilot, and that nobody is in it."""
    if call.place.endswith("memberships"):
        return Answer([])
    return Answer(
        {"platform_id": call.place or "email", "active": False, "frequency": 0, "created_at": None, "updated_at": None}
    )


def refuse(_call: Call) -> Answer:
    """Say where it is set instead. Raises DoorError."""
    raise refused("There is no autopilot here: under Surveys, choose that a survey is asked again after some days.")
