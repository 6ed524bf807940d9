from django.contrib.sitemaps import views as sitemap_views
from django.urls import path

from heliu.exchange import views
from heliu.exchange.choices import MAIN_ENTITY
from heliu.exchange.sitemaps import SITEMAPS

urlpatterns = [
    path("oai", views.oai, name="oai"),
    path("robots.txt", views.robots, name="robots"),
    path(
        "sitemap.xml",
        sitemap_views.index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_part"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", sitemap_views.sitemap, {"sitemaps": SITEMAPS}, name="sitemap_part"),
    path("data/", views.open_data, name="open_data"),
    path("data/records.<slug:format_name>", views.open_data_file, name="open_data_file"),
    path("organisations/<int:pk>/open-data/", views.choice, name="open_data_choice"),
    path("organisations/<int:pk>/open-data/choose/", views.choose, name="open_data_choose"),
    *(path(f"{kind}s/<int:pk>.jsonld", views.jsonld, {"kind": kind}, name=f"{kind}_jsonld") for kind in MAIN_ENTITY),
]
