/** Floor 3: what people raise that a section must see. */
export { keepReferral, markShown, type Referral, referralsFor } from './referral.ts'
export {
  keepRemarks,
  type Matter,
  type NewRemark,
  type Remark,
  type RemarkKind,
  remarksOn,
  voidRemark,
} from './remark.ts'
