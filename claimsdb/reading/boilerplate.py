"""Boilerplate: captions of pictures and notices of a web page, by phrases of general English.

The phrases must not match prose ("The images show ...", "Share prices fell"): no claims are read from boilerplate.
"""

from claimsdb.reading.phrase_patterns import compile_phrases

MAX_BOILERPLATE_LENGTH = 600
"""A longer segment is prose, whatever it opens with."""

# A segment that is one of these and no more.
NOTICES = (
    r"ads?|advertisements?|sponsored(?: content)?",
    r"accept(?: all)?(?: cookies)?|(?:reject|decline)(?: all)?|manage (?:cookies|preferences)|ok",
    r"(?:privacy|cookies?|privacy (?:&|and) cookies?)(?: policy| notice| settings)?",
    r"terms(?: (?:&|and) conditions| of (?:use|service))?|all rights reserved",
    r"about us|contact us|menu|search|print(?: this| article)?|e-?mail(?: address)?|copy link|back to top",
    r"log ?in|log ?out|sign (?:in|up)(?: now)?|subscribe(?: now| today)?|donate(?: now)?|newsletters?|get the app",
    r"follow us|share(?: this)?(?: article| story| post| page)?(?: (?:on|via) .{1,40})?|tweet|save article",
    r"(?:\d+ |no )?comments?(?: are closed| yet)?|(?:post|leave) (?:a )?(?:comment|reply)|reply|like this|loading",
    r"\d+ (?:shares?|views?|likes?)|\d+ min(?:ute)?s? read|page \d+(?: of \d+)?|what do you think",
    r"(?:read|show|load|view) (?:more|less|also|next|on|all)(?: here| comments)?|continue reading|see also|play video",
    r"related(?: articles| stories| posts| topics)?|recommended(?: for you)?|trending(?: now)?|top stories",
    r"most (?:read|popular|viewed|shared)|more from .{1,60}|(?:next|previous) (?:article|post|story)",
    r"skip (?:to|past) .{1,40}|jump to (?:content|navigation)",
)

# A segment that opens with one of these.
NOTICE_OPENINGS = (
    r"(?:this|our) (?:web)?site uses cookies|we (?:and our partners )?use (?:essential )?cookies|we value your privacy",
    r"by (?:continuing|clicking|using|browsing|visiting|subscribing|signing up)\b.{0,80}\byou (?:agree|accept|consent)",
    r"to (?:continue|keep) reading\b|you (?:have|['’]ve) (?:reached|read) .{0,40}\bfree articles?\b",
    r"already (?:a subscriber|have an account|registered)\b|you (?:must be|need to be) logged in\b",
    r"(?:please )?(?:subscribe|sign up|register) (?:to|for|now|today|here)\b.{0,80}"
    r"\b(?:newsletters?|e-?mails?|alerts|updates|channel|briefing|inbox|podcast)\b",
    r"get (?:the|our) .{0,60}\b(?:newsletters?|inbox|app)\b",
    r"(?:please )?(?:follow|like|join|find|visit) us (?:on|at)\b",
    r"follow .{1,60} on (?:facebook|twitter|x|instagram|telegram|youtube|google news|threads|bluesky)\b",
    r"(?:please )?(?:consider )?(?:support(?:ing)?|donat(?:e|ing) to) (?:us|our (?:work|journalism|newsroom))\b",
    r"(?:read|see|view|continue reading) (?:the )?(?:full|whole|entire|complete|original|rest of (?:the|this)) "
    r"(?:article|story|post|report|interview|text)\b",
    r"(?:read (?:more|also|next)|see also|also read|related|must read|tags?|filed under|topics?|share|watch) ?:",
    r"(?:click|tap) here\b|(?:please )?enable javascript\b",
    r"(?:watch|listen to) (?:this|the|our) (?:full )?(?:report|video|clip|episode|interview|podcast|discussion)\b",
    r"this (?:video|podcast|clip) is (?:taken )?from\b",
    r"(?:copyright )?(?:©|\(c\)|copyright) (?:\d{4}|by)\b",
    r"the (?:views|opinions) expressed (?:in|by|here|are)\b",
    r"your e-?mail address will not be published|required fields are marked|save my name|notify me of\b",
)

_PICTURE = r"(?:photo(?:graph)?|image|picture|screenshot|video grab|frame grab)"
_STOCK = r"(?:(?:undated|file|handout|archive|combination|combo|pool) )*"
_AGENCY = r"(?:afp|ap|epa|epa-efe|reuters|kcna|yonhap|tass)"
_PICTURE_AGENCY = r"(?:getty images|alamy|shutterstock|(?:afp|ap|reuters) photo)"

# A segment that opens with one of these is the caption of a picture ...
CAPTION_OPENINGS = (
    rf"\(?(?:file|archive|stock|handout|representational) {_PICTURE}\b|file [-–—] |file ?:",
    rf"in this {_STOCK}{_PICTURE}\b",
    rf"this {_STOCK}{_PICTURE} (?:taken|provided|released|obtained|distributed|made available)\b",
    rf"\(?(?:{_PICTURE}s?|illustration|graphic|video|caption) ?(?:credits? ?:?|:|by (?-i:[A-Z])|via |courtesy )",
    r"pictured ?:|credits? ?:|ap photo ?/",
)
# ... and so is one that ends in one of these. A paragraph of prose may well end in "(AFP)".
CREDITS = (
    r"(?-i:\b(?:Picture|Photo|Photograph|Image|Credit|PICTURE|PHOTO)s?)(?: credit)? ?: ?(?-i:[A-Z@])[^.:]{1,60}",
    rf"\({_PICTURE}s? (?:by|via|courtesy|credit)\b[^()]{{2,80}}",
    rf"\({_AGENCY}\b[^()]{{0,60}}(?:photo|images?|via|/)[^()]{{0,60}}",
    rf"(?:^|[.(/]) ?{_PICTURE_AGENCY}(?: ?/ ?[\w ]{{2,40}})?",
    rf"/ ?{_AGENCY}",
)

_NOTICE = compile_phrases(NOTICES, ending=r"\W*\Z")
_NOTICE_OPENING = compile_phrases(NOTICE_OPENINGS)
_CAPTION_OPENING = compile_phrases(CAPTION_OPENINGS)
_CREDIT = compile_phrases(CREDITS, ending=r"\W*\Z")


def is_notice(words: str) -> bool:
    """Whether the segment is a notice of the page, or an ornament without a letter or digit: "* * *"."""
    if not any(map(str.isalnum, words)):
        return True
    return len(words) <= MAX_BOILERPLATE_LENGTH and bool(_NOTICE.match(words) or _NOTICE_OPENING.match(words))


def is_caption(words: str) -> bool:
    return len(words) <= MAX_BOILERPLATE_LENGTH and bool(_CAPTION_OPENING.match(words) or _CREDIT.search(words))
