/** What the machine draws with: many control rooms have no graphics card, or a driver that is barred. */

export function hasWebGl(): boolean {
  return context() !== null
}

/**
 * A canvas that will be drawn often. Where WebGL is the processor's too (SwiftShader, llvmpipe) the
 * processor draws it at once; one picture kept by the "card" among them takes the whole canvas there.
 */
export function canvasContext(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  return canvas.getContext('2d', { willReadFrequently: (inSoftware ??= drawsInSoftware()) })
}
let inSoftware: boolean | undefined

function drawsInSoftware(): boolean {
  const gl = context()
  const info = gl?.getExtension('WEBGL_debug_renderer_info')
  const name = gl && info ? String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL)) : ''
  return /swiftshader|llvmpipe|software|basic render/i.test(name)
}

function context(): WebGL2RenderingContext | null {
  try {
    return document.createElement('canvas').getContext('webgl2')
  } catch {
    return null
  }
}
