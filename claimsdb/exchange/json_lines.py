"""Claims as the API shows them, a line each."""

from collections.abc import Iterator
from itertools import batched

