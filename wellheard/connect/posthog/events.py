"""PostHog's events in the form in which we keep what clients tell us.

https://posthog.com/docs/api/capture. Some names are commands: `$identify` says who somebody is, `$groupidentify` what is true of
their company, `$create_alias` that two ids are one person. Everything else happened in the product.
"""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec

from wellheard.connect.posthog.people import COMPANIES, Person, company_of, id_of, is_nobody, is_random, person_of
from wellheard.connect.posthog.whom import TOKEN
from wellheard.listen.sources.clocks import Clock
from wellheard.listen.sources.queries import KnownSource
from wellheard.listen.usage.arriving import MOST_MESSAGE_ID, Arrived

PROTOCOL = "posthog"
MOST_EVENT_BYTES = 900 * 1024
# Milliseconds of thirty days.
MOST_WAITED = 30 * 86_400_000

# What of an event is kept elsewhere, repeats our own settings, or is an address of the internet.
_LEFT_OUT = frozenset({
    "$set", "$set_once", "$unset", "$groups", "$ip", "token", "distinct_id", "$device_id", "$user_id", "$active_feature_flags",
    "$feature_flag_payloads", "$geoip_disable", "$process_person_profile", "$is_identified", "$lib_rate_limit_remaining_tokens",
    "$configured_session_timeout_ms", "$config_defaults", "$sdk_debug_retry_queue_size", "$insert_id", "$time", "$sent_at",
    "$anon_distinct_id", "$replay_sample_rate", "$session_recording_start_reason", "$sdk_debug_replay_internal_buffer_length",
    TOKEN,
})  # fmt: skip
_PAGE = {"$current_url": "url", "$pathname": "path", "$referrer": "referrer", "title": "title"}
_COMMON = {"$raw_user_agent": "userAgent", "$browser_language": "locale", "$timezone": "timezone"}


class EventError(ValueError):
    """An event says too little to be kept; the text says what is missing."""


def arrived(event: dict[str, Any], *, source: KnownSource, clock: Clock) -> list[Arrived]:
    """Return what one event tells: mostly one message, two where it also says something of the person. Raises EventError."""
    name, properties = _name_of(event), _properties_of(event)
    distinct_id = id_of(event.get("distinct_id") or event.get("$distinct_id") or properties.get("distinct_id"))
    if not distinct_id:
        raise EventError("It names nobody: distinct_id is missing.")
    common: dict[str, Any] = {
        "source_id": source.pk,
        "protocol": PROTOCOL,
        "said_at": _said_at(event, clock),
        "received_at": clock.received_at,
        "is_trusted": source.is_trusted,
    }
    message_id = message_id_of(event, properties)
    person, traits = person_of(distinct_id, properties), _traits_of(event, properties)
    fields = {"message_id": message_id, **_kept(name, properties, distinct_id, person, traits)}
    rows = [Arrived(**common, **fields)]
    if traits and fields["kind"] in {"capture", "page", "screen"} and person.user_id:
        rows.append(_said_beside(common, message_id, person, traits))
    return rows


def message_id_of(event: dict[str, Any], properties: dict[str, Any]) -> str:
    """Return what an event is recognised by when it is sent again: its own id, else what it says with the moment it says."""
    said = id_of(event.get("uuid")) or id_of(properties.get("$insert_id"))
    if said:
        return said[:MOST_MESSAGE_ID]
    if event.get("timestamp") is None:
        return str(uuid.uuid4())
    return str(uuid.uuid5(uuid.NAMESPACE_URL, msgspec.json.encode(event, order="sorted").decode()))


def _said_at(event: dict[str, Any], clock: Clock) -> datetime:
    """Return when it happened. Some clients only say how many milliseconds it waited."""
    waited = event.get("offset")
    if event.get("timestamp") is None and isinstance(waited, int | float) and 0 <= waited <= MOST_WAITED:
        return clock.received_at - timedelta(milliseconds=waited)
    return clock.said_at(event.get("timestamp"))


def _name_of(event: dict[str, Any]) -> str:
    name = event.get("event")
    if not isinstance(name, str) or not name.strip():
        raise EventError("It has no name: event is missing.")
    return name.strip()


def _properties_of(event: dict[str, Any]) -> dict[str, Any]:
    properties = event.get("properties")
    if properties is None:
        properties = {}
    if not isinstance(properties, dict):
        raise EventError("Its properties must be an object.")
    options = event.get("options")
    if isinstance(options, dict) and options.get("process_person_profile") is False:
        # The newer protocol says so beside the properties.
        properties = properties | {"$process_person_profile": False}
    return properties


def _kept(
    name: str, properties: dict[str, Any], distinct_id: str, person: Person, traits: dict[str, Any]
) -> dict[str, Any]:
    """Return the fields in which the kinds of events differ."""
    if name in {"$identify", "$set"}:
        return {"kind": "identify", "traits": _json(traits), **_identifying(properties, distinct_id, person)}
    if name == "$create_alias":
        return _alias(properties, distinct_id)
    if name == "$groupidentify" and id_of(properties.get("$group_type")) in COMPANIES:
        return _company(properties, distinct_id)
    return {
        "kind": {"$pageview": "page", "$screen": "screen"}.get(name, "capture"),
        "name": _page_name(name, properties),
        "user_id": person.user_id,
        "anonymous_id": person.device_id,
        "group_id": company_of(properties.get("$groups")),
        "properties": _json(_told(properties)),
        "context": _json(_context(properties)),
    }


def _identifying(properties: dict[str, Any], distinct_id: str, person: Person) -> dict[str, Any]:
    """Whoever identifies is a person from now on, whatever the client called them until then."""
    if is_nobody(distinct_id):
        raise EventError(f"“{distinct_id[:40]}” stands for nobody, so nobody can be known by it.")
    before = id_of(properties.get("$anon_distinct_id"))
    if not before and not person.user_id:
        return {"anonymous_id": person.device_id}
    return {
        "user_id": distinct_id,
        "anonymous_id": "" if is_nobody(before) or before == distinct_id else before or person.device_id,
        "group_id": company_of(properties.get("$groups")),
    }


def _alias(properties: dict[str, Any], distinct_id: str) -> dict[str, Any]:
    """Two ids of one person. Clients do not agree which of them comes first: the random one is from before."""
    other = id_of(properties.get("alias"))
    main = id_of(properties.get("distinct_id")) or distinct_id
    if is_nobody(other) or is_nobody(main):
        raise EventError("An alias needs two ids of one person: distinct_id and alias.")
    if is_random(main) and not is_random(other):
        main, other = other, main
    return {"kind": "alias", "user_id": main, "previous_id": other}


def _company(properties: dict[str, Any], distinct_id: str) -> dict[str, Any]:
    key, kind = id_of(properties.get("$group_key")), id_of(properties.get("$group_type"))
    if not key:
        raise EventError("It names no company: $group_key is missing.")
    facts = properties.get("$group_set")
    # Where nobody is named, clients put the group itself there.
    made_up = {f"{kind}_{key}", f"${kind}_{key}"}
    person = person_of(distinct_id, properties)
    return {
        "kind": "group",
        "group_id": key,
        "traits": _json(facts if isinstance(facts, dict) else {}),
        "user_id": "" if distinct_id in made_up else person.user_id,
        "anonymous_id": "" if distinct_id in made_up else person.device_id,
    }


def _traits_of(event: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    """Return what an event says of the person: without what it does not know, and without PostHog's own bookkeeping ($…)."""
    said: dict[str, Any] = {}
    for name in ("$set_once", "$set"):
        for place in (properties, event):
            found = place.get(name)
            said |= found if isinstance(found, dict) else {}
    return {
        name: value for name, value in said.items() if value is not None and name != TOKEN and not name.startswith("$")
    }


def _said_beside(common: dict[str, Any], message_id: str, person: Person, traits: dict[str, Any]) -> Arrived:
    return Arrived(
        **common,
        message_id=f"{message_id[: MOST_MESSAGE_ID - 4]}:set",
        kind="identify",
        user_id=person.user_id,
        anonymous_id=person.device_id,
        traits=_json(traits),
    )


def _page_name(name: str, properties: dict[str, Any]) -> str:
    if name == "$screen":
        return id_of(properties.get("$screen_name"))
    return "" if name == "$pageview" else name


def _told(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in properties.items()
        if name not in _LEFT_OUT and not name.startswith(("$feature/", "$sdk_debug_", "$set_"))
    }


def _context(properties: dict[str, Any]) -> dict[str, Any]:
    """Return where it happened, in the words of Segment, which other clients use."""
    library = {ours: id_of(properties.get(theirs)) for theirs, ours in (("$lib", "name"), ("$lib_version", "version"))}
    return dict(
        _filled({"library": dict(_filled(library)), "page": _under(_PAGE, properties), **_under(_COMMON, properties)})
    )


def _under(names: dict[str, str], properties: dict[str, Any]) -> dict[str, str]:
    return dict(_filled({ours: id_of(properties.get(theirs)) for theirs, ours in names.items()}))


def _filled(said: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in said.items() if value)


def _json(content: dict[str, Any]) -> str:
    return msgspec.json.encode(content).decode()
