/** What the server tells of things to look up. */
export type Level = 'red' | 'orange' | 'yellow' | 'blue'
export interface Coloured { level: Level; label: string; colour: string }
export interface MapArea extends Coloured { id: string; name: string; ring: number[][]; events: number }
export interface RiskEvent { id: string; name: string; place: string; person: string; accidents: string[]; level: Level | ''; label: string; measures: string[] }
export interface RiskArea extends Coloured { id: string; name: string; department: string; duty: string; events: RiskEvent[]; cards: { title: string; lines: string[] }[] }
export interface Qualified { id: string; name: string; number: string; trade: string; team: string; until: string | null }
export interface Firm { id: string; name: string; scope: string; contact: string; phone: string; until: string | null; people: Qualified[] }
export interface Law { id: string; kind: string; kind_label: string; number: string; title: string; scope: string; effective_on: string | null; file: string }
