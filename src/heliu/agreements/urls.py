"""Addresses of agreements."""

from django.urls import path

from heliu.agreements.views import agreements, papers, proposing, templates

urlpatterns = [
    path("agreements/", agreements.agreement_list, name="agreement_list"),
    path("agreements/export/", agreements.agreement_export, name="agreement_export"),
    path("agreements/new/", proposing.agreement_create, name="agreement_create"),
    path("agreements/upload/", proposing.agreement_upload, name="agreement_upload"),
    path("agreements/templates/", templates.template_list, name="agreement_templates"),
    path("agreements/templates/new/", templates.template_create, name="agreement_template_create"),
    path("agreements/templates/<int:pk>/", templates.template_detail, name="agreement_template"),
    path("agreements/templates/<int:pk>/edit/", templates.template_edit, name="agreement_template_edit"),
    path(
        "agreements/templates/<int:pk>/in-force/", templates.template_put_in_force, name="agreement_template_in_force"
    ),
    path("agreements/<int:pk>/", agreements.agreement_detail, name="agreement_detail"),
    path("agreements/<int:pk>/text/", papers.agreement_text, name="agreement_text"),
    path("agreements/<int:pk>/file/", papers.agreement_file, name="agreement_file"),
    path("agreements/<int:pk>/certificate/", papers.agreement_certificate, name="agreement_certificate"),
    path("agreements/<int:pk>/compare/", papers.agreement_compare, name="agreement_compare"),
    path("agreements/<int:pk>/<slug:step>/", agreements.agreement_step, name="agreement_step"),
]  # fmt: skip
