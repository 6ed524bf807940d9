"""Addresses of milestones and payments."""

from django.urls import path

from heliu.deals.payments.views import lists, planning, steps

urlpatterns = [
    path("deals/payments/", lists.payment_list, name="payment_list"),
    path("deals/payments/export/", lists.payment_export, name="payment_export"),
    path("deals/<int:pk>/payments/export/", lists.plan_export, name="payment_plan_export"),
    path("deals/<int:pk>/payments/new/", planning.payment_create, name="payment_create"),
    path("deals/<int:pk>/payments/<int:number>/edit/", planning.payment_edit, name="payment_edit"),
    path("deals/<int:pk>/payments/<int:number>/<slug:step>/", steps.payment_step, name="payment_step"),
    path("deals/<int:pk>/payments/receipts/<int:number>/back/", steps.receipt_take_back, name="receipt_take_back"),
    path("deals/<int:pk>/payments/milestones/new/", planning.milestone_create, name="milestone_create"),
    path("deals/<int:pk>/payments/milestones/<int:number>/edit/", planning.milestone_edit, name="milestone_edit"),
    path("deals/<int:pk>/payments/milestones/<int:number>/<slug:step>/", steps.milestone_step, name="milestone_step"),
]
