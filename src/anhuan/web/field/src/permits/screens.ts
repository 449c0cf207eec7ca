/** The screens of permits: the list, one permit, and a screen for each step. */
import type { RouteRecordRaw } from 'vue-router'

const AT = '/permits/:id'
export const permits: RouteRecordRaw[] = [
  { path: '/permits', name: 'permits', component: () => import('./PermitsScreen.vue'), meta: { title: '作业票', tab: true } },
  { path: '/permits/new', component: () => import('./ReserveScreen.vue'), meta: { title: '预约作业' } },
  { path: AT, name: 'permit', component: () => import('./PermitScreen.vue'), meta: { title: '作业票' } },
  { path: `${AT}/gas`, component: () => import('./steps/GasStep.vue'), meta: { title: '气体分析' } },
  { path: `${AT}/measures`, component: () => import('./steps/MeasuresStep.vue'), meta: { title: '安全措施' } },
  { path: `${AT}/measures/:no`, component: () => import('./steps/MeasureStep.vue'), meta: { title: '安全措施' } },
  { path: `${AT}/brief`, component: () => import('./steps/BriefStep.vue'), meta: { title: '安全交底' } },
  { path: `${AT}/briefing`, component: () => import('./steps/BriefingStep.vue'), meta: { title: '接受交底' } },
  { path: `${AT}/boxes`, component: () => import('./steps/BoxesStep.vue'), meta: { title: '补填栏目' } },
  { path: `${AT}/sign/:deed`, component: () => import('./steps/SignStep.vue'), meta: { title: '签字' } },
  { path: `${AT}/guard`, component: () => import('./steps/GuardStep.vue'), meta: { title: '监护检查' } },
  { path: `${AT}/handover/:what`, component: () => import('./steps/HandoverStep.vue'), meta: { title: '交接' } },
  { path: `${AT}/entries`, component: () => import('./steps/EntriesStep.vue'), meta: { title: '进出登记' } },
  { path: `${AT}/remark`, component: () => import('./steps/RemarkStep.vue'), meta: { title: '监管意见' } },
  { path: `${AT}/photo`, component: () => import('./steps/PhotoStep.vue'), meta: { title: '拍照留痕' } },
  { path: `${AT}/finish`, component: () => import('./steps/FinishStep.vue'), meta: { title: '完工' } },
  { path: `${AT}/stopped`, component: () => import('./steps/StoppedStep.vue'), meta: { title: '停止作业' } },
  { path: `${AT}/crew`, component: () => import('./steps/CrewStep.vue'), meta: { title: '人员变更' } },
  { path: `${AT}/change/:deed`, component: () => import('./steps/ChangeStep.vue'), meta: { title: '变更' } },
  { path: `${AT}/revoke`, component: () => import('./steps/RevokeStep.vue'), meta: { title: '收回作业票' } },
]
