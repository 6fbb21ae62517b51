import { type Html, html } from './html.ts'
import { page } from './layout.ts'
import { reportLink } from './report-link.ts'
import { COMMENT_LIMIT, type Filled, type Wrong } from './survey-answer.ts'
import type { SurveyQuestions } from './survey-questions.ts'
import type { PageWording } from './wording.ts'

/** What the page says about the invitation. */
export interface SurveySubject {
  readonly party: string
  readonly project: string
  readonly unit: string
  /** The part with the name was answered elsewhere: only the anonymous one is asked. */
  readonly anonymousOnly: boolean
  /** 微信 was asked who opens it, and she is told what for. */
  readonly isBound: boolean
}

/** The survey form; with `wrong` it names what is missing and keeps what was filled in. */
export function surveyPage(
  say: PageWording['say'],
  survey: SurveyQuestions,
  subject: SurveySubject,
  filled: Filled,
  wrong?: Wrong,
): string {
  const top = html`<h1>${survey.title}</h1><p>${survey.intro}</p><p class="note">${say('project', { project: subject.project })}</p><p class="note">${say('unit', { unit: subject.unit })}</p>`
  const bound = subject.isBound ? html`<p class="note">${say('wechat-note')}</p>` : undefined
  const alarm = wrong ? html`<p class="wrong" role="alert">${say('check-form')}</p>` : undefined
  return page(
    survey.title,
    html`${top}${bound}${alarm}<form method="post" autocomplete="off">${subject.anonymousOnly ? undefined : openPart(say, survey, subject, filled, wrong)}${anonymousPart(say, survey, filled, wrong)}<button type="submit">${say('submit')}</button><p class="note">${say('later-note')}</p><button class="quiet" name="later" value="yes">${say('later')}</button></form>${reportLink(say)}`,
  )
}

function openPart(
  say: PageWording['say'],
  survey: SurveyQuestions,
  subject: SurveySubject,
  filled: Filled,
  wrong?: Wrong,
): Html {
  const help = filled.help === undefined ? undefined : filled.help ? 'yes' : 'no'
  const paid = survey['asks-paid']
    ? choice('paid', say('paid-question'), filled.paid, wrong?.paid && say('missing-paid'), [
        ['yes', say('paid-yes')],
        ['no', say('paid-no')],
        ['unknown', say('paid-unknown')],
      ])
    : undefined
  const asked = choice('help', say('help-question'), help, wrong?.help && say('missing-help'), [
    ['yes', say('help-yes')],
    ['no', say('help-no')],
  ])
  return html`<section><h2>${say('part-open')}</h2><p class="note">${say('part-open-note', { party: subject.party })}</p>${paid}${asked}</section>`
}

function anonymousPart(
  say: PageWording['say'],
  survey: SurveyQuestions,
  filled: Filled,
  wrong?: Wrong,
): Html {
  const missing = wrong?.scores
    ? html`<p class="wrong">${say('missing-scores', { questions: wrong.scores.join('、') })}</p>`
    : undefined
  const scores = survey.questions.map((question, index) => {
    const name = `score${index + 1}`
    const radios = [1, 2, 3, 4, 5].map(
      (value) =>
        html`<label><input type="radio" name="${name}" value="${value}"${checked(filled.scores[index] === value)}>${value}</label>`,
    )
    return html`<fieldset><legend>${index + 1}．${question}</legend><div class="scores">${radios}</div><div class="ends"><span>${say('score-low')}</span><span>${say('score-high')}</span></div></fieldset>`
  })
  const long = wrong?.comment
    ? html`<p class="wrong">${say('long-comment', { limit: COMMENT_LIMIT })}</p>`
    : wrong?.complaint
      ? html`<p class="wrong">${say('not-here')}</p>`
      : undefined
  return html`<section><h2>${say('part-anonymous')}</h2><p class="note">${say('part-anonymous-note')}</p>${missing}${scores}<fieldset><legend><label for="comment">${say('comment')}</label></legend>${long}<textarea id="comment" name="comment">${filled.comment}</textarea><label><input type="checkbox" name="open" value="yes" aria-describedby="open-note"${checked(filled.laidOpen)}>${say('lay-open')}</label><p class="note" id="open-note">${say('lay-open-note')}</p></fieldset></section>`
}

function choice(
  name: string,
  question: string,
  chosen: string | undefined,
  wrong: string | undefined,
  options: readonly (readonly [string, string])[],
): Html {
  const radios = options.map(
    ([value, label]) =>
      html`<label><input type="radio" name="${name}" value="${value}"${checked(chosen === value)}>${label}</label>`,
  )
  const error = wrong ? html`<p class="wrong">${wrong}</p>` : undefined
  return html`<fieldset><legend>${question}</legend>${error}${radios}</fieldset>`
}

const checked = (yes: boolean): Html => ({ html: yes ? ' checked' : '' })
