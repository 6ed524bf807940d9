"""Addresses of sheets; they lie below those of the demands themselves."""

from django.urls import path

from heliu.matching.sheets import views

urlpatterns = [
    path("demands/<int:pk>/sheet/", views.demand_sheet, name="demand_sheet"),
    path("demands/<int:pk>/sheet/export/", views.demand_sheet_export, name="demand_sheet_export"),
]
