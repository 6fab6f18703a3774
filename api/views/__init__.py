"""What is at each address. Anyone may read; which claims they find, `Claim.objects.visible_to` decides."""

from api.views.actors import ActorViewSet
from api.views.articles import ArticleViewSet
from api.views.claims import ClaimViewSet
from api.views.root import Root
from api.views.sources import SourceViewSet

__all__ = ["ActorViewSet", "ArticleViewSet", "ClaimViewSet", "Root", "SourceViewSet"]
