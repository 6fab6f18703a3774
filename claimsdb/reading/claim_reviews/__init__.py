"""ClaimReviews of others, as they come: files -> the objects in them -> what each says. Needs no database.

Nothing of an object is lost: it is kept as it was found, and what of it could not be read is named.
"""

from claimsdb.reading.claim_reviews.files import iter_reviews
from claimsdb.reading.claim_reviews.finding import FoundReview, Unread
from claimsdb.reading.claim_reviews.record import Fault, Rating, ReviewRecord, read_review

__all__ = ["Fault", "FoundReview", "Rating", "ReviewRecord", "Unread", "iter_reviews", "read_review"]
