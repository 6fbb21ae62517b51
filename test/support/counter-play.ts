import { linkCode, systemEntropy } from '../../src/base/index.ts'
import { handPages } from '../../src/surveys/index.ts'
import type { TestOffice } from './office.ts'

/** A supplier in a transcript: her 微信, and the standing link somebody gave her. */
export interface StagedCustomer {
  readonly customer: string
  readonly token: string
}

/** Hands a party a standing link to a lot, as a section would. */
export async function handLink(
  office: Pick<TestOffice, 'database' | 'clock'>,
  page: { readonly lotId: number; readonly partyId: number },
): Promise<string> {
  const means = { entropy: systemEntropy, at: office.clock.now() }
  const [token = ''] = await office.database.transaction((tx) =>
    handPages(tx, [page], 'office', means),
  )
  return token
}

/** Acts of a customer, as a transcript writes them in brackets. */
const ACTS: Readonly<
  Record<string, (office: TestOffice, who: StagedCustomer) => Promise<unknown>>
> = {
  '[扫合同二维码]': ({ fake }, { customer, token }) =>
    fake.kf.enter(customer, { scene: 'contract', sceneParam: token }),
  '[扫窗口二维码]': ({ fake }, { customer }) => fake.kf.enter(customer, { scene: 'office' }),
  '[发合同链接]': ({ fake }, { customer, token }) =>
    fake.kf.say(customer, `https://office.test/p/${token}`),
  '[发客服码]': ({ fake }, { customer, token }) =>
    fake.kf.say(customer, linkCode(token).toLowerCase()),
  '[语音]': ({ fake }, { customer }) => fake.kf.sendOther(customer, 'voice'),
  '[再来一遍回调]': ({ fake }) => fake.kf.notifyAgain(),
}

/** What a customer says or does. */
export async function customerActs(
  office: TestOffice,
  who: StagedCustomer,
  text: string,
): Promise<void> {
  const act = ACTS[text]
  if (act) await act(office, who)
  else await office.fake.kf.say(who.customer, text)
}

/** What happens to 微信客服 itself between two turns. */
export const MISHAPS: Readonly<Record<string, (office: TestOffice) => void>> = {
  下一个回调丢了: ({ fake }) => fake.kf.loseCallbacks(1),
  游标丢了: ({ fake }) => fake.kf.forgetCursors(),
  消息乱序到达: ({ fake }) => fake.kf.shuffle(true),
  下一条没有送达: ({ fake }) => fake.kf.failNextDelivery(4),
}
