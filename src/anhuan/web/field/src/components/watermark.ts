/** What stands on a photo: time, person, place. Drawn into the pixels before the digest is made. */
export interface Mark { at: number; who: string; place: string }

const LONGEST_PX = 1600
const QUALITIES = [0.82, 0.7, 0.58, 0.46, 0.34]

export function markLines(mark: Mark): string[] {
  const d = new Date(mark.at)
  const two = (n: number) => String(n).padStart(2, '0')
  const day = `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`
  return [`${day} ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`, mark.who, mark.place].filter(Boolean)
}

export function bounded(width: number, height: number, longest = LONGEST_PX): [number, number] {
  const by = Math.min(1, longest / Math.max(width, height))
  return [Math.round(width * by), Math.round(height * by)]
}

/** The frame with its mark as JPEG of at most `bytes`. */
export async function photoOf(video: HTMLVideoElement, mark: Mark, bytes: number): Promise<Blob> {
  const canvas = document.createElement('canvas')
  ;[canvas.width, canvas.height] = bounded(video.videoWidth, video.videoHeight)
  const pen = canvas.getContext('2d')!
  pen.drawImage(video, 0, 0, canvas.width, canvas.height)
  drawMark(pen, canvas, markLines(mark))
  for (const quality of QUALITIES) {
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality))
    if (blob && (blob.size <= bytes || quality === QUALITIES.at(-1))) return blob
  }
  throw new Error('no photo')
}

function drawMark(pen: CanvasRenderingContext2D, canvas: HTMLCanvasElement, lines: string[]): void {
  const size = Math.max(18, Math.round(canvas.width / 32))
  const height = lines.length * size * 1.4 + size * 0.6
  pen.fillStyle = 'rgb(0 0 0 / 0.55)'
  pen.fillRect(0, canvas.height - height, canvas.width, height)
  pen.fillStyle = '#fff'
  pen.font = `${size}px sans-serif`
  lines.forEach((line, k) => pen.fillText(line, size * 0.6, canvas.height - height + (k + 1) * size * 1.4, canvas.width - size))
}
