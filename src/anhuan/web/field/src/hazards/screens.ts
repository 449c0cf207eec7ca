/** The screens of hazards: mine and those I told of, telling of one, one hazard with what is to be done. */
import type { RouteRecordRaw } from 'vue-router'

export const hazards: RouteRecordRaw[] = [
  { path: '/hazards', name: 'hazards', component: () => import('./HazardsScreen.vue'), meta: { title: '隐患' } },
  { path: '/hazards/report', name: 'hazard_report', component: () => import('./ReportScreen.vue'), meta: { title: '隐患上报' } },
  { path: '/hazards/:id', name: 'hazard', component: () => import('./HazardScreen.vue'), meta: { title: '隐患' } },
]
