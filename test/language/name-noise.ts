import type { Named } from '../../src/language/index.ts'

/** A small repeatable source of chance (mulberry32): the same seed gives the same benchmark. */
export function chance(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below)
  }
}

const PLACES = '焦作市 解放区 山阳区 中站区 马村区 修武县 博爱县 武陟县 温县 沁阳市 孟州市'.split(
  ' ',
)
const OWNERS =
  '第一中学 第二中学 第三中学 第十一中学 实验小学 育才小学 建设路小学 人民医院 第二人民医院 妇幼保健院 中医院 财政局 教育局 公安局 水利局 交通运输局 农业农村局 文化馆 图书馆 档案馆 气象局 城市管理局 市场监督管理局 退役军人事务局 职业技术学院 高级技工学校 疾病预防控制中心 不动产登记中心 机关事务中心 应急管理局 生态环境局 幼儿园 特殊教育学校 体育中心 殡仪馆 救助管理站 青少年活动中心 烈士陵园 残疾人联合会 老干部活动中心'.split(
    ' ',
  )
const THINGS =
  '教学楼改造 操场塑胶跑道 食堂设备 电子白板 办公电脑 打印机 空调 锅炉煤改气 校园监控 直饮水设备 图书 课桌椅 物业服务 保安服务 食材配送 公务用车维修 档案数字化 信息系统运维 网络安全等级保护 CT机 彩超 呼吸机 救护车 消防维保 电梯更换 屋面防水 外墙保温 绿化养护 污水处理 路灯节能 会议系统 视频会议 智慧课堂 实训设备 心理健康室 宿舍楼维修 大门改建 围墙修缮 法律服务 审计服务 规划编制 土地测绘 农田灌溉 河道清淤 道路养护 垃圾清运 垃圾分类设备 执法记录仪 无人机 应急物资'.split(
    ' ',
  )
const ENDINGS = '采购项目 工程 项目 采购 服务项目 施工项目'.split(' ')

/** `count` different project names, as a city's ledger has them. */
export function officeNames(count: number, seed: number): Named[] {
  const pick = chance(seed)
  const from = (list: readonly string[]): string => list[pick(list.length)] ?? ''
  // Names that differ in their ending only would make the right answer a matter of luck.
  const endings = new Map<string, string>()
  while (endings.size < count) {
    endings.set(from(PLACES) + from(OWNERS) + from(THINGS), from(ENDINGS))
  }
  return [...endings].map(([name, ending], i) => ({ id: String(i), names: [name + ending] }))
}

/** Characters that voice input and shape-based typing put for each other. */
const CONFUSED: Readonly<Record<string, string>> = {
  教: '较',
  楼: '搂',
  操: '超',
  设: '社',
  备: '被',
  医: '衣',
  院: '愿',
  学: '雪',
  中: '钟',
  电: '店',
  改: '该',
  造: '照',
  服: '福',
  务: '物',
  路: '露',
  绿: '率',
  档: '当',
  局: '句',
  室: '是',
  维: '为',
  修: '休',
  食: '实',
  堂: '糖',
  监: '间',
  控: '空',
  水: '睡',
  利: '历',
  书: '输',
  图: '途',
}

/** A way somebody might write the name: place and ending left out, owner shortened, a character wrong, words swapped. */
export function asSomebodyWritesIt(name: string, pick: (below: number) => number): string {
  const place = PLACES.find((one) => name.startsWith(one)) ?? ''
  const ending = ENDINGS.find((one) => name.endsWith(one)) ?? ''
  const owner =
    OWNERS.filter((one) => name.startsWith(place + one)).sort((a, b) => b.length - a.length)[0] ??
    ''
  const thing = name.slice(place.length + owner.length, name.length - ending.length)
  const short = owner
    .replace('第一中学', '一中')
    .replace('第二中学', '二中')
    .replace('第三中学', '三中')
    .replace('第十一中学', '十一中')
    .replace('第二人民医院', '二院')
    .replace('实验小学', '实小')
  const shortPlace = place.replace(/[市县区]$/, '')
  const [a, b] = pick(5) === 0 ? [thing, shortPlace + short] : [shortPlace + short, thing]
  let written = pick(3) === 0 ? `${a}的${b}` : `${a}${b}`
  const letters = [...written]
  const at = pick(letters.length)
  const wrong = CONFUSED[letters[at] ?? '']
  if (pick(2) === 0 && wrong) letters[at] = wrong
  else if (pick(4) === 0 && letters.length > 6) letters.splice(at, 1)
  written = letters.join('')
  return written
}
