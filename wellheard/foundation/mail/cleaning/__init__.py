"""HTML of strangers, made harmless: what is not known to be harmless is left out (nh3, which is ammonia).

`clean_html(html)` is stored and shown in a sandboxed frame with a policy of its own, so that two things must fail before
anything runs. Pictures from elsewhere are not fetched, because fetching tells the sender who read when: their address stands as
`src="remote:https://…"`, which no browser loads, until `with_remote_images` is asked for. Pictures that came along stand as
`src="cid:…"` until `with_attached_images` is told their addresses. What the sender's program marked as quoted has the class
`quoted`.
"""

from wellheard.foundation.mail.cleaning.html import (
    clean_html,
    remote_image_count,
    with_attached_images,
    with_remote_images,
)

__all__ = ["clean_html", "remote_image_count", "with_attached_images", "with_remote_images"]
