/** What one looks up: the four-colour map, contractors that may work here, laws and rules. */
import type { RouteRecordRaw } from 'vue-router'

export const library: RouteRecordRaw[] = [
  { path: '/library', name: 'library', component: () => import('./LibraryScreen.vue'), meta: { title: '查询' } },
  { path: '/risks', name: 'risks', component: () => import('./RiskMapScreen.vue'), meta: { title: '风险四色图' } },
  { path: '/risks/:id', name: 'risk_area', component: () => import('./RiskAreaScreen.vue'), meta: { title: '区域风险' } },
  { path: '/contractors', name: 'contractors', component: () => import('./ContractorsScreen.vue'), meta: { title: '合格承包商' } },
  { path: '/laws', name: 'laws', component: () => import('./LawsScreen.vue'), meta: { title: '法规制度' } },
]
