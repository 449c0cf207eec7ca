/** Every screen, on one page. A slice adds its line here and its folder beside `screens/`. */
import type { RouteRecordRaw } from 'vue-router'
import { hazards } from './hazards/screens'
import { inspection } from './inspection/screens'
import { library } from './library/screens'
import { permits } from './permits/screens'

export const screens: RouteRecordRaw[] = [
  { path: '/', name: 'home', component: () => import('./screens/HomeScreen.vue'), meta: { title: '待办', tab: true } },
  { path: '/sos', name: 'sos', component: () => import('./screens/SosScreen.vue'), meta: { title: '求救' } },
  { path: '/evacuation/:id', name: 'evacuation', component: () => import('./screens/EvacuationScreen.vue'), meta: { title: '疏散' } },
  { path: '/alarm/:id', name: 'alarm', component: () => import('./screens/AlarmScreen.vue'), meta: { title: '报警' } },
  { path: '/scan', name: 'scan', component: () => import('./screens/ScanScreen.vue'), meta: { title: '扫点', tab: true } },
  { path: '/p/:code', name: 'place', component: () => import('./screens/PlaceScreen.vue'), meta: { title: '地点' } },
  { path: '/where', name: 'where', component: () => import('./screens/WhereScreen.vue'), meta: { title: '我的位置' } },
  ...permits,
  ...hazards,
  ...inspection,
  ...library,
  { path: '/sync', name: 'sync', component: () => import('./screens/SyncScreen.vue'), meta: { title: '同步' } },
  { path: '/me', name: 'me', component: () => import('./screens/MeScreen.vue'), meta: { title: '我的', tab: true } },
  { path: '/:rest(.*)', redirect: '/' },
]
