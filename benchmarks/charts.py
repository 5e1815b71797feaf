"""How long a chart takes: laid out and written as SVG, made into a picture; beside pygal's SVG where it is installed.

Run with ``python benchmarks/charts.py``. A chart of eight units and one of twelve months, as the bulletins have them.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from bihuan.reports.charts.picture import can_write_chinese, png_of
from bihuan.reports.charts.shapes import Form, Mark, Plot, Series
from bihuan.reports.charts.svg import drawing_of, svg_file

NAMES = ("江北", "江南", "东湖", "西岭", "临港", "高新", "云溪", "白石")
UNITS = tuple(f"临江市{name}消防救援大队" for name in NAMES)
MONTHS = tuple(f"{month}月" for month in range(1, 13))
RATES = tuple(Fraction(9000 + 83 * place % 1000, 100) for place in range(12))


def plot(form: Form, names: tuple[str, ...]) -> Plot:
    """A chart of rates."""
    marks = tuple(Mark(rate, f"{float(rate):g}") for rate in RATES[: len(names)])
    return Plot(form, names, (Series("完成率", marks),), "%")


def timed(work: Callable[[], object], times: int) -> float:
    """The median of the milliseconds that the work took."""
    found = []
    for _ in range(times):
        before = time.perf_counter()
        work()
        found.append((time.perf_counter() - before) * 1000)
    return median(found)


def of_pygal() -> str:
    """The bars of the units as pygal draws them."""
    import pygal  # type: ignore[import-not-found]

    chart = pygal.HorizontalBar(print_values=True, js=[])
    chart.x_labels = UNITS
    chart.add("完成率", [float(rate) for rate in RATES[: len(UNITS)]])
    return str(chart.render(is_unicode=True))


def main() -> None:
    """Print the table."""
    bars, lines = plot(Form.BARS, UNITS), plot(Form.LINES, MONTHS)
    print(f"{'chart':24}{'ms':>8}{'kB':>8}")
    for name, each in (("bars of 8 units", bars), ("line of 12 months", lines)):
        size = len(svg_file(drawing_of(each)).encode()) / 1000
        print(f"{name + ', SVG':24}{timed(lambda each=each: svg_file(drawing_of(each)), 200):8.2f}{size:8.1f}")
        if can_write_chinese():
            picture = png_of(drawing_of(each)) or b""
            took = timed(lambda each=each: png_of(drawing_of(each)), 9)
            print(f"{name + ', PNG':24}{took:8.1f}{len(picture) / 1000:8.1f}")
    try:
        size = len(of_pygal().encode()) / 1000
    except ImportError:
        print("pygal is not installed")
        return
    print(f"{'pygal, bars, SVG':24}{timed(of_pygal, 20):8.2f}{size:8.1f}")


if __name__ == "__main__":
    main()
