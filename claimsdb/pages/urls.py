from django.contrib.sitemaps.views import index, sitemap
from django.urls import path, re_path

from claimsdb.pages import downloads
from claimsdb.pages.about import AboutPage
from claimsdb.pages.actors import ActorPage
from claimsdb.pages.annotations import ArticleAnnotations
from claimsdb.pages.articles import ArticlePage
from claimsdb.pages.claims import ClaimPage
from claimsdb.pages.feeds import ContradictionsFeed
from claimsdb.pages.home import HomePage
from claimsdb.pages.json_beside import json_beside
from claimsdb.pages.oembed import oembed
from claimsdb.pages.page import as_old_as_the_data
from claimsdb.pages.pictures import ClaimPicture, QuestionPicture
from claimsdb.pages.questions import QuestionEmbed, QuestionPage
from claimsdb.pages.robots import robots
from claimsdb.pages.sitemaps import SITEMAPS
from claimsdb.pages.sources import SourcePage

KEY = r"(?P<key>[a-z2-7]{16})"
MAPS = {"sitemaps": SITEMAPS}
NUMBER = r"(?P<pk>[1-9][0-9]{0,17})"

urlpatterns = [
    path("", HomePage.as_view(), name="home"),
    path("about/", AboutPage.as_view(), name="about-page"),
    path("questions/<slug:slug>/", QuestionPage.as_view(), name="question-page"),
    path("questions/<slug:slug>.png", QuestionPicture.as_view(), name="question-picture"),
    path("questions/<slug:slug>.json", json_beside("question-ledger")),
    path("embed/questions/<slug:slug>/", QuestionEmbed.as_view(), name="question-embed"),
    re_path(rf"^claims/{KEY}/$", ClaimPage.as_view(), name="claim-page"),
    re_path(rf"^claims/{KEY}\.png$", ClaimPicture.as_view(), name="claim-picture"),
    re_path(rf"^claims/{KEY}\.json$", json_beside("claim-detail")),
    path("actors/<str:code>/", ActorPage.as_view(), name="actor-page"),
    path("actors/<str:code>.json", json_beside("actor-detail")),
    re_path(rf"^articles/{NUMBER}/$", ArticlePage.as_view(), name="article-page"),
    re_path(rf"^articles/{NUMBER}/annotations/$", ArticleAnnotations.as_view(), name="article-annotations"),
    re_path(rf"^articles/{NUMBER}\.json$", json_beside("article-detail")),
    path("sources/<str:slug>/", SourcePage.as_view(), name="source-page"),
    path("sources/<slug:slug>.json", json_beside("source-detail")),
    path("oembed", oembed, name="oembed"),
    path("feeds/contradictions.atom", as_old_as_the_data(ContradictionsFeed()), name="contradictions-feed"),
    path("downloads/claimsdb.zip", downloads.package, name="download-package"),
    path("downloads/claimsdb.db", downloads.sqlite, name="download-sqlite"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", as_old_as_the_data(index), {**MAPS, "sitemap_url_name": "sitemap"}, name="sitemap-index"),
    path("sitemap-<str:section>.xml", as_old_as_the_data(sitemap, parameters=["p"]), MAPS, name="sitemap"),
]
