"""What programs that read the whole site may read."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

# The same in other forms, asked for in endless ways; and where nothing is for readers.
CLOSED = ("/admin/", "/session/", "/api/", "/embed/", "/downloads/", "/*?as_of=", "/*&as_of=", "/*?q=")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap-index'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
