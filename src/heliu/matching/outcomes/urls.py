"""Addresses of the log and of learning from it."""

from django.urls import path

from heliu.matching.outcomes import views

urlpatterns = [
    path("match/results/<str:mark>/dismiss/", views.result_dismiss, name="result_dismiss"),
    path("drift/", views.drift, name="drift"),
    path("drift/export/", views.drift_export, name="drift_export"),
    path("drift/answers/", views.shown_answer_list, name="shown_answer_list"),
    path("drift/answers/<uuid:pk>/", views.shown_answer, name="shown_answer"),
]
