"""The address of suggested wordings."""

from django.urls import path

from heliu.matching.drafting import views

urlpatterns = [path("match/wording/", views.wording, name="wording")]
