"""Addresses of the API of sheets."""

from django.urls import path

from heliu.matching.sheets.api import DemandSheetView

urlpatterns = [path("demands/<int:pk>/sheet/", DemandSheetView.as_view(), name="api_demand_sheet")]
