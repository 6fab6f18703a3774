"""Article files -> ArticleRecord: the text as found, and the kind of each block of it. Needs no database.

`input_files` finds and reads files of all kinds; it is imported by name, as it brings the parser of web pages.
"""

from claimsdb.reading.addresses import (
    fault_of_address,
    fault_of_domain,
    is_of_one_publisher,
    registered_domain,
    same_page,
)
from claimsdb.reading.article import prose_of, read_article
from claimsdb.reading.block_kinds import classify_blocks
from claimsdb.reading.countries import countries, country_codes_of_three, nearest_countries
from claimsdb.reading.datelines import Dateline, parse_dateline, start_of_report
from claimsdb.reading.dates import FIRST_PRINTED, implausible
from claimsdb.reading.files import TEXT_SUFFIX, article_files, check_file_name, decode_text, list_files, read_file
from claimsdb.reading.json_lines import iter_lines, read_line, read_object_line
from claimsdb.reading.language import detect_language
from claimsdb.reading.language_tags import BadLanguageTag, normalize_language_tag
from claimsdb.reading.likeness import alikeness, bands_of, bare_words, number_of, runs_of
from claimsdb.reading.markup import first_markup
from claimsdb.reading.printed_words import find_printed, nearest_printed, reads_alike, widened
from claimsdb.reading.record import ArticleBlock, ArticleRecord, BadArticle, BlockKind, StatedOrigin
from claimsdb.reading.stretches import Stretch, stretches
from claimsdb.reading.submission import (
    METADATA,
    SUBMISSION_FIELDS,
    Submission,
    check_plain_text,
    parse_submission,
    read_submission,
    submission_fields,
)
from claimsdb.reading.told_by import bylines_of, told_by
from claimsdb.reading.unseen import unseen_in, without_unseen
from claimsdb.reading.vocabulary import agencies

__all__ = [
    "FIRST_PRINTED",
    "METADATA",
    "SUBMISSION_FIELDS",
    "TEXT_SUFFIX",
    "ArticleBlock",
    "ArticleRecord",
    "BadArticle",
    "BadLanguageTag",
    "BlockKind",
    "Dateline",
    "StatedOrigin",
    "Stretch",
    "Submission",
    "agencies",
    "alikeness",
    "article_files",
    "bands_of",
    "bare_words",
    "bylines_of",
    "check_file_name",
    "check_plain_text",
    "classify_blocks",
    "countries",
    "country_codes_of_three",
    "decode_text",
    "detect_language",
    "fault_of_address",
    "fault_of_domain",
    "find_printed",
    "first_markup",
    "implausible",
    "is_of_one_publisher",
    "iter_lines",
    "list_files",
    "nearest_countries",
    "nearest_printed",
    "normalize_language_tag",
    "number_of",
    "parse_dateline",
    "parse_submission",
    "prose_of",
    "read_article",
    "read_file",
    "read_line",
    "read_object_line",
    "read_submission",
    "reads_alike",
    "registered_domain",
    "runs_of",
    "same_page",
    "start_of_report",
    "stretches",
    "submission_fields",
    "told_by",
    "unseen_in",
    "widened",
    "without_unseen",
]
