"""Addresses of the API of the question why."""

from django.urls import path

from heliu.matching.whynot.api import WhyNotView

urlpatterns = [path("why-not", WhyNotView.as_view(), name="api_why_not")]
