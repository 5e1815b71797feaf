"""Fuzz the reader with atheris: no crash, no slow input, spans that hold. Not run in CI.

A venv of its own, never the project's:

    python3.11 -m venv /tmp/fuzz && /tmp/fuzz/bin/pip install atheris
    PYTHONPATH=src /tmp/fuzz/bin/python benchmarks/fuzz_reading.py -max_total_time=300 -max_len=2000 -timeout=10

Half of the inputs are made of the words that official documents are made of, so that the rules are reached; the other
half are any text. Atheris prints what it ran; a failure leaves the input in a ``crash-`` file.
"""

import sys
import time

import atheris

with atheris.instrument_imports(include=["bihuan"]):
    from bihuan.reading import read
    from bihuan.reading.lexer import tokens
    from bihuan.reading.lexicon import LEXICON

WORDS = [
    *"一二两三十百千万亿零〇半数几余多来第每近约超上成倍点年月日次个项人名条分期天０１９％×与由的中占较为各共",
    *"0129,.%*Xx/-—～至到，。；：、！“”（）《》〔〕 \n",
    *(
        "同比",
        "分别",
        "其中",
        "其余",
        "增长",
        "下降",
        "不少于",
        "至少",
        "以上",
        "以内",
        "左右",
        "不超过",
        "召开",
        "会议",
    ),
    *("检查", "单位", "发现", "问题", "整改", "率", "百分之", "分之", "每季度", "每月", "年底前", "12月10日前"),
    *(
        "2023年",
        "上半年",
        "去年同期",
        "人次",
        "万元",
        "个百分点",
        "平方米",
        "为期",
        "参加",
        "件（套）",
        "一半",
        "一是",
    ),
    *("下一步，大队将", "现将有关情况报告如下", "一、", "（一）", "1.", "局党委", "党支部", "对", "累计", "先后"),
]
# A slow input: more than this for each character beyond a floor, with instrumentation on.
SECONDS_FLOOR, SECONDS_PER_CHARACTER = 1.0, 0.004


def text_of(data: bytes) -> str:
    """The text that a run of bytes stands for."""
    if data[:1] < b"\x80":
        return "".join(WORDS[byte % len(WORDS)] for byte in data[1:])
    return data[1:].decode("utf-8", "replace")


def check(data: bytes) -> None:
    """Read the text and look at what must hold of any reading."""
    text = text_of(data)
    begun = time.process_time()
    reading = read(text)
    spent = time.process_time() - begun
    allowed = SECONDS_FLOOR + SECONDS_PER_CHARACTER * len(text)
    assert spent < allowed, f"slow: {spent:.2f} s for {len(text)} characters"
    end = 0
    for claim in reading.claims:
        assert claim.text == text[claim.start : claim.end]
        assert end <= claim.start < claim.end
        assert (claim.value is None) == claim.masked
        claim.row()
        end = claim.end
    end = 0
    for duty in reading.duties:
        assert duty.text == text[duty.start : duty.end]
        assert end <= duty.start < duty.end
        duty.row()
        end = duty.end
    assert sum(token.end - token.start for token in tokens(text, 0, len(text), LEXICON)) == len(text)


if __name__ == "__main__":
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()
