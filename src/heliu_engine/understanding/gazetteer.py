"""Names that are known: regions, universities, and short forms of both."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from heliu_engine.regions import prefectures, short_names

LONGEST_PLACE = 15
"""Code points of the longest name of a region."""

_COUNTRIES_WRITTEN = (
    "中国 美国 英国 法国 德国 日本 韩国 俄罗斯 意大利 加拿大 澳大利亚 印度 巴西 瑞士 瑞典 荷兰 西班牙 新加坡 "
    "以色列 芬兰 挪威 丹麦 比利时 奥地利 波兰 乌克兰 土耳其 伊朗 泰国 越南 马来西亚 印度尼西亚 菲律宾 "
    "巴基斯坦 南非 埃及 墨西哥 阿根廷 新西兰 爱尔兰 葡萄牙 纽约 伦敦 巴黎 东京 首尔 莫斯科 柏林 华盛顿 旧金山 "
    "洛杉矶 波士顿 芝加哥 硅谷 慕尼黑 日内瓦 苏黎世 维也纳 罗马 米兰 马德里 布鲁塞尔 阿姆斯特丹 悉尼 墨尔本 "
    "多伦多 温哥华 圣保罗 里约热内卢 迪拜 曼谷 雅加达 河内 新德里 孟买 大阪 特拉维夫 剑桥 牛津 南美 拉美 中东 "
    "中亚 东南亚 南亚 苏联 希腊 捷克 匈牙利 朝鲜 蒙古国 哈萨克斯坦 沙特阿拉伯 阿联酋"
)
COUNTRIES = frozenset(_COUNTRIES_WRITTEN.split())
_AREAS_WRITTEN = (
    "京津冀 长三角 珠三角 粤港澳大湾区 粤港澳 大湾区 长江经济带 长江三角洲 珠江三角洲 成渝 雄安新区 雄安 津冀 "
    "浦东 浦东新区 滨海新区 西海岸新区 江北新区 两江新区 天府新区 中关村 湾区 欧盟 欧洲 亚洲 非洲 北美 东北 华北 "
    "华东 华南 华中 西南 西北"
)
AREAS = frozenset(_AREAS_WRITTEN.split())
_ABROAD_WRITTEN = (
    "China Germany France Italy Spain Poland Ukraine Russia Japan India Brazil Israel Switzerland Norway "
    "Sweden Finland Denmark Belgium Austria Portugal Greece Ireland Netherlands Turkey Canada Australia "
    "Singapore Europe Africa Asia Beijing Shanghai Tianjin Shenzhen London Paris Berlin Brussels Washington "
    "Tokyo Taiwan Korea Vietnam Mexico Romania Bulgaria Hungary Croatia Slovenia Slovakia Estonia Latvia "
    "Lithuania Iceland Egypt Kenya Nigeria"
)
_ABROAD = frozenset(_ABROAD_WRITTEN.split())
_STATES_WRITTEN = (
    "Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Georgia Hawaii Idaho "
    "Illinois Indiana Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota "
    "Mississippi Missouri Montana Nebraska Nevada Ohio Oklahoma Oregon Pennsylvania Tennessee Texas Utah "
    "Vermont Virginia Wisconsin Wyoming Seoul SEOUL BEIJING Moscow Geneva Vienna Madrid Rome Dublin Boston "
    "Chicago Houston Seattle Miami Cambridge Oxford Afghanistan Pakistan Iran Iraq Syria Thailand Malaysia "
    "Indonesia Philippines Chile Argentina Colombia Peru"
)
_STATES = frozenset(_STATES_WRITTEN.split())
ENGLISH_PLACES = (
    _ABROAD
    | _STATES
    | {
        "North Korea",
        "New Jersey",
        "New Mexico",
        "New Hampshire",
        "Rhode Island",
        "North Carolina",
        "South Carolina",
        "North Dakota",
        "South Dakota",
        "West Virginia",
        "Los Angeles",
        "San Francisco",
        "Saudi Arabia",
        "United States",
        "United Kingdom",
        "South Korea",
        "South Africa",
        "Hong Kong",
        "New York",
        "European Union",
        "Czech Republic",
        "New Zealand",
    }
)

SHORT_UNIVERSITIES = {
    "清华": "清华大学",
    "北大": "北京大学",
    "南开": "南开大学",
    "天大": "天津大学",
    "浙大": "浙江大学",
    "复旦": "复旦大学",
    "哈工大": "哈尔滨工业大学",
    "北航": "北京航空航天大学",
    "北理工": "北京理工大学",
    "中科大": "中国科学技术大学",
    "上海交大": "上海交通大学",
    "西安交大": "西安交通大学",
    "华中科大": "华中科技大学",
    "西工大": "西北工业大学",
    "河工大": "河北工业大学",
    "天津工大": "天津工业大学",
    "中国科大": "中国科学技术大学",
    "国科大": "中国科学院大学",
}
"""Short forms that are understood without the full name in the text; 南大, 华科 and others mean several."""

_COMPANIES_WRITTEN = (
    "华为 腾讯 阿里巴巴 百度 京东 小米 高通 英特尔 三星 联发科 紫光展锐 微软 谷歌 亚马逊 中兴 比亚迪 宁德时代 "
    "中芯国际 中科曙光 浪潮 联想 海尔 海康威视 大疆 字节跳动 美团 滴滴 科大讯飞 商汤 旷视 京东方 中石油 "
    "中石化 中海油 国家电网 南方电网 中国移动 中国联通 中国电信 中国铁塔 中储粮 中粮 阿斯麦 台积电 英伟达 "
    "特斯拉 西门子 博世 空中客车 波音 中国商飞 中国中车 药明康德 恒瑞医药 隆基绿能 长城汽车 上汽 一汽 "
    "东风汽车 广汽 吉利"
)
_COMPANIES = _COMPANIES_WRITTEN.split()

KNOWN = {
    "中科院": ("中国科学院", "institute"),
    "中国科学院": ("中国科学院", "institute"),
    "工程院": ("中国工程院", "institute"),
    "中国工程院": ("中国工程院", "institute"),
    "中国社科院": ("中国社会科学院", "institute"),
    "社科院": ("中国社会科学院", "institute"),
    "中国航天": ("中国航天", "enterprise"),
    "新华社": ("新华社", "media"),
    "中新社": ("中国新闻社", "media"),
    "中新网": ("中国新闻网", "media"),
    "新华网": ("新华网", "media"),
    "人民网": ("人民网", "media"),
    "世卫组织": ("世界卫生组织", "other"),
    "世界卫生组织": ("世界卫生组织", "other"),
    "联合国": ("联合国", "other"),
    "国务院": ("国务院", "government"),
    "党中央": ("中国共产党中央委员会", "government"),
    "中共中央": ("中国共产党中央委员会", "government"),
    "发改委": ("发展和改革委员会", "government"),
    "国家发改委": ("国家发展和改革委员会", "government"),
    "工信部": ("工业和信息化部", "government"),
    "人社部": ("人力资源和社会保障部", "government"),
    "国资委": ("国有资产监督管理委员会", "government"),
    "证监会": ("中国证券监督管理委员会", "government"),
    "银保监会": ("中国银行保险监督管理委员会", "government"),
    "国家卫健委": ("国家卫生健康委员会", "government"),
    "卫健委": ("卫生健康委员会", "government"),
    "央行": ("中国人民银行", "government"),
    "人民银行": ("中国人民银行", "government"),
    "全国人大": ("全国人民代表大会", "government"),
    "全国政协": ("中国人民政治协商会议全国委员会", "government"),
    "国税总局": ("国家税务总局", "government"),
    "税务总局": ("国家税务总局", "government"),
    "知识产权局": ("国家知识产权局", "government"),
    "共青团中央": ("中国共产主义青年团中央委员会", "government"),
    **{name: (name, "enterprise") for name in _COMPANIES},
    "中国科协": ("中国科学技术协会", "association"),
}
"""Names without a telling end, with the full name and what they are."""


@cache
def places() -> dict[str, str]:
    """Names and short names of regions, each with the full name; of two with one short name the larger counts."""
    known: dict[str, str] = {}
    shorts: dict[str, str] = {}
    for row in prefectures():
        for name in (row.province, row.name, *row.counties):
            # 城区, 郊区 and 矿区 are words as well.
            if len(name) > 2:
                known.setdefault(name, name)
    for short, name in short_names():
        shorts.setdefault(short, name)
    for county in (county for row in prefectures() for county in row.counties if county.endswith("市")):
        shorts.setdefault(county[:-1], county)
    shorts |= {name: name for name in COUNTRIES | AREAS}
    return {short: full for short, full in shorts.items() if len(short) > 1} | known


@cache
def universities() -> frozenset[str]:
    """Full names, with brackets in their ASCII form."""
    text = files(__package__).joinpath("universities.txt").read_text(encoding="utf-8")
    rows = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return frozenset(name for _, *names in rows for name in names)
