"""Addresses of milestones and payments in the API."""

from typing import Any

from django.urls import path

from heliu.deals.payments.api import MilestoneViewSet, PaymentViewSet, PlanViewSet

_PLAN = "deals/<int:deal>/payments/"
_PART: dict[str, Any] = {"patch": "partial_update", "delete": "destroy"}

urlpatterns = [
    path("deals/payments/", PaymentViewSet.as_view({"get": "list"}), name="api-payment-list"),
    path(_PLAN, PlanViewSet.as_view({"get": "retrieve", "post": "create"}), name="api-plan"),
    path(f"{_PLAN}workbook/", PlanViewSet.as_view({"get": "workbook"}), name="api-plan-workbook"),
    path(f"{_PLAN}<int:number>/", PlanViewSet.as_view(_PART), name="api-payment"),
    path(f"{_PLAN}<int:number>/receive/", PlanViewSet.as_view({"post": "receive"}), name="api-payment-receive"),
    path(f"{_PLAN}<int:number>/void/", PlanViewSet.as_view({"post": "void"}), name="api-payment-void"),
    path(f"{_PLAN}<int:number>/move/", PlanViewSet.as_view({"post": "move"}), name="api-payment-move"),
    path(f"{_PLAN}receipts/<int:number>/back/", PlanViewSet.as_view({"post": "take_back"}), name="api-receipt-back"),
    path(f"{_PLAN}milestones/", MilestoneViewSet.as_view({"post": "create"}), name="api-milestones"),
    path(f"{_PLAN}milestones/<int:number>/", MilestoneViewSet.as_view(_PART), name="api-milestone"),
    path(
        f"{_PLAN}milestones/<int:number>/step/", MilestoneViewSet.as_view({"post": "step"}), name="api-milestone-step"
    ),
    path(
        f"{_PLAN}milestones/<int:number>/move/", MilestoneViewSet.as_view({"post": "move"}), name="api-milestone-move"
    ),
]
