"""Verdicts as an engineer would give them, written by hand before any of them was computed.

A line: what is required | what is offered | the verdict of each required parameter, parted by ``;``: the outcome, then
by how much it is missed (in the required unit) or the obstacle.
"""

CASES = """
# At least, at most, and the edge
抗冲击韧性≥67% | 抗冲击韧性达到60% | missed 7
抗冲击韧性≥67% | 抗冲击韧性达到67% | met
抗冲击韧性≥67% | 抗冲击韧性达到70% | met
抗冲击韧性≥67% | 抗冲击韧性≥67% | met
抗冲击韧性＞67% | 抗冲击韧性为67% | missed 0
抗冲击韧性＞67% | 抗冲击韧性＞67% | met
抗冲击韧性＞67% | 抗冲击韧性≥67% | partly 0
抗冲击韧性≥67% | 抗冲击韧性＞67% | met
含水率≤10% | 含水率8% | met
含水率≤10% | 含水率10% | met
含水率＜10% | 含水率10% | missed 0
含水率≤10% | 含水率12.5% | missed 2.5
含水率≤10% | 含水率小于10% | met
噪声≤65dB(A) | 运行噪声60dB(A) | met
噪声不超过65分贝 | 噪音为70dB | missed 5
响应时间小于10ms | 响应时间8ms | met
响应时间小于10ms | 响应时间0.02s | missed 10
抗拉强度不低于500MPa | 抗拉强度为480～520MPa | partly 20
抗拉强度不低于500MPa | 抗拉强度为510～550MPa | met
抗拉强度不低于500MPa | 抗拉强度为400～450MPa | missed 50
误报率低于1% | 误报率0.5% | met
误报率低于1% | 误报率1%~2% | missed 0
误报率≤1% | 误报率0.5%~2% | partly 1
良率≥96% | 良品率95.5% | missed 0.5
堆积密度≥1.80克/立方厘米 | 堆积密度1.8g/cm3 | met
堆积密度≥1.80克/立方厘米 | 堆积密度1.75g/cm3 | missed 0.05
转换效率≥22% | 转换效率最高可达23% | partly
转换效率≥22% | 转换效率最高为20% | missed 2

# Synonyms
抗拉强度≥500MPa | 抗张强度550MPa | met
抗拉强度≥500MPa | 拉伸强度450MPa | missed 50
附着力≥5MPa | 涂层结合强度达到7MPa | met
导热系数≤0.03W/(m·K) | 热导率0.025W/(m·K) | met
导热系数≤0.03W/(m·K) | 热传导系数为0.04W/(m·K) | missed 0.01
纯度≥99.5% | 产品含量99.7% | met
纯度≥99.5% | 产品含量99.0% | missed 0.5
耐温≥150℃ | 耐热180℃ | met
耐温≥150℃ | 最高使用温度120℃ | missed 30
粘度≤800mPa·s | 黏度500mPa·s | met
克容量≥170mAh/g | 放电比容量165mAh/g | missed 5
续航里程≥500km | 续驶里程520km | met
孔隙率35%~45% | 气孔率40% | met
电耗不高于80kWh/t | 综合能耗75kWh/t | met
漏检率≤0.5% | 漏报率0.3% | met
使用寿命不少于10年 | 设计寿命15年 | met
粒径50-100nm | 平均粒径80nm | met
检出限≤0.1μg/L | 检测限0.05μg/L | met
重量≤12kg | 整机质量10kg | met

# Chinese and English
抗拉强度≥500MPa | The alloy has a tensile strength of 520 MPa. | met
抗拉强度≥500MPa | The tensile strength reaches 0.48 GPa. | missed 20
纯度≥99.9% | a purity of 99.95% | met
导热系数≤0.03W/(m·K) | thermal conductivity of 0.025 W/mK | met
能量密度≥300Wh/kg | an energy density of 0.32 kWh/kg | met
能量密度≥300Wh/kg | specific energy > 280 Wh/kg | missed 20
循环寿命≥2000次 | cycle life of 3000 cycles | met
定位精度±0.05mm | positioning accuracy of ±0.02 mm | met
定位精度±0.05mm | positioning accuracy of ±0.1 mm | missed 0.05
tensile strength of at least 500 MPa | 抗拉强度达到600MPa | met
a mass of at most 12 kg | 重量15公斤 | missed 3
response time of less than 10 ms | 响应时间5毫秒 | met
service life of at least 15 years | 使用寿命10年 | missed 5
noise level of at most 65 dB | 噪声为60分贝 | met
power consumption of at most 100 W | 功耗80W，能耗80W | met
minimum 25 percent electrical efficiency | 效率达到30% | met
response time < 10 ms | The system has a response time of 12 ms. | missed 2
mass of less than 10 pounds | The sensor has a mass of 4 kg. | met
weight less than 10 pounds | weight of 5 kg | missed 1.0231
surface roughness ≤ 0.8 μm | 表面粗糙度0.4μm | met
specific surface area > 1500 m2/g | 比表面积达1800m2/g | met
moisture content below 10% | 含水率为8% | met

# Units
线材直径小于50μm | 线径0.04mm | met
长度11km以上 | 长度12000米 | met
抗张强度大于1GPa | 抗张强度1200MPa | met
耐压≥1.6MPa | 耐压20公斤力/平方厘米，承压2000kPa | met
功率≥30kW | power of 50 hp | met
功率≥30kW | power of 40 hp | missed 0.1720
转速3000r/min | rotational speed of 3000 rpm | met
最高工作温度≥150℃ | maximum operating temperature of 320 °F | met
最高工作温度≥150℃ | maximum operating temperature of 300 °F | missed 1.1111
处理量≥100t/h | 处理量2400吨/天 | met
处理量≥100t/h | 处理量50000kg/h | missed 50
误差≤0.1mm | 测量误差50μm | met
杂质含量≤40ppm | 杂质含量0.003% | met
杂质含量≤0.001% | 杂质含量20ppm | missed 0.001
介电损耗≤0.002 | 介电损耗小于0.0015 | met
转换效率≥0.95 | 转换效率96% | met
转换效率≥95% | 转换效率0.93 | missed 2
转换效率≥95% | 转换效率≥97 | incomparable unit
生产成本不超过20元/公斤 | 成本15000元/吨 | met
生产成本不超过20元/公斤 | 生产成本2.5万元/吨 | missed 5
单价不高于5万元 | 设备售价4.5万元 | met
年产能≥10万吨 | 年产量8万吨 | missed 2
算法准确率≥95% | 识别准确率98% | met
硬度≥60HRC | 硬度62HRC | met
硬度≥60HRC | hardness of 700 HV | incomparable unit
能量密度≥300Wh/kg | 体积能量密度700Wh/L | incomparable unit
处理量≥100t/h | 处理量50立方米/小时 | incomparable unit
成本≤20元/公斤 | 成本3美元/公斤 | incomparable unit
通道数≥16个 | 通道数32路，通道数量32个 | met
使用寿命≥5000小时 | 使用寿命1年 | met
使用寿命≥5000小时 | 使用寿命100天 | missed 2600
接触角≥150° | 水接触角155度 | met
缺陷密度低于5000cm-2 | 位错密度为2000cm-2 | met

# A value without a comparator: the property says which way is better
效率22% | 效率23% | met
效率22% | 效率21% | missed 1
抗压强度35MPa | 抗压强度40MPa | met
成本20元/公斤 | 生产成本18元/公斤 | met
钻孔孔径为Φ32mm | 钻孔孔径32mm | met
钻孔孔径为Φ32mm | 钻孔孔径为32.4mm | met
钻孔孔径为Φ32mm | 钻孔孔径为33mm | missed 1
膨胀系数0.5ppm/K | 热膨胀系数0.6ppm/K | missed 0.1
密度2.70g/cm3 | 密度2.7g/cm3 | met
密度2.70g/cm3 | 密度2.8g/cm3 | missed 0.1
厚度约35mm | 厚度38mm | met
厚度约35mm | 厚度40mm | missed 5
抗压强度约35MPa | 抗压强度32MPa | met
抗压强度约35MPa | 抗压强度31MPa | missed 0.5
折射率1.5 | 折射率1.52 | met
重量约10kg | 重量10.8kg | met

# Ranges and tolerances
厚度2-3mm | 厚度2.5mm | met
厚度2-3mm | 厚度2~3毫米 | met
厚度2-3mm | 厚度2.5-3.5mm | partly 0.5
厚度2-3mm | 厚度4mm | missed 1
厚度2-3mm | 厚度1.5mm | missed 0.5
厚度2-3mm | 厚度不超过2.5mm | partly
厚度2-3mm | 厚度不超过1mm | missed 1
克容量400-600mAh/g | 克容量650mAh/g | met
克容量400-600mAh/g | 克容量380mAh/g | missed 20
碱度，pH值6-9 | pH值为5-10 | met
pH值6-9 | pH值6.5~8.5 | partly 0.5
厚度均匀性±1μm | 厚度均匀性±0.5μm | met
厚度均匀性±1μm | 厚度均匀性±3μm | missed 2
厚度均匀性±1μm | 厚度均匀性≤0.8μm | met
温度波动±2℃ | 温度波动±0.5℃ | met
温度波动±2℃ | 温度波动±3℃ | missed 1
厚度25±2mm | 厚度25±1mm | met
厚度25±2mm | 厚度25±3mm | partly 1
厚度25±2mm | 厚度28mm | missed 1
厚度25±2mm | 厚度26mm | met
粘度500-800mPa·s | viscosity of 600 cP | met
测量范围0~100mm | 量程0-150mm | met
测量范围0~100mm | 量程10-90mm | partly 10
测量范围0~100mm | 测量范围200~300mm | missed 100
频率范围20Hz-20kHz | 频率范围50Hz-20kHz | partly 0.03
输入电压200-240V | 输入电压100~264V | met

# Temperatures of use
工作温度-40~85℃ | 工作温度-40~125℃ | met
工作温度-40~85℃ | 使用温度-20~70℃ | partly 20
工作温度-40~85℃ | 工作温度100~200℃ | missed 15
工作温度-40~85℃ | 耐温120℃ | partly
工作温度-40~85℃ | operating temperature of -55 to 125 °C | met
耐温≥150℃ | 工作温度-40~200℃ | met
耐温≥150℃ | 工作温度-40~85℃ | missed 65
耐高温1700度以上 | 耐高温1750℃ | met
耐高温1700度以上 | 耐温1600℃ | missed 100
耐寒-15度 | 耐低温-40℃ | met
耐寒-15度 | 耐寒-10℃ | missed 5
最高工作温度300℃ | 最高工作温度350℃ | met
最高工作温度300℃ | 工作温度0~250℃ | missed 50
temperature range of -70 degrees C to +60 degrees C | temperature range of -80 °C to +70 °C | met
温升≤20K | 温升15℃ | met
温升≤20K | 温升25℃ | missed 5
工作压力0.5~1.0MPa | 工作压力0.2-1.6MPa | met

# Changes
成本降低30% | 成本降低35% | met
成本降低30% | 成本降低20% | missed 10
成本降低30%以上 | 成本提高5% | missed 35
效率提高30% | efficiency improved by 35% | met
能耗降低20% | 能耗降低一半 | met
噪声降低至少2dB(A) | 噪声降低3dB | met
寿命提高100%以上 | 寿命提高2倍 | met
成本降低30% | 成本15元/公斤 | incomparable relative
生产成本不超过14元/公斤 | 生产成本降低30% | incomparable relative
目前成本20元/公斤，需降低30% | 成本14元/公斤 | met
目前成本20元/公斤，需降低30% | 成本13元/公斤 | met
目前成本20元/公斤，需降低30% | 成本15元/公斤 | missed 5
目前成本20元/公斤，需降低30% | 成本降低25% | missed 5
能耗降低30% | 本技术将能耗由120kWh/t降至80kWh/t | met
能耗降低50% | 本技术将能耗由120kWh/t降至80kWh/t | missed 16.6667
目前使用寿命1000小时，要求使用寿命提高50%以上 | 使用寿命1600小时 | met
效率提高30% | 效率达到25% | incomparable relative
能耗≤80kWh/t | 目前能耗120kWh/t，可使能耗降低40% | met

# Conditions
80℃下抗拉强度≥30MPa | 25℃下抗拉强度50MPa | incomparable conditions
80℃下抗拉强度≥30MPa | 80℃下抗拉强度28MPa | missed 2
80℃下抗拉强度≥30MPa | 抗拉强度50MPa | met
抗拉强度≥30MPa | 80℃下抗拉强度50MPa | met
80℃下抗拉强度≥30MPa，25℃下抗拉强度≥50MPa | 80℃下抗拉强度35MPa，25℃下抗拉强度45MPa | met; missed 5
抗压强度28d≥70MPa | 抗压强度28d达到75MPa | met
抗压强度28d≥70MPa | 抗压强度7d达到75MPa | incomparable conditions
20℃下电导率≥1mS/cm | 25℃下电导率1.2mS/cm | met
导热系数≤0.2W/(m·K)（600℃） | 导热系数0.15W/(m·K)（25℃） | incomparable conditions

# Alike, and not the same
长度≥100mm | 厚度120mm | not_stated
工作温度-40~85℃ | 室温25℃ | not_stated
抗拉强度≥500MPa | 屈服强度520MPa | not_stated
抗拉强度≥500MPa | 抗压强度520MPa | not_stated
强度≥500MPa | 抗拉强度520MPa | met
抗拉强度≥500MPa | 弹性模量210GPa | not_stated
Fe含量＜40ppm | 碳含量20ppm | not_stated
氨氮去除率≥95% | COD去除率98% | not_stated
氨氮去除率≥95% | 氨氮去除率96% | met
COD去除率≥95% | a COD removal rate of 97% | met
涂层厚度50μm | 基板厚度50μm | not_stated
涂层厚度≥50μm | 厚度60μm | met
充电时间≤2h | 放电时间1h | not_stated
输入电压200-240V | 输出电压220V | not_stated
初凝时间3min | 终凝时间3min | not_stated
响应时间小于10ms | 启动时间5ms | not_stated
误报率低于1% | 漏报率0.5% | not_stated
堆积密度≥1.8g/cm3 | 振实密度2.0g/cm3 | not_stated
存储温度-40~85℃ | 工作温度-40~85℃ | not_stated
烧结温度1200℃ | 反应温度1200℃ | not_stated
储能容量≥100kWh | 功率100kW | not_stated
内径≥20mm | 外径25mm | not_stated
质量≤12kg | 承载力10kg | not_stated
热导率≥200W/(m·K) | 电导率200S/m | not_stated
yield strength of at least 500 MPa | tensile strength of 600 MPa | not_stated
length of at least 2 m | width of 3 m | not_stated

# Not stated, not judged
抗拉强度≥500MPa | 本成果具有良好的力学性能，已在多家企业应用。 | not_stated
抗拉强度≥500MPa | - | not_stated
- | 抗拉强度520MPa | -
项目预算200万元，研发周期2年 | 抗拉强度520MPa | -
授权发明专利2项，发表论文3篇 | 授权发明专利5项 | -
目前抗拉强度为300MPa | 抗拉强度520MPa | -
抗拉强度≥500MPa，申请专利2项 | 抗拉强度520MPa | met
希望提升产品质量 | 抗拉强度520MPa | -

# Several at once, several offered
抗拉强度≥500MPa，伸长率≥8%，硬度≥60HRC | 抗拉强度550MPa，延伸率6% | met; missed 2; not_stated
纯度≥99.9%，粒径50-100nm，比表面积≥30m2/g | 粒径80nm，纯度99.5%，比表面积35m2/g | missed 0.4; met; met
抗冲击韧性≥67% | I型抗冲击韧性达到60%，II型抗冲击韧性达到70% | met
抗冲击韧性≥67% | I型抗冲击韧性达到60%，II型抗冲击韧性达到65% | missed 2
效率≥22% | 常规电池效率20%，本技术效率达到23% | met
a mass of at most 12 kg and a power consumption of at most 50 W | 重量10kg，能耗60W | met; missed 10
首效＞89%，克容量400-600mAh/g，振实密度＞1.1 g/cm3 | 首效91%，比容量450mAh/g，振实密度1.1g/cm3 | met; met; missed 0
响应时间≤15ms；识别距离≥20m；误差≤3cm | 响应时间20ms，识别距离25m | missed 5; met; not_stated
"""
"""Two dashes stand for a text without anything in it, and for no verdict."""
