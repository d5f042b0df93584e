"""Read what other inboxes export as conversations of ours.

The shapes are those the vendors publish: Intercom's conversations with their parts, Zendesk's tickets with their comments,
Chatwoot's conversations with their messages, Okdesk's issues with their comments; as JSON Lines, as JSON lists, as the pages
their interfaces answer with, or a ZIP of these.
"""
