"""What a document mentions of sources and articles: for readers, those alone that they may see."""

from typing import Any

from rest_framework import serializers

from claimsdb.choices import ArticleState, SourceState
from claimsdb.models import Article, Source, sees_all_claims


def sees_all(serializer: serializers.BaseSerializer) -> bool:
    """Whether what it shows is for somebody who sees all claims."""
    return sees_all_claims(serializer.context["request"].user)


class SourceLine(serializers.ModelSerializer):
    """A source in short; null as long as it is only proposed."""

    class Meta:
        model = Source
        fields = ["slug", "name"]

    def to_representation(self, source: Source) -> Any:
        return super().to_representation(source) if source.state == SourceState.CONFIRMED else None


class ProposedSourceLine(serializers.ModelSerializer):
    """A source that an article names and nobody has confirmed; null for who does not see all claims."""

    class Meta:
        model = Source
        fields = ["slug", "name"]

    def to_representation(self, source: Source) -> Any:
        is_shown = source.state == SourceState.PROPOSED and sees_all(self)
        return super().to_representation(source) if is_shown else None


class OriginalArticle(serializers.ModelSerializer):
    """The article out of which another one came."""

    url = serializers.HyperlinkedIdentityField(view_name="article-detail")

    class Meta:
        model = Article
        fields = ["id", "url", "title"]

    def to_representation(self, article: Article) -> Any:
        is_shown = article.state == ArticleState.PUBLIC or sees_all(self)
        return super().to_representation(article) if is_shown else None
