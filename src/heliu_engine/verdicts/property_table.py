"""Standard names of physical and technical properties, Chinese and English, as of December 2026.

Names are those of engineering vocabulary (GB/T 228, 7314, 9341 and their ISO counterparts for materials, GB/T 2900 for
electrical terms, everyday data sheets). A row is a property: key | units it is stated in | which way is better | how
far what stands before its name matters | Chinese names | English names | what it is a kind of.

Better: ``up``, ``down``, ``cover`` (a range of use: an offer must cover it), ``-`` (a value that is to be kept).

What stands before the name (涂层 in 涂层厚度):

- ``s`` says of what it is measured, and hardly matters: 钢筋抗拉强度 is a tensile strength;
- ``g`` the name alone says little: 涂层厚度 and 基板厚度 are two things, 厚度 alone may be either;
- ``n`` the name is nothing without it: Fe含量, COD去除率;
- ``x`` what a project delivers, no property of a technology.
"""

PROPERTIES = """
strength | MPa | up | g | 强度 | strength
tensile_strength | MPa kN N | up | s | 抗拉强度 抗张强度 拉伸强度 极限抗拉强度 拉断强度 断裂强度 抗拉伸强度 | tensile strength, ultimate strength, breaking strength, UTS | strength
yield_strength | MPa | up | s | 屈服强度 屈服极限 屈服点 屈服应力 | yield strength, yield stress, yield point | strength
compressive_strength | MPa | up | s | 抗压强度 压缩强度 耐压强度 抗压 | compressive strength, compression strength, crushing strength | strength
flexural_strength | MPa | up | s | 抗弯强度 弯曲强度 抗折强度 | flexural strength, bending strength | strength
shear_strength | MPa | up | s | 抗剪强度 剪切强度 | shear strength | strength
impact_strength | kJ/m2 J/m | up | s | 冲击强度 抗冲击强度 缺口冲击强度 | impact strength | strength
bond_strength | MPa N/mm | up | s | 附着力 结合力 粘结强度 粘接强度 结合强度 附着强度 剥离强度 胶接强度 | adhesion, adhesion strength, adhesive strength, bond strength, bonding strength, peel strength | strength
dielectric_strength | kV/mm | up | s | 介电强度 击穿强度 击穿场强 绝缘强度 | dielectric strength, breakdown strength, breakdown field | strength
fatigue_strength | MPa | up | s | 疲劳强度 疲劳极限 | fatigue strength, fatigue limit | strength
toughness | % J/cm2 MPa.m | up | g | 韧性 冲击韧性 抗冲击韧性 断裂韧性 | toughness, impact toughness, fracture toughness
impact_energy | J | up | s | 冲击功 冲击吸收能量 吸收能量 | impact energy, absorbed energy
elongation | % | up | s | 伸长率 断裂伸长率 延伸率 断后伸长率 | elongation, elongation at break
modulus | GPa MPa | up | g | 模量 弹性模量 杨氏模量 拉伸模量 | modulus, elastic modulus, Young's modulus, tensile modulus, elasticity
hardness | [HRC] [HV] [HB] [HRB] [HRA] [HA] GPa | up | s | 硬度 表面硬度 | hardness, surface hardness
density | g/cm3 | - | g | 密度 比重 | density, specific gravity
bulk_density | g/cm3 | - | s | 堆积密度 松装密度 表观密度 | bulk density, apparent density | density
tap_density | g/cm3 | up | s | 振实密度 | tap density | density
relative_density | % | up | s | 致密度 相对密度 | relative density, densification
porosity | % | - | s | 孔隙率 气孔率 孔隙度 | porosity
pore_size | um nm | - | g | 孔径 平均孔径 | pore size, pore diameter
surface_area | m2/g | up | s | 比表面积 比表面 | specific surface area, BET surface area, surface area
particle_size | um nm mm {mesh} | - | g | 粒径 粒度 平均粒径 颗粒尺寸 细度 | particle size, grain size, particle diameter
roughness | um nm | down | s | 粗糙度 表面粗糙度 | roughness, surface roughness
flatness | um mm | down | s | 平面度 平整度 | flatness
friction | 1 | down | s | 摩擦系数 | friction coefficient, coefficient of friction, friction
wear | mm3 mg g mm3/(N.m) % | down | s | 磨损率 磨损量 磨耗 磨耗量 | wear, wear rate, wear loss, abrasion
corrosion_rate | mm/a | down | s | 腐蚀速率 腐蚀率 年腐蚀率 | corrosion rate
salt_spray | h | up | s | 盐雾试验 耐盐雾 盐雾 中性盐雾 耐中性盐雾 盐雾时间 耐盐雾时间 盐雾试验时间 | salt spray, salt spray resistance, salt fog, salt spray test
viscosity | mPa.s | - | g | 粘度 黏度 动力粘度 | viscosity
kinematic_viscosity | cSt | - | s | 运动粘度 运动黏度 | kinematic viscosity
surface_tension | mN/m | - | s | 表面张力 | surface tension
contact_angle | deg | up | s | 接触角 水接触角 | contact angle
thermal_conductivity | W/(m.K) | - | s | 导热系数 热导率 导热率 热传导系数 传热率 | thermal conductivity, heat conductivity
heat_transfer | W/(m2.K) | - | s | 传热系数 换热系数 | heat transfer coefficient, U-value
thermal_expansion | 1/K ppm/K | down | s | 热膨胀系数 膨胀系数 线膨胀系数 | thermal expansion, thermal expansion coefficient, coefficient of thermal expansion, CTE
specific_heat | J/(kg.K) | - | s | 比热 比热容 | specific heat, heat capacity
thermal_resistance | K/W | down | s | 热阻 | thermal resistance
heating_value | MJ/kg kJ/m3 | up | s | 热值 发热量 | heating value, calorific value
melting_point | degC | - | s | 熔点 熔融温度 | melting point, melting temperature
glass_transition | degC | - | s | 玻璃化温度 玻璃化转变温度 | glass transition temperature, glass transition
flash_point | degC | up | s | 闪点 | flash point
ignition_point | degC | up | s | 燃点 着火点 | ignition point, ignition temperature
heat_resistance | degC | up | s | 耐温 耐热 耐高温 耐温性 耐热性 耐热温度 耐受温度 耐温温度 最高工作温度 最高使用温度 最高耐温 长期使用温度 耐高温性 | heat resistance, temperature resistance, maximum operating temperature, maximum service temperature, max operating temperature, withstand temperature, temperature capability, high temperature resistance
cold_resistance | degC | down | s | 耐寒 耐低温 耐寒性 耐低温性 最低工作温度 最低使用温度 | cold resistance, low temperature resistance, minimum operating temperature, minimum service temperature
operating_temperature | degC | cover | s | 工作温度 使用温度 运行温度 服役温度 适用温度 工作温区 工作温度范围 使用温度范围 适用温度范围 温度范围 作业温度 工作环境温度 使用环境温度 | operating temperature, working temperature, service temperature, use temperature, temperature range, operating temperature range, operational temperature
storage_temperature | degC | cover | s | 存储温度 储存温度 贮存温度 保存温度 存放温度 | storage temperature, storage temperature range
room_temperature | degC | - | s | 室温 环境温度 常温 | room temperature, ambient temperature, environment temperature
temperature | degC | - | g | 温度 | temperature
reaction_temperature | degC | - | s | 反应温度 | reaction temperature
sintering_temperature | degC | - | s | 烧结温度 煅烧温度 | sintering temperature, calcination temperature
curing_temperature | degC | - | s | 固化温度 | curing temperature, cure temperature
temperature_rise | K | down | s | 温升 温度升高 | temperature rise
temperature_difference | K | down | g | 温差 温度波动 温度变化 温度变化范围 温度均匀性 控温精度 温控精度 温度偏差 温度控制精度 测温精度 测温误差 温度精度 | temperature difference, temperature fluctuation, temperature uniformity, temperature stability, temperature control accuracy, temperature accuracy
humidity | % | cover | s | 湿度 相对湿度 环境湿度 | humidity, relative humidity
pressure | MPa | - | g | 压力 压强 | pressure
operating_pressure | MPa | cover | s | 工作压力 使用压力 运行压力 压力范围 | operating pressure, working pressure, service pressure, pressure range
pressure_resistance | MPa | up | s | 耐压 承压 承压能力 耐压能力 爆破压力 最高工作压力 最大工作压力 | pressure resistance, burst pressure, pressure rating, maximum operating pressure, withstand pressure
pressure_drop | kPa | down | s | 压降 压力损失 压损 阻力损失 | pressure drop, pressure loss
vacuum | Pa | down | s | 真空度 | vacuum, vacuum level, base pressure
altitude | m | cover | s | 海拔 海拔高度 工作海拔 | altitude, operating altitude
efficiency | % | up | g | 效率 | efficiency
purity | % | up | g | 纯度 主含量 有效成分含量 | purity
content | % ppm mg/L mg/kg g/L | - | n | 含量 浓度 质量分数 | content, concentration, mass fraction
impurity | % ppm | down | n | 杂质含量 残留量 残留 杂质 | impurity, impurity content, residue, impurities
yield | % | up | g | 收率 产率 得率 回收率 提取率 转化率 | yield, recovery, recovery rate, extraction rate, conversion, conversion rate
good_rate | % | up | s | 良率 良品率 合格率 成品率 优品率 产品合格率 | yield rate, pass rate, first pass yield, qualification rate, production yield
defect_rate | % ppm | down | s | 不良率 次品率 废品率 缺陷率 破损率 故障率 失效率 | defect rate, failure rate, reject rate, scrap rate, breakage rate
defect_density | cm-2 /cm2 | down | s | 缺陷密度 位错密度 | defect density, dislocation density
removal_rate | % | up | n | 去除率 脱除率 降解率 净化率 清除率 杀灭率 抑菌率 抗菌率 | removal rate, removal efficiency, removal, degradation rate, kill rate, antibacterial rate
filtration | % | up | s | 过滤效率 截留率 脱盐率 | filtration efficiency, rejection rate, salt rejection, retention
selectivity | % | up | g | 选择性 | selectivity
retention | % | up | s | 容量保持率 保持率 保留率 | capacity retention, retention rate
water_content | % ppm | down | s | 含水率 含水量 水分 水分含量 | moisture content, water content, moisture
water_absorption | % | down | s | 吸水率 | water absorption
shrinkage | % | down | s | 收缩率 | shrinkage
survival_rate | % | up | s | 成活率 存活率 发芽率 | survival rate, germination rate
emission | mg/m3 mg/L g/(kW.h) t/a | down | n | 排放浓度 排放量 排放 | emission, emissions, emission concentration
energy_density | W.h/kg W.h/L | up | s | 能量密度 比能量 质量能量密度 体积能量密度 重量能量密度 | energy density, specific energy, gravimetric energy density, volumetric energy density
power_density | W/kg kW/L W/cm2 | up | s | 功率密度 比功率 | power density, specific power
specific_capacity | mA.h/g | up | s | 克容量 比容量 放电比容量 可逆比容量 可逆容量 | specific capacity, reversible capacity, discharge capacity
capacity_electric | A.h mA.h | up | g | 容量 电池容量 额定容量 | capacity, battery capacity, rated capacity
coulombic_efficiency | % | up | s | 首效 首次效率 库仑效率 首次库仑效率 首次充放电效率 | coulombic efficiency, initial coulombic efficiency, first cycle efficiency
cycle_life | {次} 1 {cycles} {周} | up | s | 循环寿命 循环次数 循环性能 循环 | cycle life, cycles, cycling life, charge/discharge cycles | life
life | a h {次} km | up | g | 寿命 使用寿命 工作寿命 服役寿命 用寿命 使用年限 设计寿命 | life, service life, lifetime, working life, operating life, useful life, design life
shelf_life | d mo a | up | s | 保质期 货架期 保存期 贮存期 储存期 存储期 保鲜期 | shelf life, storage life
mtbf | h | up | s | 平均无故障时间 平均无故障工作时间 无故障时间 | MTBF, mean time between failures
endurance | h min km | up | g | 续航 续航时间 续航里程 续驶里程 航时 航程 | endurance, range, driving range, flight time, battery life
charging_time | min h | down | s | 充电时间 | charging time, charge time
response_time | ms s min | down | s | 响应时间 反应时间 响应速度 | response time, reaction time
latency | ms s us | down | s | 时延 延时 延迟 延迟时间 | latency, delay, time delay
start_time | s min | down | s | 启动时间 冷启动时间 | start-up time, startup time, start time
setting_time_initial | min h | - | s | 初凝时间 初凝 | initial setting time, initial set
setting_time_final | min h | - | s | 终凝时间 终凝 | final setting time, final set
detection_time | s min h d | down | s | 检测时间 检测周期 分析时间 检验时间 | detection time, analysis time, test time, assay time
cycle_time | s min h d | down | s | 生产周期 节拍 加工周期 加工时间 生产节拍 | cycle time, takt time, production cycle, processing time
curing_time | s min h d | down | s | 固化时间 | curing time, cure time
time | s min h d mo a | - | g | 时间 时长 | time, duration
storage_time | s min h d mo a | up | g | 存储时间 存储 保存时间 保存 存放时间 | storage time, storage duration, retention time
cost | CNY CNY/kg CNY/t 1e4 CNY CNY/m2 CNY/m3 USD USD/kg | down | g | 成本 生产成本 制造成本 | cost, production cost, manufacturing cost, unit cost, costs
price | CNY CNY/kg CNY/t 1e4 CNY USD | down | g | 价格 售价 单价 | price, unit price, selling price
energy_use | kW.h/t kW.h W.h MJ/t kg/t kW.h/m3 kW.h/(100.km) W | down | g | 能耗 电耗 耗电量 能源消耗 综合能耗 单位能耗 用电量 耗能 | energy consumption, power consumption, energy use, electricity consumption, energy demand
water_use | m3 t/t m3/t | down | s | 水耗 耗水量 用水量 | water consumption, water use
fuel_use | g/(kW.h) L/(100.km) | down | s | 油耗 燃油消耗率 燃料消耗 | fuel consumption
material_use | kg/t g/t % | down | n | 用量 消耗量 单耗 添加量 | consumption, dosage, usage
labour | {人} | down | g | 人工 用工 人员数量 操作人员 | labour, labor, staff, operators
power | W kW [hp] | up | g | 功率 输出功率 发电功率 | power, output power, power output
torque | N.m | up | g | 扭矩 力矩 转矩 输出扭矩 | torque
force | N kN kgf | - | g | 力 拉力 推力 压紧力 锚固力 | force, thrust, pulling force
load | kg t kN N | up | g | 载荷 负载 承载力 承重 载重 承载能力 额定载荷 有效载荷 | load, payload, load capacity, carrying capacity, payload capacity
speed | m/s km/h m/min [Mach] | up | g | 速度 车速 线速度 运行速度 航速 飞行速度 | speed, velocity, line speed
rotation | {rev}/min rpm | - | g | 转速 旋转速度 主轴转速 | rotational speed, rotation speed, spindle speed, rotating speed
acceleration | m/s2 [g] | - | g | 加速度 | acceleration
stiffness | N/m N/mm | up | s | 刚度 | stiffness
voltage | V kV | - | g | 电压 | voltage
operating_voltage | V kV | cover | s | 工作电压 输入电压 供电电压 电压范围 | operating voltage, input voltage, supply voltage, voltage range
withstand_voltage | V kV | up | s | 耐电压 击穿电压 绝缘耐压 耐压值 耐压 | withstand voltage, breakdown voltage
current | A mA | - | g | 电流 | current
leakage_current | A mA uA nA | down | s | 漏电流 泄漏电流 暗电流 | leakage current, dark current
resistance | Ohm kOhm MOhm mOhm | - | g | 电阻 阻值 | resistance, electrical resistance
insulation_resistance | MOhm GOhm Ohm | up | s | 绝缘电阻 | insulation resistance
internal_resistance | mOhm Ohm | down | s | 内阻 接触电阻 导通电阻 | internal resistance, contact resistance, on-resistance
resistivity | Ohm.m Ohm.cm | - | g | 电阻率 体积电阻率 | resistivity, volume resistivity
sheet_resistance | Ohm | down | s | 方阻 方块电阻 | sheet resistance
conductivity | S/m S/cm mS/cm | up | g | 电导率 导电率 离子电导率 | conductivity, electrical conductivity, ionic conductivity
permittivity | 1 | - | s | 介电常数 相对介电常数 | dielectric constant, permittivity, relative permittivity
dielectric_loss | 1 | down | s | 介电损耗 介质损耗 损耗角正切 损耗因子 | dielectric loss, loss tangent, dissipation factor
frequency | Hz kHz MHz GHz | - | g | 频率 主频 | frequency
frequency_range | Hz kHz MHz GHz | cover | s | 频率范围 工作频率 频段 工作频段 频带 | frequency range, operating frequency, frequency band
bandwidth | Hz MHz GHz Mbit/s | up | s | 带宽 | bandwidth
gain | dB dBi | up | s | 增益 天线增益 | gain, antenna gain, associated gain
noise_figure | dB | down | s | 噪声系数 | noise figure
noise | dB(A) dB | down | s | 噪声 噪音 噪声值 工作噪声 运行噪声 整机噪声 | noise, noise level, sound level, sound pressure level
insertion_loss | dB dB/km | down | s | 插入损耗 插损 衰减 | insertion loss, attenuation
return_loss | dB | up | s | 回波损耗 | return loss
isolation | dB | up | s | 隔离度 | isolation
snr | dB | up | s | 信噪比 | signal-to-noise ratio, SNR
shielding | dB | up | s | 屏蔽效能 电磁屏蔽效能 | shielding effectiveness, EMI shielding
sound_insulation | dB | up | s | 隔声量 降噪量 | sound insulation, noise reduction
sensitivity_level | dBm | down | s | 接收灵敏度 灵敏度 | sensitivity, receiver sensitivity
output_level | dBm dBW | up | s | 发射功率 输出功率 | output power, transmit power, Psat
data_rate | bit/s kbit/s Mbit/s Gbit/s | up | s | 传输速率 数据速率 数据传输速率 通信速率 码率 速率 | data rate, bit rate, transmission rate, throughput
sampling_rate | Hz kHz 1e3 {samples}/s 1e6 {samples}/s | up | s | 采样率 采样频率 | sampling rate, sample rate, sampling frequency
frame_rate | {frames}/s Hz | up | s | 帧率 帧频 刷新率 | frame rate, refresh rate
communication_range | m km | up | s | 通信距离 传输距离 作用距离 探测距离 识别距离 检测距离 | communication range, transmission distance, detection range, detection distance, recognition distance
compute | {次}/s 1e12 {次}/s | up | s | 算力 | computing power, compute
accuracy_rate | % | up | g | 准确率 准确度 正确率 精确率 识别率 识别准确率 检测准确率 检出率 精度 识别精度 检测精度 命中率 | accuracy, precision, recognition rate, detection rate, classification accuracy, hit rate
recall | % | up | s | 召回率 查全率 | recall
sensitivity_rate | % | up | s | 灵敏度 敏感性 | sensitivity
specificity | % | up | s | 特异性 特异度 | specificity
false_alarm | % | down | s | 误报率 虚警率 误检率 假阳性率 | false alarm rate, false positive rate
missed_alarm | % | down | s | 漏报率 漏检率 假阴性率 | miss rate, false negative rate, missed detection rate
error_rate | % 1 | down | s | 误码率 错误率 误差率 | error rate, bit error rate
availability | % | up | s | 可用性 在线率 可用率 可靠性 可靠度 稼动率 | availability, uptime, reliability, online rate
positioning_error | mm um m cm nm | down | s | 定位精度 定位误差 重复定位精度 重复精度 重定位精度 | positioning accuracy, positioning error, position accuracy, repeatability, positioning repeatability, localization accuracy, localization error | error
error | mm um m cm nm degC K % deg s m3 kg V | down | g | 误差 精度 偏差 测量误差 测量精度 加工精度 不确定度 公差 | error, accuracy, deviation, uncertainty, tolerance, measurement accuracy, measurement error, precision
uniformity | um nm mm % | down | g | 均匀性 不均匀性 厚度均匀性 不均匀度 | uniformity, non-uniformity, thickness uniformity
resolution | mm um nm m deg K degC | down | g | 分辨率 分辨力 空间分辨率 | resolution, spatial resolution
resolution_pixels | {px} 1e6 {px} | up | s | 分辨率 像素 像素数 | resolution, pixel count, pixels
detection_limit | ug/L mg/L ng/L g/L mol/L ng/mL ppm ppb % | down | s | 检出限 检测限 检测下限 最低检测限 | detection limit, limit of detection, LOD
measuring_range | mm m N kPa MPa V % | cover | s | 量程 测量范围 检测范围 测程 | measuring range, measurement range, detection span
drift | %/h degC/h deg/h %/a | down | s | 漂移 零漂 | drift, bias drift
field_of_view | deg | up | s | 视场角 视场 视角 | field of view, FOV, viewing angle
rotation_angle | deg | cover | s | 转角 旋转角度 摆角 偏转角度 转动范围 | rotation angle, steering angle, deflection angle, scan angle
angle | deg | - | g | 角度 角 | angle
wavelength | nm um | - | g | 波长 | wavelength
spectral_range | nm um | cover | s | 光谱范围 波段 波长范围 | spectral range, wavelength range, waveband
transmittance | % | up | g | 透光率 透过率 透射率 | transmittance, transparency, transmission
reflectance | % | - | s | 反射率 | reflectance, reflectivity
haze | % | down | s | 雾度 | haze
refractive_index | 1 | - | s | 折射率 | refractive index
brightness | cd/m2 | up | s | 亮度 | brightness, luminance
illuminance | lx | - | s | 照度 | illuminance
luminous_flux | lm | up | s | 光通量 | luminous flux
luminous_efficacy | lm/W | up | s | 光效 发光效率 | luminous efficacy
magnetic_field | T G | - | g | 磁感应强度 磁场强度 磁场 剩磁 | magnetic field, magnetic flux density, remanence
radiation_dose | krad Gy | up | s | 抗辐照 总剂量 抗总剂量 | total ionizing dose, total dose, radiation tolerance
length | mm cm m km | - | g | 长度 长 | length
width | mm cm m | - | g | 宽度 宽 幅宽 切口宽度 | width
height | mm cm m | - | g | 高度 高 | height, tall
depth | mm cm m um | - | g | 深度 注入深度 | depth
thickness | mm um nm | - | g | 厚度 厚 膜厚 壁厚 | thickness
diameter | mm um m | - | g | 直径 外径 线径 钻孔孔径 | diameter, outer diameter
inner_diameter | mm um m | - | s | 内径 | inner diameter, inside diameter, bore
size | mm cm m | - | g | 尺寸 外形尺寸 | size, dimension, dimensions
stroke | mm m | up | s | 行程 | stroke, travel
area | m2 cm2 km2 | - | g | 面积 | area
footprint | m2 | down | s | 占地 占地面积 | footprint, floor space
volume | L m3 mL | - | g | 体积 容积 | volume
mass | kg g t [lb] | down | g | 质量 重量 自重 整机重量 总重 | mass, weight, total mass
flow | m3/h L/min L/h | - | g | 流量 风量 通量 | flow, flow rate, air flow
throughput | t/h t/d m3/h m3/d {个}/h {件}/h kg/h {件}/min | up | g | 处理量 处理能力 生产能力 产量 日处理量 生产效率 生产速度 小时产量 | throughput, processing capacity, production capacity, processing rate, production rate, output
annual_capacity | t/a {件}/a {台}/a 1e4 t/a | up | s | 年产能 产能 年产 年产量 年处理量 年生产能力 | annual capacity, annual output, annual production
growth_rate | um/h mm/h | up | g | 生长速率 沉积速率 生长速度 | growth rate, deposition rate
concentration_ratio | 1 | up | s | 压缩比 | compression ratio
ph | 1 | cover | s | pH pH值 ph值 酸碱度 | pH, pH value
ph_range | 1 | cover | s | pH范围 | pH range
dose | mg mg/kg {IU} | - | n | 剂量 用药量 | dose
activity | U/mL U/g U/mg 1e8 [CFU]/mL [CFU]/g | up | s | 酶活 活性 酶活力 活菌数 效价 发酵能力 | enzyme activity, activity, viable count, potency, titer
channels | {通道} {channels} 1 | up | s | 通道数 通道数量 路数 | channels, number of channels, channel count
concurrency | {个} {人} 1 {users} | up | s | 并发数 并发用户数 接入数量 | concurrent users, concurrency
protection_life | a d | up | s | 质保期 保修期 | warranty, warranty period
patents | {项} {件} {个} | up | x | 专利 发明专利 实用新型 授权发明专利 申请专利 软件著作权 软著 知识产权 | patent, patents
papers | {篇} | up | x | 论文 核心论文 学术论文 | paper, papers, publications
standards | {项} {个} | up | x | 标准 企业标准 国家标准 行业标准 | standard, standards
prototypes | {台} {套} {个} | up | x | 样机 样件 | prototype, prototypes
revenue | CNY 1e4 CNY | up | x | 产值 收入 销售收入 营业收入 营业额 利润 利税 税收 经济效益 销售额 年产值 节约 效益 | revenue, sales, profit, turnover, savings
"""
"""Key | units | better | rule | Chinese names | English names | what it is a kind of, where it is of one."""
