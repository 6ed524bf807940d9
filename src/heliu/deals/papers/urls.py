"""Addresses of papers."""

from django.urls import path

from heliu.deals.papers.views import papers, registration, templates

urlpatterns = [
    path("deals/papers/templates/", templates.template_list, name="paper_templates"),
    path("deals/papers/templates/new/", templates.template_upload, name="paper_template_upload"),
    path("deals/papers/templates/<int:pk>/file/", templates.template_file, name="paper_template_file"),
    path("deals/papers/templates/<int:pk>/in-force/", templates.template_in_force, name="paper_template_in_force"),
    path("deals/papers/drafts/<slug:kind>/<slug:language>/", templates.draft_file, name="paper_draft_file"),
    path("deals/papers/drafts/<slug:kind>/<slug:language>/use/", templates.template_draft, name="paper_draft_use"),
    path("deals/papers/fields/", templates.field_list, name="paper_fields"),
    path("deals/papers/fields/file/", templates.field_file, name="paper_field_file"),
    path("deals/<int:pk>/papers/new/", papers.paper_make, name="paper_make"),
    path("deals/<int:pk>/papers/<int:paper>/", papers.paper_detail, name="paper_detail"),
    path("deals/<int:pk>/papers/<int:paper>/file/", papers.paper_file, name="paper_file"),
    path("deals/<int:pk>/papers/registration/", registration.registration, name="deal_registration"),
    path("deals/<int:pk>/papers/registration/package/", registration.registration_package, name="registration_package"),
    path("deals/<int:pk>/papers/enclosures/", registration.enclosure_add, name="enclosure_add"),
    path("deals/<int:pk>/papers/enclosures/<int:enclosure>/", registration.enclosure_file, name="enclosure_file"),
    path(
        "deals/<int:pk>/papers/enclosures/<int:enclosure>/remove/", registration.enclosure_remove,
        name="enclosure_remove",
    ),
]  # fmt: skip
