"""What is at each address. Anyone may read; which claims they find, `Claim.objects.visible_to` decides."""

from api.factcheck.search import FactChecksView
from api.views.actors import ActorViewSet
from api.views.articles import ArticleViewSet
from api.views.assessments import AssessmentViewSet
from api.views.changes import ChangesView
from api.views.claims import ClaimViewSet
from api.views.root import RootView
from api.views.sources import SourceViewSet

__all__ = [
    "ActorViewSet",
    "ArticleViewSet",
    "AssessmentViewSet",
    "ChangesView",
    "ClaimViewSet",
    "FactChecksView",
    "RootView",
    "SourceViewSet",
]
