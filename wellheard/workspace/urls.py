"""Pages of workspace: the settings."""

from django.urls import URLPattern, URLResolver, path

from wellheard.workspace.views import (
    areas,
    categories,
    overview,
    products,
    profile,
    staff,
    teams,
    tiers,
    tokens,
    vendor,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/roles/", overview.roles, name="settings_roles"),
    path("settings/profile/", profile.profile, name="settings_profile"),
    path("settings/company/", vendor.company, name="settings_company"),
    path("settings/staff/", staff.staff_list, name="settings_staff"),
    path("settings/staff/<int:staff_id>/", staff.staff_member, name="settings_staff_member"),
    path("settings/staff/<int:staff_id>/departure/", staff.staff_departure, name="settings_staff_departure"),
    path("settings/staff/<int:staff_id>/return/", staff.staff_return, name="settings_staff_return"),
    path("settings/invitations/<int:invitation_id>/link/", staff.invitation_link, name="settings_invitation_link"),
    path(
        "settings/invitations/<int:invitation_id>/withdrawal/",
        staff.invitation_withdrawal,
        name="settings_invitation_withdrawal",
    ),
    path("settings/areas/", products.areas, name="settings_areas"),
    path("settings/areas/<int:area_id>/", areas.area, name="settings_area"),
    path("settings/areas/<int:area_id>/removal/", areas.area_removal, name="settings_area_removal"),
    path("settings/products/new/", products.product_new, name="settings_product_new"),
    path("settings/products/<int:product_id>/", products.product, name="settings_product"),
    path("settings/products/<int:product_id>/removal/", products.product_removal, name="settings_product_removal"),
    path("settings/products/<int:product_id>/areas/new/", areas.area_new, name="settings_area_new"),
    path("settings/teams/new/", teams.team_new, name="settings_team_new"),
    path("settings/teams/<int:team_id>/", teams.team, name="settings_team"),
    path("settings/teams/<int:team_id>/removal/", teams.team_removal, name="settings_team_removal"),
    path("settings/categories/", categories.categories, name="settings_categories"),
    path("settings/categories/<int:category_id>/", categories.category, name="settings_category"),
    path(
        "settings/categories/<int:category_id>/removal/", categories.category_removal, name="settings_category_removal"
    ),
    path("settings/tiers/", tiers.tiers, name="settings_tiers"),
    path("settings/tiers/<int:tier_id>/", tiers.tier, name="settings_tier"),
    path("settings/tiers/<int:tier_id>/removal/", tiers.tier_removal, name="settings_tier_removal"),
    path("settings/tokens/", tokens.tokens, name="settings_tokens"),
    path("settings/tokens/<int:token_id>/revocation/", tokens.token_revocation, name="settings_token_revocation"),
]
