"""Names of properties that are in no table, with what they are called otherwise; by the measure of their units."""

NAMES = """
share  | 泄漏率 / leakage rate / 渗漏率 / leak rate
share  | 固含量 / solid content / 固体含量
share  | 结晶度 / crystallinity / degree of crystallinity
share  | 开裂率 / cracking rate
share  | 谐波畸变率 / harmonic distortion / total harmonic distortion
share  | 剩余强度比 / residual strength ratio
share  | 白度 / whiteness
share  | 光衰 / lumen depreciation
share  | 变形率 / deformation rate
share  | 脱落率 / peeling rate
share  | 碳化率 / carbonization rate
share  | 覆盖率 / coverage rate
speed  | 切割速度 / cutting speed / 切削速度
speed  | 裂纹扩展速率 / crack growth rate
speed  | 叶片线速度 / blade tip speed
speed  | 升降速度 / lifting speed
speed  | 抗风风速 / wind resistance speed
speed  | 打印速度 / printing speed
speed  | 扫描速度 / scanning speed / scan speed
time   | 脱模时间 / demolding time / 起模时间
time   | 抗菌时长 / antibacterial duration
time   | 耐火时间 / fire endurance / 耐火极限
time   | 加速时间 / acceleration time
time   | 处理时间 / treatment time
time   | 干燥时间 / drying time
time   | 退火时间 / annealing time
time   | 更换时间 / replacement time
time   | 耐水时间 / water resistance time
length | 挠度 / deflection
length | 制动距离 / braking distance / 刹车距离
length | 变形量 / deformation
length | 焦距 / focal length
length | 间距 / spacing / pitch
length | 波纹度 / waviness
length | 曲率半径 / radius of curvature
length | 离地间隙 / ground clearance
length | 切割缝宽 / kerf width
volume | 孔容 / pore volume / 孔体积
mass   | 吸附量 / adsorption amount / 吸附容量
mass   | 析出量 / precipitation amount
mass   | 克重 / basis weight
number | 色差 / colour difference / 颜色差异
number | 功率因数 / power factor
number | 聚合度 / degree of polymerization
number | 信道数 / number of channels in use
number | 传动比 / gear ratio
thing  | 涂层 / coating / 涂覆层
thing  | 基板 / substrate
thing  | 电池 / battery
thing  | 钢筋 / steel bar
thing  | 氨氮 / ammonia nitrogen
thing  | 总磷 / total phosphorus
thing  | 铁 / iron
thing  | 水泥 / cement
thing  | 薄膜 / thin film
thing  | 焊缝 / weld seam
thing  | 轮胎 / tyre
thing  | 镍 / nickel
"""
