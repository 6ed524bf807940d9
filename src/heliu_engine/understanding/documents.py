"""Policies by their names, and the numbers of documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heliu_engine.understanding.mentions import Mention

_TITLE = re.compile(r"《(?P<title>[^《》\n]{2,100}(?:《[^《》\n]{2,80}》[^《》\n]{0,40})?)》")
_OFFICIAL = re.compile(
    "(?:办法|意见|通知|条例|规定|规划|方案|法|计划|措施|决定|纲要|细则|指南|公告|目录|政策|举措|行动|若干条|十条|标准|规范|规则|指引"
    "|批复|公报|清单|制度|准则|宪法|法典|章程|协议|函|通告|公约|大纲|预案|白皮书|要求|要点|条|倡议书|承诺书|合同)"
    r"(?:的?(?:通知|公告|决定|批复))?(?:\([^()]{1,20}\)){0,2}$"
)
_NUMBER = re.compile(
    r"(?P<word>[\u4e00-\u9fff]{1,12})\s?[〔\[(【［「](?P<year>(?:19|20)\d\d)[〕\])】］」]\s?第?(?P<number>\d{1,4})\s?号"
)
_NOTICE = re.compile(
    r"(?:[\u4e00-\u9fff]{2,12}(?:公告|令))?(?:(?:19|20)\d\d)\s?年(?:第)?\d{1,4}号(?:公告|令)?|第\d{1,4}号(?:公告|令)"
)
_ISSUER_BEGINS = re.compile("[和与及按据照由的见以为在于了依合据等,，]|根据|按照|关于|执行|落实|通知|意见|办法|规定|文件|公告")
_ENGLISH_NUMBER = re.compile(
    r"(?:Regulation|Directive|Decision|Recommendation)s?(?: (?:of the )?[A-Z][a-z]+){0,3} \((?:EU|EC|EU, Euratom)\) (?:No )?\d{2,4}/\d{2,4}"
    r"|(?:Directive|Regulation|Decision) (?:No )?\d{4}/\d{1,4}(?:/E[CU])?|COM ?\(\d{4}\) ?\d{1,4}"
)
_ENGLISH_POLICY = re.compile(
    r"\b(?:the )?(?P<name>(?:[A-Z][A-Za-z0-9-]{0,30}(?: (?:of|for|on|and|the|to|a|in)(?= )){0,3},? ){1,6}?"
    r"(?:Act|Strategy|Directive|Regulation|Deal|Action Plan|Plan|Programme|Charter|Agenda|Pact|Framework|Mission|Law|Roadmap|Package|Convention|Agreement))\b"
    r"(?! \((?:EU|EC)\))|\b(?:Horizon Europe|Horizon 2020|REPowerEU|Fit for 55|NextGenerationEU|Farm to Fork)\b"
)


def find_policies(text: str, folded: str) -> Iterator[Mention]:
    """Laws, plans and notices by name."""
    for match in _TITLE.finditer(folded):
        if _OFFICIAL.search(match["title"]):
            start, end = match.span()
            yield Mention("policy", text[start:end], start, end, 0.95, match["title"])
    for match in _ENGLISH_POLICY.finditer(folded):
        group = "name" if match["name"] else 0
        start, end = match.span(group)
        name = match[group]
        begin = re.match("The |This |Under |In |A |An ", name)
        start += begin.end() if begin else 0
        if " " in text[start:end] or match["name"] is None:
            yield Mention("policy", text[start:end], start, end, 0.75, text[start:end])


def find_numbers(text: str, folded: str) -> Iterator[Mention]:
    """国科发政〔2017〕115号, 公告2023年第7号, Regulation (EU) 2019/881."""
    for match in _NUMBER.finditer(folded):
        start, end = match.span()
        word = match["word"]
        # What stands before the issuer's short name is cut off: 按照国科发政.
        for mark in _ISSUER_BEGINS.finditer(word):
            if mark.end() < len(word):
                start = match.start() + mark.end()
        value = f"{folded[start:match.end('word')]}〔{match['year']}〕{match['number']}号"
        yield Mention("document_number", text[start:end], start, end, 0.97, value)
    for match in _NOTICE.finditer(folded):
        start, end = match.span()
        for mark in re.finditer("部门|[按据照由的见于以和及,，]", match[0][:12]):
            start = match.start() + mark.end()
        yield Mention("document_number", text[start:end], start, end, 0.85, "".join(folded[start:end].split()))
    for match in _ENGLISH_NUMBER.finditer(folded):
        start, end = match.span()
        yield Mention("document_number", text[start:end], start, end, 0.95, " ".join(folded[start:end].split()))
