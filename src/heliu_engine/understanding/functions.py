"""Which function of Heliu answers what a policy or a speaker asks for."""

from __future__ import annotations

import re
from typing import Literal

Function = Literal[
    "matching",
    "calls",
    "deals",
    "readiness",
    "valuation",
    "services",
    "finance",
    "facilities",
    "policies",
    "enterprises",
    "chains",
    "consortia",
    "regions",
    "parks",
]
"""``matching``: needs and achievements are brought together. ``calls``: key technologies are called for (揭榜). ``deals``:
contracts, licences, tracked until paid. ``readiness``: proof of concept, pilot runs, levels. ``valuation``: what a result
is worth. ``services``: testing, intellectual property and other science services. ``finance``: loans, leasing, equity.
``facilities``: laboratories, instruments and compute are shared. ``policies``: measures reach the firms they fit.
``enterprises``: firms are raised. ``chains``: industry chains and their gaps. ``consortia``: several work on one thing.
``regions``: regions work together. ``parks``: parks and incubators with their tenants."""

_WORDS: tuple[tuple[Function, str], ...] = (
    ("matching", "供需|匹配|对接|成果转化|转移转化|产学研|技术转移|转化效率|转化能力|match[- ]?making|technology transfer"),
    ("calls", "揭榜|关键核心技术|核心技术攻关|技术攻关|科研攻关|攻关|卡脖子|challenge call"),
    ("deals", "技术合同|技术交易|成果交易|许可|作价入股|收益分配|赋权|licen[cs]ing"),
    ("readiness", "概念验证|中试|小试|首台套|首台[（(]套|成熟度|从实验室走向|proof of concept|pilot line"),
    ("valuation", "价值评估|资产评估|成果评价|评估定价|定价|valuation"),
    (
        "services",
        "科技服务|科创服务|检验检测|检测|知识产权|技术经理人|技术经纪|服务机构|服务体系|服务平台|认证|咨询服务"
        "|testing|intellectual property",
    ),
    (
        "finance",
        "融资|贷款|信贷|信用|担保|贴息|租赁|基金|投资|上市|保险|资金链|金融|投贷|loans?|equity|leasing|venture",
    ),
    (
        "facilities",
        "仪器|设备共享|大型装置|科学装置|设施|算力|实验室|实验动物|超算|开放共享|科研平台|instruments?|computing|infrastructure",
    ),
    (
        "policies",
        "惠企|政策落|减免|免征|补贴|补助|奖励|退税|扣除|缓缴|申报|兑现|免申即享|税收|优惠|政策|资助|tax relief|grants?",
    ),
    (
        "enterprises",
        "专精特新|小巨人|高新技术企业|科技型|中小企业|中小微|小微企业|瞪羚|独角兽|雏鹰|企业紓困|纾困|培育|上规|上云|上市"
        "|企业创新|企业科技创新主体|企业集聚|SMEs?",
    ),
    ("chains", "产业链|供应链|链主|强链|补链|延链|成链|集群|产业集聚|优势产业|主导产业|产业生态|龙头企业|value chains?|supply chains?"),
    ("consortia", "创新联合体|联合体|联合攻关|协同创新|校际合作|校企|创新主体协同|学科协同|贯通协作|consorti"),
    ("regions", "京津冀|长三角|粤港澳|大湾区|区域协同|跨区域|成渝|雄安|一体化发展|cross-border|regional cooperation"),
    ("parks", "科创园|科技园|高新区|开发区|园区|孵化|众创空间|加速器|双创|创业|incubat"),
)
_PATTERNS = tuple((function, re.compile(words, re.IGNORECASE)) for function, words in _WORDS)


def functions_of(text: str) -> tuple[Function, ...]:
    """The functions that answer a measure: those with most of its words first, then those named first; none is empty.

    >>> functions_of("探索以融资租赁方式助力科技服务业发展")
    ('finance', 'services')
    """
    found: list[tuple[int, int, Function]] = []
    for function, pattern in _PATTERNS:
        hits = [match.span() for match in pattern.finditer(text)]
        if hits:
            found.append((-sum(end - start for start, end in hits), hits[0][0], function))
    return tuple(function for _, _, function in sorted(found))
