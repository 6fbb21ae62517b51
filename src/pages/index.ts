/** Public pages for suppliers: server-rendered, one request, under 10 KB, no script at all. */
export { createAddressGuard } from './address-guard.ts'
export { caseRoutes } from './case-routes.ts'
export { loadCaseWording } from './case-wording.ts'
export { contractRoutes } from './contract-routes.ts'
export { loadContractWording } from './contract-wording.ts'
export { explanationPage } from './explanation.ts'
export { followRoutes } from './follow-routes.ts'
export { formRoutes } from './form-routes.ts'
export { loadFormWording } from './form-wording.ts'
export { type HelpDesk, helpRoutes } from './help-routes.ts'
export { loadIssuePageWording, type ShownIssue } from './issue-page.ts'
export { type IssueDesk, issueRoutes } from './issue-routes.ts'
export { createLinkBinding, type LinkBinding } from './link-binding.ts'
export { createLinkPass } from './link-pass.ts'
export { loadOffers } from './offers.ts'
export { reportRoutes } from './report-routes.ts'
export { loadReportWording, loadWrongs } from './report-wording.ts'
export { keepHalves } from './survey-half.ts'
export { loadSurveys } from './survey-questions.ts'
export {
  type OpenedLink,
  type SurveyAnswer,
  type SurveyDesk,
  surveyRoutes,
} from './survey-routes.ts'
export { createSurveyWatch } from './survey-watch.ts'
export { windowRoutes } from './window-page.ts'
export { loadPageWording } from './wording.ts'
