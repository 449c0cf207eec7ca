/** What the look is for: asked once a page, sent with every question, kept by the server in the audit. */
import { computed, ref } from 'vue'

export interface PurposeProps { required: boolean; usual: string[] }
export const purpose = ref('')
const rule = ref<PurposeProps>({ required: false, usual: [] })
export const setRule = (given: PurposeProps | undefined): void => { if (given) rule.value = given }
export const usual = computed(() => rule.value.usual)
export const isRequired = computed(() => rule.value.required)
export const isMissing = computed(() => rule.value.required && purpose.value.trim().length < 2)
