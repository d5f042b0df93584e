"""A browser test ends only when the server has finished what its browser asked for."""

import threading
import time

import pytest
from django.core.signals import request_finished, request_started

from tests import in_hand


@pytest.mark.django_db(transaction=True)
def test_what_is_still_worked_on_is_waited_for_also_when_the_browser_hung_up() -> None:
    ended: list[float] = []

    def work(*, says_so: bool) -> None:
        request_started.send(sender=None)
        time.sleep(0.3)
        ended.append(time.monotonic())
        if says_so:
            request_finished.send(sender=None)

    for says_so in (True, False):
        thread = threading.Thread(target=work, kwargs={"says_so": says_so})
        thread.start()
        time.sleep(0.05)
        in_hand.wait_until_done()
        assert ended
        assert time.monotonic() >= ended.pop()
        thread.join()
