/** The screens of rounds: mine, one with its stops, one stop item by item; and what is found beside a round. */
import type { RouteRecordRaw } from 'vue-router'

export const inspection: RouteRecordRaw[] = [
  { path: '/rounds', name: 'rounds', component: () => import('./RoundsScreen.vue'), meta: { title: '巡检', tab: true } },
  { path: '/rounds/:id', name: 'round', component: () => import('./RoundScreen.vue'), meta: { title: '巡检' } },
  { path: '/rounds/:id/stops/:point', name: 'stop', component: () => import('./StopScreen.vue'), meta: { title: '点位' } },
  { path: '/rounds/:id/list', name: 'list', component: () => import('./StopScreen.vue'), meta: { title: '检查' } },
  { path: '/duties/:id', name: 'duty', component: () => import('./DutyScreen.vue'), meta: { title: '包保责任' } },
  { path: '/found', name: 'found', component: () => import('./FoundScreen.vue'), meta: { title: '异常上报' } },
  { path: '/found/:id', name: 'close_abnormal', component: () => import('./CloseScreen.vue'), meta: { title: '异常' } },
]
