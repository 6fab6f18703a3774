from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from api import views

router = SimpleRouter()
router.register("claims", views.ClaimViewSet)
router.register("articles", views.ArticleViewSet)
router.register("sources", views.SourceViewSet)
router.register("actors", views.ActorViewSet)
router.register("assessments", views.AssessmentViewSet)

urlpatterns = [
    path("", views.RootView.as_view(), name="api-root"),
    path("", include(router.urls)),
    path("changes/", views.ChangesView.as_view(), name="changes"),
    path("factcheck/v1alpha1/claims:search", views.FactChecksView.as_view(), name="factcheck-search"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
]
