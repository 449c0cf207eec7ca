import { createApp } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import App from './App.vue'
import { start } from './kernel/app'
import { watchUpdates } from './kernel/updates'
import { screens } from './screens'
import { setTheme, theme } from './theme'
import { language, setLanguage } from './kernel/words'
import './look.css'

setTheme(theme.value)
setLanguage(language.value)
const router = createRouter({ history: createWebHistory('/m/'), routes: screens })
createApp(App).use(router).mount('#app')
void start().then(watchUpdates)
