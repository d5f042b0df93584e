"""Addresses of segments, and of writing companies and contacts down."""

from django.urls import URLPattern, URLResolver, path

from wellheard.customers.views import (
    attributes,
    companies,
    consents,
    contacts,
    erasing,
    identity_keys,
    rates,
    segments,
    suppressions,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("companies/new/", companies.company_new, name="company_new"),
    path("companies/<int:company_id>/edit/", companies.company_edit, name="company_edit"),
    path("contacts/new/", contacts.contact_new, name="contact_new"),
    path("contacts/<int:contact_id>/edit/", contacts.contact_edit, name="contact_edit"),
    path("contacts/<int:contact_id>/export/", erasing.contact_export, name="contact_export"),
    path("contacts/<int:contact_id>/export.json", erasing.contact_export_file, name="contact_export_file"),
    path("contacts/<int:contact_id>/consents/", consents.contact_consents, name="contact_consents"),
    path("contacts/<int:contact_id>/erasure/", erasing.contact_erasure, name="contact_erasure"),
    path("segments/", segments.segments, name="segments"),
    path("segments/new/", segments.segment_new, name="segment_new"),
    path("segments/rule/", segments.passing, name="segments_rule"),
    path("segments/count/", segments.count, name="segments_count"),
    path("segments/rows/", segments.rows, name="segments_rows"),
    path("segments/<int:segment_id>/", segments.segment, name="segment"),
    path("segments/<int:segment_id>/edit/", segments.segment_edit, name="segment_edit"),
    path("segments/<int:segment_id>/removal/", segments.removal, name="segment_removal"),
    path("settings/attributes/", attributes.attributes, name="settings_attributes"),
    path("settings/attributes/<int:attribute_id>/", attributes.attribute, name="settings_attribute"),
    path(
        "settings/attributes/<int:attribute_id>/removal/",
        attributes.attribute_removal,
        name="settings_attribute_removal",
    ),
    path("settings/suppressions/erased/", suppressions.erased_return, name="settings_erased_return"),
    path("settings/suppressions/", suppressions.suppressions, name="settings_suppressions"),
    path(
        "settings/suppressions/<int:suppression_id>/lifting/",
        suppressions.suppression_lifting,
        name="settings_suppression_lifting",
    ),
    path("settings/rates/", rates.rates, name="settings_rates"),
    path("settings/rates/table/", rates.rate_table, name="settings_rate_table"),
    path("settings/rates/<int:rate_id>/removal/", rates.rate_removal, name="settings_rate_removal"),
    path("settings/identity-keys/", identity_keys.identity_keys, name="settings_identity_keys"),
    path(
        "settings/identity-keys/<int:key_id>/revocation/",
        identity_keys.identity_key_revocation,
        name="settings_identity_key_revocation",
    ),
]
