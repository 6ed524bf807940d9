"""Words that carry no subject: small lists, flagged rather than dropped, so that marks stay whole."""

from __future__ import annotations

_CHINESE = """
    的 了 和 与 及 或 在 是 对 等 中 为 以 并 可 将 于 其 该 从 由 被 把 而 之 也 都 要 有 上 下 内 这 那 此 各
    每 某 所 则 但 又 且 若 如 即 因 使 让 向 到 至 自 用 不 无 未 能 会 应 需 很 更 最 较 个 种 类 项 些 一 二
    三 年 月 日 吗 呢 吧 啊 地 得 着 过 我们 你们 他们 一种 一个 一些 以及 等等 或者 并且 而且 但是 因此 因为
    所以 由于 由此 对于 关于 通过 根据 按照 为了 其中 其他 可以 能够 需要 应该 应当 已经 目前 现在 如何 怎么
    怎样 什么 哪些 哪个 是否 有无 没有 不是 以上 以下 之间 之一 具有 进行 主要 我 你 您 他 她 它 谁 何 请 做 想
    希望 有人 能不能 有没有
"""

_ENGLISH = """
    a an and are as at be been being but by can could did do does doing for from had has have having he her here
    his how i if in into is it its itself may me might more most must my no nor not of on once only or other our
    out over own same shall she should so some such than that the their them then there these they this those
    through to too under until up us very was we were what when where which while who whom whose why will with
    would you your also both each any all about between during
"""

CHINESE = frozenset(_CHINESE.split())
ENGLISH = frozenset(_ENGLISH.split())


def is_stop_word(term: str) -> bool:
    """True for a word of either list; the term must be normalised."""
    return term in CHINESE or term in ENGLISH
