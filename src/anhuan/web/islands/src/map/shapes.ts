/** Shapes of people and alarms, once: drawn on the map's canvas and in the page's icons alike. */
import type { Kind, Priority } from '../kernel/wire'

/** In a box of 16 × 16, centre 8,8. Shape tells the kind even without colour. */
export const KIND_PATHS: Record<Kind, string> = {
  staff: 'M8 1.6a6.4 6.4 0 1 0 0 12.8a6.4 6.4 0 1 0 0-12.8Z',
  contractor: 'M2.2 2.2H13.8V13.8H2.2Z',
  visitor: 'M8 .9 15.3 14.2H.7Z',
  vehicle: 'M.6 3.8H10.8L15.4 7.6V12.4H.6Z',
}
/** Where a floor digit sits in the shape: the visual centre, lower in a triangle. */
export const KIND_DIGIT_Y: Record<Kind, number> = { staff: 8, contractor: 8, visitor: 10, vehicle: 8.4 }

/** In a box of 24 × 24: diamond, triangle, disc, square. Colour + shape + number, always all. */
export const PRIORITY_PATHS: Record<Priority, string> = {
  1: 'M12 .8 23.2 12 12 23.2 .8 12Z',
  2: 'M12 1.6 23.4 22.2H.6Z',
  3: 'M12 1.4a10.6 10.6 0 1 0 0 21.2a10.6 10.6 0 1 0 0-21.2Z',
  4: 'M2 2H22V22H2Z',
}
export const PRIORITY_DIGIT_Y: Record<Priority, number> = { 1: 16.3, 2: 19.4, 3: 16.3, 4: 16.4 }
