"""Plain made-up names: a surname and a given name, never twice."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

_SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢"
_FIRST = "建立志文国永海晓春明光俊卫小新东家宏少天正兴德承世庆玉友子长"
_SECOND = "军平强华民伟刚勇峰涛辉斌林波超杰宁生成亮斌阳山龙宇东清和毅"


def made_up_names(random: Random) -> Iterator[str]:
    """Names without end, each once."""
    given: set[str] = set()
    while True:
        name = random.choice(_SURNAMES) + random.choice(_FIRST) + random.choice(_SECOND)
        if name not in given:
            given.add(name)
            yield name
