"""Addresses of assessments."""

from django.urls import path

from heliu.readiness.views import reading, writing

urlpatterns = [
    path("achievements/<int:pk>/readiness/", reading.assessment_list, name="assessment_list"),
    path("achievements/<int:pk>/readiness/new/", writing.assessment_create, name="assessment_create"),
    path("achievements/<int:pk>/readiness/invite/", writing.invitation_create, name="assessment_invite"),
    path("readiness/<int:pk>/", reading.assessment_detail, name="assessment_detail"),
    path("readiness/<int:pk>/edit/", writing.assessment_edit, name="assessment_edit"),
    path("readiness/<int:pk>/sign/", writing.assessment_sign, name="assessment_sign"),
    path("readiness/<int:pk>/withdraw/", writing.assessment_withdraw, name="assessment_withdraw"),
    path("readiness/<int:pk>/delete/", writing.assessment_delete, name="assessment_delete"),
    path("readiness/<int:pk>/export/", reading.assessment_export, name="assessment_export"),
    path("readiness/evidence/<int:pk>/", reading.evidence_download, name="evidence_download"),
    path("readiness/invitations/<int:pk>/end/", writing.invitation_end, name="assessment_invitation_end"),
]
