"""Speaks Segment's tracking API, so that its clients and RudderStack's need only another host name."""
