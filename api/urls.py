from django.urls import include, path
from rest_framework.routers import SimpleRouter

from api.factcheck.search import FactChecksView
from api.views.actors import ActorViewSet
from api.views.articles import ArticleViewSet
from api.views.articles_handed_in import HandedInView
from api.views.assessments import AssessmentViewSet
from api.views.changes import ChangesView
from api.views.claims import ClaimViewSet
from api.views.description import DocsView, SchemaView
from api.views.links import AnswerViewSet, RelationViewSet
from api.views.me import MeView
from api.views.questions import QuestionViewSet
from api.views.root import RootView
from api.views.search import SearchView
from api.views.sources import SourceViewSet
from api.views.vocabularies import VocabulariesView

router = SimpleRouter()
router.register("claims", ClaimViewSet)
router.register("articles", ArticleViewSet)
router.register("sources", SourceViewSet)
router.register("actors", ActorViewSet)
router.register("assessments", AssessmentViewSet)
router.register("questions", QuestionViewSet)
router.register("answers", AnswerViewSet)
router.register("relations", RelationViewSet)

ENTRY_POINTS = {
    "claims": "claim-list",
    "facets": "claim-facets",
    "export": "claim-export",
    "articles": "article-list",
    "sources": "source-list",
    "actors": "actor-list",
    "assessments": "assessment-list",
    "questions": "question-list",
    "question_facets": "question-facets",
    "question_export": "question-export",
    "answers": "answer-list",
    "answer_export": "answer-export",
    "relations": "relation-list",
    "relation_export": "relation-export",
    "search": "search",
    "changes": "changes",
    "feed": "claim-feed",
    "vocabularies": "vocabularies",
    "me": "me",
    "factcheck": "factcheck-search",
    "schema": "schema",
    "docs": "docs",
}

# Of details, what follows the address of the list, as RFC 6570 writes it.
TEMPLATES = {
    "claim": ("claim-list", "{key}/"),
    "history": ("claim-list", "{key}/history/"),
    "article": ("article-list", "{id}/"),
    "handed_in": ("article-list", "handed-in/{task}/"),
    "source": ("source-list", "{name}/"),
    "actor": ("actor-list", "{name}/"),
    "assessment": ("assessment-list", "{key}/"),
    "question": ("question-list", "{slug}/"),
    "ledger": ("question-list", "{slug}/ledger/"),
    "origins": ("question-list", "{slug}/origins/"),
    "answer": ("answer-list", "{id}/"),
    "relation": ("relation-list", "{id}/"),
}

urlpatterns = [
    path("", RootView.as_view(entry_points=ENTRY_POINTS, templates=TEMPLATES), name="api-root"),
    path("articles/handed-in/<uuid:task>/", HandedInView.as_view(), name="article-handed-in"),
    path("", include(router.urls)),
    path("search/", SearchView.as_view(), name="search"),
    path("vocabularies/", VocabulariesView.as_view(), name="vocabularies"),
    path("me/", MeView.as_view(), name="me"),
    path("changes/", ChangesView.as_view(), name="changes"),
    path("factcheck/v1alpha1/claims:search", FactChecksView.as_view(), name="factcheck-search"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(url_name="schema"), name="docs"),
]
