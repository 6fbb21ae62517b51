import { z } from 'zod'
import { TEST_APP, type wecomRig } from './wecom.ts'

/** An answer of the API. */
export const answerSchema = z.looseObject({ errcode: z.number() })

/** The API spoken without our own client, so that its builders hide nothing. */
export async function api(fake: ReturnType<typeof wecomRig>['fake']) {
  const call = async (path: string, init?: RequestInit) => {
    const response = await fake.fetch(`http://wecom.test/cgi-bin/${path}`, init)
    return answerSchema.parse(await response.json())
  }
  const query = new URLSearchParams({ corpid: TEST_APP.corpId, corpsecret: TEST_APP.secret })
  const { access_token: token } = await call(`gettoken?${query}`)
  const post = (path: string, body: unknown) =>
    call(`${path}?access_token=${token}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  return {
    call,
    token,
    send: (body: object) =>
      post('message/send', { touser: 'li', agentid: 1_000_002, msgtype: 'text', ...body }),
    update: (body: object) =>
      post('message/update_template_card', { userids: ['li'], agentid: 1_000_002, ...body }),
    post,
  }
}

/** A text to send. */
export const text = { text: { content: '您好' } }
/** A card with one button to send. */
export const buttons = (taskId: string, more: object = {}) => ({
  msgtype: 'template_card',
  template_card: {
    card_type: 'button_interaction',
    main_title: { title: '请核对' },
    button_list: [{ text: '提交', key: 'submit' }],
    task_id: taskId,
    ...more,
  },
})
