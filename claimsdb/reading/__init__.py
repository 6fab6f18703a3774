"""Article files -> ArticleRecord: the text as found, and what each stretch of it is. Knows no database."""

from claimsdb.reading.article import read_article
from claimsdb.reading.files import article_files, read_file
from claimsdb.reading.record import ArticleRecord, BadArticle, Block, BlockKind, Origin

__all__ = [
    "ArticleRecord",
    "BadArticle",
    "Block",
    "BlockKind",
    "Origin",
    "article_files",
    "read_article",
    "read_file",
]
