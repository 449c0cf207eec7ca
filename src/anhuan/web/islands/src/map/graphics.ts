/** What the machine draws with: many control rooms have no graphics card, or a driver that is barred. */

export function hasWebGl(): boolean {
  return context() !== null
}

/** WebGL by the processor (SwiftShader, llvmpipe): pictures drawn by it first and copied cost the least. */
export function drawsInSoftware(): boolean {
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
