"""What others report of their scores: the list, adding and editing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.foundation.paging import page_of
from wellheard.learn.benchmarks import remove_benchmark, save_benchmark
from wellheard.learn.models import Benchmark
from wellheard.web.surveys.results.forms import BenchmarkForm
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "settings.benchmarks"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RUN_SURVEYS)
def benchmarks(request: StaffRequest) -> HttpResponse:
    """Show what others report, the latest first, and take one in."""
    form = BenchmarkForm(request.POST or None, initial={"version": 0})
    if request.method == "POST" and saved(form, lambda: save_benchmark(**form.cleaned_data)):
        messages.success(request, _("The benchmark stands beside surveys of its kind."))
        return redirect("survey_benchmarks")
    page = page_of(Benchmark.objects.all(), order=("-said_on", "-pk"), cursor=request.GET.get("after", ""))
    return show(request, "surveys/results/benchmarks.html", form, place=PLACE, page=page)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RUN_SURVEYS)
def benchmark(request: StaffRequest, benchmark_id: int) -> HttpResponse:
    """Edit a benchmark. When somebody else did so meanwhile, nothing typed is lost."""
    standing = get_object_or_404(Benchmark, pk=benchmark_id)
    initial = {name: getattr(standing, name) for name in BenchmarkForm.base_fields}
    form = BenchmarkForm(request.POST or None, initial=initial)
    if request.method == "POST" and saved(
        form, lambda: save_benchmark(benchmark_id=benchmark_id, **form.cleaned_data), row=standing
    ):
        messages.success(request, _("The benchmark is saved."))
        return redirect("survey_benchmarks")
    return show(request, "surveys/results/benchmark.html", form, place=PLACE, benchmark=standing)


@require_POST
@needs(Permission.RUN_SURVEYS)
def removal(request: StaffRequest, benchmark_id: int) -> HttpResponse:
    """Forget a benchmark."""
    remove_benchmark(benchmark_id=benchmark_id)
    messages.success(request, _("The benchmark is removed."))
    return redirect("survey_benchmarks")
