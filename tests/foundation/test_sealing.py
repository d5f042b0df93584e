"""Secrets are unreadable without the key that is kept outside the database."""

from typing import Any

from wellheard.foundation.sealing import seal, unseal


def test_a_sealed_secret_can_be_read_again_for_its_purpose_only() -> None:
    sealed = seal("whs_secret", purpose="identity keys")

    assert "whs_secret" not in sealed
    assert unseal(sealed, purpose="identity keys") == "whs_secret"
    assert unseal(sealed, purpose="second steps") == ""


def test_under_another_secret_key_nothing_can_be_read(settings: Any) -> None:
    sealed = seal("whs_secret", purpose="identity keys")
    settings.SECRET_KEY = "another"

    assert unseal(sealed, purpose="identity keys") == ""
