"""Addresses of deals."""

from django.urls import include, path

from heliu.deals.views import deals, lists

urlpatterns = [
    path("deals/", lists.deal_list, name="deal_list"),
    path("deals/board/", lists.deal_board, name="deal_board"),
    path("deals/funnel/", lists.deal_funnel, name="deal_funnel"),
    path("deals/export/", lists.deal_export, name="deal_export"),
    path("deals/<int:pk>/", deals.deal_detail, name="deal_detail"),
    path("deals/<int:pk>/edit/", deals.deal_edit, name="deal_edit"),
    path("deals/<int:pk>/parties/", deals.deal_parties, name="deal_parties"),
    path("deals/<int:pk>/steps/<slug:step>/", deals.deal_step, name="deal_step"),
    path("", include("heliu.deals.work.urls")),
    path("", include("heliu.deals.payments.urls")),
    path("", include("heliu.deals.papers.urls")),
    path("", include("heliu.deals.benefit.urls")),
    path("", include("heliu.deals.facts.urls")),
    path("", include("heliu.deals.notice.urls")),
]
