"""Names of units, Chinese, English and symbols, each with its norm, its expression in pint and its kind.

Norms follow UCUM (https://ucum.org) where they can be read without it: ``um``, ``degC``, ``[ft]``, ``mo``. What pint
lacks or means otherwise is defined in `heliu_engine.quantities.registry`. `unit_lexicon` reads these tables.
"""

PREFIXES = {
    "k": "k 千 kilo", "M": "M 兆 mega", "G": "G 吉 giga", "T": "T 太 tera", "h": "h 百 hecto", "d": "d 分 deci",
    "c": "c 厘 centi", "m": "m 毫 milli", "u": "u,μ 微 micro", "n": "n 纳 nano", "p": "p 皮 pico", "f": "f 飞 femto",
}  # fmt: skip
"""Letter of the norm: symbols, Chinese name, English name."""

PREFIXED = """
m     | metre     | physical    | k d c m u n p f | m        | meter metre       | 米
g     | gram      | mass        | k m u n p       | g        | gram gramme       | 克
s     | second    | time        | m u n p f       | s sec    | second            | 秒 秒钟
A     | ampere    | physical    | k m u n p       | A        | amp ampere        | 安培 安
K     | kelvin    | temperature | m u             | K        | kelvin            | 开尔文
Hz    | hertz     | physical    | k M G T m       | Hz       | hertz             | 赫兹 赫
Pa    | pascal    | physical    | k M G h m       | Pa       | pascal            | 帕斯卡 帕
N     | newton    | physical    | k M m u c       | N        | newton            | 牛顿 牛
J     | joule     | physical    | k M G m u n     | J        | joule             | 焦耳 焦
W     | watt      | physical    | k M G T m u n   | W        | watt              | 瓦特 瓦
V     | volt      | physical    | k M m u n       | V        | volt              | 伏特 伏
Ohm   | ohm       | physical    | k M G m u       | Ω Ohm ohm | ohm              | 欧姆 欧
F     | farad     | physical    | m u n p f       | F        | farad             | 法拉
H     | henry     | physical    | m u n           | H        | henry             | 亨
T     | tesla     | physical    | m u n p f       | T        | tesla             | 特斯拉
C     | coulomb   | physical    | m u n p         | C        | coulomb           | 库仑
eV    | eV        | physical    | k M G m         | eV       | electronvolt      | 电子伏特 电子伏
bar   | bar       | physical    | m k             | bar bara | -                 | 巴
L     | liter     | physical    | m u n           | L l      | liter litre       | 升
mol   | mole      | physical    | k m u n         | mol      | mole              | 摩尔
bit   | bit       | physical    | k M G T         | bit b    | bit               | 比特
B     | byte      | physical    | k M G T         | B        | byte              | 字节
W.h   | W*h       | physical    | k M G T         | Wh Whr   | watt-hour         | 瓦时 瓦小时
A.h   | A*h       | physical    | k m             | Ah Ahr   | amp-hour ampere-hour | 安时
V.A   | V*A       | physical    | k M             | VA       | -                 | 伏安
cal   | calorie   | physical    | k               | cal      | calorie           | 卡 卡路里
lm    | lumen     | physical    | k               | lm       | lumen             | 流明
lx    | lux       | physical    | k               | lx       | -                 | 勒克斯
rad   | absorbed_rad | physical    | k M             | rad rads | -                 | 拉德
Gy    | gray      | physical    | k m c           | Gy       | -                 | 戈瑞
Sv    | sievert   | physical    | m u             | Sv       | sievert           | 希沃特
Bq    | becquerel | physical    | k M G           | Bq       | becquerel         | 贝克勒尔
Da    | dalton    | physical    | k               | Da       | dalton            | 道尔顿
S     | siemens   | physical    | m u             | S        | -                 | 西门子
W     | watt      | physical    | k M G           | Wp       | -                 | 瓦峰
"""
"""Norm | pint | kind | prefixes it is used with | symbols | English names | Chinese names."""

PLAIN = """
min | minute | time | min mins minute minutes 分钟
h | hour | time | h hr hrs hour hours 小时 个小时 钟头
d | day | time | d day days 天 日 工作日
wk | week | time | week weeks 周 个周 星期 个星期
mo | month | time | month months 个月 月
a | year | time | year years yr yrs 年 周年 个年度
10.a | 10*year | time | decade decades
degC | degC | temperature | ℃ 摄氏度 Celsius celsius centigrade °C 度C degC
degF | degF | temperature | ℉ °F Fahrenheit fahrenheit degF 华氏度
deg | angle_degree | angle | ° deg degs degree degrees 度 角度
' | angle_degree/60 | angle | arcminute arcminutes arcmin 角分
'' | angle_degree/3600 | angle | arcsecond arcseconds arcsec 角秒
m'' | angle_degree/3.6e6 | angle | milli-arc-seconds milliarcseconds milli-arcseconds mas
% | percent | percent | % percent pct 个百分点 百分点 %RH %rh
% | percent | percent | wt% wt.% 质量%
% | percent | percent | vol% vol.%
‰ | 1e-3 | percent | ‰
ppm | ppm | physical | ppm PPM Ppm PPm ppmv ppmw
ppb | 1e-9 | physical | ppb PPB
1 | dimensionless | ratio | 倍 X x times fold NA
10% | 0.1 | percent | 成
{orders} | count | ratio | 个数量级 数量级
[in] | inch | physical | in inch inches "
[ft] | foot | physical | ft feet foot 英尺
1e3 [ft] | 1e3*foot | physical | kft
[mi] | mile | physical | mile miles mi 英里
nmi | nautical_mile | physical | nmi 海里
yd | yard | physical | yard yards yd
[mil] | thou | physical | mil mils
mm | mm | physical | ㎜ 毫米 公厘
cm | cm | physical | ㎝ 厘米 公分
km | km | physical | ㎞ 公里
um | um | physical | micron microns 微米 μ
nm | nm | physical | 纳米
kg | kg | mass | 公斤 ㎏ kilo kilos
kg/2 | 0.5*kg | mass | 斤
mg | mg | mass | ㎎
t | tonne | mass | 吨 tonne tonnes ton tons 公吨
[lb] | pound | mass | lb lbs pound pounds Lbs Lb 磅
[oz] | ounce | mass | oz ounce ounces 盎司
[lbf] | lbf | physical | lbf lbsf
[kip] | kip | physical | kip kips
gf | gram_force | physical | gf
[ft].[lbf] | foot*lbf | physical | ft-lb ft-lbs ft-lbf
kcal | kcal | physical | 大卡
kgf | kgf | physical | kgf 公斤力
m2 | m**2 | area | ㎡ 平方米 平米 平方 sqm
km2 | km**2 | area | 平方公里 平方千米
mm2 | mm**2 | physical | 平方毫米
cm2 | cm**2 | physical | 平方厘米
[ft]2 | foot**2 | area | sqft
[mu] | chinese_mu | area | 亩
hm2 | hectare | area | 公顷 hm2 ha
[acr] | acre | area | acre acres
m3 | m**3 | physical | 立方米 立方 方 m³ 立米
cm3 | cm**3 | physical | 立方厘米 cc
mm3 | mm**3 | physical | 立方毫米
dm3 | dm**3 | physical | 立方分米
[gal] | gallon | physical | gallon gallons gal 加仑
[psi] | psi | physical | psi psia psig PSI
1e3 [psi] | ksi | physical | ksi kpsi
atm | atm | physical | atm atms 大气压 个大气压 atmosphere atmospheres
Torr | torr | physical | torr Torr
mm[Hg] | mmHg | physical | mmHg
kW.h | kW*h | physical | 度电 千瓦时 千瓦小时
[hp] | horsepower | physical | hp HP shaft-hp horsepower 马力
[Btu] | Btu | physical | Btu BTU
dB | db_level | physical | dB dBs decibel decibels 分贝
dB(A) | db_level | physical | dB(A) dBA 分贝(A)
dBm | dbm_level | physical | dBm dbm
dBi | dbi_level | physical | dBi dbi
dBc | dbc_level | physical | dBc
dBW | dbw_level | physical | dBW dbw
G | 1e-4*tesla | physical | gauss Gauss Gs
[Oe] | 79.5774715*A/m | physical | Oe
1e3 G | 0.1*tesla | physical | kGs
[g] | standard_gravity | physical | g's G's gs grms Grms
m[g] | 1e-3*standard_gravity | physical | milli-g
u[g] | 1e-6*standard_gravity | physical | micro-g micro-gs ug
{C} | c_rate | physical | C倍率
Ki | 1024 | ratio | Ki
[Mach] | mach_number | physical | Mach 马赫
rpm | count/minute | physical | rpm RPM
km/h | km/hour | physical | kph kmh
[mi]/h | mile/hour | physical | mph MPH
[kn] | knot | physical | knot knots kts 节
{px} | count | count | px pixel pixels 像素 像元
1e6 {px} | 1e6*count | physical | Mpx Mpixel megapixel megapixels MP
{frames}/s | count/second | physical | fps FPS
{samples} | count | count | samples sample Samples Sample
1e3 {samples} | 1e3*count | count | kSamples kS
1e9 {samples}/s | 1e9*count/second | physical | GSPS GSps GSa/s
1e6 {samples}/s | 1e6*count/second | physical | MSPS MSps MS/s MSa/s
1e3 {samples}/s | 1e3*count/second | physical | kSPS ksps KSPS kS/s
kbit/s | kbit/second | physical | kbps Kbps
Mbit/s | Mbit/second | physical | Mbps Mbits/s
Gbit/s | Gbit/second | physical | Gbps Gbs Gbit/sec
kbit | kbit | physical | kbits Kbits
Mbit | Mbit | physical | Mbits Mb
Gbit | Gbit | physical | Gbits Gb
cd | candela | physical | cd candela
cd/m2 | candela/m**2 | physical | nit nits
m3 | m**3 | physical | Nm3 Nm³ 标方 标立方米
U | count | physical | U
fL | footlambert | physical | fL
[CFU] | count | physical | CFU cfu
{ions} | count | count | ions ion particles electrons electron photons protons
[HRC] | hrc_hardness | physical | HRC hrc
[HRB] | hrb_hardness | physical | HRB
[HRA] | hra_hardness | physical | HRA
[HV] | hv_hardness | physical | HV Hv
[HB] | hb_hardness | physical | HB HBW HBS
[HA] | ha_hardness | physical | 邵氏A
{mesh} | mesh | physical | 目 mesh
{级} | count | count | 级
V | volt | physical | Vrms VDC VAC Vdc Vac Vpp
P | poise | physical | poise
mPa.s | millipascal*second | physical | 毫帕秒
cP | centipoise | physical | cP cps cPs 厘泊
cSt | centistokes | physical | cSt
S | siemens | physical | S
mS | millisiemens | physical | mS
uS | microsiemens | physical | uS μS
{IU} | count | physical | IU iu
{rev} | count | count | rev revs revolution revolutions r 转
var | V*A | physical | var Var kvar
Jy | 1e-26*W/m**2/Hz | physical | Jy
urad | 1e-6*angle_radian | angle | urad μrad microradian microradians micro-radians
mrad | 1e-3*angle_radian | angle | mrad milliradian milliradians milli-radians
nrad | 1e-9*angle_radian | angle | nrad nanoradian nanoradians
rad | angle_radian | angle | radian radians 弧度
sr | steradian | angle | sr steradian
denier | denier | physical | denier 旦
tex | tex | physical | tex
CNY | CNY | money | 元 块钱 人民币 元人民币 RMB CNY yuan
USD | USD | money | 美元 美金 USD dollar dollars
EUR | EUR | money | 欧元 EUR euro euros
"""
"""Norm | pint | kind | spellings."""

COUNTED_HAN = """
    项 篇 个 套 台 只 件 条 人 名 辆 座 次 种 株 头 对 层 份 批 部 家 户 瓶 块 片 根 例 副 组 支 张 幢 栋 间 尾
    羽 枚 颗 粒 把 架 艘 口 棵 包 袋 箱 桶 罐 卷 本 册 处 路 通道 人次 台套 头份 羽份 端口 节点 位 工位 批次 点
    帧 孔 自由度 步 盒 锭 车次 航班 像元 周期 循环
"""
"""Classifiers and nouns that are counted. Where a value has one of these it needs more to be a parameter."""

COUNTED_WORDS = """
    cycle channel frame pulse node point wire element layer shot unit round person part user agent operation
    sensor target object track host vehicle aircraft degree-of-freedom sortie mission gate junction band beam
    cell line test sample prototype specimen module marker drop panel article coupon flex
    wash bend insertion iteration component device port platform core thread image spot satellite flight event
    message landing actuation stage bin feature degree axis
"""
"""English nouns that are counted, singular."""

BEGINNINGS = {
    "方": "面法案向式程便", "安": "全装排防静", "克": "服", "天": "然线", "升": "级高温华降", "点": "位火对",
    "元": "素器件", "节": "点能约省", "位": "置于", "部": "分件位门", "周": "期边围转", "年": "代度来前后底初末份",
    "家": "庭具电", "车": "间辆", "组": "合件分成织", "路": "由线", "支": "撑持架", "批": "次量", "根": "据",
    "孔": "径", "步": "骤进", "头": "部", "米": "粉饭", "包": "装括含", "道": "路", "度": "假", "层": "面次级",
    "片": "区", "张": "力", "时": "代", "卷": "材", "口": "径", "对": "比应称外于", "种": "植子苗鸽猪",
    "人": "工力才员体", "粒": "度径", "架": "构", "只": "有能是要", "成": "分本为员立功品型份", "级": "别联",
    "目": "前标的录", "处": "理于", "巴": "西", "牛": "皮", "亨": "利", "月": "份底初末", "日": "期前",
    "本": "项公次", "名": "称", "盒": "子", "例": "如", "间": "距隔", "代": "表替", "件": "数", "转": "化变换移速",
    "卡": "片", "欧": "洲盟美", "焦": "点化", "环": "境",
}  # fmt: skip
"""Units of one character with what may follow them in another word: 3 方面 and 2 安全 name no unit."""
