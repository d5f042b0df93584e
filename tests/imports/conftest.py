"""What tests of files share: files of their own, and somebody who brings them in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.makers import make_staff
from wellheard.workspace.models import Staff

SignIn = Callable[[Staff], Client]


@pytest.fixture(autouse=True)
def _files_of_this_test(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def desk(signed_in: SignIn) -> Client:
    return signed_in(make_staff())
