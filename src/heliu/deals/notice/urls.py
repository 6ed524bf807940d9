"""Addresses of public notices. Who reads one need not know the deal, so it has an address of its own."""

from django.urls import path

from heliu.deals.notice import views

urlpatterns = [
    path("deals/<int:pk>/notice/<slug:kind>/", views.public_notice_begin, name="public_notice_begin"),
    path("public-notices/", views.public_notice_list, name="public_notice_list"),
    path("public-notices/export/", views.public_notice_export, name="public_notice_export"),
    path("public-notices/<int:pk>/", views.public_notice_detail, name="public_notice_detail"),
    path("public-notices/<int:pk>/object/", views.public_notice_object, name="public_notice_object"),
    path("public-notices/<int:pk>/readers/", views.public_notice_show, name="public_notice_show"),
    path("public-notices/<int:pk>/withdraw/", views.public_notice_withdraw, name="public_notice_withdraw"),
    path(
        "public-notices/<int:pk>/objections/<int:objection>/decide/", views.public_notice_decide,
        name="public_notice_decide",
    ),
    path(
        "public-notices/<int:pk>/objections/<int:objection>/take-back/", views.public_notice_take_back,
        name="public_notice_take_back",
    ),
]  # fmt: skip
