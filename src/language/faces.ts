/** WeCom's own faces, which arrive as their names in brackets, and what they show. */
const SHOWN: Readonly<Record<string, string>> = {
  强: '👍',
  弱: '👎',
  ok: '👌',
  no: '🙅',
  好的: '👌',
  差劲: '👎',
  抱拳: '🙏',
  合十: '🙏',
  握手: '🤝',
  鼓掌: '👏',
  胜利: '✌',
  耶: '✌',
  加油: '💪',
  爱心: '❤',
  玫瑰: '🌹',
  再见: '👋',
}
/** The other faces: all that matters of them is that they are no words. */
const OTHERS = new Set(
  `微笑 撇嘴 色 发呆 得意 流泪 害羞 闭嘴 睡 大哭 尴尬 发怒 调皮 呲牙 惊讶 难过 酷 冷汗 抓狂 吐 偷笑 愉快 可爱 白眼 傲慢 饥饿 困
  惊恐 流汗 憨笑 悠闲 大兵 奋斗 咒骂 疑问 嘘 晕 疯了 折磨 衰 骷髅 敲打 擦汗 抠鼻 糗大了 坏笑 左哼哼 右哼哼 哈欠 鄙视 委屈 快哭了
  阴险 亲亲 吓 可怜 菜刀 西瓜 啤酒 篮球 乒乓 咖啡 饭 猪头 凋谢 嘴唇 示爱 心碎 蛋糕 闪电 炸弹 刀 足球 瓢虫 便便 月亮 太阳 礼物 拥抱
  勾引 拳头 爱你 爱情 飞吻 跳跳 发抖 怄火 转圈 磕头 回头 跳绳 投降 激动 乱舞 献吻 左太极 右太极 嘿哈 捂脸 奸笑 机智 皱眉 吃瓜 汗
  天啊 emm 社会社会 旺柴 打脸 哇 翻白眼 666 让我看看 叹气 苦涩 裂开 红包 發 发 福 囧 无语 失望 恐惧 脸红 生病 破涕为笑 庆祝 烟花
  爆竹 鸡 笑脸 强壮 嘴馋 开心 大笑 心 赞 比心`.split(/\s+/),
)
const FACE = /[[［]([^[\]［］\s]{1,4})[\]］]/gu

/** The face at the beginning of a text, as an emoji, and how many UTF-16 units it takes. */
export function faceAt(
  text: string,
): { readonly shown: string; readonly length: number } | undefined {
  const match = /^[[［]([^[\]［］\s]{1,4})[\]］]/u.exec(text)
  const shown = match && shownAs(match[1] ?? '')
  return shown ? { shown, length: match[0].length } : undefined
}

function shownAs(name: string): string | undefined {
  const key = name.normalize('NFKC').toLowerCase()
  return SHOWN[key] ?? (OTHERS.has(key) ? '🙂' : undefined)
}

/** 「好的[抱拳]」 as the person saw it: 「好的🙏」. Other words in brackets stay. */
export function facesShown(text: string): string {
  return text.replace(FACE, (whole, name: string) => shownAs(name) ?? whole)
}
