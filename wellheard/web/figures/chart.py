"""The trend of a figure as a chart: a bar for each month or quarter, its interval where it is a rate, the target across."""

from dataclasses import dataclass

from wellheard.learn.figures import Figure, Numbers, Stretch
from wellheard.learn.figures.figure import Kind
from wellheard.web.figures.words import change_sentence, in_unit, short_value, step_name

WIDTH, TOP, FLOOR, LEFT = 720, 22, 170, 8
BAR_SHARE = 0.52
# A chart of fewer bars than this says nothing about how it went.
FEWEST = 6


@dataclass(frozen=True)
class Bar:
    """One month or quarter: where its bar stands, in numbers as SVG writes them, and what stands above and below it."""

    x: str
    middle: str
    width: str
    y: str
    height: str
    name: str
    value: str
    low_y: str
    high_y: str
    numbers: Numbers
    stretch: Stretch
    interval: str
    change: str


@dataclass(frozen=True)
class Chart:
    """What the template draws. Bars begin at zero; `target_y` is where the target runs across."""

    bars: list[Bar]
    target_y: str
    target: str
    width: int = WIDTH
    floor: int = FLOOR

    @property
    def is_empty(self) -> bool:
        return not any(bar.numbers.cases for bar in self.bars)


def chart_of(figure: Figure, trend: list[tuple[Stretch, Numbers]], target: float | None) -> Chart:
    """Lay out the trend of a figure, from the first stretch in which there is anything to show."""
    trend = _since_the_first(trend)
    values = [numbers.value(figure.kind) or 0 for _stretch, numbers in trend]
    ends = [numbers.high or 0 for _stretch, numbers in trend]
    highest = 1.0 if figure.kind is Kind.SHARE else max([*values, *ends, target or 0]) or 1.0
    step = (WIDTH - 2 * LEFT) / len(trend)
    bars = [_bar(figure, trend[number], LEFT + number * step, step, highest) for number in range(len(trend))]
    return Chart(bars, f"{_y(target, highest):g}" if target else "", in_unit(figure, target) if target else "")


def _since_the_first(trend: list[tuple[Stretch, Numbers]]) -> list[tuple[Stretch, Numbers]]:
    begins = next((number for number, (_stretch, numbers) in enumerate(trend) if numbers.cases), 0)
    return trend[max(0, min(begins, len(trend) - FEWEST)) :]


def _bar(figure: Figure, entry: tuple[Stretch, Numbers], x: float, step: float, highest: float) -> Bar:
    stretch, numbers = entry
    y = _y(numbers.value(figure.kind) or 0, highest)
    low, high = (numbers.interval or (None, None)) if figure.has_interval else (None, None)
    return Bar(
        x=f"{x + step * (1 - BAR_SHARE) / 2:.1f}",
        middle=f"{x + step / 2:.1f}",
        width=f"{step * BAR_SHARE:.1f}",
        y=f"{y:g}",
        height=f"{FLOOR - y:.1f}",
        name=step_name(figure, stretch.begins_on),
        value=short_value(figure, numbers),
        low_y="" if low is None else f"{_y(low, highest):g}",
        high_y="" if high is None else f"{_y(high, highest):g}",
        numbers=numbers,
        stretch=stretch,
        interval=" … ".join(in_unit(figure, end) for end in numbers.interval or ()),
        change=change_sentence(figure, numbers),
    )


def _y(value: float, highest: float) -> float:
    return round(FLOOR - value / highest * (FLOOR - TOP), 1)
