"""The public API of customers."""

from wellheard.customers.api import companies, contacts, identify, segments, subscriptions

routers = (identify.router, companies.router, subscriptions.router, contacts.router, segments.router)
