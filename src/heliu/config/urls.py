"""Addresses of the whole platform; each area keeps its own below its name."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

urlpatterns = [
    path("", include("heliu.reports.urls")),
    path("", include("heliu.desk.urls")),
    path("", include("heliu.matchdays.urls")),
    path("", include("heliu.deals.urls")),
    path("", include("heliu.dealflow.urls")),
    path("", include("heliu.interest.urls")),
    path("", include("heliu.matching.urls")),
    path("", include("heliu.ingestion.urls")),
    path("", include("heliu.valuation.urls")),
    path("", include("heliu.readiness.urls")),
    path("", include("heliu.catalog.urls")),
    path("", include("heliu.agreements.urls")),
    path("", include("heliu.activity.urls")),
    path("", include("heliu.agenda.urls")),
    path("", include("heliu.accounts.urls")),
    path("", include("heliu.kit.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("heliu.reports.api_urls")),
    path("api/v1/", include("heliu.desk.api_urls")),
    path("api/v1/", include("heliu.matchdays.api_urls")),
    path("api/v1/", include("heliu.deals.api_urls")),
    path("api/v1/", include("heliu.dealflow.api_urls")),
    path("api/v1/", include("heliu.interest.api_urls")),
    path("api/v1/", include("heliu.matching.api_urls")),
    path("api/v1/", include("heliu.ingestion.api_urls")),
    path("api/v1/", include("heliu.valuation.api_urls")),
    path("api/v1/", include("heliu.readiness.api_urls")),
    path("api/v1/", include("heliu.catalog.api_urls")),
    path("api/v1/", include("heliu.agreements.api_urls")),
    path("api/v1/", include("heliu.activity.api_urls")),
    path("api/v1/", include("heliu.agenda.api_urls")),
    path("api/v1/", include("heliu.accounts.api_urls")),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
]
