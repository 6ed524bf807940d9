"""Addresses of benefit splits."""

from django.urls import path

from heliu.deals.benefit import views

_OF = "deals/<int:pk>/benefit/"

urlpatterns = [
    path("rewards/", views.my_rewards, name="my_rewards"),
    path(_OF, views.benefit_detail, name="benefit_detail"),
    path(f"{_OF}start/", views.benefit_start, name="benefit_start"),
    path(f"{_OF}edit/", views.benefit_edit, name="benefit_edit"),
    path(f"{_OF}approve/", views.benefit_approve, name="benefit_approve"),
    path(f"{_OF}discard/", views.benefit_discard, name="benefit_discard"),
    path(f"{_OF}new-version/", views.benefit_new_version, name="benefit_new_version"),
    path(f"{_OF}none-due/", views.benefit_none_due, name="benefit_none_due"),
    path(f"{_OF}none-due/take-back/", views.benefit_none_due_back, name="benefit_none_due_back"),
    path(f"{_OF}versions/<int:number>/", views.benefit_version, name="benefit_version"),
    path(f"{_OF}versions/<int:number>/xlsx/", views.benefit_export, name="benefit_export"),
    path(f"{_OF}payments/", views.benefit_payments, name="benefit_payments"),
    path(f"{_OF}payments/mark/", views.benefit_pay, name="benefit_pay"),
    path(f"{_OF}payments/<int:payment>/take-back/", views.benefit_unpay, name="benefit_unpay"),
]
