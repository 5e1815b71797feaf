"""How fast the reader is, and how good, beside its peers in one run.

The peers live in a venv of the benchmark's own, never in the project's:

    python3.11 -m venv /tmp/peers
    /tmp/peers/bin/pip install "emoji==1.1.0" setuptools recognizers-text-number recognizers-text-number-with-unit \
        jieba jionlp
    PYTHONPATH=src .venv/bin/python benchmarks/reading.py --peers /tmp/peers/bin/python

Speed: megabytes of UTF-8 a second of processor time on one core, over a text of 10 MB made of documents 000, 001 and
003; a slow peer reads as much of it as fits its budget, document by document. Quality: all gold labels; a hit is a
found number that overlaps a gold claim and has its value (for a masked claim: any overlap), each counted once. Units,
bounds, kinds and subjects are asked of nobody here: no peer gives them.
"""

import argparse
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

SHARED = Path(__file__).parents[2] / "shared"
MADE_OF = ("000", "001", "003")
MEGABYTES = 10
BUDGET_SECONDS = 20.0

Found = list[tuple[int, int, float | None]]
Reader = Callable[[str], Found]


def bihuan_reader() -> Reader:
    from bihuan.reading import read

    def found(text: str) -> Found:
        return [(c.start, c.end, None if c.value is None else float(c.value)) for c in read(text).claims]

    return found


def bare_pattern() -> Reader:
    """One pattern, digits with a measure word: the limit of what Python can scan."""
    pattern = re.compile(
        r"[0-9]+(?:\.[0-9]+)?(?:余|多)?[万亿]?(?:人次|个|次|项|条|名|人|件|起|份|处|家|类|期|元|%|年|天)"
    )
    number = re.compile(r"[0-9.]+")

    def found(text: str) -> Found:
        hits = []
        for match in pattern.finditer(text):
            digits = number.match(match.group())
            hits.append((match.start(), match.end(), float(digits.group()) if digits else None))
        return hits

    return found


def recognizers_number() -> Reader:
    from recognizers_number import Culture, NumberRecognizer

    model = NumberRecognizer(Culture.Chinese).get_number_model()
    return lambda text: _resolved(model.parse(text))


def recognizers_units() -> Reader:
    from recognizers_number import Culture, NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer

    number, unit = NumberRecognizer(Culture.Chinese), NumberWithUnitRecognizer(Culture.Chinese)
    models = [
        number.get_number_model(),
        number.get_percentage_model(),
        unit.get_dimension_model(),
        unit.get_currency_model(),
    ]
    return lambda text: [hit for model in models for hit in _resolved(model.parse(text))]


def _resolved(results: list) -> Found:
    hits = []
    for result in results:
        value = (result.resolution or {}).get("value")
        try:
            number = float(str(value).rstrip("%"))
        except ValueError:
            number = None
        hits.append((result.start, result.end + 1, number))
    return hits


def jionlp_money() -> Reader:
    import jionlp

    def found(text: str) -> Found:
        hits = []
        for each in jionlp.ner.extract_money(text, with_parsing=True) or []:
            number = (each.get("detail") or {}).get("num")
            number = number[0] if isinstance(number, list) else number
            hits.append((*each["offset"], float(number) / 1e4 if number else None))
        return hits

    return found


def jionlp_time() -> Reader:
    import jionlp

    def found(text: str) -> Found:
        times = jionlp.ner.extract_time(text, time_base=0, with_parsing=True) or []
        return [(*each["offset"], None) for each in times]

    return found


def jieba_posseg() -> Reader:
    import jieba
    import jieba.posseg

    from bihuan.values.numerals import BadNumeral, parse_numeral

    jieba.setLogLevel(60)
    jieba.initialize()

    def found(text: str) -> Found:
        hits, place = [], 0
        for word in jieba.posseg.cut(text):
            if word.flag.startswith("m"):
                try:
                    value = float(parse_numeral(word.word))
                except BadNumeral:
                    value = None
                hits.append((place, place + len(word.word), value))
            place += len(word.word)
        return hits

    return found


CASES: dict[str, tuple[str, Callable[[], Reader]]] = {
    "bihuan": ("this reader: claims, duties, outline, periods", bihuan_reader),
    "pattern": ("one bare pattern (the limit)", bare_pattern),
    "number": ("Recognizers-Text, its number model alone", recognizers_number),
    "units": ("Recognizers-Text, numbers, percentages, dimensions, currency", recognizers_units),
    "jieba": ("jieba.posseg, words tagged as numbers", jieba_posseg),
    "time": ("JioNLP, times", jionlp_time),
    "money": ("JioNLP, money", jionlp_money),
}
OWN = ("bihuan", "pattern")


def documents() -> dict[str, str]:
    paths = sorted((SHARED / "documents").glob("*.txt"))
    return {path.stem: path.read_bytes().decode() for path in paths}


def quality(reader: Reader) -> dict[str, float]:
    """Recall and precision on all gold labels, each figure counted once."""
    labelled = found_all = hit = 0
    for name, text in documents().items():
        lines = (SHARED / "documents" / "gold" / f"{name}.claims.jsonl").read_text("utf-8").splitlines()
        gold = [json.loads(line) for line in lines if line.strip()]
        found = _by_line(reader, text)
        used: set[int] = set()
        for claim in gold:
            for index, (start, end, value) in enumerate(found):
                right = claim["value"] is None or (value is not None and abs(value - claim["value"]) < 1e-3)
                if index not in used and start < claim["end"] and end > claim["start"] and right:
                    used.add(index)
                    hit += 1
                    break
        labelled, found_all = labelled + len(gold), found_all + len(found)
    return {"recall": round(hit / labelled, 3), "precision": round(hit / max(1, found_all), 3)}


def _by_line(reader: Reader, text: str) -> Found:
    """Line by line, as the peers want it; this reader gets the document, which is what it is for."""
    if reader.__qualname__.startswith("bihuan_reader"):
        return reader(text)
    found, place = [], 0
    for line in text.split("\n"):
        found += [(start + place, end + place, value) for start, end, value in reader(line)]
        place += len(line) + 1
    return found


def speed(name: str, reader: Reader) -> dict[str, float]:
    """Megabytes a second of processor time; the whole 10 MB at once for this reader, else by document."""
    seed = [documents()[each] for each in MADE_OF]
    reader(seed[0][:2000])
    if name in OWN:
        text = "\n\n".join(seed * (MEGABYTES * 1_000_000 // sum(len(each.encode()) for each in seed) + 1))
        rates = [_rate(lambda: reader(text), text) for _ in range(3)]
        return {"megabytes": round(len(text.encode()) / 1e6, 1), "speed": round(statistics.median(rates), 2)}
    begun, read_bytes = time.process_time(), 0
    while time.process_time() - begun < BUDGET_SECONDS:
        for text in seed:
            reader(text)
            read_bytes += len(text.encode())
    return {
        "megabytes": round(read_bytes / 1e6, 2),
        "speed": round(read_bytes / 1e6 / (time.process_time() - begun), 3),
    }


def _rate(work: Callable[[], object], text: str) -> float:
    begun = time.process_time()
    work()
    return len(text.encode()) / 1e6 / (time.process_time() - begun)


def growth() -> None:
    """Seconds by length, as documents and as one line: linear where the speed stays the same."""
    reader = bihuan_reader()
    seed = "".join(documents()[each] for each in MADE_OF)
    dense = documents()["d01"]
    shapes = {
        "documents 000, 001, 003": (seed, (1, 2, 5, 10)),
        "the same as one line": (seed.replace("\n", ""), (0.5, 1, 2)),
        "one line without a full stop": (re.sub(r"[。；！？\n]", "，", seed), (0.5, 1, 2)),
        "a document full of figures (d01)": (dense, (0.5, 1, 2)),
        "d01 as one line": (dense.replace("\n", ""), (0.5, 1)),
    }
    for shape, (unit, sizes) in shapes.items():
        speeds = []
        for size in sizes:
            text = unit * max(1, round(size * 1e6 / len(unit.encode())))
            speeds.append(f"{size} MB: {_rate(lambda text=text: reader(text), text):.2f} MB/s")
        print(f"  {shape:<36} {'   '.join(speeds)}", flush=True)


def run_case(name: str) -> None:
    reader = CASES[name][1]()
    print("RESULT " + json.dumps({**speed(name, reader), **quality(reader)}), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", help="the interpreter of the venv that holds the peers")
    parser.add_argument("--case", choices=CASES, help="run one case in this process")
    options = parser.parse_args()
    if options.case:
        run_case(options.case)
        return
    print(f"{'':<64}{'MB/s':>8}{'of MB':>8}{'recall':>8}{'precision':>10}")
    for name, (what, _) in CASES.items():
        python = sys.executable if name in OWN else options.peers
        if python is None:
            continue
        ran = subprocess.run([python, __file__, "--case", name], capture_output=True, text=True, check=False)
        line = next((each for each in ran.stdout.splitlines() if each.startswith("RESULT ")), None)
        if line is None:
            print(f"{what:<64}not run: {(ran.stderr.strip().splitlines() or ['no output'])[-1][:60]}")
            continue
        row = json.loads(line.removeprefix("RESULT "))
        print(f"{what:<64}{row['speed']:>8}{row['megabytes']:>8}{row['recall']:>8}{row['precision']:>10}", flush=True)
    growth()


if __name__ == "__main__":
    main()
