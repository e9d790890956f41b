"""The page of 岗位工作流程图, and its files."""

from io import BytesIO

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from powers.chart_files import CHART_FORMATS, written
from registry.organisation.models import Post

from .models import Duty
from .workflow_charts import NAME, volume_of, workflows_of


@require_safe
def workflow(request, post_pk):
    """The charts of one post, each with the points that are written under it."""
    post = _post(request, post_pk)
    context = {
        "post": post,
        "workflows": workflows_of(post, request.reach),
        "chart_formats": CHART_FORMATS,
        "today": timezone.localdate(),
        "title": NAME,
    }
    return render(request, "risks/workflow.html", context)


@require_safe
def workflow_file(request, post_pk, format_name):
    post = _post(request, post_pk)
    workflows = workflows_of(post, request.reach)
    if not workflows or format_name not in CHART_FORMATS:
        raise Http404
    content = written(volume_of(post, workflows), format_name)
    return FileResponse(
        BytesIO(content),
        as_attachment=True,
        filename=f"{post.name}{NAME}.{format_name}",
        content_type=CHART_FORMATS[format_name].content_type,
    )


def _post(request, post_pk):
    """A post of whose duties something may be read."""
    readable = Duty.objects.in_force().visible_to(request.reach).values("post")
    posts = Post.objects.select_related("unit", "section")
    return get_object_or_404(posts.filter(pk__in=readable), pk=post_pk)
