"""What changed, as documents: each kind as its list shows it to who asks."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from rest_framework.request import Request

from api.documents.claims import written_claims
from api.views.actors import ActorViewSet
from api.views.articles import ArticleViewSet
from api.views.assessments import AssessmentViewSet
from api.views.claims import ClaimViewSet
from api.views.links import AnswerViewSet, RelationViewSet
from api.views.questions import QuestionViewSet
from api.views.reading import ReadingViewSet
from api.views.sources import SourceViewSet
from claimsdb.choices import Followed
from claimsdb.filters import Line, ids_of

VIEWS: Mapping[Followed, type[ReadingViewSet]] = {
    Followed.CLAIM: ClaimViewSet,
    Followed.ACTOR: ActorViewSet,
    Followed.SOURCE: SourceViewSet,
    Followed.ARTICLE: ArticleViewSet,
    Followed.ASSESSMENT: AssessmentViewSet,
    Followed.QUESTION: QuestionViewSet,
    Followed.ANSWER: AnswerViewSet,
    Followed.RELATION: RelationViewSet,
}


class Shown:
    """The addresses and documents of what lines of these kinds are about."""

    def __init__(self, kinds: Iterable[Followed], request: Request) -> None:
        self.kinds, self.request = [*kinds], request

    def documents(self, lines: Sequence[Line]) -> Mapping[tuple[Followed, int], Any]:
        """Those that are there in full, by kind and id, as their list has them."""
        shown: dict[tuple[Followed, int], Any] = {}
        for kind in self.kinds:
            pks = ids_of(lines, kind)
            if kind == Followed.CLAIM:
                documents: Sequence[Any] = written_claims(pks, self.request)
            else:
                view = VIEWS[kind].listing(self.request)
                rows = view.get_queryset().in_bulk(pks)
                pks = [pk for pk in pks if pk in rows]
                documents = view.documents([rows[pk] for pk in pks])
            shown |= {(kind, pk): document for pk, document in zip(pks, documents, strict=True)}
        return shown

    @cached_property
    def places(self) -> Mapping[Followed, str]:
        """The addresses of the lists."""
        root = self.request.build_absolute_uri(reverse("api-root"))
        return {kind: f"{root}{kind}s/" for kind in self.kinds}

    def url(self, line: Line) -> str | None:
        return None if line.pk is None else f"{self.places[line.kind]}{quote(line.key, safe='')}/"
