"""oEmbed (oembed.com): how to embed the page of a question, for whoever pastes its address into an editor."""

from urllib.parse import urlsplit
from xml.etree import ElementTree

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from claimsdb.filters import AS_OF
from claimsdb.models import ANYBODY, Question

WIDTH, HEIGHT = 640, 560


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """400 without a `url`, 404 for one of which there is nothing to embed, 501 for a `format` that there is not."""
    asked_format = request.GET.get("format", "json")
    if asked_format not in ("json", "xml"):
        return _refused(501, "The format may be json or xml.")
    if not (url := request.GET.get("url")):
        return _refused(400, "The url is needed: that of a question's page.")
    try:
        sizes = [_size(request, name, default) for name, default in (("maxwidth", WIDTH), ("maxheight", HEIGHT))]
    except ValueError:
        return _refused(400, "maxwidth and maxheight are whole numbers of pixels, above 0.")
    question, query = _question(request, url)
    if question is None:
        return _refused(404, "There is nothing to embed at this url.")
    answer = _rich(request, question, query, *sizes)
    if asked_format == "json":
        return JsonResponse(answer)
    root = ElementTree.Element("oembed")
    for name, value in answer.items():
        ElementTree.SubElement(root, name).text = str(value)
    return HttpResponse(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True), content_type="text/xml")


def _refused(status: int, detail: str) -> HttpResponse:
    return HttpResponse(f"{detail}\n", status=status, content_type="text/plain; charset=utf-8")


def _size(request: HttpRequest, name: str, default: int) -> int:
    """Raises ValueError."""
    size = int(request.GET.get(name, default))
    if size < 1:
        raise ValueError(name)
    return min(size, default)


def _question(request: HttpRequest, url: str) -> tuple[Question | None, str]:
    """The question whose page this is, and as of when."""
    try:
        parts = urlsplit(url)
        match = resolve(f"{parts.path.rstrip('/')}/")
    except (ValueError, Resolver404):
        return None, ""
    is_here = parts.scheme in ("http", "https") and parts.netloc == request.get_host()
    if not is_here or match.view_name not in ("question-page", "question-embed"):
        return None, ""
    asked = QueryDict(parts.query, mutable=True)
    for name in [*asked]:
        if name not in AS_OF:
            del asked[name]
    return _now(match.kwargs["slug"]), asked.urlencode()


def _now(slug: str) -> Question | None:
    """The question of this address, or the one to which that leads."""
    question = Question.objects.select_related("merged_into").filter(slug=slug).first()
    question = (question and question.merged_into) or question
    return question if question and question.is_visible_to(ANYBODY) else None


def _rich(request: HttpRequest, question: Question, query: str, width: int, height: int) -> dict[str, object]:
    path = reverse("question-embed", args=[question.slug])
    address = request.build_absolute_uri(f"{path}?{query}" if query else path)
    frame = '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy"></iframe>'
    return {
        "version": "1.0",
        "type": "rich",
        "title": question.title,
        "provider_name": "claimsdb",
        "provider_url": request.build_absolute_uri(reverse("home")),
        "html": format_html(frame, address, width, height, question.title),
        "width": width,
        "height": height,
    }
