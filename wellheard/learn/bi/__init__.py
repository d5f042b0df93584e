"""Tables for tools of business intelligence: read-only views of their own schema, documented, kept through every upgrade."""
