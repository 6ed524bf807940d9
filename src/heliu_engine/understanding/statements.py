"""Statements: what is to be done (measures), what is needed (demands), what was reached (achievements)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heliu_engine.understanding.functions import functions_of
from heliu_engine.understanding.mentions import Mention
from heliu_engine.understanding.words import Sentence

LONGEST = 120
"""Code points of a statement; longer clauses are lists of something else."""
_CLAUSE = re.compile(r"[^，。；;！？!?\n]+")
_NUMBERED = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第[一二三四五六七八九十\d]{1,3}条|[一二三四五六七八九十]+是)\s*")
_VERBS = (
    "推进|推动|强化|加强|深化|完善|打造|构建|建设|建好|建强|建立健全|建立|支持|鼓励|引导|加快|提升|提高|聚焦|探索|引进|引育|培育|给予|设立|实施|开展|健全|落实|优化|扩大|减免|免征|延长|降低|促进|"
    "激发|夯实|挖掘|发挥|更好发挥|集聚|用好|抓好|争创|做好|做强|做大|壮大|持续推进|积极引进|围绕|延伸|加大|攻克|保障|统筹|组织|简化|允许|暂缓|缓缴|减按|减征|减半|补助|补贴|奖励|资助|安排|发放|提供|"
    "推广|搭建|布局|组建|深入|扎实|充分利用|切实|全面|严格|加大力度|畅通|拓展|拓宽|规范|创新|制定|出台|取消|放宽|全力|优先|积极|坚持|巩固|畅通|对接|贴息|免收|退还|推行|开放|依托|突破|集中|大力|主动|"
    "确保|防止|免除|缩短|提供|协调|督促|维护|稳定|实行|不得|应当|按规定|按照.{0,12}给予"
)
_MEASURE = re.compile(rf"(?P<lead>(?:要|应当|应|须|将|必须|需要|可以|可|不断|进一步|持续|继续|切实|更加注重|更加|更好|更|还|也|并|共同|同时|着力|努力|及时|认真|鼓励|积极)*)(?P<rest>(?:{_VERBS}).*)")
_SUBJECT = re.compile(r"(?P<subject>[^要应将须]{2,16}?)(?P<modal>要|应当|应|须|必须|将|可以|可)(?=[\u4e00-\u9fff]{2})")
_NOT_MODAL = re.compile(r"重要|主要|需要|只要|首要|不要|需求|响应|相应|适应|效应|供应|反应|即将|必将|可能|许可|可以说|不可|认可|将来|对应|应用|应急|可持续|必要|纲要|概要|要素|要求|要点|摘要")
_SPEECH = re.compile("强调|指出|要求|提出|表示|建议|说|决定|明确|通知如下|如下|印发")
_DONE = re.compile("了|已经?|曾|顺利|成功")
_DEMAND = re.compile(
    r"急需|亟需|亟待|迫切需要|希望(?:能|与|得到|解决|通过)|寻求|征集|求购|拟引进|难题|瓶颈|短板|缺乏|短缺|卡脖子|存在.{0,8}困难|有什么困难|(?:重大|技术|实际|发展|企业|市场)需求|需要(?:解决|突破|攻克)"
)
_ACHIEVEMENT = re.compile(
    r"(?:成功|自主|已|已经|率先|联合|新|首次)(?:研制|研发|开发|突破|攻克|建成|实现|推出|转化|发射|获批)|研[制发]出|(?:突破|攻克|掌握|解决)了|填补.{0,12}空白|达到.{0,12}(?:国际|国内|世界|先进)水平|"
    r"(?:获得?|荣获|斩获|授权).{0,20}(?:奖|专利|认证|证书)|首创|打破.{0,8}(?:垄断|封锁|纪录)|建成了|实现了|取得了?.{0,16}(?:成果|突破|进展|成效)|成功(?:应用|投产|上市|完成)"
)
_ENGLISH_MEASURE = re.compile(
    r"\b(?:Proposals?|Actions?|Projects?|Applicants?|Beneficiaries|Activities|The action|Member States|The (?:project|proposal)s?|They|It|We|Participants)?\s?"
    r"(?:should|shall|must|will|are expected to|is expected to|are encouraged to|are required to)\s(?P<rest>[^.;:\n]{10,200})"
)


def find_statements(text: str, sentence: Sentence) -> Iterator[Mention]:
    """The statements of one sentence, each a clause or the rest of one."""
    spoken = bool(_SPEECH.search(sentence.text)) or bool(_NUMBERED.match(sentence.text))
    carried = False
    for clause in _CLAUSE.finditer(sentence.text):
        found, carried = _read(text, sentence, clause, spoken, carried)
        if found is not None:
            yield found
    for match in _ENGLISH_MEASURE.finditer(sentence.text):
        yield _statement("measure", text, sentence, *match.span("rest"), 0.6)


def _read(text: str, sentence: Sentence, clause: re.Match[str], spoken: bool, carried: bool) -> tuple[Mention | None, bool]:
    """The statement of a clause, and whether the next clause goes on asking."""
    start, end = clause.span()
    written = clause[0]
    marked = _NUMBERED.match(written)
    start += marked.end() if marked else len(written) - len(written.lstrip())
    if end - start > LONGEST or end - start < 4:
        return None, carried
    written = sentence.text[start:end]
    if _DEMAND.search(written) and not _MEASURE.match(written):
        return _statement("demand", text, sentence, start, end, 0.6), carried
    if _ACHIEVEMENT.search(written) and not _MODALS.match(written):
        return _statement("achievement", text, sentence, start, end, 0.65), False
    begin, sure = _measure(written, spoken, carried or marked is not None)
    if begin is None:
        return None, carried
    return _statement("measure", text, sentence, start + begin, end, sure), True


_MODALS = re.compile("要|应|须|将|必须|争取|努力|力争")


def _measure(written: str, spoken: bool, carried: bool) -> tuple[int | None, float]:
    """Where the measure begins in a clause, and how sure it is."""
    direct = _MEASURE.match(written)
    if direct is not None:
        if _DONE.search(written) and not direct["lead"]:
            return None, 0.0
        asked = bool(direct["lead"]) or spoken or carried
        return direct.start("rest"), 0.8 if asked else 0.6
    subject = _SUBJECT.match(written)
    if subject is not None and not _NOT_MODAL.search(written, max(0, subject.start("modal") - 1), subject.end("modal") + 1):
        rest = _MEASURE.match(written, subject.end("modal"))
        if rest is not None:
            return rest.start("rest"), 0.75
        return (subject.end("modal"), 0.55) if spoken else (None, 0.0)
    return None, 0.0


def _statement(kind: str, text: str, sentence: Sentence, start: int, end: int, confidence: float) -> Mention:
    while end > start and sentence.text[end - 1].isspace():
        end -= 1
    written = sentence.text[start:end]
    first, last = sentence.start + start, sentence.start + end
    functions = functions_of(written) if kind in ("measure", "demand") else ()
    value = " ".join(written.split())
    return Mention(kind, text[first:last], first, last, confidence, value, None, None, functions)  # type: ignore[arg-type]
