"""Addresses of facts."""

from django.urls import path

from heliu.deals.facts import views

urlpatterns = [path("deals/<int:pk>/facts/", views.deal_facts, name="deal_facts")]
