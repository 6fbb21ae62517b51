import { cdata } from '../../wecom/index.ts'

/** Who writes, when, to which app. */
export interface PlaintextHead {
  readonly corpId: string
  readonly agentId: string
  readonly userId: string
  readonly at: Date
}

/** An element's name and text; a nested one is a list of its own. */
export type Elements = readonly (readonly [string, string | Elements])[]

const write = (elements: Elements): string =>
  elements
    .map(([name, value]) => {
      const inner = typeof value === 'string' ? cdata(value) : write(value)
      return `<${name}>${inner}</${name}>`
    })
    .join('')

const frame = (head: PlaintextHead, type: string, rest: Elements): string => {
  const seconds = Math.floor(head.at.getTime() / 1000)
  const { userId, corpId, agentId } = head
  const names: Elements = [
    ['ToUserName', corpId],
    ['FromUserName', userId],
  ]
  return `<xml>${write(names)}<CreateTime>${seconds}</CreateTime>${write([['MsgType', type], ...rest])}<AgentID>${agentId}</AgentID></xml>`
}

/** The plaintext of a message (doc 90239). */
export function messageXml(
  head: PlaintextHead,
  type: string,
  msgId: string,
  rest: Elements,
): string {
  return frame(head, type, [...rest, ['MsgId', msgId]])
}

/** The plaintext of an event (doc 90240). */
export function eventXml(head: PlaintextHead, event: string, rest: Elements): string {
  return frame(head, 'event', [['Event', event], ...rest])
}

/** The answers chosen on a card. */
export function selectedItems(selected: Readonly<Record<string, readonly string[]>>): Elements {
  const items: Elements = Object.entries(selected).map(([key, ids]) => [
    'SelectedItem',
    [
      ['QuestionKey', key],
      ['OptionIds', ids.map((id) => ['OptionId', id] as const)],
    ],
  ])
  return items.length === 0 ? [] : [['SelectedItems', items]]
}
